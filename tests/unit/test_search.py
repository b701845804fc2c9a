"""Searching one partner's messages: by words, by vectors, and what is remembered between times."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.search import snippet
from commands.search_memory import Memories
from ingest.errors import Malformed
from ingest.interaction import PartnerId
from ingest.raw import Raw
from ingest.register_index import Index
from ingest.sources.unreadable import Unreadable
from nlp.embedding import Purpose, Vectors
from nlp.search.alike import groups, members
from nlp.search.gather import gather
from nlp.search.lexical import Lexical
from nlp.search.memory import Memory, as_bytes, memory_of, vectors_of
from nlp.search.message import Message, message, spans
from nlp.search.rank import Searchable
from streams.settings import Settings
from tests import make

KEY = bytes(32)
NORDLICHT = PartnerId("nordlicht")


class Letters:
    """An embedder that counts letters, and how often it was asked."""

    versions: Mapping[str, str] = {"embedding": "letters-1"}

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], purpose: Purpose = "query") -> Vectors:
        self.asked += texts if purpose == "passage" else []
        counts = np.array(
            [[1e-3, *(text.count(letter) for letter in "abcdefgh")] for text in texts], np.float32
        ).reshape(len(texts), 9)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def said(text: str, **changes: object) -> Message:
    one = message(make.interaction(text=text, subject=None), make.raw("{}"))
    assert one is not None
    return msgspec.structs.replace(one, **changes)


def event(number: int, partner: str = "nordlicht", text: str = "abc") -> Raw:
    fields = {
        "id": str(number),
        "kind": "email",
        "occurred_at": "2026-05-01T10:00:00Z",
        "partner_id": partner,
        "participants": [],
        "text": text,
    }
    return make.raw(msgspec.json.encode(fields), position=f"line {number}")


@pytest.fixture
def index() -> Index:
    other = make.partner(
        id=PartnerId("other"), name="Other", aliases=(), domains=("other.example",), contacts=()
    )
    return Index(make.register(make.partner(), other))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("F-2026-0402", 1),
        ("Brodersen", 2),
        ("brodersenn", 2),  # a slip of the pen
        ("BRODERSEN", 2),
        ("penalites", 0),  # no accents on this keyboard
    ],
)
def test_words_find_names_and_numbers(query: str, first: int) -> None:
    texts = ["Les pénalités de retard", "facture F-2026-0402", "Gruß, Brodersen", "facture 0401"]
    scores = Lexical(texts).scores(query)
    assert scores.argmax() == first
    assert scores[first] > 0


@pytest.mark.parametrize("query", ["", "the and of", "zzzzzz", "9999", "…"])
def test_what_no_text_has_scores_nothing(query: str) -> None:
    assert not Lexical(["the list of 4711", "alpha"]).scores(query).any()
    assert Lexical([]).scores(query).tolist() == []
    assert Lexical(["", "!"]).scores("alpha").tolist() == [0, 0]


def test_passages_cover_a_text_and_stay_small() -> None:
    text = ("One sentence of some words. " * 50) + "x" * 1300
    found = spans(text)
    assert max(end - start for start, end in found) <= 500
    covered = "".join(text[start:end] for start, end in found)
    assert covered.replace(" ", "") == text.replace(" ", "")
    assert spans("") == [(0, 0)]


def test_both_ways_together_put_first_what_both_find() -> None:
    embedder = Letters()
    messages = [said("hhhh"), said("aab 4711"), said("ab"), said("4711 gh")]
    table = embedder.embed([one.passage(span) for one in messages for span in one.spans])
    hits = Searchable(messages, table).find("aab 4711", embedder.embed(["aab 4711"])[0], 3)
    assert hits[0].message.text == "aab 4711"
    assert len(hits) == 3


def test_a_message_counts_by_its_best_passage() -> None:
    embedder = Letters()
    long = "Begin with hhhh. H" + "h" * 489 + ". A aaa bbbb."
    messages = [said("cccc"), said(long)]
    table = embedder.embed([one.passage(span) for one in messages for span in one.spans])
    (hit,) = Searchable(messages, table).find("zz", embedder.embed(["aaaabbbb"])[0], 1)
    assert long[slice(*hit.span)] == "A aaa bbbb."


def test_near_duplicates_are_one_hit() -> None:
    embedder = Letters()
    messages = [said("aab", id="1"), said("cc", id="2"), said("aab!", id="3"), said("dd", id="4")]
    table = embedder.embed([one.passage(span) for one in messages for span in one.spans])
    hits = Searchable(messages, table).find("aab", embedder.embed(["aab"])[0], 2)
    assert sorted([hits[0].message.id, *(one.id for one in hits[0].alike)]) == ["1", "3"]
    assert hits[1].message.id in {"2", "4"}
    assert hits[1].alike == ()


def test_nothing_to_search_finds_nothing() -> None:
    embedder = Letters()
    table, computed = vectors_of([], Memory(), embedder, KEY)
    assert computed == 0
    assert Searchable([], table).find("a", embedder.embed(["a"])[0], 5) == []


def test_only_the_partners_messages_are_gathered_each_once(index: Index) -> None:
    items = [
        event(1), event(2, "other"), event(1), Unreadable("test", "line 9", "damaged"),
        event(3, text=" "), make.raw("not json"),
    ]  # fmt: skip
    found = gather(items, NORDLICHT, index, make.NOW, Memory(), KEY)
    assert [one.id for one in found] == ["1"]


def test_items_of_others_are_not_read_again(index: Index) -> None:
    memory = Memory()
    gather([event(1), event(2, "other")], NORDLICHT, index, make.NOW, memory, KEY)
    assert len(memory.others) == 1
    moved = Index(make.register())  # now "other" is unknown, but its item is not looked at
    gather([event(1), event(2, "other")], NORDLICHT, moved, make.NOW, memory, KEY)
    assert len(memory.others) == 1
    gather([event(1)], NORDLICHT, index, make.NOW, memory, KEY)
    assert memory.others == set()


def test_what_was_refused_is_read_again(index: Index) -> None:
    memory = Memory()
    future = make.NOW.replace(year=2025)
    assert gather([event(1)], NORDLICHT, index, future, memory, KEY) == []
    assert len(gather([event(1)], NORDLICHT, index, make.NOW, memory, KEY)) == 1


def test_a_second_search_embeds_only_what_is_new() -> None:
    memory, embedder = Memory(), Letters()
    first, _ = vectors_of(["aa", "bb", "aa"], memory, embedder, KEY)
    memory = memory_of(as_bytes(memory))
    second, computed = vectors_of(["cc", "aa"], memory, embedder, KEY)
    assert (computed, embedder.asked) == (1, ["aa", "bb", "cc"])
    assert second[1].tolist() == first[0].tolist()
    assert np.linalg.norm(second, axis=1) == pytest.approx(1)


def test_what_is_gone_from_the_source_is_gone_from_the_memory() -> None:
    memory, embedder = Memory(), Letters()
    vectors_of(["aa", "bb"], memory, embedder, KEY)
    vectors_of(["aa"], memory, embedder, KEY)
    assert len(memory.vectors) == 1


def test_the_memory_holds_no_text_and_answers_only_to_its_key() -> None:
    memory = Memory()
    vectors_of(["Brodersen hat gekündigt"], memory, Letters(), KEY)
    assert b"Brodersen" not in as_bytes(memory)
    other = Memory()
    vectors_of(["Brodersen hat gekündigt"], other, Letters(), b"another key")
    assert memory.vectors.keys().isdisjoint(other.vectors)


def test_another_model_or_register_makes_what_it_was_made_with_worthless() -> None:
    memory = Memory("m1", b"r1", {b"a": b"v"}, {b"o"})
    assert memory.of("m1", b"r1") == memory
    assert memory.of("m2", b"r1") == Memory("m2", b"r1", {}, {b"o"})
    assert memory.of("m1", b"r2") == Memory("m1", b"r2", {b"a": b"v"}, set())


def test_memories_are_kept_for_each_partner_and_erased(tmp_path: Path) -> None:
    memories = Memories(Settings(data_dir=tmp_path))
    assert memories.load("a") == Memory()
    memories.save("a", Memory("m"))
    memories.save("b", Memory("n"))
    assert Memories(Settings(data_dir=tmp_path)).load("a") == Memory("m")
    files = sorted((tmp_path / "search").iterdir())
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]
    assert memories.forget("a")
    assert not memories.forget("a")
    assert memories.load("a") == Memory()
    assert memories.load("b") == Memory("n")


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="damaged"):
        memory_of(b"\xc1")
    memories = Memories(Settings(data_dir=tmp_path))
    memories.save("a", Memory("m"))
    (file,) = (tmp_path / "search").iterdir()
    file.write_bytes(b"\xc1")
    assert memories.load("a") == Memory()


def test_a_snippet_is_short_and_ends_with_a_word() -> None:
    assert snippet("a\n b", (0, 4)) == "a b"
    long = snippet("word " * 100, (0, 500))
    assert long.endswith("word …")
    assert len(long) <= 242


near = st.lists(st.sampled_from([0.0, 0.1, 0.2, 1.0, 2.0, 3.0]), max_size=12)


@given(near, st.randoms())
def test_who_is_with_whom_does_not_depend_on_order_or_chunks(angles, random) -> None:
    def table(of: Sequence[float]) -> Vectors:
        return np.array([[np.cos(one), np.sin(one)] for one in of], np.float32).reshape(-1, 2)

    found = groups(table(angles), 0.99)
    order = list(range(len(angles)))
    random.shuffle(order)
    shuffled = groups(table([angles[at] for at in order]), 0.99)
    for one, first in enumerate(order):
        for other, second in enumerate(order):
            assert (found[first] == found[second]) == (shuffled[one] == shuffled[other])


def test_groups_chain_and_leave_the_lonely_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    angles = [0.0, 3.0, 0.2, 0.1, 2.0]  # 0.0 and 0.2 are linked by 0.1 alone
    table = np.array([[np.cos(one), np.sin(one)] for one in angles], np.float32)
    monkeypatch.setattr("nlp.search.alike.CHUNK", 2)
    found = groups(table, 0.99)
    assert found == [0, 1, 0, 0, 4]
    assert members(found) == {0: [0, 2, 3]}
