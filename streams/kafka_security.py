"""TLS and SASL of the settings, in the words of each client."""

import ssl
from typing import Any

from faust import SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT

from streams.settings import Settings


def options(settings: Settings) -> dict[str, Any]:
    """For kafka-python: keyword arguments of its producer, consumer and admin client."""
    said: dict[str, Any] = {"security_protocol": settings.kafka_security}
    if settings.kafka_security.endswith("SSL"):
        said["ssl_context"] = _context(settings)
    if settings.kafka_security.startswith("SASL") and settings.kafka_password:
        said["sasl_mechanism"] = settings.kafka_sasl_mechanism
        said["sasl_plain_username"] = settings.kafka_username
        said["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    return said


def credentials(settings: Settings) -> CredentialsT | None:
    """For Faust: `faust.App(broker_credentials=...)`."""
    tls = _context(settings) if settings.kafka_security.endswith("SSL") else None
    if settings.kafka_security.startswith("SASL") and settings.kafka_password:
        # Without a context Faust says SASL_PLAINTEXT, with one SASL_SSL: as the settings do.
        return SASLCredentials(
            username=settings.kafka_username,
            password=settings.kafka_password.get_secret_value(),
            mechanism=settings.kafka_sasl_mechanism,
            ssl_context=tls,
        )
    return SSLCredentials(context=tls) if tls else None


def _context(settings: Settings) -> ssl.SSLContext:
    """Checks the broker's certificate and name, always; ours goes along when there is one."""
    context = ssl.create_default_context(cafile=settings.kafka_ca)
    if settings.kafka_cert:
        context.load_cert_chain(settings.kafka_cert, settings.kafka_key)
    return context
