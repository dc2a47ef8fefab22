"""What if: the same exchange with other facts or terms, and what that changes. Nothing here is ever recorded.

`changes` (what is supposed) -> `standard` (what may be) -> facts in memory, cleared as any others -> `difference` (two
plans side by side, with reasons) -> `whatif`.
"""
