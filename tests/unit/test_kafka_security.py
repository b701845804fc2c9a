"""TLS and SASL of the settings, in the words of kafka-python."""

import ssl
from typing import Any

import certifi
import pytest

from streams.kafka_security import options
from streams.settings import Settings

LOGIN = {"kafka_username": "rapport", "kafka_password": "word"}
SASL = {
    "sasl_mechanism": "SCRAM-SHA-512",
    "sasl_plain_username": "rapport",
    "sasl_plain_password": "word",
}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({}, {}, id="PLAINTEXT"),
        pytest.param(LOGIN, SASL, id="SASL_PLAINTEXT"),
        pytest.param(LOGIN, SASL, id="SASL_SSL"),
        pytest.param({}, {}, id="SSL"),
    ],
)
def test_options(
    values: dict[str, Any], said: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    security = request.node.callspec.id
    settings = Settings(broker="one", kafka_security=security, kafka_ca=certifi.where(), **values)
    got = options(settings)
    context = got.pop("ssl_context", None)
    assert got == {"security_protocol": security, **said}
    assert (context is not None) == security.endswith("SSL")
    if context:
        assert context.check_hostname
        assert context.verify_mode is ssl.CERT_REQUIRED
