"""Small changes of a program's code, one at a time: what its tests should notice.

- A comparison, a boolean, an operator or a number turned; a condition always or never so; a statement left out; a value
  not returned. Annotations stay, for nothing runs by them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256

COMPARED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip
ANNOTATIONS = {"annotation", "returns"}
Slot = tuple[ast.AST, str, int | None]  # whose field it is, which, and the place in it


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module. `function`: the line where the outermost function begins that was changed; None = none was."""

    line: int
    what: str
    source: str
    function: int | None

    @property
    def name(self) -> str:
        """The same for the same change of the same module."""
        return sha256(self.source.encode()).hexdigest()[:16]


def mutants(source: str) -> Iterator[Mutant]:
    """Every module that differs from a source in one change."""
    tree = ast.parse(source)
    for node, slot, function in list(_places(tree, None)):
        for what, other in changes(node):
            _put(slot, other)
            yield Mutant(node.lineno, " ".join(what.split()), ast.unparse(tree), function)  # type: ignore[attr-defined]
            _put(slot, node)


def _places(node: ast.AST, function: int | None) -> Iterator[tuple[ast.AST, Slot, int | None]]:
    """Every piece of code, where it hangs, and in which function."""
    for field, held in ast.iter_fields(node):
        if field in ANNOTATIONS:
            continue
        for at, child in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(child, ast.AST):
                yield child, (node, field, at), _within(node, field, function)
                yield from _places(child, _within(node, field, function))


def _within(node: ast.AST, field: str, function: int | None) -> int | None:
    """The outermost function that a field of a node is in; what a function takes for granted is outside of it."""
    if function is not None or not isinstance(node, ast.FunctionDef) or field != "body":
        return function
    return min([node.lineno, *(d.lineno for d in node.decorator_list)])


def _put(slot: Slot, node: ast.AST) -> None:
    parent, field, at = slot
    if at is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[at] = node


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a piece of code could be instead."""
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
        yield f"no not: {ast.unparse(node)}", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        other = ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)
        yield ast.unparse(other), other
    elif isinstance(node, ast.IfExp):
        yield f"always {ast.unparse(node.body)}", node.body
        yield f"always {ast.unparse(node.orelse)}", node.orelse
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)
    elif isinstance(node, ast.stmt):
        yield from _statements(node)


def _constants(value: object) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(value, bool):
        yield f"not {value}", ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} + 1", ast.Constant(value + 1)
    elif isinstance(value, bytes):
        yield f"{value!r} + x", ast.Constant(value + b"x")


def _statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.If):
        yield f"always: {ast.unparse(node.test)}", ast.If(ast.Constant(True), node.body, node.orelse)
        yield f"never: {ast.unparse(node.test)}", ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Return) and not _is_none(node.value):
        yield "return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise | ast.AugAssign) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    ):
        yield f"without {ast.unparse(node)}", ast.Pass()


def _is_none(node: ast.AST | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)
