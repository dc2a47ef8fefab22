"""The mark of a copy in the two formats that are tables: a last column, whose heading says whose copy it is.

Every cell has the code, so that a part that somebody cut out still says where it came from.
"""

from dataclasses import replace

from .outgoing import Outgoing


def stamped(out: Outgoing) -> Outgoing:
    """The list with its mark as a column; as it is, where it has none."""
    import polars as pl

    if out.mark is None:
        return out
    column = pl.Series(out.mark.heading, [out.mark.code], dtype=pl.String).new_from_index(0, out.rows.height)
    return replace(out, rows=out.rows.hstack([column]))
