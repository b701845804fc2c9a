"""`rapport policy`: what a policy file changes, and which policy holds for whom."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from commands.complain import complaints
from commands.options import PolicyFile, under
from health.policy import STANDARD, Policy
from health.policy_book import PolicyBook, tier_name
from health.policy_difference import Difference, differences
from health.policy_text import written, written_book
from health.policy_value import shown, unknown
from ingest.register import PartnerKind, Register
from ingest.sources.register_source import load_register
from streams.policies import load_policies
from streams.settings import from_environment

app = typer.Typer(no_args_is_help=True, help="See and check the numbers behind the scores.")

_KINDS: tuple[PartnerKind, ...] = get_args(PartnerKind)
_Whose = tuple[PartnerKind | None, str | None]

Json = Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")]


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A policy file: YAML.", exists=True, dir_okay=False)],
    partners: Annotated[
        Path | None, typer.Option(help="A register: how many partners each policy is for.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what a policy file changes, for which partners; or what is wrong with it, and exit 2."""
    with complaints():
        book = load_policies(file)
        counts = _counts(book, load_register(partners)) if partners else None
    held = {whose: book.holds(*whose) for whose in _combinations(book)}
    if as_json:
        _write_check(file, held, counts)
        return
    console = Console(highlight=False, soft_wrap=True)
    count = "1 policy" if len(held) == 1 else f"{len(held)} policies"
    console.print(Text(f"{file.name}: {count}, without contradictions"))
    width = max(len(_called(*whose)) for whose in held)
    told_both = False
    for (kind, tier), policy in held.items():
        both = bool(kind and tier)
        if not (both and told_both):
            console.print()
        told_both = both
        called = f"{_called(kind, tier):<{width}}"
        for_whom = f"  {_partners(counts[kind, tier])}" if counts is not None else ""
        console.print(Text.assemble((called, "bold"), f"  {policy.version}{for_whom}"))
        if not both:
            console.print(_changes(book, kind, tier, policy))


@app.command()
def show(
    kind: Annotated[str | None, typer.Option(help="As partners of this kind have it.")] = None,
    tier: Annotated[str | None, typer.Option(help="As partners of this tier have it.")] = None,
    policy: PolicyFile = None,
    as_json: Json = False,
) -> None:
    """Print the policy that holds, as YAML that is a policy file itself.

    Without --kind and --tier the whole book: the standard policy, and what changes in it.
    """
    known = next((one for one in _KINDS if one == kind), None)
    if kind and known is None:
        raise typer.BadParameter(unknown(kind, _KINDS, "no such kind"), param_hint="--kind")
    with complaints():
        book = load_policies(under(policy, from_environment()).policy)
    held = book.holds(known, tier)
    if as_json:
        told: dict[str, Any] = {"type": "policy", "kind": known, "tier": tier}
        told |= {"version": held.version, "policy": held}
        if not (kind or tier):
            told |= {"kinds": book.kinds, "tiers": book.tiers}
        typer.echo(msgspec.json.encode(told))
        return
    typer.echo(f"# {_called(known, tier)}: version {held.version}")
    typer.echo(written(held) if kind or tier else written_book(book), nl=False)


def _write_check(file: Path, held: dict[_Whose, Policy], counts: Counter[_Whose] | None) -> None:
    policies = [
        {
            "kind": kind,
            "tier": tier,
            "version": policy.version,
            "partners": None if counts is None else counts[kind, tier],
            "changes": [
                {"field": one.field, "built_in": one.before, "value": one.after}
                for one in differences(STANDARD, policy)
            ],
        }
        for (kind, tier), policy in held.items()
    ]
    told = {"file": file.name, "built_in": STANDARD.version, "policies": policies}
    typer.echo(msgspec.json.encode({"type": "policy_check", **told}))


def _counts(book: PolicyBook, register: Register) -> Counter[_Whose]:
    """For how many partners each policy holds."""
    tiers = {tier_name(tier): tier for tier in book.tiers}
    return Counter(
        (one.kind if one.kind in book.kinds else None, tiers.get(tier_name(one.tier or "")))
        for one in register.partners
    )


def _partners(count: int) -> str:
    return "1 partner" if count == 1 else f"{count} partners"


def _combinations(book: PolicyBook) -> list[_Whose]:
    """The standard, each kind and each tier that is named, and these together."""
    alone: list[_Whose] = [(kind, None) for kind in book.kinds]
    alone += [(None, tier) for tier in book.tiers]
    return [(None, None), *alone, *((kind, tier) for kind in book.kinds for tier in book.tiers)]


def _called(kind: PartnerKind | None, tier: str | None) -> str:
    named = [f"kind {kind}" if kind else "", f"tier {shown(tier)}" if tier else ""]
    return ", ".join(one for one in named if one) or "standard"


def _changes(book: PolicyBook, kind: PartnerKind | None, tier: str | None, policy: Policy) -> Text:
    """What is another than in the standard policy of the file; in that, than what is built in."""
    before = book.standard if kind or tier else STANDARD
    usual = {one.field: one.before for one in differences(STANDARD, book.standard)}
    if not (kind or tier):
        usual = {}
    rows = differences(before, policy)
    if not rows:
        return Text("  as it is built in" if before is STANDARD else "  as the standard", "dim")
    width = max(len(one.field) for one in rows)
    return Text("\n").join(_row(one, width, usual) for one in rows)


def _row(one: Difference, width: int, usual: dict[str, Any]) -> Text:
    row = f"  {one.field:<{width}}  {_number(one.before)} → {_number(one.after)}"
    if one.field in usual:
        row += f"  (built in: {_number(usual[one.field])})"
    return Text(row)


def _number(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value).removesuffix(".0")
