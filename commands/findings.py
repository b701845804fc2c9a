"""What did not become an interaction, and why: counted, and listed for whoever wants to mend it."""

from collections import Counter
from pathlib import Path

import msgspec
from rich.text import Text

from ingest.outcome import Automatic, Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw
from ingest.register_index import Index

SHOWN = 8


class Findings:
    """`strangers` counts the domains of unresolved items: who may be missing from the register."""

    def __init__(self, index: Index, letters: Path | None = None) -> None:
        self._index = index
        self._file = letters.open("wb") if letters else None
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.strangers: Counter[str] = Counter()

    def add(self, raw: Raw, outcome: Outcome) -> None:
        """One item with its outcome."""
        if isinstance(outcome, Kept):
            return
        kind = type(outcome).__name__.lower()
        self.reasons[kind, outcome.reason] += 1
        if isinstance(outcome, Unresolved):
            addresses = {person.address for person in outcome.interaction.participants}
            self.strangers.update(
                {
                    address.rpartition("@")[2]
                    for address in addresses
                    if address and "@" in address and not self._index.is_ours(address)
                }
            )
        if self._file and not isinstance(outcome, Automatic):
            detail = outcome.detail if isinstance(outcome, Refused) else ""
            line = {
                "kind": kind,
                "source": raw.source,
                "position": raw.position,
                "reason": outcome.reason,
                "detail": detail,
            }
            self._file.write(msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        """The list is complete."""
        if self._file:
            self._file.close()

    def text(self) -> Text:
        """The most frequent reasons, and the strangers met most often."""
        text = Text(style="dim")
        for (kind, reason), count in self.reasons.most_common(SHOWN):
            text.append(f"\n  {count:>6,} {kind}: {reason.replace('_', ' ')}")
        if self.strangers:
            often = (f"{name} ({count})" for name, count in self.strangers.most_common(SHOWN))
            text.append(f"\n  nobody's yet, most often: {', '.join(often)}")
        return text
