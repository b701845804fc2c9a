"""A few words of an interaction, as a person may see them: never stored, never logged."""

from health.risks import LABELS
from ingest.interaction import Interaction
from nlp.annotations import Annotations

CHARACTERS = 80
WELCOME = ("praise", "renewal_or_expansion", "referral_or_joint_opportunity")
OPENING = " »>*-–—.,;:!?\"'"  # noqa: RUF001 - what is left of the sentence before
LINE = 25
"""A shorter first line is a greeting."""


def excerpt(one: Interaction, said: Annotations | None, *, worse: bool) -> str | None:
    """At most 80 characters: what tells most where an intent was read; else from the first line
    that is no greeting; else the subject. None where nothing is written.

    `worse`: a threat or a complaint is looked for first, else praise is.
    """
    text = one.text or ""
    if said is not None and said.intents:
        wanted = LABELS if worse else WELCOME
        telling = max(
            said.intents, key=lambda found: (found.label in wanted, found.confidence, -found.start)
        )
        found = short(text[telling.start : telling.end])
        if found:
            return found
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = next((place for place, line in enumerate(lines) if len(line) >= LINE), 0)
    return short(" ".join(lines[start:])) or short(one.subject or "") or None


def short(text: str) -> str:
    """The beginning of a text, on one line, broken between words.

    >>> len(short("word " * 50))
    76
    """
    line = " ".join(text.split()).lstrip(OPENING)
    if len(line) <= CHARACTERS:
        return line
    cut = line[: CHARACTERS - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} …"
