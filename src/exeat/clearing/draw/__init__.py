"""The draw: a lottery over all best plans, only where a clause asks for one; nobody can say that it was bent.

- *Leximin*: no lottery over the best plans gives whoever fares worst more; of those that give them as much, none gives
  the next more; and so on. Nobody has no chance whom an equally good plan frees.
- Whole plans are drawn, then persons within classes of equals: a lottery inside a class alone would leave out
  everybody whose class a solver happened to pass over.
- Chances and weights are fractions, never floats: floats propose, whole numbers are checked.
- Everything that decides is sealed before the randomness is known. The specification is `docs/spec/draw.md`.
"""
