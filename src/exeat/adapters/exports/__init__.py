"""Lists on their way out: one list, as it stands, as others read it; what a format cannot carry is said."""
