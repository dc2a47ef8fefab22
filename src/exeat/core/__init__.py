"""The nouns: what was said, by whom, where, when; what a clause is; what stands as of a moment.

Read `claims`, then `statement`, `clauses`, `facts`.
"""
