"""Writes the raw files of the sample company: `python -m sample.build [OUT]`.

The stories under `sample/stories/` are the source, the files under `sample/company/` are made of
them and committed, so that the demo runs the real parsers. The same stories give the same bytes.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from sample.calendars import acceptance, calendar
from sample.envelope import envelope
from sample.letter import Letter, subject_of
from sample.papers import markdown, notes_csv, records_csv, register_yaml
from sample.people import Directory, read_directory
from sample.story import Appointment, CallNote, Fact, Mail, Story, read_stories

HERE = Path(__file__).parent
STORIES = HERE / "stories"
HOUSE = HERE / "house.yaml"
COMPANY = HERE / "company"

# These two managers keep their notes in a table, the others as Markdown files.
NOTES_IN_A_TABLE = frozenset({"tejera", "costaverde"})


def files(stories: tuple[Story, ...], people: Directory) -> Iterator[tuple[str, bytes]]:
    """Every file of the sample: path below the output folder, and bytes."""
    partners = [story.partner for story in stories]
    yield "partners.yaml", register_yaml(people.own, partners).encode()
    for story in stories:
        yield from _mail(story, people)
        meetings = [item for item in story.items if isinstance(item, Appointment)]
        if meetings:
            yield f"calendar/{story.partner.id}.ics", calendar(story.partner.name, meetings, people)
    yield from _notes(stories, people)
    facts = [
        (story.partner.id, item)
        for story in stories
        for item in story.items
        if isinstance(item, Fact)
    ]
    yield "records/records.csv", records_csv(facts, people).encode()


def _mail(story: Story, people: Directory) -> Iterator[tuple[str, bytes]]:
    letters: dict[str, Letter] = {}
    mails = [item for item in story.items if isinstance(item, Mail)]
    meetings = [item for item in story.items if isinstance(item, Appointment)]
    for number, mail in enumerate(mails, start=1):
        sender = people.person(mail.sender)
        parent = letters[mail.reply_to] if mail.reply_to else None
        letter = Letter(mail, sender, subject_of(mail, sender, parent), parent)
        letters[mail.key] = letter
        answer = acceptance(mail, meetings, people)
        yield f"mail/{story.partner.id}/{number:03d}.eml", envelope(letter, people, answer)


def _notes(stories: tuple[Story, ...], people: Directory) -> Iterator[tuple[str, bytes]]:
    table: list[tuple[str, CallNote]] = []
    for story in stories:
        partner = story.partner.id
        notes = [item for item in story.items if isinstance(item, CallNote)]
        if partner in NOTES_IN_A_TABLE:
            table += [(partner, note) for note in notes]
        else:
            for note in notes:
                yield f"notes/{partner}/{note.key}.md", markdown(note, partner, people).encode()
    if table:
        yield "notes/call_notes.csv", notes_csv(table, people).encode()


def build(out: Path, stories: Path = STORIES, house: Path = HOUSE) -> int:
    """Replaces the folder `out` by the sample made of `stories`; the number of files."""
    if out.exists() and any(out.iterdir()) and not (out / "partners.yaml").is_file():
        raise ValueError(f"{out} holds something else: name an empty or a new folder")
    told = read_stories(stories)
    people = read_directory(house, told)
    made = list(files(told, people))  # all of it before the old files go
    if out.exists():
        shutil.rmtree(out)
    for path, content in made:
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return len(made)


def main(arguments: list[str]) -> int:
    """The command: says how many files it wrote; a faulty story is named, exit code 1."""
    out = Path(arguments[0]) if arguments else COMPANY
    try:
        count = build(out)
    except ValueError as error:
        sys.stderr.write(f"sample: {error}\n")
        return 1
    sys.stdout.write(f"{count} files in {out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
