"""The ways in which two lists are compared: in memory, the longer one in batches, or on a Spark cluster."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exeat.adapters.lists.paired import Listed
    from exeat.identity.engine import Engine
    from exeat.identity.match import Found

Say = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Way:
    """What was asked for. `batch`: rows of a batch; `spark`: the master; `engine`: the name of another scoring."""

    batch: int | None = None
    spark: str | None = None
    engine: str | None = None

    def check(self, explain: bool) -> None:
        """Raises a usage error where these do not go together."""
        if sum(x is not None for x in (self.batch, self.spark, self.engine)) > 1:
            raise click.UsageError("--batch, --spark and --engine are three ways to compare; give one of them")
        if explain and (self.spark or self.batch or self.engine):
            raise click.UsageError("--explain compares in memory; leave out --batch, --spark and --engine")


def compared(
    files: tuple[str, str], columns: str | None, sheet: str | None, day: date, way: Way, explain: bool, say: Say
) -> "tuple[tuple[Listed, Listed], Found]":
    """Both lists, and what came out. `say`: tells on the standard error what takes long, by its text and values."""
    from exeat.adapters.lists.batches import long_one

    long = None if way.spark or way.engine or explain else long_one(*files, way.batch)
    if long is not None:
        return _in_batches(files, long, columns, sheet, day, way.batch, say)
    from exeat.adapters.lists.paired import read_pair

    lists = read_pair(*files, columns, sheet)
    if way.spark is not None:
        return lists, _on_spark(lists, day, way.spark, say)
    from exeat.identity.match import matching

    return lists, matching(lists[0].rows, lists[1].rows, as_of=day, engine=_engine(way.engine))


def _engine(name: str | None) -> "Engine | None":
    from importlib.util import find_spec

    if name is None:
        return None
    if find_spec("splink") is None:
        raise click.UsageError("--engine splink needs the extra: pip install 'exeat[splink]'")
    from exeat.adapters.splink_engine import SplinkEngine

    return SplinkEngine()


def _in_batches(
    files: tuple[str, str], long: int, columns: str | None, sheet: str | None, day: date, batch: int | None, say: Say
) -> "tuple[tuple[Listed, Listed], Found]":
    from exeat.adapters.lists.batches import read_pair_in_batches
    from exeat.adapters.shelf import disk_shelf
    from exeat.identity.large import match_large

    short, batched = read_pair_in_batches(files, long, batch, columns, sheet)
    say("batches", {"file": files[long], "rows": f"{batched.size:,}"})
    with disk_shelf() as shelf:
        found = match_large(short.rows, batched.parts, as_of=day, shelf=shelf, flipped=long == 0)
    listed = replace(batched.head, total=found.size[1])
    return ((listed, short) if long == 0 else (short, listed)), found


def _on_spark(lists: "tuple[Listed, Listed]", day: date, master: str, say: Say) -> "Found":
    from importlib.util import find_spec

    if find_spec("pyspark") is None:
        raise click.UsageError("--spark needs the extra: pip install 'exeat[spark]', and Java 17 or 21")
    from exeat.adapters.spark.match import PARTITIONS, match_on_spark
    from exeat.adapters.spark.session import session

    say("spark", {"master": master})
    with session(master, PARTITIONS) as spark:
        return match_on_spark(spark, lists[0].rows, lists[1].rows, as_of=day)
