"""exeat: a clearing house for humanitarian exchanges of detainees.

How data flows, each step a package, each step importing only those to its left:

    core         the nouns: somebody said something, somewhere, at a time
    disclosure   what a copy that leaves may carry, and what never does
    evidence     what was said, side by side: differences, questions
    identity     who is who: records, and the persons that people's judgements make of them
    impediments  what is recorded against a release or a transfer
    terms        what is asked: clauses, what they leave open
    clearing     which exchange the parties' own terms allow, checked apart
    adapters     every file, store, clock and solver
    house        where what was recorded and the pure parts meet
    faces        commands and reports: they call the house and turn values into sentences

    house = exeat.open("examples/2025-offer-with-lists")
    print(house.plan().plan.status)
"""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`open`, `ClearingHouse` and `AsOf`, loaded when they are asked for: a help page must not wait for polars."""
    if name == "open":
        from .house import open_case

        return open_case
    if name == "ClearingHouse":
        from .house import ClearingHouse

        return ClearingHouse
    if name == "AsOf":
        from .core.facts import AsOf

        return AsOf
    raise AttributeError(name)
