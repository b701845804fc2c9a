"""Settings: checked when built, wrong ones named, secrets never shown."""

from pathlib import Path

import pytest

from streams.settings import Misconfigured, Settings, from_environment, variable

LONG = "a-secret-of-enough-length"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def test_nothing_set_is_one_machine() -> None:
    settings = Settings()
    assert settings.broker is None
    assert settings.database is None
    assert settings.bootstrap == ()
    assert settings.topic("health.v1") == "rapport.health.v1"


@pytest.mark.parametrize(
    ("written", "servers"),
    [
        ("kafka://one:9092", ("one:9092",)),
        ("one", ("one:9092",)),
        ("kafka://one:1,two:2", ("one:1", "two:2")),
        ("kafka://one:1, kafka://two:2", ("one:1", "two:2")),
        ("[::1]:9093", ("[::1]:9093",)),
    ],
)
def test_brokers(written: str, servers: tuple[str, ...]) -> None:
    assert Settings(broker=written).bootstrap == servers


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"broker": "http://one:1"}, "RAPPORT_BROKER", id="another protocol"),
        pytest.param({"broker": ""}, "RAPPORT_BROKER", id="empty broker"),
        pytest.param({"broker": "one:99999"}, "RAPPORT_BROKER", id="no such port"),
        pytest.param({"database": "mysql://u:hidden@h/d"}, "RAPPORT_DATABASE", id="another base"),
        pytest.param({"partitions": 0}, "RAPPORT_PARTITIONS", id="no partition"),
        pytest.param({"batch_size": "many"}, "RAPPORT_BATCH_SIZE", id="not a number"),
        pytest.param({"api_keys": f"{LONG},hidden"}, "RAPPORT_API_KEYS", id="short key"),
        pytest.param({"pseudonym_key": "hidden"}, "RAPPORT_PSEUDONYM_KEY", id="short pseudonym"),
        pytest.param({"webhook_url": "ftp://hidden/"}, "RAPPORT_WEBHOOK_URL", id="no web address"),
        pytest.param(
            {"webhook_url": "https://crm.example/hidden"}, "RAPPORT_WEBHOOK_SECRETS", id="unsigned"
        ),
        pytest.param(
            {"broker": "one", "kafka_security": "SASL_SSL"}, "RAPPORT_KAFKA_PASSWORD", id="no login"
        ),
        pytest.param({"kafka_security": "SSL"}, "RAPPORT_BROKER", id="TLS to nobody"),
        pytest.param(
            {"broker": "one", "kafka_ca": "none.pem"}, "RAPPORT_KAFKA_CA: there is no", id="no file"
        ),
        pytest.param({"imap_host": "mail"}, "RAPPORT_IMAP_PASSWORD", id="a mailbox of nobody"),
        pytest.param({"sentiment_model": " "}, "RAPPORT_SENTIMENT_MODEL", id="a model of no name"),
        pytest.param({"entity_model": ""}, "RAPPORT_ENTITY_MODEL", id="no entity model"),
        pytest.param(
            {"entity_model": "none,de_core_news_sm"}, "RAPPORT_ENTITY_MODEL", id="none and some"
        ),
        pytest.param({"brokre": "one"}, "RAPPORT_BROKRE", id="no such setting"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(values: dict[str, object], said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as caught:
        Settings(**values)
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_cert_and_key_go_together(tmp_path: Path) -> None:
    cert = tmp_path / "cert.pem"
    cert.touch()
    with pytest.raises(Misconfigured, match="go together"):
        Settings(broker="one", kafka_security="SSL", kafka_cert=cert)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_BROKER", "kafka://one:1")
    monkeypatch.setenv("RAPPORT_API_KEYS", f"{LONG}-1, {LONG}-2")
    monkeypatch.setenv("RAPPORT_DATABASE", "")  # as compose files hand on what is unset
    settings = from_environment({})
    assert settings.bootstrap == ("one:1",)
    assert [key.get_secret_value() for key in settings.api_keys] == [f"{LONG}-1", f"{LONG}-2"]
    assert settings.database is None


def test_models_are_chosen_by_word_or_by_name() -> None:
    plain = Settings()
    assert (plain.sentiment_model, plain.entity_model) == ("builtin", ("builtin",))
    settings = Settings(sentiment_model=" None ", entity_model="BuiltIn")
    assert (settings.sentiment_model, settings.entity_model) == ("none", ("builtin",))
    assert not plain.chooses_models
    assert not settings.chooses_models
    assert not Settings(embedding_model="models/ours").chooses_models  # nothing embeds
    assert Settings(embedding_model="models/ours", topics=True).chooses_models
    assert Settings(sentiment_model="org/Name").chooses_models
    several = Settings(entity_model="fr_core_news_sm, models/de@0123456789ab")
    assert several.entity_model == ("fr_core_news_sm", "models/de@0123456789ab")
    assert several.chooses_models


def test_a_slip_of_the_pen_is_named_with_what_was_meant() -> None:
    with pytest.raises(Misconfigured, match="did you mean RAPPORT_BROKER"):
        from_environment({"RAPPORT_BROKRE": "kafka://one:1", "PATH": "/bin"})


def test_settings_travel_to_a_process_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Settings(
        broker="one:1,two:2",
        database="postgresql://user:word@host/name",
        api_keys=(f"{LONG}-1", f"{LONG}-2"),
        pseudonym_key=LONG,
        batch_linger=0.5,
        partitions=3,
        sentiment_model="org/name",
        entity_model=("fr_core_news_sm", "a folder, with a comma"),
    )
    for name, value in sent.environment().items():
        monkeypatch.setenv(name, value)
    assert from_environment(sent.environment()) == sent


@pytest.mark.parametrize(
    "keys",
    [
        ("a key, with a comma in it", "another of the same"),
        ("a comma at its very end,",),
        ("[looks like a list of JSON]",),
        ('["is a list of JSON, really"]',),
        (" blanks around the key ", 'quotes " and \\ in it, too'),
    ],
)
def test_no_key_is_cut_on_its_way(keys: tuple[str, ...]) -> None:
    sent = Settings(api_keys=keys, webhook_secrets=keys, imap_folders=keys)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in sent.environment().items():
            patch.setenv(name, value)
        received = from_environment()
    assert received == sent
    assert tuple(key.get_secret_value() for key in received.api_keys) == keys


def test_a_copy_with_the_embedded_servers_travels_too() -> None:
    changed = Settings().model_copy(update={"database": "postgresql://postgres@/rapport"})
    assert changed.environment() == {"RAPPORT_DATABASE": "postgresql://postgres@/rapport"}


def test_secrets_do_not_show() -> None:
    settings = Settings(
        database="postgresql://user:hidden@host/name",
        api_keys="hidden-hidden-hidden",
        webhook_url="https://crm.example/hidden",
        webhook_secrets="hidden-hidden-hidden",
        pseudonym_key="hidden-hidden-hidden",
    )
    assert "hidden" not in f"{settings!r} {settings}"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().workers = 2  # type: ignore[misc]
