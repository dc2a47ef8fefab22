"""Proof of what was recorded: so far the tree's leaf and root; checkpoints and signatures come later.

The hashes themselves are nouns of `core` (`core.entry`, `core.tables`), because ids rest on them.
"""
