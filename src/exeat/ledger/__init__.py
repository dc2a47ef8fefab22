"""Proof of what was recorded: trees, signed notes, checkpoints, policies, bundles. Pure: no file, no clock, no chance.

`tree` grows and proves; `note` is a text that somebody signed; `checkpoint` is a note about a tree; `policy` says whose
signatures are enough; `bundle` is all that a stranger needs to check one entry, in one file.
"""
