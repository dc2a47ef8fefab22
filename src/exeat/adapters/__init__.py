"""All input and output: each module implements what a layer above asks for. Nothing else opens a file."""
