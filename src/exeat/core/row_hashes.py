"""Hashes of many rows, by columns: the tree of `tables`, a slice of rows at a time and several slices at once.

- The definition is that of `docs/spec/table.md`; `tables` says it row by row, and both must give the same root.
- A row's text is put together without a JSON writer where no cell of its columns needs escaping.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

SLICE = 1 << 16  # rows hashed at once by one thread
ESCAPED = r'["\\\x00-\x1f\x7f]'


def row_lines(rows: "pl.DataFrame") -> "pl.Expr":
    """Each row as the canonical JSON list of its cells, null for an empty one."""
    import polars as pl

    strange = rows.select(pl.col(c).str.contains(ESCAPED).any() for c in rows.columns).row(0)
    parts = [pl.lit("[")]
    for column, odd in zip(rows.columns, strange, strict=True):
        parts += [*_cell(rows, column, odd), pl.lit(",")]
    return pl.concat_str(*parts[:-1], pl.lit("]")).alias("row")


def _cell(rows: "pl.DataFrame", column: str, odd: bool) -> "list[pl.Expr]":
    """The parts of a cell's text: written as JSON where one of the column needs escaping, and else between quotes."""
    import polars as pl

    if odd:
        return [pl.struct(pl.col(column).alias("c")).struct.json_encode().str.slice(5).str.head(-1)]
    parts = [pl.lit('"'), pl.col(column), pl.lit('"')]
    return [pl.concat_str(parts).fill_null("null")] if rows[column].null_count() else parts


def row_leaves(rows: "pl.DataFrame", salts: "bytes | pl.Series", size: int = SLICE) -> "pl.Series":
    """The leaf of each row: SHA-256(0x00 || salt || row). `salts`: one a row, or the prefix that makes them of rows."""
    import polars as pl

    line, leaf = row_lines(rows).cast(pl.Binary), pl.lit(b"\x00") + pl.col("salt") + pl.col("row")
    hashed = _sha256(leaf).str.decode("hex").alias("leaf")
    if not isinstance(salts, bytes):
        lines = pl.DataFrame({"row": _sliced(rows, size, line), "salt": salts})
        return _sliced(lines, size, hashed)
    salt = _sha256(pl.lit(salts) + pl.col("row")).str.head(32).str.decode("hex").alias("salt")
    return _sliced(rows, size, line, pl.struct("row", salt).struct.unnest(), hashed)


def salts_column(salts: bytes) -> "pl.Series":
    """Salts of 16 bytes, one after another, as a column."""
    import polars as pl

    return pl.Series("salt", [salts[i : i + 16] for i in range(0, len(salts), 16)], pl.Binary)


def tree_level(level: "pl.Series", size: int = SLICE) -> "pl.Series":
    """The level above: SHA-256(0x01 || left || right) of every two, an odd last one as it is."""
    import polars as pl

    pairs = len(level) // 2
    two = pl.DataFrame({"left": level.gather_every(2).head(pairs), "right": level.gather_every(2, 1)})
    node = _sha256(pl.lit(b"\x01") + pl.col("left") + pl.col("right")).str.decode("hex")
    return pl.concat([_sliced(two, size, node.alias("leaf")), level.tail(len(level) % 2)])


def _sliced(rows: "pl.DataFrame", size: int, *steps: "pl.Expr") -> "pl.Series":
    """What steps make of rows, one after another, slices side by side."""
    import polars as pl

    slices = [rows.lazy().slice(at, size) for at in range(0, rows.height, size)]
    for step in steps:
        slices = [s.select(step) for s in slices]
    return pl.concat(pl.collect_all(slices)).to_series()


def _sha256(column: "pl.Expr") -> "pl.Expr":
    """SHA-256 in hexadecimal."""
    from polars_hash import CryptographicHashingNameSpace

    return CryptographicHashingNameSpace(column).sha2_256()
