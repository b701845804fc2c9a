"""What Faust needs to reach the broker: addresses, timings, credentials."""

import ssl
from typing import Any

import faust

from streams.settings import Settings

# On the embedded broker the first join of a group waits out the whole rebalance timeout.
EMBEDDED_TIMINGS = {
    "broker_rebalance_timeout": 3.0,
    "broker_session_timeout": 6.0,
    "broker_heartbeat_interval": 1.0,
}


def faust_options(settings: Settings) -> dict[str, Any]:
    """Options for `faust.App`."""
    options: dict[str, Any] = {
        "broker": [f"kafka://{server}" for server in settings.bootstrap],
        "broker_credentials": credentials(settings),
    }
    return options | (EMBEDDED_TIMINGS if settings.broker_is_embedded else {})


def credentials(settings: Settings) -> faust.types.auth.CredentialsT | None:
    """TLS and SASL as Faust wants them; None for plain text."""
    if settings.kafka_security == "PLAINTEXT":
        return None
    context = None
    if settings.kafka_security.endswith("SSL"):
        context = ssl.create_default_context(cafile=settings.kafka_ca)
        if settings.kafka_cert:
            context.load_cert_chain(settings.kafka_cert, settings.kafka_key)
    if not settings.kafka_security.startswith("SASL"):
        return faust.SSLCredentials(context)
    password = settings.kafka_password
    return faust.SASLCredentials(
        username=settings.kafka_username,
        password=password.get_secret_value() if password else None,
        mechanism=settings.kafka_sasl_mechanism,
        ssl_context=context,
    )
