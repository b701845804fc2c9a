"""Where things run and what they may use: the environment, read once into one frozen value."""

import difflib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic import model_validator as checks
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "RAPPORT_"
# Read by the tests and the start scripts rather than by the engine; not a slip of the pen.
FOREIGN = frozenset({"RAPPORT_COMPOSE_FILE"})


class Misconfigured(ValueError):
    """A setting that cannot be used. The message names the variable, never a secret's value."""


def _bootstrap(value: str) -> str:
    """`kafka://host:port[,host:port]` or bare, as `host:port[,host:port]`."""
    servers = []
    for part in re.sub(r"^kafka://", "", value.strip()).split(","):
        server = re.sub(r"^kafka://", "", part.strip())
        match = re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?", server)
        if not match or int(match[2] or 9092) > 65535:
            raise ValueError("give it as kafka://host:port, further ones after commas")
        servers.append(f"{match[1]}:{match[2] or 9092}")
    return ",".join(servers)


def _postgres(value: str) -> str:
    if urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise ValueError("give it as postgresql://user:password@host:port/name")
    return value


def _web(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("give it as https://host/path")
    return value


def _model(value: str) -> str:
    """The reserved words are known in any case; what else is named is looked for when loaded."""
    name = value.strip()
    if not name:
        raise ValueError("give builtin, none, a folder or a name")
    return name.lower() if name.lower() in {"builtin", "none"} else name


def _listed(value: object) -> object:
    """Several values in one variable stand between commas, or in a list of JSON."""
    if isinstance(value, str):
        with suppress(ValueError):
            told = json.loads(value)
            if isinstance(told, list):
                return tuple(told)
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < 16:
        raise ValueError("too short to protect anything: give at least 16 characters")
    return value


Secret = Annotated[SecretStr, AfterValidator(_long_enough)]
Secrets = Annotated[tuple[Secret, ...], NoDecode, BeforeValidator(_listed)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """Every setting, checked when built. Nothing set is a working engine on one machine.

    A port of 0 takes a free one.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        hide_input_in_errors=True,
        extra="forbid",
        env_ignore_empty=True,  # compose files hand on unset variables as empty ones
    )

    # What carries and what remembers; None starts an embedded one.
    broker: Annotated[str, AfterValidator(_bootstrap)] | None = None
    database: Annotated[str, AfterValidator(_postgres)] | None = Field(default=None, repr=False)
    data_dir: Path = Field(default_factory=lambda: user_data_path("rapport"))
    model_dir: Path = Field(default_factory=lambda: user_cache_path("rapport") / "models")
    partners: Path | None = None
    policy: Path | None = None  # None: what is built in
    churn_model: Path | None = None  # of the risk of leaving; None: the stated rule

    # Who reads: "builtin", "none", or by folder or name a classifier of transformers and pipelines
    # of spaCy, one a language. A hash after "@" is the one that the model must have.
    sentiment_model: Annotated[str, AfterValidator(_model)] = "builtin"
    entity_model: Annotated[
        tuple[Annotated[str, AfterValidator(_model)], ...], NoDecode, BeforeValidator(_listed)
    ] = ("builtin",)

    # A model of sentence-transformers for search and topics, by folder or name; None: the built-in.
    embedding_model: str | None = None
    topics: bool = False  # what messages are about, at the price of a second pass of an encoder

    # Kafka.
    # Set by the engine for its workers: that broker is our own embedded one, with its habits.
    broker_is_embedded: bool = False
    group: str = Field(default="rapport", pattern=r"^[A-Za-z0-9._-]{1,200}$")
    topic_prefix: str = Field(default="rapport.", pattern=r"^[A-Za-z0-9._-]{0,100}$")
    partitions: int = Field(default=8, ge=1, le=1024)
    replication: int = Field(default=-1, ge=-1, le=9)  # -1: the broker's own default
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_ca: Path | None = None
    kafka_cert: Path | None = None
    kafka_key: Path | None = None
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None

    # Work.
    workers: int = Field(default=1, ge=1, le=256)
    batch_size: int = Field(default=2000, ge=1, le=10_000)
    batch_linger: float = Field(default=0.05, gt=0, le=60)  # seconds
    database_connections: int = Field(default=4, ge=1, le=100)  # in each worker

    # How long raw text and refused items are kept.
    interaction_days: int = Field(default=7, ge=1)
    dead_letter_days: int = Field(default=30, ge=1)

    # Doors.
    api_host: str = "127.0.0.1"
    api_port: Port = 8080
    api_keys: Secrets = ()
    metrics_host: str = "127.0.0.1"
    metrics_port: Port = 9464  # of the first process; the next process takes the next port

    # A mailbox to poll, if any.
    imap_host: str | None = None
    imap_port: Port | None = None
    imap_user: str | None = Field(default=None, repr=False)
    imap_password: SecretStr | None = None  # with imap_oauth an access token
    imap_encryption: Literal["tls", "starttls", "none"] = "tls"
    imap_oauth: bool = False
    imap_folders: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ("INBOX",)
    imap_poll_seconds: float = Field(default=60.0, gt=0)

    # Telling.
    webhook_url: Annotated[str, AfterValidator(_web)] | None = Field(default=None, repr=False)
    webhook_secrets: Secrets = ()  # the first signs; the others sign too while keys are changed
    webhook_timeout: float = Field(default=10.0, gt=0, le=120)  # seconds
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")

    # Makes pseudonyms of people; None: made once and kept in `data_dir`.
    pseudonym_key: Secret | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise Misconfigured(_said(error)) from None  # the cause would quote the value

    @checks(mode="after")
    def _whole(self) -> Self:
        if self.kafka_security.startswith("SASL") and not (
            self.kafka_username and self.kafka_password
        ):
            raise ValueError(
                f"{PREFIX}KAFKA_SECURITY={self.kafka_security} needs {PREFIX}KAFKA_USERNAME "
                f"and {PREFIX}KAFKA_PASSWORD"
            )
        if bool(self.kafka_cert) != bool(self.kafka_key):
            raise ValueError(f"{PREFIX}KAFKA_CERT and {PREFIX}KAFKA_KEY go together")
        words = {"builtin", "none"} & set(self.entity_model)
        if not self.entity_model or (words and len(self.entity_model) > 1):
            raise ValueError(f"{PREFIX}ENTITY_MODEL: builtin, none, or models: one a language")
        if self.kafka_security != "PLAINTEXT" and self.broker is None:
            raise ValueError(f"{PREFIX}KAFKA_SECURITY is for a broker of {PREFIX}BROKER")
        for name in ("kafka_ca", "kafka_cert", "kafka_key", "partners", "policy", "churn_model"):
            path = getattr(self, name)
            if path is not None and not path.is_file():
                raise ValueError(f"{variable(name)}: there is no file {path}")
        if self.imap_host and not (self.imap_user and self.imap_password):
            raise ValueError(f"{PREFIX}IMAP_HOST needs {PREFIX}IMAP_USER and {PREFIX}IMAP_PASSWORD")
        if self.webhook_url and not self.webhook_secrets:
            raise ValueError(f"{PREFIX}WEBHOOK_URL needs {PREFIX}WEBHOOK_SECRETS to sign with")
        return self

    @property
    def chooses_models(self) -> bool:
        """Whether somebody named a model that may turn out not to load."""
        named = {self.sentiment_model, *self.entity_model} - {"builtin", "none"}
        return bool(named or (self.topics and self.embedding_model))

    @property
    def bootstrap(self) -> tuple[str, ...]:
        """The broker's servers as `host:port`; none when it is embedded."""
        return tuple(self.broker.split(",")) if self.broker else ()

    def topic(self, name: str) -> str:
        """The full name of a topic: `interactions.v1` -> `rapport.interactions.v1`."""
        return self.topic_prefix + name

    def environment(self) -> dict[str, str]:
        """These settings as variables, secrets in clear, for a process that we start."""
        return {variable(name): _written(getattr(self, name)) for name in self.model_fields_set}


def variable(name: str) -> str:
    """The variable of a setting: `broker` -> `RAPPORT_BROKER`."""
    return PREFIX + name.upper()


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings; a variable with our prefix that names no setting is refused by name."""
    known = {variable(name) for name in Settings.model_fields}
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known | FOREIGN:
            near = difflib.get_close_matches(name.upper(), sorted(known), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise Misconfigured(f"{name} is not a setting{hint}")
    return Settings()


def _said(error: ValidationError) -> str:
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        place = problem["loc"]
        message = problem["msg"].removeprefix("Value error, ")
        lines.append(f"{variable(str(place[0]))}: {message}" if place else message)
    return "\n".join(lines)


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case SecretStr():
            return value.get_secret_value()
        case tuple():
            parts = [_written(part) for part in value]
            plain = ",".join(parts)
            return plain if _listed(plain) == tuple(parts) else json.dumps(parts)
        case _:
            return str(value)
