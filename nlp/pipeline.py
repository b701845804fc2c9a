"""What interactions say: a frame reads their texts, and the answers become annotations."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Protocol

from ingest.interaction import Interaction
from nlp.annotations import Annotations
from nlp.draft import Draft
from nlp.flag import Flag
from nlp.pseudonym import Pseudonyms
from nlp.said import Said


class OutOfOrder(ValueError):
    """A component needs what none before it gives. `str(error)` names both."""


class Frame(Protocol):
    """Reads texts. What it says of one depends on that one alone, not on its batch."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The models and rules that it uses, by name; they travel in every annotation."""
        ...

    def read(self, drafts: Sequence[Draft]) -> list[Said]:
        """What each says, in order."""
        ...


class Pipeline:
    """Reads interactions."""

    def __init__(self, frame: Frame, pseudonyms: Pseudonyms) -> None:
        self._frame = frame
        self._pseudonyms = pseudonyms
        self._versions = dict(frame.versions)

    @property
    def model_versions(self) -> dict[str, str]:
        """All models and rules, by name."""
        return dict(self._versions)

    def annotate(self, batch: Sequence[Interaction]) -> list[Annotations]:
        """What each interaction says, in the order of the batch."""
        return [annotations for annotations, _ in self.annotate_with_flags(batch)]

    def annotate_with_flags(
        self, batch: Sequence[Interaction]
    ) -> list[tuple[Annotations, tuple[Flag, ...]]]:
        """As `annotate`, with the compliance flags beside each annotation: they part ways here."""
        said = self.read([_draft(interaction) for interaction in batch])
        return [
            (self._annotations(interaction, one), one.flags)
            for interaction, one in zip(batch, said, strict=True)
        ]

    def read(self, drafts: Sequence[Draft]) -> list[Said]:
        """What each text says; the same text gives the same reading in any batch."""
        return self._frame.read(drafts)

    def _annotations(self, interaction: Interaction, said: Said) -> Annotations:
        if interaction.partner_id is None:
            raise ValueError(f"interaction {interaction.id} has no partner_id: resolve it first")
        return Annotations(
            interaction_id=interaction.id,
            partner_id=interaction.partner_id,
            occurred_at=interaction.occurred_at,
            kind=interaction.kind,
            direction=interaction.direction,
            contacts=self._pseudonyms.contacts(interaction),
            thread_id=interaction.thread_id,
            in_reply_to=interaction.in_reply_to,
            language=said.language,
            sentiment=said.sentiment,
            intents=said.intents,
            entities=said.entities,
            promises=said.promises,
            meeting=interaction.meeting,
            record=interaction.record,
            model_versions=self.model_versions,
            topics=said.topics,
        )


def _draft(interaction: Interaction) -> Draft:
    return Draft(
        text=interaction.text or "",
        kind=interaction.kind,
        direction=interaction.direction,
        given_language=interaction.language,
        people=tuple(person.name for person in interaction.participants if person.name),
        written_on=interaction.occurred_at.astimezone(UTC).date(),
    )
