"""`rapport parse-email`: what is read from mail files, one JSON object each."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer


def parse_email(files: Annotated[list[Path], typer.Argument(help="Mail files.")]) -> None:
    """Read mail files. A file that cannot be read has `parse_ok` false and says why."""
    from ingest.parsed_email import parsed_email
    from nlp.language import identified
    from nlp.models.languages import Lingua

    lingua = Lingua()

    def identify(text: str) -> str | None:
        return identified([text], [None], lingua)[0]

    for file in files:
        try:
            payload = file.read_bytes()
        except OSError as error:
            answer = parsed_email(str(file), b"") | {"error": f"unreadable: {error.strerror}"}
        else:
            answer = parsed_email(str(file), payload, identify)
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()
