"""Which column is which: declared by the case, told by the file, or recognised by its heading.

- A declared mapping wins, then what the format itself tells; what was only recognised is a guess, and is shown as one.
- Headings are recognised in English and Spanish, the commonest in the languages of `headings`; where a word has two
  meanings (the French *nom*) it is left alone.
- A form's path (`interview/name`) goes by its last part, unless it is one answer of many (`languages/es` beside
  `languages`), or two paths end alike. A number that only counts the rows is an id where nothing better is.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from exeat.core.values import fold

from .headings import MORE

if TYPE_CHECKING:
    from exeat.core.shape import Pairs

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "no", "nro", "num", "numero", "number", "n", "codigo", "code", "row id", "ref", "prisoner no"),
    "record": ("record", "registro", "person", "persona", "about id"),
    "name": ("name", "full name", "nombre completo", "nombre y apellido", "nombres y apellidos", "apellidos y nombres"),
    "given_names": ("given names", "given name", "first name", "first names", "nombre", "nombres", "primer nombre"),
    "surname": ("surname", "last name", "family name", "apellido", "apellidos", "primer apellido", "first surname"),
    "second_surname": ("second surname", "segundo apellido", "apellido materno", "mothers maiden name"),
    "patronymic": ("patronymic", "patronimico"),
    "other_names": ("other names", "alias", "aliases", "aka", "also known as", "nickname", "otros nombres", "apodo"),
    "father": ("father", "fathers name", "name of father", "padre", "nombre del padre"),
    "mother": ("mother", "mothers name", "name of mother", "madre", "nombre de la madre"),
    "sex": ("sex", "gender", "sexo", "genero"),
    "birth_date": ("birth date", "date of birth", "dob", "born", "fecha de nacimiento", "fecha nac", "nacimiento"),
    "age": ("age", "edad"),
    "as_of": ("as of", "age as of", "age on", "a la fecha", "edad a la fecha", "fecha de corte"),
    "birth_place": ("birth place", "birthplace", "place of birth", "born in", "lugar de nacimiento", "nacido en"),
    "origin": ("origin", "place of origin", "home town", "hometown", "origen", "lugar de origen", "procedencia"),
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
COUNTS = frozenset({"no", "nro", "num", "numero", "number", "n", "seq", "رقم"})  # such a column may only count the rows
MARKS = re.compile("\\(s\\)|[.:*?#()\\[\\]\"'`\u00b4\u2019\u02bc\u00b0\u00ba]")
PATH = re.compile(r"[^\s/]+(/[^\s/]+)+")


def plain(heading: str) -> str:
    """A heading as `fold` makes it, without the marks that people put around it; the Turkish dotless i is an i."""
    return fold(MARKS.sub(" ", unicodedata.normalize("NFKC", heading))).replace("\u0131", "i")


_OURS = {
    plain(alias): ours
    for ours, aliases in reversed(list(ALIASES.items()))
    for alias in (*MORE.get(ours, ()), *aliases, ours.replace("_", " "))
}
"""Every heading that we recognise."""


def known_heading(heading: str) -> str | None:
    """Our column for a heading that we recognise, or for the last part of a path; None where there is none."""
    if heading in ALIASES:
        return heading
    return _OURS.get(plain(heading)) or (_OURS.get(plain(heading.rpartition("/")[2])) if _is_path(heading) else None)


def _is_path(heading: str) -> bool:
    return PATH.fullmatch(heading) is not None


@dataclass(frozen=True, slots=True)
class Mapped:
    """`columns` maps ours to theirs; `guessed` are those of ours recognised from another heading than ours."""

    columns: "Pairs"
    guessed: tuple[str, ...]
    missing: tuple[str, ...]  # declared headings that the file does not have


def map_columns(declared: "Pairs", headings: Sequence[str], told: Mapping[str, str] = MappingProxyType({})) -> Mapped:
    """The mapping of a file's headings to our columns; each heading and each of ours is used once.

    `told`: what the file itself says, ours to theirs; what the case declares wins over it.
    """
    chosen = {ours: theirs for ours, theirs in declared if theirs in headings}
    named = set(chosen.values())
    chosen = {o: t for o, t in told.items() if t in headings and t not in named and o not in dict(declared)} | chosen
    missing = tuple(theirs for _, theirs in declared if theirs not in headings)
    guessed = []
    for heading, ours in _recognised(headings):
        if ours not in chosen and heading not in chosen.values():
            chosen[ours] = heading
            if ours != heading:
                guessed.append(ours)
    return Mapped(tuple(sorted(chosen.items())), tuple(sorted(guessed)), missing)


def _recognised(headings: Sequence[str]) -> list[tuple[str, str]]:
    """The headings that we recognise and what they are, our own words first, mere counts and paths last."""
    found = [(h, ours) for h in headings if (ours := known_heading(h)) is not None]
    paths = [ours for h, ours in found if _by_path(h)]
    several = {h for h in headings if _by_path(h) and h.rpartition("/")[0] in headings}  # one answer of many
    kept = [(h, o) for h, o in found if not _by_path(h) or (h not in several and paths.count(o) == 1)]
    return sorted(kept, key=lambda f: (f[0] not in ALIASES, _by_path(f[0]), plain(f[0]) in COUNTS))


def _by_path(heading: str) -> bool:
    return _is_path(heading) and plain(heading) not in _OURS
