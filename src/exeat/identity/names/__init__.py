"""Names of persons: words in any script, their roles, and how near two words are."""
