"""Each of the sixteen kinds of clause as a sentence, in English and in Spanish, as the sides will read it."""

from typing import get_args

import pytest

from exeat.core import clauses as k
from exeat.faces.clause_sentences import clause_sentence
from exeat.faces.texts import Speaker
from exeat.testing.byhand import offer, send, world
from exeat.testing.memory import count, day

L, R = k.Selector(list="l"), k.Selector(list="r")
FACTS = world(offer(send())).facts
SENTENCES: list[tuple[k.Clause, str, str]] = [
    (
        k.Release("a", "ax", L, "transfer", "be"),
        "Axia transfers to Beria: all of them, the people on l.",
        "Axia traslada a Beria: todas, las personas de la lista l.",
    ),
    (
        k.Release("a", "ax", L, "transfer"),
        "Axia transfers: all of them, the people on l. The clause does not say to whom.",
        "Axia traslada: todas, las personas de la lista l. La cláusula no dice a quién.",
    ),
    (
        k.Release("a", "be", k.Selector(list="r", count=k.SameAs("go")), "release"),
        "Beria releases from custody, where they are: as many as go comes to, of the people on r.",
        "Beria libera, en el lugar donde están: tantas como resulten de go, de las personas de la lista r.",
    ),
    (
        k.Include("b", k.Selector(named=("l#1",)), "should", inside="inside"),
        "Inside the number, these should, if possible, be among those released: l#1.",
        "Dentro del número, deberían, si es posible, estar entre las personas liberadas: l#1.",
    ),
    (
        k.Exclude("c", L, "be", "a dispute"),
        "Not to be among those released, as Beria asks: all of them, the people on l (a dispute).",
        (
            "No deben estar entre las personas liberadas, según pide Beria: todas, las personas de la lista l (a "
            "dispute)."
        ),
    ),
    (
        k.Rate("d", k.Share(L, 1), (k.Share(R, 3), k.Share(k.Selector(list="s"), 15)), "delivered"),
        "For each 1 of the people on l: 3 of the people on r, 15 of the people on s (counted as delivered).",
        (
            "Por cada 1 de las personas de la lista l: 3 de: las personas de la lista r, 15 de: las personas de "
            "la lista s (según lo entregado)."
        ),
    ),
    (
        k.Rate("d", k.Share(L, 1), (k.Share(R, count("2..3")),), "agreed"),
        "For each 1 of the people on l: 2..3 of the people on r (counted as agreed).",
        "Por cada 1 de las personas de la lista l: 2..3 de: las personas de la lista r (según lo acordado).",
    ),
    (
        k.Rate("d", k.Share(L, 1), (k.Share(R, 3),)),
        "For each 1 of the people on l: 3 of the people on r (how it is counted is not said).",
        ("Por cada 1 de las personas de la lista l: 3 de: las personas de la lista r (no se dice cómo se cuenta)."),
    ),
    (
        k.Equivalence("e", L, R, "rank", (k.Weight("captain", 6),)),
        (
            "By the scale of those who offer it (captain = 6), the people on l against the people on r: the same sum; "
            "like for like first."
        ),
        (
            "Por la escala de quienes la ofrecen (captain = 6), las personas de la lista l frente a las personas de la "
            "lista r: la misma suma; primero, igual por igual."
        ),
    ),
    (
        k.Equivalence("e", L, R, "rank", (k.Weight("captain", 6),), 2, False, 2, 3, by="be"),
        (
            "By the scale of Beria (captain = 6), the people on l against the people on r, 2 times the first and 3 "
            "times the second: sums at most 2 apart."
        ),
        (
            "Por la escala de Beria (captain = 6), las personas de la lista l frente a las personas de la lista r, 2 "
            "veces lo primero y 3 veces lo segundo: sumas con una diferencia de 2 como máximo."
        ),
    ),
    (
        k.Equivalence("e", L, R, "rank", (k.Weight("captain", 6),), 0, False, may_exceed="left"),
        (
            "By the scale of those who offer it (captain = 6), the people on l against the people on r: the first may "
            "come to any more, and no less."
        ),
        (
            "Por la escala de quienes la ofrecen (captain = 6), las personas de la lista l frente a las personas de la "
            "lista r: lo primero puede sumar más sin límite, y no menos."
        ),
    ),
    (
        k.Designate("i", "go", "alternating", turns=("be", "ax")),
        "Who is named for go: one name each in turn, in this order: Beria, Axia.",
        "Quién se designa para go: un nombre cada cual por turno, en este orden: Beria, Axia.",
    ),
    (
        k.Exclude("c", L, either="way/by-air"),
        "Under option by-air of way: Not to be among those released: all of them, the people on l.",
        (
            "Según la opción by-air de way: No deben estar entre las personas liberadas: todas, las personas de la "
            "lista l."
        ),
    ),
    (
        k.Together("h", L, "family", force="should"),
        "Together, if possible, those who share a family: all of them, the people on l.",
        "Juntas, si es posible, las que comparten family: todas, las personas de la lista l.",
    ),
    (
        k.Together("h", L, unless=R, force="should"),
        "If possible not without all of them, the people on r: all of them, the people on l.",
        "Si es posible, no sin todas, las personas de la lista r: todas, las personas de la lista l.",
    ),
    (
        k.Balance("f", L, R),
        "As many of the people on l as of the people on r, by head.",
        "Por cabeza, tantas de las personas de la lista l como de las personas de la lista r.",
    ),
    (
        k.Balance("f", L, R, "sex"),
        "As many of the people on l as of the people on r, by head, in each sex.",
        "Por cabeza, tantas de las personas de la lista l como de las personas de la lista r, en cada sex.",
    ),
    (
        k.Limit("g", L, 2, 5),
        "The people on l: at least 2, at most 5 in all.",
        "Las personas de la lista l: al menos 2, a lo sumo 5 en total.",
    ),
    (
        k.Limit("g", L, None, 5, "destination"),
        "The people on l: at most 5 to each destination.",
        "Las personas de la lista l: a lo sumo 5 a cada destino.",
    ),
    (
        k.Limit("g", L, None, 5, to="be"),
        "The people on l: at most 5 to Beria.",
        "Las personas de la lista l: a lo sumo 5 a Beria.",
    ),
    (
        k.Limit("g", L, None, 5, "stage", "be"),
        "The people on l: at most 5 in each stage, to Beria.",
        "Las personas de la lista l: a lo sumo 5 en cada etapa, a Beria.",
    ),
    (
        k.Limit("g", L, 10, 10, "day"),
        "The people on l: exactly 10 on a day.",
        "Las personas de la lista l: exactamente 10 por día.",
    ),
    (
        k.Together("h", L, "family"),
        "Together or not at all, those who share a family: all of them, the people on l.",
        "Juntas o ninguna, quienes comparten family: todas, las personas de la lista l.",
    ),
    (
        k.Together("h", k.Selector(named=("l#1",)), unless=k.Selector(named=("l#2",))),
        "Not without l#2: l#1.",
        "No sin l#2: l#1.",
    ),
    (
        k.Designate("i", "go", "party", "be"),
        "Who is named for go: Beria names them.",
        "Quién se designa para go: Beria designa.",
    ),
    (
        k.Designate("i", "go"),
        "Who is named for go: how is not said.",
        "Quién se designa para go: no se dice cómo.",
    ),
    (
        k.Destination("j", L, "be"),
        "The people on l go to: Beria.",
        "Las personas de la lista l van a: Beria.",
    ),
    (
        k.Destination("j", L, None, False, (k.Quota("be", 135, 135), k.Quota("ce", None, 100)), "three years"),
        "The people on l go to: Beria (exactly 135), Ceria (at most 100); for how long: three years.",
        (
            "Las personas de la lista l van a: Beria (exactamente 135), Ceria (a lo sumo 100); por cuánto "
            "tiempo: three years."
        ),
    ),
    (
        k.Destination("j", L, choice=True),
        "The people on l go wherever each of them has agreed to go.",
        "Las personas de la lista l van adonde cada una haya aceptado ir.",
    ),
    (
        k.Destination("j", L, "ce", True, (k.Quota("be"),)),
        "The people on l go where each of them has agreed to go, out of: Ceria, Beria.",
        "Las personas de la lista l van adonde cada una haya aceptado ir, entre: Ceria, Beria.",
    ),
    (
        k.Destination("j", L),
        "Where the people on l go is not said.",
        "No se dice adónde van las personas de la lista l.",
    ),
    (
        k.Status("k", L, "full_liberty", day("2032-03-01")),
        ("What becomes of the people on l: full liberty; nobody of them is to be arrested again until 2032-03-01."),
        (
            "Situación de las personas de la lista l: libertad plena; a nadie de este grupo se le vuelve a "
            "detener hasta 2032-03-01."
        ),
    ),
    (
        k.Status("k", L, "pardon"),
        "What becomes of the people on l: pardon.",
        "Situación de las personas de la lista l: indulto.",
    ),
    (
        k.Status("k", L),
        "What becomes of the people on l: not said.",
        "Situación de las personas de la lista l: no se dice.",
    ),
    (
        k.ConsentAsked("l", "go", "red", "reduces"),
        "The neutral asks everybody of go for consent; whoever refuses makes the number smaller.",
        "The neutral pide el consentimiento a todas las personas de go; quien se niega reduce el número.",
    ),
    (
        k.Phase("m", "go", 1, day("2031-04-01/2031-04-03"), "one flight a day"),
        "In stage 1, the people of go: 2031-04-01/2031-04-03, one flight a day.",
        "En la etapa 1, las personas de go: 2031-04-01/2031-04-03, one flight a day.",
    ),
    (
        k.When("n", "a truce", "go"),
        "When a truce, then go.",
        "Cuando a truce, entonces go.",
    ),
    (
        k.When("n", "petition_window_passed", "go", days=2),
        "Nobody moves by go until 2 days after the legal act on which the move rests.",
        "Nadie se mueve por go hasta 2 días después del acto jurídico en que se apoya.",
    ),
    (
        k.Handover("o", "a bridge", "a neutral carrier", "simultaneous", 1, False),
        (
            "Handover: a bridge, a neutral carrier, both sides at the same time, neither side ahead by more than "
            "1, without ceremony."
        ),
        (
            "Entrega: a bridge, a neutral carrier, ambas partes al mismo tiempo, ninguna parte adelantada en más "
            "de 1, sin ceremonia."
        ),
    ),
    (
        k.Inform("p", "ax", "a list of graves", "be"),
        "Axia gives Beria: a list of graves.",
        "Axia entrega a Beria: a list of graves.",
    ),
    (
        k.Inform("p", "ax", "proof_of_life", "be", clause="go", days=30),
        "Axia gives Beria a proof of life of everybody who moves by go, not older than 30 days.",
        "Axia da a Beria una prueba de vida de cada persona que se mueva por go, de no más de 30 días.",
    ),
]


@pytest.mark.parametrize(("clause", "english", "spanish"), SENTENCES, ids=[c.kind for c, _, _ in SENTENCES])
def test_no_side_reads_another_clause_than_was_offered(clause: k.Clause, english: str, spanish: str) -> None:
    assert clause_sentence(Speaker(FACTS, "en"), clause) == english
    assert clause_sentence(Speaker(FACTS, "es"), clause) == spanish


def test_no_kind_of_clause_is_left_without_a_sentence() -> None:
    assert {type(clause) for clause, _, _ in SENTENCES} == set(get_args(k.Clause))
