"""What is asked: the clauses that stand, what they leave open, and the readings that fill what they leave open."""
