"""Keeps the documentation true: `make docs` rewrites every part of it that the program itself can write.

- In a fenced block `console`, what follows a line `$ exeat ...` is the output of that command. `> FILE` sends the
  standard output to a file; `$ cat FILE` prints one; `$ echo $?` prints the last exit code; `$ NAME=WORD` keeps a word
  that commands further down call `$NAME`; `$ python FILE.py ...` runs a file of `docs/spec`. Where a hash or a key in
  an output is another than the page has there, commands further down name the new one.
- What is drawn by chance or follows from it (keys, signatures, roots, times) stays on a page as the page has it.
- A fenced block with `file=NAME` is a file of the case that its page builds; with `print=NAME.pdf` it is a CSV that is
  printed as a table with lines into that PDF.
- What stands between `<!-- made: NAME -->` and `<!-- end -->` is made by a function here.
- `docs/spec/errors.md` is made as a whole.

Run from the root of the repository: `python -m tools.docs`; with `--check` it writes nothing and says what is stale.
"""

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from tools import list_pages

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
MADE = re.compile(r"(?P<open><!-- made: (?P<name>[a-z-]+) -->\n).*?(?P<close><!-- end -->)", re.DOTALL)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
KEY = re.compile(r"\b[a-z0-9./-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")
CHANCE = re.compile(
    KEY.pattern + r"|[A-Za-z0-9+/]{20,}={1,2}|(?<=exeat/)[0-9a-f]{16}\b"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+Z|\+00:00|\b)"
)  # keys, what is in base 64, names of logs, times
MARKED = re.compile(r"\bEX(?:-[A-Z2-7]{4}){4}\b(.{1,120}?, )\d{4}-\d\d-\d\d:", re.DOTALL)
STEADY = r"EX-YVGU-VEXA-S7QL-SWWO\g<1>2025-06-01:"  # a copy has a code by chance, and the day on which it is made
FILE, PRINT = re.compile(r"\bfile=(\S+)"), re.compile(r"\bprint=(\S+)")
FORMATS = [f"docs/formats/{page}.md" for page in ("out", "pfif", "followthemoney", "pdf")]
BUILT = {
    **dict.fromkeys(["docs/tutorial.md", "docs/spec/audit.md", "docs/spec/match.md", *FORMATS]),
    "docs/spreadsheet.md": "examples/spreadsheet",
    "docs/match.md": "examples/match",
    "docs/draw.md": "examples",
    "docs/prove.md": None,
}
"""Pages that build a case of their own, block after block, and the folder whose files they begin with (None = none)."""
OFFER, LISTS = "examples/2025-offer", "examples/2025-offer-with-lists"
INTERNAL = 70  # a mistake of the program's own: never written into a page
FIRST_SCREEN = 31  # lines of the demo that the README shows
REMARKS = "examples/remarks-round"
GOES = "sv-roster#SV-001"  # an invented person whom the terms name
PERSON = "sv-roster#SV-036"  # an invented person whom an invented court order covers


# ------------------------------------------------------------ running the program


def exeat(arguments: list[str], apart: bool = False) -> tuple[str, int]:
    """What a command prints, and its exit code; with `apart` only the standard output."""
    from exeat.faces.cli import run

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err if apart else out):
        code = run(arguments)
    if code == INTERNAL:
        raise RuntimeError(f"exeat {' '.join(arguments)}: {out.getvalue()}{err.getvalue()}")
    return out.getvalue(), code


class Session:
    """A shell in a folder of its own, as far as the documentation needs one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.code = folder, 0
        self.hashes: dict[str, str] = {}
        self.keys: dict[str, str] = {}  # as the page has them, and as they are now
        self.words: dict[str, str] = {}

    def write(self, name: str, text: str) -> None:
        """Make a file that a page shows."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def print(self, name: str, text: str) -> None:
        """Make a PDF with a table in it."""
        from reportlab.platypus import SimpleDocTemplate, Table

        rows = list(csv.reader(io.StringIO(text)))
        table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], repeatRows=1)
        SimpleDocTemplate(str(self.folder / name), invariant=1).build([table])

    def type(self, command: str) -> str:
        """What a line typed at the prompt prints."""
        if command == "echo $?":
            return f"{self.code}\n"
        name, equals, word = command.partition("=")
        if equals and name.isupper():
            self.words[name] = word
            return ""
        words = shlex.split(Template(command).safe_substitute(self.words))
        if words[0] == "python":
            return self._python(ROOT / "docs" / "spec" / words[1], words[2:])
        if words[0] == "cat":
            return "".join((self.folder / name).read_text("utf-8") for name in words[1:])
        assert words[0] == "exeat", f"the documentation runs exeat alone: {command}"
        with contextlib.chdir(self.folder):
            if ">" in words:
                at = words.index(">")
                text, self.code = exeat(words[1:at], apart=True)
                self.write(words[at + 1], text)
                return ""
            text, self.code = exeat(words[1:])
        return text

    def _python(self, file: Path, arguments: list[str]) -> str:
        """What a file that needs nothing of exeat prints."""
        call = [sys.executable, str(file), *arguments]
        done = subprocess.run(call, cwd=self.folder, capture_output=True, text=True, check=False, encoding="utf-8")
        self.code = done.returncode
        return done.stdout + done.stderr


def run_block(session: Session, body: str) -> str:
    """A console block with every output as it is now, and every hash in a command as an output before has it."""
    made = ""
    for shown in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, before = shown.partition("\n")
        command = HASH.sub(lambda m: session.hashes.get(m[0], m[0]), line)
        now = MARKED.sub(STEADY, session.type(KEY.sub(lambda m: session.keys.get(m[0], m[0]), command)))
        session.hashes |= dict(zip(HASH.findall(before), HASH.findall(now), strict=False))
        session.keys |= dict(zip(KEY.findall(before), KEY.findall(now), strict=False))
        made += f"$ {command}\n{_drawn_alike(now, before)}"
    return made


def _drawn_alike(made: str, before: str) -> str:
    """What a command prints, with what is by chance as the page has it."""
    shown = CHANCE.findall(before)
    return made if len(CHANCE.findall(made)) != len(shown) else CHANCE.sub(lambda _: shown.pop(0), made)


@contextlib.contextmanager
def _passphrases() -> Iterator[None]:
    """What pages with keys need: nobody sits at a terminal here."""
    before = dict(os.environ)
    os.environ |= {
        "EXEAT_PASSPHRASE": "six words that were drawn by lot",
        "EXEAT_NEW_PASSPHRASE": "six others of his own",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def rebuilt(text: str, files: str | None = None) -> str:
    """A page that builds a case, with every output as it is now; `files`: the folder with what it begins with."""
    with tempfile.TemporaryDirectory(prefix="exeat-docs-") as folder, _passphrases():
        session = Session(Path(folder))
        if files is not None:
            shutil.copytree(ROOT / files, folder, dirs_exist_ok=True)

        def block(found: re.Match[str]) -> str:
            name = FILE.search(found["info"])
            if name:
                session.write(name[1], found["body"])
            if printed := PRINT.search(found["info"]):
                session.print(printed[1], found["body"])
            if found["info"].strip() != "console":
                return found[0]
            return f"```console\n{_marked_alike(run_block(session, found['body']), found['body'])}```"

        return BLOCK.sub(block, text)


MARK = re.compile(r"EX-(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}|(?<=, )\d{4}-\d\d-\d\d(?=:\n)")


def _marked_alike(made: str, before: str) -> str:
    """What a command prints, with the marks of copies and their days as the page has them: each copy has its own."""
    shown = MARK.findall(before)
    return made if len(MARK.findall(made)) != len(shown) else MARK.sub(lambda _: shown.pop(0), made)


# ------------------------------------------------------------ parts that are made


def fenced(language: str, text: str) -> str:
    """A fenced block."""
    return f"```{language}\n{text.strip(chr(10))}\n```\n"


@cache
def answer(command: str) -> Any:
    """The document that a command prints with `--json`, run from the root of the repository."""
    with contextlib.chdir(ROOT):
        text, _ = exeat([*shlex.split(command), "--json"], apart=True)
    return json.loads(text)


def shown(value: Any) -> str:
    """A document as a block: one line for what fits on one, like the pages of a format do."""
    return fenced("json", _json(value))


def _json(value: Any, indent: int = 0) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or len(flat) + indent <= 110:
        return flat
    lead = " " * (indent + 1)
    if isinstance(value, dict):
        inner = [f"{lead}{json.dumps(k)}: {_json(v, indent + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(lead + _json(v, indent + 1) for v in value) + "\n" + " " * indent + "]"


def demo() -> str:
    """The first screen of the demo, cut at the end of a paragraph."""
    text, _ = exeat(["demo"], apart=True)
    paragraphs = [p.strip("\n") for p in text.strip("\n").split("\n\n")]
    taken: list[str] = []
    for paragraph in paragraphs:
        so_far = "\n\n".join([*taken, paragraph])
        if taken and len(so_far.splitlines()) > FIRST_SCREEN:
            break
        taken.append(paragraph)
    while len(taken[-1].splitlines()) == 1:  # a heading whose section did not fit
        taken.pop()
    return fenced("console", "$ exeat demo\n" + "\n\n".join(taken) + "\n...")


def library() -> str:
    """What the README's library example prints."""
    out = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out):
        exec(example(), {"__name__": "readme"})  # our own page, and nobody else's words
    return fenced("text", out.getvalue())


def example() -> str:
    """The README's library example."""
    blocks = [b["body"] for b in BLOCK.finditer((ROOT / "README.md").read_text("utf-8")) if b["info"] == "python"]
    assert len(blocks) == 1, "one library example"
    return blocks[0]


def plan() -> str:
    """A plan document, its arrays cut to their first members."""
    whole = answer(f"clear {LISTS}")
    held = next(h for h in whole["held_back"] if any(r["rule"] == "court_order" for r in h["reasons"]))
    cut = {
        **{k: whole[k] for k in ("exeat", "case", "facts", "status", "reading", "cross_checked")},
        "readings": whole["readings"][:1],
        "moves": whole["moves"][:1],
        "counts": [c for c in whole["counts"] if c["clause"] in ("sv-all", "ve-same")],
        "held_back": [held],
        "open_places": whole["open_places"],
        "not_designated": whole["not_designated"][:1],
        "substitutes": whole["substitutes"],
        "draw": whole["draw"],
        "conflicts": whole["conflicts"],
        "relaxations": whole["relaxations"],
        "open_points": [p for p in whole["open_points"] if p["id"] == "asked/refusal"],
        "warnings": whole["warnings"][-1:],
    }
    return shown(cut)


def opening() -> str:
    """How a plan document opens."""
    whole = answer(f"clear {LISTS}")
    move = next(m for m in whole["moves"] if m["clauses"] == ["sv-all"])
    keys = ("person", "from", "to", "act", "clauses", "why")
    cut = {k: whole[k] for k in ("exeat", "case", "status")}
    cut["moves"] = [{k: move[k] for k in keys}]
    cut["counts"] = [c for c in whole["counts"] if c["clause"] == "sv-all"]
    return shown(cut)


def conflict() -> str:
    """What stands in a plan where there is no exchange."""
    whole = answer(f"clear {LISTS} --read sv-all/blocked=stop")
    reasons = [{**c, "reasons": c["reasons"][:2]} for c in whole["conflicts"]]
    return shown({"status": whole["status"], "conflicts": reasons, "relaxations": whole["relaxations"]})


def _house(path: str) -> Any:
    from exeat.house import open_case

    return open_case(ROOT / path)


def _said(path: str, key: str) -> Any:
    return next(s for s in _house(path).files[1] if s.key == key)


def statement() -> str:
    """A statement of the example: its canonical body, salt and id."""
    found = _said(OFFER, "a9-us-pays")
    return fenced("text", f"body  {found.body.decode()}\nsalt  {found.salt.hex()}\nid    {found.id}")


def entry() -> str:
    """The same statement as an entry of a log: stored body, digest and leaf."""
    from datetime import UTC, datetime
    from hashlib import sha256

    from exeat.core.canonical import canonical
    from exeat.core.entry import Entry, Erased, stored_words, time_text

    found = _said(OFFER, "a9-us-pays")
    stored = stored_words(found.salt, found.body)
    made = Entry(7, datetime(2025, 6, 1, 12, tzinfo=UTC), "recorder", Erased(sha256(stored).hexdigest()))
    assert made.recorded_at is not None
    hashed = canonical(
        {"v": 1, "recorded_at": time_text(made.recorded_at), "recorded_by": made.recorded_by, "body": made.body.digest}
    )
    rows = {
        "stored body": stored.decode(),
        "digest": made.body.digest,
        "leaf of": hashed.decode(),
        "leaf": made.leaf().hex(),
    }
    return fenced("text", "\n".join(f"{k:<12} {v}" for k, v in rows.items()))


def table() -> str:
    """A list of the example: its header, and how its first row is hashed."""
    from hashlib import sha256

    from exeat.core.canonical import canonical
    from exeat.core.ids import derived_salt
    from exeat.core.shape import encode
    from exeat.core.tables import row_texts

    found = _said(LISTS, "deceased")
    row = row_texts(found.table.rows)[0]
    salt = derived_salt(_house(LISTS).files[0].id, row)
    leaf = sha256(b"\x00" + salt + row).hexdigest()
    rows = {
        "header": canonical(encode(found.statement.claim)).decode(),
        "row": row.decode(),
        "salt": salt.hex(),
        "leaf": leaf,
        "root": found.statement.claim.root,
    }
    return fenced("text", "\n".join(f"{k:<8} {v}" for k, v in rows.items()))


def backup() -> str:
    """An example as it was recorded at noon, taken away and put back."""
    from datetime import UTC, date, datetime

    from exeat.house import open_case

    class Noon:
        def now(self) -> datetime:
            return datetime(2025, 6, 1, 12, tzinfo=UTC)

        def today(self) -> date:
            return date(2025, 6, 1)

    calls = ("exeat backup case monday.backup", "exeat restore monday.backup elsewhere")
    with tempfile.TemporaryDirectory(prefix="exeat-docs-") as folder:
        session = Session(Path(folder))
        shutil.copytree(ROOT / OFFER, session.folder / "case")
        open_case(session.folder / "case", Noon()).record()
        return fenced("console", "".join(f"$ {call}\n{session.type(call)}" for call in calls))


def why() -> str:
    """One invented person, in sentences."""
    with contextlib.chdir(ROOT):
        text, _ = exeat(["why", LISTS, PERSON], apart=True)
    return fenced("console", f"$ exeat why {LISTS} {PERSON}\n" + text.lstrip("\n"))


def what_if() -> str:
    """A what-if, its rows of numbers cut to those of one clause."""
    found = answer(f"what-if {LISTS} --refuses {GOES}")
    cut = {**found["difference"], "counts": found["difference"]["counts"][:1]}
    order = ("exeat", "case", "on", "facts", "supposed", "was", "would_be")
    return shown({**{k: found[k] for k in order}, "supposed": found["supposed"][:1], "difference": cut})


def what_if_said() -> str:
    """A what-if in sentences."""
    return run(f"what-if {LISTS} --refuses {GOES}")


def remarks() -> str:
    """Remarks on one list, round by round."""
    return run(f"remarks {REMARKS} --list asked-of-olmeria")


def today() -> str:
    """The daily page of an example that was never recorded."""
    return run(f"today {REMARKS} --since 2031-03-26")


def remarks_table() -> str:
    """The table that both sides could sign, as Markdown."""
    with tempfile.TemporaryDirectory(prefix="exeat-docs-") as folder, contextlib.chdir(ROOT):
        out = Path(folder) / "table.md"
        exeat(["remarks", REMARKS, "--list", "asked-of-tarnavia", "--out", str(out)], apart=True)
        return fenced("markdown", out.read_text("utf-8"))


def run(command: str) -> str:
    """What a command prints, run from the root of the repository."""
    with contextlib.chdir(ROOT):
        text, _ = exeat(shlex.split(command), apart=True)
    return fenced("console", f"$ exeat {command}\n" + text.lstrip("\n"))


def case_file() -> str:
    """The beginning of the example's case file."""
    text = (ROOT / OFFER / "case.yaml").read_text("utf-8")
    return fenced("yaml", text[: text.index("  - {id: ve-prosecutor")] + "  # and so on")


def statement_file() -> str:
    """The beginning of the example's first file of statements."""
    text = (ROOT / OFFER / "statements" / "report-a.yaml").read_text("utf-8")
    return fenced("yaml", text[text.index("- key: a2-many-committed") : text.index("- key: a2-reason-held")])


def offer_file() -> str:
    """The example's offer."""
    return fenced("yaml", (ROOT / OFFER / "offers" / "sv-offer.yaml").read_text("utf-8"))


def audit_kinds() -> str:
    """Every kind of finding, what it is called, and what it says."""
    from exeat.evidence.audit import KINDS
    from exeat.faces.texts import area

    texts = area("en", "audit")
    rows = [f"| `{kind}` | {_cell(texts[kind])} | {_cell(texts[f'{kind}_about'])} |" for kind in KINDS]
    return "\n".join(["| kind | what | what it says, and what not |", "|---|---|---|", *rows, ""])


def _vector(name: str) -> str:
    return fenced("text", (ROOT / "tests/vectors/ledger" / name).read_text("utf-8"))


def keys() -> str:
    """The public keys of an invented ledger: the log's, and a recorder's."""
    held = json.loads((ROOT / "tests/vectors/ledger/keys.json").read_text("utf-8"))
    return fenced("text", f"{held['log']}\n{held['recorder']}")


def proof() -> str:
    """A proof of invented words."""
    return _vector("proof.txt")


def checkpoint() -> str:
    """The checkpoint in it."""
    text = (ROOT / "tests/vectors/ledger/proof.txt").read_text("utf-8")
    return fenced("text", text.partition("\n\n")[2])


def request() -> str:
    """What a witness is asked."""
    return _vector("request.txt")


def policy() -> str:
    """Whose signatures are enough."""
    return _vector("policy.txt")


def proof_checked() -> str:
    """What the verifier that stands alone says of the proof."""
    keys = json.loads((ROOT / "tests/vectors/ledger/keys.json").read_text("utf-8"))
    options = [word for name, key in keys.items() for word in (f"--{name}", key)]
    call = [sys.executable, "docs/spec/ledger_verify.py", "tests/vectors/ledger/proof.txt", *options, "--quorum", "1"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    typed = "$ python ledger_verify.py proof.txt --log KEY --recorder KEY --witness KEY --quorum 1\n"
    return fenced("text", typed + done.stdout)


def criteria_file() -> str:
    """A set of criteria that ships."""
    return fenced("toml", (ROOT / "src" / "exeat" / "criteria" / "pace-1900.toml").read_text("utf-8"))


PARTS: Mapping[str, Callable[[], str]] = {
    "demo": demo, "library": library, "opening": opening, "plan": plan, "conflict": conflict,
    "backup": backup, "statement": statement, "entry": entry, "table": table, "why": why,
    "case-file": case_file, "statement-file": statement_file, "offer-file": offer_file,
    "what-if": what_if, "what-if-said": what_if_said,
    "remarks": remarks, "today": today, "remarks-table": remarks_table,
    "audit-kinds": audit_kinds,
    "criteria-file": criteria_file,
    "keys": keys, "proof": proof, "proof-checked": proof_checked,
    "checkpoint": checkpoint, "request": request, "policy": policy,
    **list_pages.PARTS,
}  # fmt: skip


# ------------------------------------------------------------ the page of errors


WHERE = {
    "case": "The case folder",
    "call": "A call of a command or of the library",
    "store": "The store (`exeat.db`)",
    "plan": "Documents to be checked",
    "proof": "Keys, checkpoints, policies and proofs",
}


def errors_page() -> str:
    """`docs/spec/errors.md`, from the registry of codes and the English texts."""
    from exeat.core.errors import CODES

    lines = [ERRORS_HEAD, broken_case(), ERRORS_FIELDS]
    for where, title in WHERE.items():
        codes = [c for c, w in CODES.items() if w == where]
        lines += [f"\n## {title}\n", "| code | what is wrong | what you can do now |", "|---|---|---|"]
        lines += [f"| `{c}` | {_cell(problem_text(c))} | {_cell(problem_text(c, '-remedy'))} |" for c in codes]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def problem_text(code: str, part: str = "") -> str:
    """The sentence of a code, or with `part` its remedy, as the texts have it, with its values in braces."""
    from exeat.faces.texts import area

    texts = area("en", "errors")
    variants = [texts.get(f"{code}{variant}{part}", "") for variant in ("", "-given")]
    return "<br>".join(str(v) for v in variants if v)


def broken_case() -> str:
    """The error document of a case with mistakes."""
    with tempfile.TemporaryDirectory(prefix="exeat-docs-") as folder:
        session = Session(Path(folder))
        session.write("broken/case.yaml", BROKEN)
        with contextlib.chdir(folder):
            text, _ = exeat(["terms", "broken", "--json"], apart=True)
    return fenced("yaml", BROKEN) + "\nThe answer, with exit code 2:\n\n" + shown(json.loads(text))


BROKEN = """\
exeat: 1
id: broken
people: invented
parties:
  - {id: side-one, name: Side one, kind: stat}
protocol:
  cut_of: 2031-03-01
"""

ERRORS_HEAD = """\
<!-- Made by tools/docs.py (`make docs`); do not edit. -->
# Errors

A case with two mistakes:
"""

ERRORS_FIELDS = """
With `--json` the document is on the standard output; without it the same sentences are on the standard error. All
mistakes come at once, and nothing was written.

- `code`: one of the codes below. A code keeps its meaning; its sentence may be worded better in another version.
- `file`, `line`, `column`: where it is, counted from 1. Left out where a mistake has no such place.
- `cell`: the column of a list in which it is.
- `message`, `remedy`: what is wrong, and what you can do now.

Exit codes: 0 yes; 1 no; 2 the input or the call is wrong; 3 stopped at a limit, the answer is valid but unproven;
70 a mistake of exeat's own (code `internal`), which is never a *no*.\
"""


# ------------------------------------------------------------ all pages


def pages() -> Iterator[tuple[Path, str]]:
    """Every page that the program writes a part of, as it should be now."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = path.read_text("utf-8")
        new = MADE.sub(lambda m: m["open"] + PARTS[m["name"]]() + m["close"], text)
        if path.relative_to(ROOT).as_posix() in BUILT:
            new = rebuilt(new, BUILT[path.relative_to(ROOT).as_posix()])
        if path.name != "errors.md":
            yield path, new
    yield ROOT / "docs" / "spec" / "errors.md", errors_page()


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or with `--check` only say which are stale."""
    os.chdir(ROOT)
    stale = [(p, new) for p, new in pages() if not p.is_file() or p.read_text("utf-8") != new]
    for path, new in stale:
        print(("stale: " if "--check" in arguments else "rewrote: ") + path.relative_to(ROOT).as_posix())
        if "--check" not in arguments:
            path.write_text(new, encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
