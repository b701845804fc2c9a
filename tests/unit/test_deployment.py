"""What is shipped to run the engine: it parses, hangs together, and names only what exists."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from streams.metrics import LABELS, Counted, Gauged, Metrics, Timed
from streams.settings import FOREIGN, Settings, variable

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("init", "worker", "ingest", "notifier")
KNOWN = {variable(name) for name in Settings.model_fields} | FOREIGN

SHIPPED = [
    *("docker-compose.yml", ".env.example", "Dockerfile", "docs/operations.md"),
    *("deploy/rapport.service", "deploy/prometheus.yml", "deploy/rules.yml"),
]


@pytest.mark.parametrize("name", SHIPPED)
def test_only_settings_that_exist_are_named(name: str) -> None:
    named = set(re.findall(r"\bRAPPORT_[A-Z_]*[A-Z]", (ROOT / name).read_text()))
    assert named <= KNOWN


def test_every_setting_is_explained() -> None:
    said = (ROOT / "docs/operations.md").read_text()
    assert [name for name in sorted(KNOWN - FOREIGN) if f"`{name}`" not in said] == []


def test_every_service_can_be_judged_and_comes_back() -> None:
    for name, service in SERVICES.items():
        if name == "init":
            assert service["restart"] == "no"
            continue
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", OURS)
def test_our_services_wait_for_what_they_need_and_can_do_little(name: str) -> None:
    service = SERVICES[name]
    needs = {"kafka", "database"} if name == "init" else {"init"}
    assert set(service["depends_on"]) == needs
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["command"][0] == "rapport"


def test_networks_and_volumes_are_declared() -> None:
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or source.startswith(("$", ".", "/"))


def filled(text: object, given: dict[str, str]) -> str:
    """As compose fills in `${NAME}`, `${NAME:-default}` and `${NAME:?words}`."""

    def fill(match: re.Match[str]) -> str:
        value = given.get(match[1], "")
        if match[2] == "?" and not value:
            raise LookupError(match[1])
        return value or (match[3] or "")

    return re.sub(r"\$\{(\w+)(?::([-?])([^}]*))?\}", fill, str(text))


GIVEN = {
    "POSTGRES_PASSWORD": "a1b2c3d4",
    "RAPPORT_PSEUDONYM_KEY": "0123456789abcdef",
    "RAPPORT_API_KEYS": "0123456789abcdef,fedcba9876543210",
}


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_each_service_are_good(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    partners = tmp_path / "partners.yaml"
    partners.touch()
    environment = dict(SERVICES[name]["environment"])
    mounted = environment.pop("RAPPORT_PARTNERS")
    assert any(f":{mounted}:" in volume for volume in SERVICES[name]["volumes"])
    monkeypatch.setenv("RAPPORT_PARTNERS", str(partners))
    for key, value in environment.items():
        monkeypatch.setenv(key, filled(value, GIVEN))
    settings = Settings()
    assert settings.bootstrap == ("kafka:9092",)
    assert bool(settings.api_keys) == (name == "ingest")


def test_what_must_be_given_is_asked_for_and_is_in_the_example() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == example
    for missing in GIVEN:
        rest = {name: value for name, value in GIVEN.items() if name != missing}
        with pytest.raises(LookupError, match=missing):
            filled(text, rest)


def test_rules_watch_figures_that_exist() -> None:
    rules = yaml.safe_load((ROOT / "deploy/rules.yml").read_text())["groups"][0]["rules"]
    known = set(re.findall(r"^# TYPE (\w+)", Metrics().page().decode(), re.MULTILINE))
    named = {name for rule in rules for name in re.findall(r"rapport_\w+", rule["expr"])}
    assert named
    files = "".join(path.read_text() for path in (ROOT / "deploy").glob("*.yml"))
    assert set(re.findall(r"rapport_\w+", files)) <= known


def test_rules_ask_for_labels_that_exist() -> None:
    text = (ROOT / "deploy/rules.yml").read_text()
    labels = {label for names in LABELS.values() for label in names}
    asked = set(re.findall(r"by \((\w+)\)", text)) | set(re.findall(r"[{,](\w+)!?=", text))
    assert asked
    assert asked <= labels


def test_every_figure_is_explained() -> None:
    said = (ROOT / "docs/operations.md").read_text()
    declared = [name for kind in (Counted, Gauged, Timed) for name in get_args(kind)]
    assert [name for name in declared if f"`rapport_{name}" not in said] == []
    for name, labels in LABELS.items():
        (line,) = [line for line in said.splitlines() if f"| `rapport_{name}" in line]
        assert [label for label in labels if f"`{label}`" not in line] == []


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER rapport"]
    assert lines[-1].startswith("CMD")
