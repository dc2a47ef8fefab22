"""Lists in the formats that people have: a reader makes a sheet of texts with places; the rest is the same for all."""
