"""A tuple of steps, in an order that makes sense, and what they say of interactions."""

from collections.abc import Sequence

from ingest.interaction import Interaction
from nlp.annotations import Annotations
from nlp.draft import Draft
from nlp.flag import Flag
from nlp.pseudonym import Pseudonyms
from nlp.step import OutOfOrder, Reading, Step


class Pipeline:
    """Reads interactions. Refuses a wrong order of steps when it is built."""

    def __init__(self, steps: tuple[Step, ...], pseudonyms: Pseudonyms) -> None:
        given: set[Reading] = set()
        for step in steps:
            missing = [need for need in step.needs if need not in given]
            if missing:
                raise OutOfOrder(f"{step.gives} needs {', '.join(missing)} from a step before it")
            if step.gives in given:
                raise OutOfOrder(f"two steps give {step.gives}")
            given.add(step.gives)
        self._steps = steps
        self._pseudonyms = pseudonyms
        self._versions = {
            name: version for step in steps for name, version in sorted(step.versions.items())
        }

    @property
    def model_versions(self) -> dict[str, str]:
        """The models and rules of all steps, by name."""
        return dict(self._versions)

    def annotate(self, batch: Sequence[Interaction]) -> list[Annotations]:
        """What each interaction says, in the order of the batch."""
        return [annotations for annotations, _ in self.annotate_with_flags(batch)]

    def annotate_with_flags(
        self, batch: Sequence[Interaction]
    ) -> list[tuple[Annotations, tuple[Flag, ...]]]:
        """As `annotate`, with the compliance flags beside each annotation: they part ways here."""
        drafts = self.read([_draft(interaction) for interaction in batch])
        return [
            (self._annotations(interaction, draft), draft.flags)
            for interaction, draft in zip(batch, drafts, strict=True)
        ]

    def read(self, drafts: Sequence[Draft]) -> list[Draft]:
        """What each text says; the same text gives the same reading in any batch."""
        read = list(drafts)
        for step in self._steps:
            read = step(read)
        return read

    def _annotations(self, interaction: Interaction, draft: Draft) -> Annotations:
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
            language=draft.language,
            sentiment=draft.sentiment,
            intents=draft.intents,
            entities=draft.entities,
            promises=draft.promises,
            meeting=interaction.meeting,
            record=interaction.record,
            model_versions=self.model_versions,
        )


def _draft(interaction: Interaction) -> Draft:
    return Draft(
        text=interaction.text or "",
        kind=interaction.kind,
        direction=interaction.direction,
        given_language=interaction.language,
        people=tuple(person.name for person in interaction.participants if person.name),
    )
