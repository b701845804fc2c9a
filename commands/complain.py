"""Errors as people at a terminal need them: one line that names the thing, and an exit status."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape

from health.policy_file import PolicyError
from ingest.errors import Malformed
from ingest.register_problem import RegisterError
from streams.settings import Misconfigured

_FILES = (FileNotFoundError, IsADirectoryError, PermissionError)
ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def complaints() -> Iterator[None]:
    """Turn what the user can mend into a message and exit status 2; hide nothing else."""
    try:
        yield
    except (RegisterError, PolicyError) as error:
        what = "register" if isinstance(error, RegisterError) else "policy"
        for problem in error.problems:
            ERRORS.print(f"[red]{what}[/red] {escape(str(problem))}")
        raise typer.Exit(2) from error
    except (Misconfigured, Malformed, *_FILES) as error:
        ERRORS.print(f"[red]error[/red] {escape(str(error))}")
        raise typer.Exit(2) from error
