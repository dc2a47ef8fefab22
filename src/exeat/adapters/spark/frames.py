"""Frames on their way through Spark, which knows no unsigned numbers: they travel signed and wider, and come back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

Schema = dict[str, Any]


def _signed(kind: Any) -> Any:
    import polars as pl

    if isinstance(kind, pl.List):
        return pl.List(_signed(kind.inner))
    wider = {pl.UInt8: pl.Int16, pl.UInt16: pl.Int32, pl.UInt32: pl.Int64, pl.Null: pl.String, pl.Int8: pl.Int16}
    return wider.get(kind, kind)


def outward(frame: "pl.DataFrame") -> "pa.Table":
    """A frame as Spark takes it."""
    import polars as pl
    import pyarrow as pa

    signed = frame.cast({c: _signed(t) for c, t in frame.schema.items()})
    table = signed.to_arrow(compat_level=pl.CompatLevel.oldest())
    return table.cast(pa.schema([pa.field(f.name, _small(f.type)) for f in table.schema]))


def _small(kind: Any) -> Any:
    """Texts and lists with offsets of 32 bits, which all versions of Spark read."""
    import pyarrow as pa

    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_large_list(kind):
        return pa.list_(_small(kind.value_type))
    return kind


def inward(table: Any, schema: Schema) -> "pl.DataFrame":
    """A frame as it was, of what Spark gives."""
    import polars as pl

    return pl.DataFrame(pl.from_arrow(table)).select(pl.col(c).cast(t) for c, t in schema.items())


def ddl(frame: "pl.DataFrame") -> Any:
    """The schema of a frame in Spark."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(outward(frame.clear()).schema)


def mapped(work: "Callable[[pl.DataFrame], pl.DataFrame]", schema: Schema) -> "Callable[[Any], Iterator[Any]]":
    """A function over frames as `mapInArrow` takes it."""

    def over(batches: Any) -> "Iterator[Any]":
        import pyarrow as pa

        for batch in batches:
            if batch.num_rows:
                yield from outward(work(inward(pa.Table.from_batches([batch]), schema))).to_batches()

    return over
