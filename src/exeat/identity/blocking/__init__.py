"""Which pairs of two lists are worth a look: keys, blocks, candidates, and what each key contributes."""
