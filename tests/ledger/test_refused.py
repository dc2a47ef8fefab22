"""What is not of its format is refused, at its line, and never taken for something else.

Two readers that take two writings for one thing let somebody show a proof that others cannot check; and whoever is told
the wrong line looks in vain.
"""

from base64 import b64encode

import pytest
from tests.ledger.keys import Pen
from tests.ledger.test_bundle import bundle
from tests.ledger.test_witness import asked

from exeat.core.canonical import canonical
from exeat.core.errors import Refused
from exeat.core.marked import Plain
from exeat.ledger.bundle import as_hex, parsed
from exeat.ledger.checkpoint import read_checkpoint
from exeat.ledger.note import COSIGNATURE, Key, is_name, is_number, read_key, read_note, read_signatures
from exeat.ledger.policy import read_policy
from exeat.ledger.reading import read_bundle
from exeat.ledger.witness import MOST, read_request

LOG, ONE, TWO = Pen("exeat/1f2e"), Pen("one.example", COSIGNATURE), Pen("two.example", COSIGNATURE)
ROOT = b64encode(bytes(range(32))).decode()
SIGNED = "— n QUFBQUFB"


def places(refused: pytest.ExceptionInfo[Refused], file: str = "f") -> list[tuple[int | None, str, str]]:
    """Line, what was found and what was wanted there."""
    assert {p.file for p in refused.value.problems} == {file}
    return [(p.line, p.values.get("found", ""), p.values.get("wanted", "")) for p in refused.value.problems]


def lines(refused: pytest.ExceptionInfo[Refused]) -> list[int | None]:
    return [line for line, *_ in places(refused)]


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "01", "00", " 1", "1 ", "1\n", "x", "²", "٣", "1_0", "1" * 17, str(2**53), "9" * 5000]
)
def test_a_number_in_two_writings_is_none(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("text", ["0", "7", "10", str(2**53 - 1)])
def test_a_number_in_its_one_writing_is_one(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["0", "0g", "AB", "ab ", " ab", "a b", "é"])
def test_bytes_in_two_writings_are_none(text: str) -> None:
    assert as_hex(text) is None
    assert (as_hex(""), as_hex("00ff")) == (b"", b"\0\xff")


@pytest.mark.parametrize(
    "name", ["", " ", "two words", "a+b", "a\u00a0b", "a\u2003", "\ta", "a\n", "a\x00", "\x1ba", "a\x1fb", "a\x08"]
)
def test_a_name_that_hides_something_is_none(name: str) -> None:
    """A space or a control character in a name would make another line of a note, or another screen."""
    assert not is_name(name)
    with pytest.raises(Refused):
        read_key(str(Key(name, 1, LOG.key.public)))
    assert not _notes(f"— {name} QUFBQUFB")


def _notes(line: str) -> bool:
    try:
        return bool(read_note(f"a\n\n{line}\n"))
    except Refused:
        return False


@pytest.mark.parametrize("name", ["a", "!", "é", "exeat/1f2e", "monitor.example/desk", "a-b_c"])
def test_a_name_that_hides_nothing_is_one(name: str) -> None:
    assert is_name(name)
    key = Key(name, 1, LOG.key.public)
    assert read_key(f" {key}\n") == key
    assert _notes(f"— {name} QUFBQUFB")


@pytest.mark.parametrize(
    "key",
    [
        Key("a", kind, public)
        for kind, public in ((2, bytes(32)), (0, bytes(32)), (1, bytes(31)), (1, bytes(33)), (4, b""))
    ],
)
def test_a_key_of_another_kind_or_length_is_none(key: Key) -> None:
    with pytest.raises(Refused) as refused:
        read_key(f" {key} ")
    assert [(p.code, p.values) for p in refused.value.problems] == [("key-malformed", {"key": str(key)})]


@pytest.mark.parametrize(
    "key", ["", "a", "a+b", "a++", str(ONE.key)[:-1], str(ONE.key).replace(".example+", ".example+f")]
)
def test_a_key_that_is_not_whole_is_none(key: str) -> None:
    with pytest.raises(Refused) as refused:
        read_key(key)
    assert [(p.code, p.values) for p in refused.value.problems] == [("key-malformed", {"key": key})]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [5]), ("a", [5]), ("a\n", [5]), (f"\n\n{SIGNED}\n", [5]), (f"a\n\n{SIGNED}", [5]), (f"a\n{SIGNED}\n", [5]),
        (f"a\tb\n\n{SIGNED}\n", [5]), (f"a\nb\n\x1f\n\n{SIGNED}\n", [7]), (f"a\nb\r\n\n{SIGNED}\n", [6]),
        (f"a\n\n{SIGNED}\x00\n", [7]), ("a\n\n\n", [8]),
        ("\na\n\nx\n", [8]),
        (f"\na\tb\n\n{SIGNED}\n", [6]), ("a\n\nb\n", [7]), (f"a\nb\n\nc\n\n{SIGNED}\nx\n", [11]),
        (f"a\n\nx\n{SIGNED}\ny\n", [7, 9]), ("a\n\n— n QUFBQUF=\n", [7]), ("a\n\n— n QUFB QUFB\n", [7]),
        ("a\n\n— n !!\n", [7]), ("a\n\n— n\n", [7]), ("a\n\n— n QUFBQQ==\n", [7]), ("a\n\n— n+m QUFBQUFB\n", [7]),
        ("a\n\n—  QUFBQUFB\n", [7]), ("a\n\n- n QUFBQUFB\n", [7]), ("a\n\nn QUFBQUFB\n", [7]),
    ],
)  # fmt: skip
def test_a_note_that_is_none_is_refused_at_its_line(text: str, wanted: list[int]) -> None:
    with pytest.raises(Refused) as refused:
        read_note(text, "f", 5)
    assert lines(refused) == wanted
    with pytest.raises(Refused) as refused:
        read_note(text, "f")
    assert lines(refused) == [line - 4 for line in wanted]


def test_a_note_says_what_it_says_and_no_more() -> None:
    note = read_note(f"a\n\nb c!\n\n{SIGNED}\n— m QUFBQUE=\n")
    assert note.text == "a\n\nb c!\n"
    assert [(s.name, s.id, s.signature) for s in note.signatures] == [("n", b"AAAA", b"AA"), ("m", b"AAAA", b"A")]


def test_nobody_can_be_kept_busy_with_signatures() -> None:
    """One to 64, as C2SP asks of whoever reads notes."""
    some = [f"— n{i} QUFBQUFB" for i in range(65)]
    assert len(read_signatures(some[:64])) == 64
    for many in (0, 65):
        with pytest.raises(Refused) as refused:
            read_signatures(some[:many], "f", 3)
        assert places(refused) == [(3, "", "1 to 64 signatures")]
    with pytest.raises(Refused) as refused:
        read_signatures(["x", SIGNED, "— n QUFBQUJC", "— n QkJCQkJC"], "f")
    wanted = "— NAME BASE64, of each key one"
    assert places(refused) == [(1, "x", wanted), (3, "— n QUFBQUJC", wanted)]


THREE = "three lines: origin, size, root"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [(7, "", THREE)]), ("a", [(7, "a", THREE)]), (f"a\n1\n{ROOT}", [(7, "a", THREE)]),
        (f"a\n1\n{ROOT}\nmore", [(7, "a", THREE)]), (f"a\n1\n{ROOT}\nmore\n", [(7, "a", THREE)]),
        (f"\n1\n{ROOT}\n", [(7, "", THREE)]), (f"a\n{ROOT}\n", [(7, "a", THREE)]),
        *[(f"a\n{n}\n{ROOT}\n", [(8, n, "a size without leading zeroes")]) for n in ("", "01", "x", "-1", "9" * 5000)],
        *[(f"a\n1\n{r}\n", [(9, r, "32 bytes in base 64")]) for r in ("", "!", ROOT[:-1], ROOT[:-4], ROOT + "AAAA")],
        ("a\n01\nAA\n", [(8, "01", "a size without leading zeroes"), (9, "AA", "32 bytes in base 64")]),
    ],
)  # fmt: skip
def test_a_checkpoint_that_is_none_is_refused_with_every_mistake(text: str, wanted: list[tuple[int, str, str]]) -> None:
    with pytest.raises(Refused) as refused:
        read_checkpoint(text, "f", 7)
    assert places(refused) == wanted
    with pytest.raises(Refused) as refused:
        read_checkpoint(text, "f")
    assert lines(refused) == [line - 6 for line, *_ in wanted]


KEYS = f"log {LOG.key} https://a.example\nwitness one {ONE.key}\n\n# more\nwitness two {TWO.key} https://b.example\n"
UNKNOWN = Pen("three.example", COSIGNATURE).key
EVERY = {
    "log": "log KEY [URL], each key once",
    "witness": "witness NAME KEY [URL], each name and key once",
    "group": "group NAME all|any|NUMBER MEMBER..., members defined above, each once",
    "quorum": "quorum NAME, once, of a witness or group defined above, or none",
}


@pytest.mark.parametrize(
    "line",
    [
        "log", f"log {Pen('x').key} https://a.example more", f"log {LOG.key}", f"log {ONE.key}",
        "witness", "witness three", f"witness three {UNKNOWN} https://a.example more", f"witness three {ONE.key}",
        f"witness one {UNKNOWN}", f"witness none {UNKNOWN}", f"witness three {LOG.key}",
        "group", "group g", "group g all", "group g any", "group g 0", "group g 0 one", "group g 3 one two",
        "group g x one",
        "group g ² one two", "group g 01 one", f"group g {'9' * 5000} one", "group g all one one", "group g any three",
        "group one any two", "group none any one", "quorum", "quorum three", "quorum one two", "quorum ONE",
    ],
)  # fmt: skip
def test_a_policy_that_asks_something_else_is_refused_at_its_line(line: str) -> None:
    with pytest.raises(Refused) as refused:
        read_policy(f"{KEYS}{line}\nquorum one\n", "f")
    assert places(refused) == [(6, line, EVERY[line.split()[0]])]


def test_a_policy_that_names_no_quorum_or_two_is_refused() -> None:
    for ends, at in (("", None), ("quorum one\nquorum none\n", 7), ("quorum none\nquorum none\n", 7)):
        with pytest.raises(Refused) as refused:
            read_policy(KEYS + ends, "f")
        assert lines(refused) == [at]
    with pytest.raises(Refused) as refused:
        read_policy(f"{KEYS}watch one\nwitness x nonsense\n", "f")
    assert places(refused) == [
        (6, "watch one", "log, witness, group or quorum"), (7, "", ""), (None, "", "quorum NAME")
    ]  # fmt: skip


def test_a_member_of_one_group_counts_in_no_other() -> None:
    group = "group g any one\n"
    assert read_policy(f"{KEYS}{group}group h 2 g two\nquorum h\n").groups["h"] == (2, ("g", "two"))
    for again in ("group h any one", "group h all two one", "group h any g\ngroup i any g"):
        with pytest.raises(Refused):
            read_policy(f"{KEYS}{group}{again}\nquorum none\n")


def test_a_proof_that_was_cut_off_is_refused_and_breaks_nothing() -> None:
    """A torn page, a bad stick: at every line and in every shape. Told where it ends."""
    for whole in (str(bundle()), str(bundle(row=None)), str(asked(9, 5))):
        read = read_request if whole.startswith("old") else read_bundle
        text = whole.split("\n")
        for many in range(len(text)):
            with pytest.raises(Refused) as refused:
                read("\n".join(text[:many]), "f")
            assert lines(refused) <= [max(many, 1) + 1]


def _spoiled(old: str, new: str, row: int | None = 1) -> list[tuple[int | None, str, str]]:
    text = str(bundle(row=row))
    assert old in text
    with pytest.raises(Refused) as refused:
        read_bundle(text.replace(old, new, 1), "f")
    return places(refused)


def test_a_line_of_a_proof_that_is_another_is_told_at_its_place() -> None:
    """The lines: head, words, row, two of its path, entry, signature, head, index, four of the path, nothing, note."""
    b = bundle()
    assert b.row is not None
    row, path = f"row 1 {b64encode(b.row.salt).decode()} ", [b64encode(h).decode() for h in b.path]
    assert _spoiled("exeat/proof@v1", "exeat/proof@v2") == [(1, "exeat/proof@v2", "exeat/proof@v1")]
    assert [p[::2] for p in _spoiled("words {", "words [{")] == [(2, "words ..., in its canonical form")]
    assert [p[::2] for p in _spoiled(row, f"row 1 {'A' * 24} ")] == [(3, "row ..., in its canonical form")]
    assert [p[::2] for p in _spoiled("entry {", "entri {")] == [(6, "entry {...}")]
    assert _spoiled("index 4", "index 04") == [(9, "index 04", "index ..., in its canonical form")]
    assert _spoiled("index 4", "indexed 4") == [(9, "indexed 4", "index NUMBER")]
    for other in (path[0][:-1], b64encode(b.path[0] + b"x").decode(), b64encode(b.path[0][1:]).decode()):
        assert _spoiled(path[0], other) == [(10, other, "32 bytes in base 64")]
    assert _spoiled("path ", "path x")[0][::2] == (4, "path 32 bytes in base 64")
    assert _spoiled(f"\n\n{b.note.text}", f"\n{b.note.text}") == [(14, "exeat/1f2e3d4c5b6a7988", "32 bytes in base 64")]
    assert _spoiled("\n9\n", "\n09\n") == [(16, "09", "a size without leading zeroes")]
    assert _spoiled(f"{b.note.text}\n", b.note.text)[0][0] == 15
    assert _spoiled("— exeat", "- exeat")[0][0] == 19
    assert _spoiled("— monitor", "— mon itor")[0][0] == 7


def test_a_proof_without_its_empty_line_is_told_what_is_missing() -> None:
    text = str(bundle(index=0, size=1))
    before = text.split("index 0\n")[0]
    with pytest.raises(Refused) as refused:
        read_bundle(f"{before}index 0", "f")
    assert places(refused) == [(10, "", "an empty line")]


def test_a_row_whose_words_are_not_shown_is_nobodys() -> None:
    text = str(bundle()).split("\n")
    with pytest.raises(Refused) as refused:
        read_bundle("\n".join(line for line in text if not line.startswith("words ")), "f")
    assert [p[::2] for p in places(refused)] == [(2, "entry {...}")]


def test_a_proof_that_nobody_signed_is_read_as_one() -> None:
    text = str(bundle()).split("\n")
    bare = read_bundle("\n".join(line for line in text if not line.startswith("— monitor")))
    assert bare.signature is None
    assert bare.entry == bundle().entry


ENTRY, WORDS = parsed(bundle().entry), parsed(str(bundle().words))


@pytest.mark.parametrize(
    "value",
    [
        {**ENTRY, "v": 2}, {**ENTRY, "w": 1}, {**ENTRY, "body": 1}, {**ENTRY, "body": "00" * 31}, {**ENTRY, "body": ""},
        {**ENTRY, "recorded_at": 5}, {**ENTRY, "recorded_at": None}, {**ENTRY, "recorded_at": "yesterday"},
        {**ENTRY, "recorded_by": 5}, {**ENTRY, "recorded_by": None}, {"v": 1}, [ENTRY], "x", None,
    ],
)  # fmt: skip
def test_what_is_no_entry_is_not_read_as_one(value: Plain) -> None:
    assert _spoiled(f"entry {bundle().entry}", f"entry {canonical(value).decode()}")[0][0] == 6


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "{", "[1.5]", '{"salt":"00"}', '{"body":1,"salt":"0"}', '{"body":1,"salt":"AA"}',
        '{"body":1,"salt":null}', '{"body":1,"salt":[]}', '{"body":1,"salt":"00","to":1}', '{"salt":"00","body":1}',
        '{"body": 1,"salt":"00"}',
        "[]", "[" * 100_000,
    ],
)  # fmt: skip
def test_what_are_no_words_are_not_read_as_words(text: str) -> None:
    """Words in two writings have two hashes, and one of them was recorded."""
    assert _spoiled(f"words {bundle().words}", f"words {text}")[0][0] == 2


@pytest.mark.parametrize(
    "change",
    [
        ("row 1", "row 01"), ("row 1 ", "row "), ("row 1 AQ", "row 1 AAAAAQ"), (",null]", ", null]"), ('["2"', '{"2"'),
        ('["2","Méndova, Ilse",null]', '"2"'),
    ],
)  # fmt: skip
def test_what_is_no_row_is_not_read_as_one(change: tuple[str, str]) -> None:
    line = next(x for x in str(bundle()).split("\n") if x.startswith("row "))
    spoiled = line.replace(*change)
    assert _spoiled(line, spoiled) == [(3, spoiled, "row ..., in its canonical form")]


def test_a_request_that_is_another_is_told_at_its_place() -> None:
    text = str(asked(9, 5))
    many = text.count("\n", 0, text.index("\n\n"))
    for old, new, at in (
        ("old 5", "old 05", 1),
        ("old 5", "new 5", 1),
        ("\n9\n", "\n09\n", many + 4),
        ("— exeat", "x", many + 7),
    ):
        with pytest.raises(Refused) as refused:
            read_request(text.replace(old, new, 1), "f")
        assert lines(refused) == [at]


def test_a_request_that_does_not_say_what_the_witness_saw_is_told_so() -> None:
    text = str(asked(9, 5))
    for begins, found in (("new 5\n", "new 5"), ("", text.split("\n")[1])):
        with pytest.raises(Refused) as refused:
            read_request(text.replace("old 5\n", begins, 1), "f")
        assert places(refused) == [(1, found, "old SIZE")]


def test_a_witness_is_not_kept_busy_with_a_proof_without_end() -> None:
    """63 hashes lead from any log to any other; the format has no more."""
    head, note = str(asked(9, 5)).split("\n\n", 1)
    first, *path = head.split("\n")
    assert len(read_request("\n".join([first, *path[:1] * MOST]) + "\n\n" + note).path) == 63
    with pytest.raises(Refused) as refused:
        read_request("\n".join([first, *path[:1] * 64]) + "\n\n" + note, "f")
    assert places(refused) == [(66, "", "at most 63 hashes")]
