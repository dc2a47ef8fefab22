"""Which column is which: declared by the case, or recognised by its heading in English or Spanish.

- A declared mapping wins; what was recognised and not declared is a guess, and is shown as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from exeat.core.shape import Pairs
from exeat.core.values import fold

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "no", "nro", "num", "numero", "number", "n", "codigo", "code", "row id", "ref", "prisoner no"),
    "record": ("record", "registro", "person", "persona", "about id"),
    "name": ("name", "full name", "nombre completo", "nombre y apellido", "nombres y apellidos", "apellidos y nombres"),
    "given_names": ("given names", "given name", "first name", "first names", "nombre", "nombres", "primer nombre"),
    "surname": ("surname", "last name", "family name", "apellido", "apellidos", "primer apellido", "first surname"),
    "second_surname": ("second surname", "segundo apellido", "apellido materno", "mothers maiden name"),
    "sex": ("sex", "gender", "sexo", "genero"),
    "birth_date": ("birth date", "date of birth", "dob", "born", "fecha de nacimiento", "fecha nac", "nacimiento"),
    "age": ("age", "edad"),
    "nationality": ("nationality", "citizenship", "nacionalidad", "ciudadania"),
    "document_number": ("document number", "document no", "id no", "identity number", "cedula", "cedula de identidad",
                        "documento de identidad", "numero de documento", "pasaporte no"),
    "family": ("family", "family group", "familia", "grupo familiar"),
    "held_since": ("held since", "detained since", "arrest date", "date of arrest", "fecha de detencion",
                   "fecha de arresto", "detenido desde"),
    "place": ("place", "place of detention", "prison", "facility", "lugar", "lugar de detencion", "centro", "penal"),
    "category": ("category", "categoria"),
    "rank": ("rank", "rango", "grado"),
    "destination": ("destination", "destino"),
    "answer": ("answer", "respuesta", "consent", "consentimiento"),
    "interviewer": ("interviewer", "entrevistador", "entrevistadora"),
    "private": ("private", "in private", "privada", "en privado", "privado"),
    "on": ("on", "date", "fecha"),
    "state": ("state", "estado", "fear", "temor"),
    "finding": ("finding", "hallazgo", "fitness", "aptitud"),
    "document": ("document", "documento"),
    "valid": ("valid", "valid until", "vigencia", "valido hasta"),
    "power": ("power", "autoridad", "potencia"),
    "role": ("role", "rol"),
    "legal_act": ("legal act", "acto legal", "act", "acto"),
    "remark": ("remark", "observacion", "comentario"),
    "words": ("words", "in words", "palabras"),
    "receiver": ("receiver", "receptor"),
    "topic": ("topic", "tema"),
    "value": ("value", "valor"),
    "left": ("left", "izquierda"),
    "right": ("right", "derecha"),
    "verdict": ("verdict", "veredicto"),
    "reason": ("reason", "motivo"),
    "relation": ("relation", "kinship", "relacion", "parentesco"),
    "form": ("form", "forma", "medio"),
    "guardian": ("guardian", "tutor", "tutora"),
    "measure": ("measure", "medida"),
    "since": ("since", "desde"),
    "until": ("until", "hasta"),
}  # fmt: skip
_OURS = {
    alias: ours for ours, aliases in reversed(list(ALIASES.items())) for alias in (*aliases, ours.replace("_", " "))
}
"""Every heading we recognise, as `fold` makes it: the table above is written that way."""


def known_heading(heading: str) -> str | None:
    """Our column for a heading that we recognise; None where we do not."""
    return heading if heading in ALIASES else _OURS.get(fold(heading))


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns` maps ours to theirs; `guessed` are those of ours recognised from another heading than ours."""

    columns: Pairs
    guessed: tuple[str, ...]
    missing: tuple[str, ...]  # declared headings that the file does not have


def map_columns(declared: Pairs, headings: Sequence[str], told: Mapping[str, str] = MappingProxyType({})) -> Mapped:
    """The mapping of a file's headings to our columns; each heading and each of ours is used once.

    `told`: what the file itself says, ours to theirs; what the case declares wins over it.
    """
    chosen = {ours: theirs for ours, theirs in declared if theirs in headings}
    named = set(chosen.values())
    chosen = {o: t for o, t in told.items() if t in headings and t not in named and o not in dict(declared)} | chosen
    missing = tuple(theirs for _, theirs in declared if theirs not in headings)
    guessed = []
    for heading in sorted(headings, key=lambda h: h not in ALIASES):  # our own words before those we recognise
        ours = known_heading(heading)
        if ours and ours not in chosen and heading not in chosen.values():
            chosen[ours] = heading
            if ours != heading:
                guessed.append(ours)
    return Mapped(tuple(sorted(chosen.items())), tuple(sorted(guessed)), missing)
