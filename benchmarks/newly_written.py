"""How often the newly written text is exactly right, ours and that of each library alone.

    python -m benchmarks.newly_written DATA_DIR [--closing-off] [--show-held]

DATA_DIR holds the public sets, a folder each (`crisp-erp`, `edgetier-erp`, `codealltag-pS`). The
labels beside this file were made by hand, as character offsets: no text of the sets is kept here.
Exactly right means equal after every run of whitespace is read as one space.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from email_reply_extractor import clean_for_scoring, extract_new_text
from email_reply_parser import EmailReplyParser as GithubStyle  # type: ignore[import-untyped]
from mailparser_reply import EmailReplyParser as MultiLanguage  # type: ignore[import-untyped]
from mailparser_reply.constants import MAIL_LANGUAGES  # type: ignore[import-untyped]

from ingest.quoting import newly_written

LABELS = Path(__file__).with_name("newly_written_labels.jsonl")
Reader = Callable[[str], str]


def words(text: str) -> str:
    return " ".join(text.split())


def multi_language(body: str) -> str:
    replies = MultiLanguage(languages=list(MAIL_LANGUAGES)).read(body).replies
    return str(replies[0].body) if replies else ""


def multi_language_whole(body: str) -> str:
    return str(MultiLanguage(languages=list(MAIL_LANGUAGES)).parse_reply(body) or "")


def extractor(body: str) -> str:
    return str(extract_new_text(body).text)


def extractor_cleaned(body: str) -> str:
    return str(clean_for_scoring(extract_new_text(body).text).text)


def path_of(data: Path, label: dict[str, Any]) -> Path:
    folder = data / str(label["set"])
    inner = folder / "emails"
    return (inner if inner.is_dir() else folder) / f"{label['id']}.txt"


def expected(body: str, label: dict[str, Any], *, closing: bool) -> str:
    """The kept stretches; without `closing`, the farewell and the bare name are cut as well."""
    kept = []
    for start, end in label["keep"]:
        for from_, to in () if closing else label["closing"]:
            if start <= from_ < end:
                kept.append(body[start:from_])
                start = to
        kept.append(body[start:end])
    return words("\n".join(kept))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("data", type=Path)
    options.add_argument(
        "--closing-off", action="store_true", help="labels and ours without farewells"
    )
    options.add_argument(
        "--show-held", action="store_true", help="name the wrong ones held out, too"
    )
    given = options.parse_args()
    closing = not given.closing_off
    readers: dict[str, Reader] = {
        "rapport": lambda body: newly_written(body, closing=closing),
        "email-reply-parser": GithubStyle.parse_reply,
        "mail-parser-reply (body)": multi_language,
        "mail-parser-reply (reply)": multi_language_whole,
        "email-reply-extractor": extractor,
        "email-reply-extractor (cleaned)": extractor_cleaned,
    }
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    right: dict[str, dict[str, int]] = {name: defaultdict(int) for name in readers}
    total: dict[str, int] = defaultdict(int)
    wrong: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        raw = path_of(given.data, label).read_bytes()
        if hashlib.sha256(raw).hexdigest() != label["sha256"]:
            raise SystemExit(f"{label['set']}/{label['id']} is not the body that was labelled")
        body = raw.decode("utf-8")
        aim = expected(body, label, closing=closing)
        groups = (
            "all",
            f"split {label['split']}",
            f"set {label['set']}",
            f"lang {label['language']}",
        )
        for group in groups:
            total[group] += 1
        for name, reader in readers.items():
            if words(reader(body)) == aim:
                for group in groups:
                    right[name][group] += 1
            else:
                wrong[f"{name} {label['split']}"].append(f"{label['set']}/{label['id']}")
    for group in sorted(total):
        print(f"{group} ({total[group]})")
        for name, found in right.items():
            print(f"  {name:32} {found[group]:3}  {found[group] / total[group]:6.1%}")
    for split in ("dev", "held"):
        if split == "dev" or given.show_held:
            print(f"wrong of rapport, {split}:", *wrong[f"rapport {split}"], sep="\n  ")


if __name__ == "__main__":
    main()
