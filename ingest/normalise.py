"""The one door in: an item as a source found it becomes interactions, or says why not.

Nothing after it checks for missing keys, naive times or stray types. Each item has exactly one
outcome, so that kept, automatic, unresolved and refused add up to what was read.
"""

from msgspec.structs import replace

from ingest.call_note import note_of, note_of_row
from ingest.clean import (
    NAME_CHARACTERS,
    SUBJECT_CHARACTERS,
    clean,
    clean_id,
    clean_line,
    clean_text,
)
from ingest.email import Email, parse_email
from ingest.errors import Incomplete, Malformed, Rejected, Unsupported
from ingest.events import interaction_of_event
from ingest.interaction import Interaction, InteractionId, Participant, PartnerId
from ingest.invitation import meetings_of
from ingest.meeting import meeting_of
from ingest.moment import as_written
from ingest.outcome import Automatic, Kept, Outcome, Refused, Unresolved
from ingest.raw import Raw
from ingest.record import record_of
from ingest.register_index import Index
from ingest.resolve import direction_of, partners_of, resolve
from ingest.thread import thread_of

PARTICIPANTS = 500  # more are a mailing; the sender and the partner's people stay

_READERS = {
    "text/calendar": meeting_of,
    "text/x-call-note": note_of,
    "application/x-note-row": note_of_row,
    "application/x-record-row": record_of,
    "application/json": interaction_of_event,
}


def normalise(raw: Raw, index: Index) -> Outcome:
    """What becomes of the item. Never raises for what the item holds."""
    try:
        return read(raw, index)
    except Rejected as error:
        return Refused(error.reason, clean(str(error)))
    except (Exception, RecursionError) as error:
        # Not known to happen (the fuzz tests ask `read`), but one item must not stop the others.
        return Refused(Malformed.reason, f"cannot be read ({type(error).__name__})")


def read(raw: Raw, index: Index) -> Outcome:
    """The same, raising a kind of Rejected where `normalise` refuses."""
    if raw.media == "message/rfc822":
        return _mail(raw, index)
    reader = _READERS.get(raw.media)
    if reader is None:
        raise Unsupported("a kind of item that nobody reads")
    return _resolved(reader(raw.payload, raw.source), index)


def _mail(raw: Raw, index: Index) -> Outcome:
    """The mail, and behind it the meetings that it invites to; a machine may invite too."""
    email = parse_email(raw.payload)
    if email.automatic is not None:
        meetings = _invited(email, raw, index)
        return Kept(meetings) if meetings else Automatic(email.automatic)
    found = _resolved(_email(email, raw), index)
    if isinstance(found, Kept):
        return Kept(found.interactions + _invited(email, raw, index))
    return found


def _invited(email: Email, raw: Raw, index: Index) -> tuple[Interaction, ...]:
    """Meetings with partners alone: what else a calendar holds is not for us."""
    if not email.calendars or email.date is None:
        return ()
    try:
        sent_at = as_written(email.date)
    except ValueError:
        return ()
    outcomes = [_resolved(one, index) for one in meetings_of(email.calendars, sent_at, raw.source)]
    return tuple(
        one for outcome in outcomes if isinstance(outcome, Kept) for one in outcome.interactions
    )


def _email(email: Email, raw: Raw) -> Interaction:
    if email.date is None:
        raise Incomplete("Date: the mail has none, nor a Received with one")
    people = ([email.sender] if email.sender is not None else []) + list(email.recipients)
    try:
        occurred_at = as_written(email.date)
    except ValueError as error:
        raise Malformed(f"Date: {error}") from error
    return Interaction(
        id=InteractionId(clean_id(email.message_id)),
        kind="email",
        occurred_at=occurred_at,
        source=raw.source,
        participants=tuple(
            Participant(
                person.role,
                clean_line(person.address, NAME_CHARACTERS),
                clean_line(person.name, NAME_CHARACTERS),
            )
            for person in people
        ),
        thread_id=clean_id(thread_of(email)),
        in_reply_to=clean_id(email.in_reply_to) if email.in_reply_to else None,
        subject=clean_line(email.subject, SUBJECT_CHARACTERS),
        text=clean_text(email.text),
    )


def _resolved(found: Interaction, index: Index) -> Outcome:
    """One interaction for each partner, or the one that matches nobody."""
    resolution = resolve(found, index)
    if not resolution.matches:
        why = resolution.unresolved or "no_partner_matches"
        return Unresolved(why, _for(found, None, index))
    return Kept(tuple(_for(found, match.partner_id, index) for match in resolution.matches))


def _for(found: Interaction, partner: PartnerId | None, index: Index) -> Interaction:
    direction = found.direction
    if direction is None and found.kind in {"email", "call_note"}:
        direction = direction_of(found.participants, partner, index)
        if found.kind == "call_note" and direction != "inbound":
            direction = "internal"  # our own people's words on a partner
    people = found.participants
    if len(people) > PARTICIPANTS:
        theirs = [p for p in people[1:] if partner in partners_of(p, index)]
        others = [p for p in people[1:] if partner not in partners_of(p, index)]
        people = (people[0], *theirs, *others)[:PARTICIPANTS]
    # An unresolved one keeps what its source called the partner: it tells who to add.
    named = partner if partner is not None else found.partner_id
    return replace(found, partner_id=named, direction=direction, participants=people)
