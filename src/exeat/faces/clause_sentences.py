"""A clause as a sentence: who does what to whom, in the words of the texts; what is left open is said to be open."""

from exeat.core import clauses as cl
from exeat.core.clauses import Clause, Selector
from exeat.terms.alternatives import option_of
from exeat.terms.asked import is_rule

from .texts import Speaker


def clause_sentence(speaker: Speaker, clause: Clause) -> str:
    """One sentence for a clause of any kind."""
    values = _VALUES[type(clause)](speaker, clause)
    sentence = speaker.text(f"terms.{values.pop('_', clause.kind)}", **values)
    sentence = sentence[:1].upper() + sentence[1:]
    mine = option_of(clause)
    if mine is None:
        return sentence
    return speaker.text("terms.option_of", alternative=mine[0], option=mine[1], sentence=sentence)


def people(speaker: Speaker, s: Selector, all_of: bool = True) -> str:
    """Whom a selector means, in words. Without `all_of`: people of whom something holds, and not all of them."""
    base = _base(speaker, s) if all_of or s.count is not None else _whom(speaker, s)
    if s.union:
        others = (people(speaker, u, all_of) for u in s.union)
        base = speaker.text("terms.union", people=", ".join([base, *others]))
    if s.where:
        conditions = ", ".join(
            speaker.text(f"terms.op_{c.op}", column=c.column, value=c.value.replace("|", ", ")) for c in s.where
        )
        base = speaker.text("terms.where", people=base, conditions=conditions)
    if s.minus:
        base = speaker.text("terms.minus", people=base, less=people(speaker, s.minus, all_of))
    return base


def _base(speaker: Speaker, s: Selector) -> str:
    whom = _whom(speaker, s)
    if isinstance(s.count, cl.SameAs):
        return speaker.text("terms.as_many_as", clause=s.count.same_as, people=whom)
    if s.count is not None:
        return speaker.text("terms.number_of", number=s.count.words, people=whom)
    return speaker.text("terms.named" if s.named and not s.list else "terms.all_of", people=whom)


def _whom(speaker: Speaker, s: Selector) -> str:
    group = speaker.name(s.group) if s.group else ""
    if s.list and s.group:
        return speaker.text("terms.listed_group", group=group, list=s.list)
    if s.list:
        return speaker.text("terms.listed", list=s.list)
    if s.named:
        return ", ".join(s.named)
    return group or speaker.text("terms.nobody")


def _release(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Release)
    how = {"release": "release_in_place", "transfer": "transfer", None: "release_open"}[c.act]
    if c.act == "transfer" and c.to is None:
        how = "transfer_open"
    if c.remains:
        how = {"release": "remains_in_place", "transfer": "remains_to"}.get(c.act or "", "remains_open")
        how = "remains_open" if c.act == "transfer" and c.to is None else how
    return {
        "_": how,
        "from": speaker.name(c.from_),
        "people": people(speaker, c.selection),
        "to": speaker.name(c.to or ""),
    }


def _include(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Include)
    where = {"inside": "include_inside", "outside": "include_outside", None: "include_open"}[c.inside]
    return {"_": where, "people": people(speaker, c.selection), "force": speaker.text(f"terms.{c.force}")}


def _exclude(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Exclude)
    by = {"by": speaker.name(c.by)} if c.by else {}
    key = "exclude_by" if c.by else "exclude"
    return {"_": key, "people": people(speaker, c.selection), "reason": f" ({c.reason})" if c.reason else "", **by}


def _rate(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Rate)
    give = ", ".join(
        speaker.text("terms.number_of", number=s.words, people=people(speaker, s.selection, False)) for s in c.give
    )
    basis = speaker.text(f"terms.basis_{c.basis or 'open'}")
    return {
        "number": c.per.words,
        "people": people(speaker, c.per.selection, False),
        "give": give,
        "basis": basis,
    }


def _equivalence(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Equivalence)
    weights = ", ".join(f"{w.category} = {w.weight}" for w in c.weights)
    left, right = people(speaker, c.left, False), people(speaker, c.right, False)
    by = speaker.name(c.by) if c.by else speaker.text("terms.scale_of_offer")
    more = {
        "left": "scale_left_more",
        "right": "scale_right_more",
        None: "scale_apart" if c.tolerance else "scale_same",
    }
    numbers = {"left": c.left_times or 1, "right": c.right_times or 1}
    times = speaker.text("terms.scale_times", **numbers) if set(numbers.values()) != {1} else ""
    less = speaker.text("terms.scale_less" if c.tolerance else "terms.scale_no_less", tolerance=c.tolerance)
    apart = speaker.text(f"terms.{more[c.may_exceed]}", tolerance=c.tolerance, less=less)
    first = speaker.text("terms.scale_like_first") if c.like_first else ""
    return {"left": left, "right": right, "weights": weights, "by": by, "times": times, "apart": apart, "first": first}


def _balance(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Balance)
    values = {"left": people(speaker, c.left, False), "right": people(speaker, c.right, False)}
    return {"_": "balance_within", "column": c.within, **values} if c.within else values


def _limit(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Limit)
    return {
        "people": people(speaker, c.selection, False),
        "bounds": _bounds(speaker, c.least, c.most),
        "per": _counted(speaker, c),
    }


def _counted(speaker: Speaker, c: cl.Limit) -> str:
    """What a limit counts together: all of them, those of a stage or a day, those taken to each place or to one."""
    if c.to is None:
        return speaker.text(f"terms.per_{c.per}")
    to = speaker.text("terms.per_to", to=speaker.name(c.to))
    return to if c.per in ("plan", "destination") else f"{speaker.text(f'terms.per_{c.per}')}, {to}"


def _bounds(speaker: Speaker, least: int | None, most: int | None) -> str:
    """The least and the most, in words; that nothing is said, where there is neither."""
    if least is not None and least == most:
        return speaker.text("terms.exactly", number=least)
    bounds = (("at_least", least), ("at_most", most))
    said = [speaker.text(f"terms.{k}", number=v) for k, v in bounds if v is not None]
    return ", ".join(said) or speaker.text("terms.left_open")


def _together(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Together)
    values = {"people": people(speaker, c.selection)}
    wish = "_should" if c.force == "should" else ""
    if c.unless:
        return {"_": f"not_without{wish}", "unless": people(speaker, c.unless), **values}
    return {"_": f"together_by{wish}", "column": c.column, **values} if c.column else {"_": f"together{wish}", **values}


def _designate(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Designate)
    turns = ", ".join(speaker.name(p) for p in c.turns)
    key = "turns" if c.turns and c.how == "alternating" else c.how or "open"
    how = speaker.text(f"terms.how_{key}", by=speaker.name(c.by or ""), turns=turns)
    return {"clause": c.clause, "how": how}


def _destination(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Destination)
    places = [speaker.name(c.to)] if c.to else []
    places += [_quota(speaker, q) for q in c.quotas]
    values = {
        "people": people(speaker, c.selection, False),
        "places": ", ".join(places),
        "lasting": speaker.text("terms.lasting", duration=c.duration) if c.duration else "",
    }
    if not places:
        return {"_": "destination_choice" if c.choice else "destination_open", **values}
    return {"_": "destination_choice_of", **values} if c.choice else values


def _quota(speaker: Speaker, q: cl.Quota) -> str:
    name = speaker.name(q.to)
    return name if q.least is q.most is None else f"{name} ({_bounds(speaker, q.least, q.most)})"


def _status(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Status)
    status = speaker.text(f"terms.status_{c.status}") if c.status else speaker.text("terms.left_open")
    values = {"people": people(speaker, c.selection, False), "status": status}
    if c.no_rearrest_until:
        return {"_": "status_until", "until": c.no_rearrest_until.text, **values}
    return values


def _consent(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.ConsentAsked)
    asked = speaker.name(c.asked_by) if c.asked_by else speaker.text("terms.left_open")
    refusal = speaker.text(f"terms.refusal_{c.refusal or 'open'}")
    return {"clause": c.clause, "by": asked, "refusal": refusal}


def _phase(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Phase)
    when = ", ".join(x for x in (c.window.text if c.window else "", c.cadence or "", c.opens or "") if x)
    return {"clause": c.clause, "number": str(c.number), "when": when or speaker.text("terms.left_open")}


def _when(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.When)
    if is_rule(c):
        return {"_": "when_window", "then": c.then, "days": str(c.days)}
    return {"event": c.event, "then": c.then}


def _handover(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Handover)
    order = speaker.text(f"terms.order_{c.order}") if c.order else ""
    exposure = speaker.text("terms.exposure", number=c.exposure) if c.exposure is not None else ""
    ceremony = "" if c.ceremony is None else speaker.text("terms.ceremony" if c.ceremony else "terms.no_ceremony")
    parts = [c.point, c.carrier, order, exposure, ceremony]
    return {"how": ", ".join(p for p in parts if p) or speaker.text("terms.left_open")}


def _inform(speaker: Speaker, c: Clause) -> dict[str, str]:
    assert isinstance(c, cl.Inform)
    to = speaker.name(c.to) if c.to else speaker.text("terms.left_open")
    extra = ", ".join(x for x in (c.amount, c.trigger) if x)
    said = {"by": speaker.name(c.by), "to": to, "extra": f" ({extra})" if extra else ""}
    if is_rule(c):
        return {**said, "_": "inform_proof", "clause": c.clause or "", "days": str(c.days)}
    return {**said, "what": c.what}


_VALUES = {
    cl.Release: _release,
    cl.Include: _include,
    cl.Exclude: _exclude,
    cl.Rate: _rate,
    cl.Equivalence: _equivalence,
    cl.Balance: _balance,
    cl.Limit: _limit,
    cl.Together: _together,
    cl.Designate: _designate,
    cl.Destination: _destination,
    cl.Status: _status,
    cl.ConsentAsked: _consent,
    cl.Phase: _phase,
    cl.When: _when,
    cl.Handover: _handover,
    cl.Inform: _inform,
}


def clause_rank(clause: Clause | None) -> int:
    """Where a kind of clause stands when clauses are shown: releases first, then what limits them."""
    return list(_VALUES).index(type(clause)) if clause is not None else len(_VALUES)
