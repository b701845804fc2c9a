"""How often the newly written text of the sample company's mail is exactly right.

    python -m benchmarks.newly_written_sample [--by partner|language|client] [--wrong] [--ours]

The stories hold what each author wrote; the raw mails made of them carry signatures, quotes and
disclaimers as well. Automatic mail is left out: it has no author. Exactly right means equal after
every run of whitespace is read as one space, the farewell and the bare name kept as written;
"farewell aside" forgives a reader that leaves off the farewell and the name, or keeps no more than
these. Each library reads the plain text of the same mail, HTML laid out by ours.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
from email_reply_parser import EmailReplyParser as GithubStyle  # type: ignore[import-untyped]

from benchmarks.newly_written import Reader, extractor, multi_language, multi_language_whole, words
from ingest.mime_body import body
from ingest.mime_tree import parse
from ingest.quoting import newly_written
from ingest.reply_lines import lines_of, plain, trimmed
from ingest.signature import without_closing
from sample.build import HOUSE, STORIES, build
from sample.people import read_directory
from sample.story import Mail, read_stories

LIBRARIES: dict[str, Reader] = {
    "email-reply-parser": GithubStyle.parse_reply,
    "mail-parser-reply (body)": multi_language,
    "mail-parser-reply (reply)": multi_language_whole,
    "email-reply-extractor": extractor,
}


class Case(msgspec.Struct, frozen=True):
    """One mail as it came and as its author wrote it."""

    key: str
    partner: str
    language: str
    client: str
    body: str
    aim: str


def cases() -> Iterator[Case]:
    """The mails of the sample company that a person wrote, built afresh from the stories."""
    stories = read_stories(STORIES)
    people = read_directory(HOUSE, stories)
    with tempfile.TemporaryDirectory() as folder:
        company = Path(folder) / "company"
        build(company)
        for story in stories:
            mails = [item for item in story.items if isinstance(item, Mail)]
            for number, mail in enumerate(mails, start=1):
                if mail.automatic is None:
                    raw = company / "mail" / story.partner.id / f"{number:03d}.eml"
                    yield Case(
                        key=mail.key,
                        partner=story.partner.id,
                        language=people.language_of(mail.sender)[:2],
                        client=mail.client + (" html" if mail.html else ""),
                        body=body(parse(raw.read_bytes())).text,
                        aim=mail.text,
                    )


def without_farewell(text: str) -> str:
    lines = trimmed(lines_of(text))
    return words("\n".join(lines[: without_closing([plain(line) for line in lines])]))


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--by", choices=("partner", "language", "client"), action="append")
    options.add_argument("--wrong", action="store_true", help="name the mails that ours has wrong")
    options.add_argument("--ours", action="store_true", help="leave the libraries out")
    given = options.parse_args()
    readers = {"rapport": newly_written} | ({} if given.ours else LIBRARIES)
    total: dict[str, int] = defaultdict(int)
    right: dict[tuple[str, str], int] = defaultdict(int)
    aside: dict[tuple[str, str], int] = defaultdict(int)
    wrong: list[str] = []
    for case in cases():
        kinds = given.by or ("partner", "language", "client")
        groups = ["all", *(f"{kind} {getattr(case, kind)}" for kind in kinds)]
        aim = words(case.aim)
        for group in groups:
            total[group] += 1
        for name, reader in readers.items():
            found = reader(case.body)
            exact = words(found) == aim
            near = exact or without_farewell(found) == without_farewell(case.aim)
            for group in groups:
                right[name, group] += exact
                aside[name, group] += near
            if name == "rapport" and not exact:
                wrong.append(f"{case.partner} {case.key}")
    for group, count in total.items():
        print(f"{group} ({count})")
        for name in readers:
            exact_share, near_share = (seen[name, group] / count for seen in (right, aside))
            figures = f"{right[name, group]:3}  {exact_share:6.1%}"
            print(f"  {name:28} {figures}  farewell aside {near_share:6.1%}")
    if given.wrong:
        print("wrong of rapport:", *wrong, sep="\n  ")


if __name__ == "__main__":
    main()
