"""What commands take alike: whose partners, which files, which day, which policy."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from streams.settings import Settings

Partners = Annotated[
    Path, typer.Option(help="The partner register: YAML, or CSV.", exists=True, dir_okay=False)
]
KnownPartners = Annotated[
    Path | None, typer.Option(help="The partner register; else RAPPORT_PARTNERS.", exists=True)
]
OwnDomains = Annotated[
    list[str] | None, typer.Option("--own-domain", help="Our own mail domain, with a CSV register.")
]
Events = Annotated[
    Path | None, typer.Option(help="JSON lines in the shape of interactions.v1.", exists=True)
]
Mail = Annotated[
    Path | None, typer.Option(help="A folder of .eml, an mbox file or a Maildir.", exists=True)
]
Calendar = Annotated[Path | None, typer.Option(help="iCalendar files.", exists=True)]
Notes = Annotated[Path | None, typer.Option(help="Call notes: Markdown, text or CSV.", exists=True)]
Records = Annotated[Path | None, typer.Option(help="Business records: CSV.", exists=True)]
ReadyMade = Annotated[
    Path | None,
    typer.Option("--annotations", help="JSON lines in the shape of annotations.v1.", exists=True),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Assess as of this day; else of the newest item."),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy", help="A policy file; else RAPPORT_POLICY.", exists=True, dir_okay=False
    ),
]
ChurnFile = Annotated[
    Path | None,
    typer.Option(
        "--churn-model",
        help="A trained model of the risk of leaving; else RAPPORT_CHURN_MODEL, else the rule.",
        exists=True,
        dir_okay=False,
    ),
]
Processes = Annotated[
    int | None, typer.Option(min=1, max=256, help="How many at once; else one a core.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")]


def under(policy: Path | None, settings: Settings, churn_model: Path | None = None) -> Settings:
    """The settings with this policy file and this model of leaving, where they are given."""
    given = {"policy": policy, "churn_model": churn_model}
    changes = {name: file.resolve() for name, file in given.items() if file}
    return settings.model_copy(update=changes) if changes else settings
