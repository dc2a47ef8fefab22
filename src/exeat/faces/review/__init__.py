"""Reviewing pairs in a terminal: two records side by side, one key a verdict (`exeat review`)."""
