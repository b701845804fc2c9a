"""`rapport up`: the whole engine on this machine, kept running until it is told to stop."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console

from commands.complain import complaints
from commands.options import KnownPartners
from ingest.sources.register_source import load_register
from streams.churn_models import load_churn
from streams.own_secret import own_secret
from streams.policies import load_policies
from streams.settings import Misconfigured, Settings, from_environment


def up(
    partners: KnownPartners = None,
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Worker processes.")] = None,
) -> None:
    """Run workers, ingest endpoint and notifier; broker and database too when none is set.

    The same settings on several machines share the work: Kafka's consumer group divides it.
    """
    from streams.engine import programs
    from streams.servers import servers
    from streams.supervisor import Supervisor

    console = Console(highlight=False)
    with complaints():
        settings = _settings(partners, workers)
        load_register(settings.partners or Path())  # say what is wrong before anything starts
        load_policies(settings.policy)
        load_churn(settings.churn_model)
        console.print("Starting the engine ...")
        with servers(settings) as ready:
            console.print(f"broker    {ready.broker}{_own(settings.broker)}")
            place = "as set" if settings.database else f"ours, in {ready.data_dir / 'database'}"
            console.print(f"database  {place}")
            console.print(f"ingest    http://{ready.api_host}:{ready.api_port}/v1/interactions")
            console.print(f"          (its key: RAPPORT_API_KEYS, or {ready.data_dir / 'api.key'})")
            supervisor = Supervisor(programs(ready), _say)
            raise typer.Exit(asyncio.run(supervisor.run()))


def _settings(partners: Path | None, workers: int | None) -> Settings:
    settings = from_environment()
    changes: dict[str, object] = {}
    if partners:
        changes["partners"] = partners.resolve()
    if workers:
        changes["workers"] = workers
    if not settings.api_keys:
        changes["api_keys"] = (_api_key(settings),)
    settings = settings.model_copy(update=changes)
    if settings.partners is None:
        raise Misconfigured("whom are we to watch? give --partners or RAPPORT_PARTNERS")
    return settings


def _api_key(settings: Settings) -> SecretStr:
    return SecretStr(own_secret(settings, "api.key"))


def _own(given: str | None) -> str:
    return "" if given else " (ours, in memory)"


def _say(name: str, line: str) -> None:
    sys.stdout.write(f"{name:<10} {line}\n")
    sys.stdout.flush()
