"""How many small changes of the ledger's code its tests notice. `python bench/mutation.py [--every N] [FILE]...`

Each mutant is one change: a comparison, a boolean, an operator or a number turned, a condition always or never so, a
statement left out, a value not returned. The tests run in a copy of this process that has the changed module; those
that are quick first, and the long ones where they noticed nothing. Every one that nobody notices is listed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.machinery
import os
import signal
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUICK = "not 1024 and not no_byte"
LEDGER = ["tests/ledger", "tests/core/test_row_hashes.py", "tests/adapters/test_verify.py"]
VERIFIER = "docs/spec/ledger_verify.py"
SECONDS = 240  # for one mutant; what takes longer is noticed
COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip


def changed(node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """What a piece of code could be instead; None = nothing."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            other = deepcopy(node)
            other.ops[i] = COMPARED[type(op)]()
            yield ast.unparse(other), other
    elif isinstance(node, ast.BoolOp):
        yield "and/or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for value in node.values:
            rest = [v for v in node.values if v is not value]
            yield f"without {ast.unparse(value)}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "no not", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        yield "operator", ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} + 1", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bytes:
        yield f"{node.value!r} + x", ast.Constant(node.value + b"x")
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"not {node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.IfExp):
        yield "always the first", node.body
        yield "always the second", node.orelse
    elif isinstance(node, ast.If):
        yield "always", ast.If(ast.Constant(True), node.body, node.orelse)
        yield "never", ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Return) and node.value is not None and not is_none(node.value):
        yield "return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise | ast.AugAssign) or (isinstance(node, ast.Expr) and is_call(node.value)):
        yield f"without {ast.unparse(node)}", ast.Pass()


def is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call | ast.Yield | ast.YieldFrom)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, what was changed, and the changed source. Annotations, and what runs as a program only, stay."""
    count = len(list(ast.walk(ast.parse(source))))
    for place in range(count):
        tree = ast.parse(source)
        node = list(ast.walk(tree))[place]
        for what, other in changed(node):
            tree = ast.parse(source)
            replaced = Replacing(list(ast.walk(tree))[place], other)
            mutated = replaced.visit(tree)
            if replaced.done:
                ast.fix_missing_locations(mutated)
                yield node.lineno, what, ast.unparse(mutated)  # type: ignore[attr-defined]


class Replacing(ast.NodeTransformer):
    """Puts one piece of code in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST | None) -> None:
        self.old, self.new, self.done = old, new, False

    def visit(self, node: ast.AST) -> ast.AST | None:
        if node is self.old:
            self.done = True
            return self.new
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            return node
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return node


def noticed(path: Path, source: str, tests: list[str], only: str | None) -> bool:
    """Whether the tests fail with a changed module."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        _exchange(path, source)
        import pytest

        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
        os._exit(int(pytest.main([*options, *(["-k", only] if only else []), *tests])))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _exchange(path: Path, source: str) -> None:
    """Let a module be another one when it is imported."""
    kept = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> object:
        return compile(source, str(path), "exec") if Path(self.path).resolve() == path else kept(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


def tests_of(path: Path) -> list[str]:
    """The tests that are to notice a change of a file, the nearest first."""
    if path == ROOT / VERIFIER:
        return ["tests/ledger/test_bundle.py"]
    own = ROOT / f"tests/ledger/test_{path.stem}.py"
    near = [str(own.relative_to(ROOT))] if own.exists() else []
    return [*near, *LEDGER]


def warm() -> None:
    """Load what no mutant changes, once for all."""
    for name in ("pytest", "hypothesis", "cryptography.hazmat.primitives.asymmetric.ed25519", "yaml", "rfc8785"):
        __import__(name)


def main() -> None:
    """Print what nobody notices, and how many there were."""
    call = argparse.ArgumentParser(description=__doc__)
    call.add_argument("files", nargs="*", metavar="FILE")
    call.add_argument("--every", type=int, default=1, help="only every Nth mutant")
    given = call.parse_args()
    files = [Path(f).resolve() for f in given.files] or [
        *sorted((ROOT / "src/exeat/ledger").glob("[!_]*.py")), ROOT / "src/exeat/core/merkle.py", ROOT / VERIFIER
    ]  # fmt: skip
    sys.dont_write_bytecode = True
    os.chdir(ROOT)
    warm()
    total = left = 0
    for path in files:
        made = list(mutants(path.read_text("utf-8")))[:: given.every]
        if noticed(path, path.read_text("utf-8"), tests_of(path), QUICK):
            sys.exit(f"{path}: the tests fail without any change")
        survived = []
        for line, what, source in made:
            if not (noticed(path, source, tests_of(path), QUICK) or noticed(path, source, tests_of(path), None)):
                survived.append(line)
                print(f"  {path.name}:{line}: {what}", flush=True)
        print(f"{path.relative_to(ROOT)}: {len(made) - len(survived)} of {len(made)} noticed", flush=True)
        total, left = total + len(made), left + len(survived)
    print(f"in all: {total - left} of {total} noticed ({100 * (total - left) / total:.0f} %)")


if __name__ == "__main__":
    main()
