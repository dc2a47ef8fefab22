"""How much a pair weighs: weights, what the lists teach, rarity, probability."""
