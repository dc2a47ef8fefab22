"""Remarks as sentences: a round, a remark on a name, a silence, a name that does not match. Nothing is chosen."""

from collections.abc import Iterator

from .remark_document import AdditionalName, ListRemarked, NameRemarked, RemarkOwed, RemarkSaid, Round
from .texts import Speaker


def list_sentence(speaker: Speaker, found: ListRemarked) -> str:
    """`asked-of-olmeria-2: 7 names, put by ... (people asked for, 2031-03-18)`."""
    newest = found.versions[-1]
    kind = found.kind if found.kind in ("holds", "seeks", "offers") else "other"
    return speaker.text(
        "remarks.list",
        list=newest.list,
        names=newest.rows,
        by=speaker.name(found.by),
        kind=speaker.text(f"remarks.kind_{kind}", kind=found.kind),
        day=newest.day.text if newest.day else speaker.text("remarks.day_unknown"),
    )


def voice(speaker: Speaker, power: str, teller: str) -> str:
    """The power that remarks, and who tells it where that is another."""
    if power == teller:
        return speaker.name(power)
    return speaker.text("remarks.told_by", power=speaker.name(power), teller=speaker.name(teller))


def round_sentence(speaker: Speaker, found: Round) -> str:
    """One round: who, when, how many names, how many otherwise than before."""
    changed = speaker.text("remarks.changed", number=found.changed) if found.changed else ""
    more = speaker.text("remarks.additional", number=found.additional) if found.additional else ""
    return speaker.text(
        "remarks.undated" if found.day is None else "remarks.round",
        power=voice(speaker, found.power, found.teller),
        round=found.round or "-",
        day=found.day,
        remarks=found.remarks,
        changed=changed,
        additional=more,
    )


def name_sentence(speaker: Speaker, found: NameRemarked) -> str:
    """The name as the list gives it, under its record."""
    name = found.name or speaker.text("remarks.no_name")
    gone = "" if found.listed else f" [{speaker.text('remarks.not_listed')}]"
    return speaker.text("remarks.name", record=found.record, name=name, birth=_birth(found.birth_date)) + gone


def _birth(date: str | None) -> str:
    return f" ({date})" if date else ""


def word(speaker: Speaker, remark: str) -> str:
    """A remark as a word."""
    return speaker.text(f"remarks.{remark}")


def words(speaker: Speaker, remarks: str) -> str:
    """Several remarks, as `before` holds them."""
    return ", ".join(word(speaker, r) for r in remarks.split(", "))


def said_sentence(speaker: Speaker, said: RemarkSaid) -> str:
    """What one voice remarked: the word, where, on which day, in which round, what it said before."""
    when = speaker.text("remarks.said_undated")
    if said.round is not None:
        when = speaker.text("remarks.said_round", round=said.round, day=said.day)
    notes = [when]
    if said.before and said.before != said.remark:
        notes.append(speaker.text("remarks.before", before=words(speaker, said.before)))
    if not said.standing and said.act != "denies":
        notes.append(speaker.text("remarks.over"))
    detail = _detail(speaker, said.on, said.place, said.words) + f" ({'; '.join(notes)})"
    template = "remarks.denies" if said.act == "denies" else "remarks.says"
    who = voice(speaker, said.power, said.teller)
    return speaker.text(template, who=who, remark=word(speaker, said.remark), detail=detail)


def _detail(speaker: Speaker, on: str | None, place: str | None, said: str | None) -> str:
    parts = [speaker.text("remarks.on", on=on)] if on else []
    parts += [speaker.text("remarks.at", place=place)] if place else []
    parts += [speaker.text("remarks.worded", words=said)] if said else []
    return "".join(f" {p}" for p in parts)


def owed_sentences(speaker: Speaker, owed: RemarkOwed) -> Iterator[str]:
    """Who owes the next word on a name; nothing where nobody does."""
    if owed.asked is None:
        yield speaker.text("remarks.nobody")
        return
    asked, dated = speaker.name(owed.asked), {"days": owed.days, "since": owed.since}
    undated = "_undated" if owed.since is None else ""
    if owed.left_out:
        yield speaker.text("remarks.left_out", power=asked)
    if owed.data_given:
        yield speaker.text("remarks.data_given", power=asked, **dated)
    elif owed.what == "remark":
        yield speaker.text(f"remarks.silent{undated}", power=asked, **dated)
    elif owed.what == "data":
        yield speaker.text(f"remarks.data_owed{undated}", power=speaker.name(owed.owes or ""), **dated)


def additional_sentence(speaker: Speaker, found: AdditionalName) -> str:
    """A name that the list does not have: who gave it, what it counts as, what may be meant."""
    told = speaker.text(
        "remarks.additional_name",
        name=found.name or speaker.text("remarks.no_name"),
        birth=_birth(found.birth_date),
        power=voice(speaker, found.power, found.teller),
        remark=word(speaker, found.remark),
        detail=_detail(speaker, found.on, found.place, found.words),
    )
    rule = "counts_as" if found.agreed else "counts_as_default"
    more = [speaker.text(f"remarks.{rule}", counts_as=word(speaker, found.counts_as))]
    if not found.current:
        more.insert(0, speaker.text("remarks.replaced"))
    if found.candidates:
        more.append(speaker.text("remarks.candidates", records=", ".join(found.candidates)))
    return " ".join([told, *more])
