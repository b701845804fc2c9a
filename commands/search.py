"""`rapport search`: what was said with one partner, found by meaning and by words."""

import hashlib
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from commands.complain import complaints
from commands.options import Calendar, Events, Json, KnownPartners, Mail, Notes, OwnDomains
from commands.sources import Sources
from commands.whose import partner_of, register_of
from ingest.interaction import PartnerId
from ingest.register_index import Index
from streams.settings import Misconfigured, Settings, from_environment

SNIPPET = 240  # characters


def search(
    partner: Annotated[str, typer.Argument(help="A partner's id or name.")],
    query: Annotated[
        str | None, typer.Argument(help="What to look for, in any of the languages.")
    ] = None,
    partners: KnownPartners = None,
    own_domain: OwnDomains = None,
    events: Events = None,
    mail: Mail = None,
    calendar: Calendar = None,
    notes: Notes = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="How many at most.")] = 5,
    forget: Annotated[
        bool, typer.Option("--forget", help="Erase what earlier searches of the partner kept.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Find messages of one partner by what they mean, whatever their language.

    Reads the sources each time: what was deleted there is not found. Kept are vectors, no text.
    """
    sources = Sources(events, mail, calendar, notes)
    with complaints():
        settings = from_environment()
        index = Index(register_of(partners, own_domain or [], settings))
        named = partner_of(partner, index, former=forget)
        if forget:
            _forget(settings, named)
            return
        if not query or not query.strip():
            raise Misconfigured("say what to look for: rapport search PARTNER QUERY")
        if sources == Sources():
            raise Misconfigured("say where to look: --mail, --notes, --calendar or --events")
        _search(settings, index, named, query, sources, count, as_json=as_json)


def _forget(settings: Settings, partner: PartnerId) -> None:
    from commands.search_memory import Memories

    there = Memories(settings).forget(partner)
    Console(highlight=False).print("forgotten" if there else "nothing was kept")


def _search(
    settings: Settings,
    index: Index,
    partner: PartnerId,
    query: str,
    sources: Sources,
    count: int,
    *,
    as_json: bool,
) -> None:
    # Model libraries take a second to import: not before the arguments are right.
    from commands.search_memory import Memories
    from nlp.models.embedder import load_embedder
    from nlp.search.gather import gather
    from nlp.search.memory import vectors_of
    from nlp.search.rank import Searchable

    embedder = load_embedder(
        settings.embedding_model,
        settings.model_dir,
        lambda said: print(said, file=sys.stderr),  # noqa: T201
    )
    memories, now = Memories(settings), datetime.now(UTC)
    who = hashlib.sha256(msgspec.json.encode(index.register)).digest()
    memory = memories.load(partner).of(" ".join(embedder.versions.values()), who)
    messages = gather(sources.items(now), partner, index, now, memory, memories.key)
    passages = [one.passage(span) for one in messages for span in one.spans]
    vectors, computed = vectors_of(passages, memory, embedder, memories.key)
    memories.save(partner, memory)
    hits = Searchable(messages, vectors).find(query, embedder.embed([query])[0], count)
    if as_json:
        for rank, hit in enumerate(hits, 1):
            _write({"type": "hit", "rank": rank, **_fields(hit)})
        _write(
            {
                "type": "summary",
                "partner_id": partner,
                "messages": len(messages),
                "passages": len(passages),
                "embedded": computed,
                "model_versions": embedder.versions,
            }
        )
        return
    console = Console(highlight=False)
    for rank, hit in enumerate(hits, 1):
        console.print(_shown(rank, hit))
    console.print(f"{len(hits)} of {len(messages):,} messages", style="dim")


def _fields(hit: Any) -> dict[str, Any]:
    one = hit.message
    return {
        "interaction_id": one.id,
        "kind": one.kind,
        "direction": one.direction,
        "occurred_at": one.occurred_at,
        "source": one.source,
        "position": one.position,
        "subject": one.subject or None,
        "snippet": snippet(one.text, hit.span),
        "start": hit.span[0],
        "end": hit.span[1],
        "similarity": hit.similarity,
        "alike": [other.id for other in hit.alike],
        "score": hit.score,
    }


def snippet(text: str, span: tuple[int, int]) -> str:
    """The beginning of a passage, on one line."""
    said = " ".join(text[span[0] : span[1]].split())
    return said if len(said) <= SNIPPET else said[:SNIPPET].rsplit(" ", 1)[0] + " …"


def _shown(rank: int, hit: Any) -> Text:
    one = hit.message
    what = " ".join(part for part in (one.direction, one.kind.replace("_", " ")) if part)
    return Text.assemble(
        (f"{rank}. {one.occurred_at:%d %b %Y}", "bold"),
        f"  {what}  {one.subject}\n",
        f"   {snippet(one.text, hit.span)}\n",
        (f"   {one.source}, {one.position}{_alike(len(hit.alike))}\n", "dim"),
    )


def _alike(count: int) -> str:
    return f", and {count} that say the same" if count else ""


def _write(fields: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(fields) + b"\n")
    sys.stdout.buffer.flush()
