"""The fields of a person beside the names: birth, documents, sex, places, relatives, detention.

- Each field reads its columns as lists write them (`prepare`), and tells levels of likeness for pairs (`Comparison`).
- A field that one of two records does not tell is `missing`, and says nothing for or against.
"""
