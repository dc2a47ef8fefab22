"""No, because; and yes, but: what clashes, who could give way and by how little, what each clause does to the numbers.

- Everything said here is said of clauses as they were printed, never of rows, and can be asked of clearing again.
- Only the parties' own terms are ever suggested to change. Refusal, fear, health, children and courts are no terms.
"""
