"""Worlds to test with, for us and for whoever builds on exeat: no file, no store, no clock.

- `memory` makes facts of a case and statements; `brute` answers by enumeration what `clearing` computes;
  `worlds` draws small dense worlds (it alone needs Hypothesis).
- Nothing of exeat imports this package.
"""
