"""Which exchange the parties' own terms allow: computed over classes of equal persons, proved, and explained.

`selection` (who is meant) -> `problem` (classes and rows) -> `levels` (aims, one after another) -> `names` (who is
named, which places stay open) -> `plan` (the document). `conflict` explains a *no*; `readings` fills open points;
`check` recomputes everything apart from all of this.
"""
