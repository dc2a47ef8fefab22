"""Who said what, side by side: where statements differ, what was asked, and what nobody has said.

Read `differences` and `questions`; the rest serves them. Nothing here weighs who is right.
"""
