"""What people were told, and what becomes of it in a plan, in sentences."""

from typing import TYPE_CHECKING

from .frame import heading, line

if TYPE_CHECKING:
    from exeat.clearing.document import PersonLeft, Plan, PlanTold
    from exeat.faces.texts import Speaker

FEW = 8  # people that a line names; of more it gives the number, and `--json` the names


def print_told(say: "Speaker", told: "PlanTold | None", plan: "Plan") -> None:
    """Whom of those told a plan leaves out, each with the reason."""
    if told is None or plan.moves is None:
        return
    heading(say.text("whatif.told", plan=told.plan[:12], people=told.people, left=len(told.left)))
    alike: dict[tuple[str, str, str], list[str]] = {}
    for left in told.left:
        alike.setdefault((", ".join(left.clauses), left.standing, _why(say, left, plan)), []).append(left.person)
    for (clauses, standing, why), people in alike.items():
        who = ", ".join(people) if len(people) <= FEW else say.text("whatif.so_many", number=len(people))
        how = say.text("whatif.named_otherwise" if standing == "named" else f"whatif.{standing}")
        line(say.text("whatif.lost", person=who, clause=clauses, how=how), 2, "*")
        if why:
            line(why, 4, "-")
    if not told.left:
        line(say.text("whatif.all_told_go"), 2)


def _why(say: "Speaker", left: "PersonLeft", plan: "Plan") -> str:
    """What holds a person back under the clauses by which it was told to go; empty where nothing does."""
    held = [h for h in plan.held_back or () if h.person == left.person and h.clause in left.clauses]
    return "\n".join(say.text(f"impediments.{r.rule}_{r.verdict}") for h in held for r in h.reasons)
