"""Worlds to test with, for us and for whoever builds on exeat: no file, no store, no clock.

- `memory` makes facts of a case and statements; `brute` answers by enumeration what `clearing` computes.
- `byhand` has small worlds whose answer is obvious by eye, `documents` writes moves as a plan, `asks` asks the twin
  and the checker at once.
- `worlds` draws small dense worlds, of what `stains` can say of people and of `terms` that pull in several directions
  (these two alone need Hypothesis); `sides` lets their two sides change places.
- `watched` records what SQLite tells the disk, and `cuts` makes what a power cut may leave of it; these two alone touch
  files.
- Nothing of exeat imports this package.
"""
