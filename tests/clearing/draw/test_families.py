"""No family that could go whole is split by lot, and its members have the chance that the table says."""

from exeat.adapters.highs import Highs
from exeat.clearing.check import check_plan
from exeat.clearing.draw.seal import seal
from exeat.clearing.plan import Cleared, clear
from exeat.core import claims as c
from exeat.core import clauses as k
from exeat.core.shape import encode
from exeat.identity.people import people
from exeat.testing.byhand import exchange, send
from exeat.testing.byhand import people as people_of
from exeat.testing.memory import Part, World, says

CLAUSES = (
    send("3"),
    k.Together("whole", k.Selector(list="l"), "family", force="should"),
    k.Designate("who", "go", "lottery"),
)
FAMILIES = {"1": "f1", "2": "f1", "3": "f2", "4": "f2", "5": "f3", "6": "f3"}


def world(*more: Part) -> World:
    rows = people_of(*FAMILIES, **{f"p{i}": {"family": f} for i, f in FAMILIES.items()})
    return exchange(*CLAUSES, left=rows, right=people_of("9"), more=more)


def cleared(found: World) -> Cleared:
    return clear(found.facts, people(found.facts, found.proposals), Highs(), found.choices, others=False)


def test_one_family_goes_whole_and_one_member_of_another() -> None:
    document = seal(cleared(world()), Highs(), (), "dice")
    assert document is not None
    assert {x.chance for x in document.classes} == {None, "1/2"}
    for randomness in "abcdefgh":
        sealed = says("red", c.DrawSealed(document.clauses, document.hash, document.text))
        found = world(sealed, says("red", c.Draw("go", randomness, document.hash)))
        plan = cleared(found).plan
        gone = [FAMILIES[m.person.removeprefix("l#")] for m in plan.moves or () if m.why == "draw"]
        assert sorted(gone.count(f) for f in set(gone)) == [1, 2]
        plain = encode(plan, True)
        assert isinstance(plain, dict)
        assert check_plan(found.facts, plain, found.choices, found.proposals) == ()
        assert not plan.open_places
