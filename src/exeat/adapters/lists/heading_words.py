"""What a column holds, by the words of its heading: for lists that are matched, where no heading is known as a whole.

- `PersonBirthDate`, `f_nac_detenido`, `name_given` and `2nd surname` say it word by word; `WORDS` knows the words of
  ten languages, by what they stand for, and `RULES` what they come to together. The first rule that fits wins.
- A word that turns the meaning (a lawyer's name, the date of a release, a type of document) leaves a column alone.
- One column of ours may stand in several of theirs: `nombre_1` and `nombre_2`, or day, month and year of birth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .columns import known_heading, plain

SMALL, CAPITAL = "[a-zà-öø-ÿа-яёіїєґ]", "[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ]"
CAMEL = re.compile(
    rf"(?<={SMALL})(?={CAPITAL})|(?<={CAPITAL})(?={CAPITAL}{SMALL})|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
APART = re.compile(r"[\W_]+")

WORDS: Mapping[str, str] = {
    "name": "name names nm nombre nombres nom noms nome nomes nazwa имя имена ім'я імена імя اسم الاسم إسم نام שם ad "
            "adi isim",
    "full": "full complete completo completos completa complet entier полное повне כامل الكامل کامل מלא tam",
    "given": "given forename forenames fname firstname givenname prenom prenoms prenome pila christian vorname "
             "voornaam imie imiona pervoe الشخصي פרטי",
    "surname": "surname surnames lastname lname sname apellido apellidos apell apelido apelidos sobrenome cognome "
               "nachname familyname familienname achternaam nazwisko фамилия прізвище اللقب الشهرة الكنية العائلة "
               "خانوادگی משפחה soyad soyadi soyisim",
    "family": "family famille familia familiar",
    "last": "last ultimo",
    "first": "1 1st first primer primero primera 1er premier primeiro i",
    "second": "2 2nd second segundo segunda 2do deuxieme ii",
    "middle": "middle mname middlename secondname",
    "paternal": "paterno paternal paterna",
    "maternal": "materno maternal materna",
    "maiden": "maiden soltera nee previous former anterior married casada",
    "patronymic": "patronymic patronym patronimico patronyme отчество batkovi otchestvo",
    "other": "other others alternate alternative otro otros otra autre autres outro outros known",
    "alias": "alias aliases aka nickname nicknames apodo apodos sobrenombre seudonimo surnom alcunha pseudonym "
             "pseudonyme callsign позивний позывной псевдонім псевдоним кличка прозвище прізвисько مستعار כינוי "
             "lakap",
    "father": "father fathers dad padre papa pere pai otets отец отца батько батька الأب الاب الوالد والد پدر אב האב "
              "baba vater ojca",
    "mother": "mother mothers mum madre mama mere mae мать матери мати матері الأم الام الوالدة والدة مادر אם האם "
              "anne ana mutter matki",
    "sex": "sex gender sexo genero sexe genre пол стать الجنس جنس جنسیت מין cinsiyet geschlecht plec",
    "born": "birth born birthdate bdate dob yob birthday bday nac nacimiento nacim nacido nacida naissance naiss "
            "nascimento nasc народження нар рождения рожд родился الميلاد ميلاد الولادة ولادة المواليد تولد לידה "
            "dogum geburt geburtsdatum geboren urodzenia fnac fecnac fechanac birthdt datenaiss dtnasc dtnac",
    "script": "latin latino latina lat cyrillic cyr arabic arabe hebrew persian ar en es fr uk ua ru he fa original "
              "native transliterated transliteration translit romanized romanised english spanish russian ukrainian "
              "spelling local",
    "dob": "dob birthdate bdate fnac fecnac fechanac geburtsdatum",
    "year": "year yyyy yob ano anio annee año jahr год рік سنة سال שנת yil yili y a yr",
    "month": "month mm mes mois monat месяц місяць شهر ay m mon",
    "day": "day dd dia jour tag день يوم روز gun d",
    "date": "date fecha fec fch f data datum дата تاريخ تاریخ תאריך tarih tarihi on since desde dt",
    "place": "place lugar lieu local location city ciudad town ville cidade village municipio province provincia "
             "country pais pays state estado district region ort место місце город місто مكان محل מקום עיר yer yeri "
             "pob birthplace",
    "age": "age edad idade alter вік возраст العمر عمر سن גיל yas yasi wiek",
    "document": "document documento documentos doc dni cedula ced ci passport pasaporte passeport passaporte nid ssn "
                "curp cpf rut tckn kimlik паспорт паспорта документа инн снилс іпн identity identidad identite "
                "identidade identification nationalid idcard الهوية البطاقة الجواز جواز ملی شناسنامه گذرנامه זהות "
                "דרכון pasaport ausweis pesel soc",
    "nationality": "nationality citizenship nacionalidad ciudadania nationalite nacionalidade cidadania الجنسية ملیت "
                   "تابعیت אזרחות uyruk uyrugu vatandaslik громадянство гражданство staatsangehorigkeit",
    "national": "national nacional",
    "origin": "origin origen origine origem procedencia hometown oriundo memleket memleketi походження происхождение "
              "المنشأ الأصل herkunft",
    "held": "detention detencion detained detenido detenida arrest arrested arresto detencao prisao arrestation "
            "incarceration custody captured capture captura aprehension reclusion imprisonment imprisoned held "
            "затримання задержания арешту ареста полону плена الاعتقال التوقيف الاحتجاز الأسر بازداشت دستگیری מעצר "
            "tutuklanma tutuklama gozalti haft verhaftung aprision encarcelamiento ingreso",
    "kept": "detention detencion custody reclusion detencao held imprisonment утримання содержания الاحتجاز",
    "facility": "facility prison prisons jail gaol centre center centro penal carcel penitenciaria penitenciario "
                "camp penitentiary institution establishment recinto presidio recluse السجن سجن זندان زندان כלא "
                "cezaevi hapishane колония колонія сизо сізо gefangnis wiezienie unidade",
    "id": "id ids code codigo cod number no nro num numero ref reference uid uuid guid key identifier ident nr номер "
          "رقم شماره מספר kod rec record",
    "person": "person unique uniq internal persona people detainee detenido detenida prisoner preso presa subject "
              "victim victima individual indiv inmate interno recluso pow captive captivo hostage rehen beneficiary "
              "applicant the of de del la el du des da do dos le les and y et e и та s los las",
    "turns": "release released liberacion liberado excarcelacion death died dead deceased fallecimiento muerte "
             "lawyer attorney abogado defensor sentence sentenced condena court tribunal juez judge contact contacto "
             "phone telefono tel mobile celular email correo spouse wife husband esposa esposo conyuge child "
             "children hijo hijos relative relatives kin sibling brother sister informant reporter reported "
             "interviewer source guard type tipo kind clase expiry expiration expires issue issued expedicion "
             "vencimiento group status grandfather abuelo jad الجد جد grandmother file entry updated created charge "
             "charges case caso causa delito count url address direccion adresse street calle zip postal postcode "
             "language idioma religion occupation profession ocupacion marital civil height weight notes comments "
             "remarks observaciones transfer traslado seen vista visto reception by por unit unidad brigade",
}  # fmt: skip
"""What a word stands for. A word may stand for several things."""

RULES: tuple[tuple[str, str, str], ...] = (
    # all of these; none of these; what it comes to (nothing: leave it), perhaps with its place among several
    ("alias", "", "other_names"),
    ("other name", "", "other_names"),
    ("mother maiden", "", "second_surname"),
    ("maiden", "place born", "other_names"),
    ("surname paternal", "", "surname"),
    ("surname maternal", "", "second_surname"),
    ("surname mother", "father", "second_surname"),
    ("father", "born age mother surname document", "father"),
    ("mother", "born age father surname document", "mother"),
    ("father", "surname", ""),  # nor anything else of a parent's
    ("mother", "surname", ""),
    ("born place", "", "birth_place"),
    ("born date", "", "birth_date"),
    ("dob day", "", "birth_date:3"),
    ("born year", "", "birth_date:1"),
    ("born month", "", "birth_date:2"),
    ("born day", "", "birth_date:3"),
    ("born name", "", "other_names"),
    ("born", "id", "birth_date"),
    ("nationality", "", "nationality"),
    ("origin", "", "origin"),
    ("patronymic", "", "patronymic"),
    ("surname given", "", "name"),
    ("surname name", "first second last paternal", "name"),
    ("surname second", "first", "second_surname"),
    ("last second name", "first", "second_surname"),
    ("surname", "", "surname"),
    ("family name", "", "surname"),
    ("last name", "", "surname"),
    ("middle", "", "given_names:3"),
    ("given second", "", "given_names:2"),
    ("given", "", "given_names:1"),
    ("name full", "", "name"),
    ("name second", "first facility", "given_names:2"),
    ("name first", "facility", "given_names:1"),
    ("sex", "", "sex"),
    ("facility", "", "place"),
    ("kept place", "", "place"),
    ("held date", "place", "held_since"),
    ("held day", "place", "held_since"),
    ("age", "", "age"),
    ("document", "date place name", "document_number"),
    ("national id", "", "document_number"),
    ("name script", "id place date document", "name:1"),
    ("name", "id place date document", "name"),
    ("id", "date place held", "id"),
)
ALONE = {"nom": "name", "nome": "name", "שם": "name", "ad": "name", "documento": "document_number",
         "document": "document_number", "doc": "document_number", "nazwisko": "surname", "nachname": "surname",
         "cognome": "surname", "vorname": "given_names", "first": "given_names", "last": "surname",
         "f name": "given_names", "l name": "surname", "fam name": "surname",
         "p nombre": "given_names:1", "s nombre": "given_names:2", "p apellido": "surname",
         "s apellido": "second_surname", "primer nombre": "given_names:1", "case id": "id",
         "birth day": "birth_date:3"}  # fmt: skip
"""Headings that mean something else, or nothing, in lists that are not about people alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a column holds: one of ours, and its place where ours stands in several of theirs (0 = it is whole)."""

    ours: str
    place: int = 0


def told_by_words(heading: str) -> Held | None:
    """What the words of a heading say; None where they say nothing, or something else."""
    apart = " ".join(CAMEL.sub(" ", heading.rpartition("/")[2]).split())
    known = known_heading(apart) or known_heading(plain(apart).replace(" ", ""))
    folded = plain(apart)
    if folded in ALONE:
        return _held(ALONE[folded])
    if known is not None and known in KNOWN:
        return Held(known)
    meant = _meant(folded)
    return _ruled(frozenset().union(*meant)) if meant and all(meant) else _ruled_loosely(meant)


KNOWN = frozenset(r[2].partition(":")[0] for r in RULES) | {"as_of"}
VAGUE = frozenset({"name", "id", "date", "full", "person", "first", "second", "script", "day", "month", "year"})


def says_nothing(heading: str) -> bool:
    """Whether a heading leaves open what its column holds: `col1`, `dato`, `fecha_x`."""
    meant = _meant(plain(" ".join(CAMEL.sub(" ", heading).split())))
    return told_by_words(heading) is None and VAGUE.issuperset(frozenset().union(*meant))


def _held(text: str) -> Held:
    name, _, place = text.partition(":")
    return Held(name, int(place or 0))


def _ruled(meant: frozenset[str]) -> Held | None:
    if "turns" in meant:
        return None
    for needs, forbids, ours in RULES:
        if meant.issuperset(needs.split()) and not meant.intersection(forbids.split()):
            return _held(ours) if ours else None
    return None


def _ruled_loosely(meant: list[frozenset[str]]) -> Held | None:
    """The same where some words are unknown: but not by a bare name or number, which might be anybody's."""
    found = _ruled(frozenset().union(*meant)) if any(meant) else None
    sure = found is not None and found.ours not in ("name", "id", "age", "place", "origin", "document_number")
    return found if sure else None


def _meant(folded: str) -> list[frozenset[str]]:
    """What each word of a folded heading may stand for."""
    words = [w for w in APART.split(folded.replace("'", "")) if w]
    return [_meanings().get(w, frozenset()) for w in words]


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for meaning, words in WORDS.items():
        for word in words.split():
            found.setdefault(plain(word).replace("'", ""), set()).add(meaning)
    return {word: frozenset(meanings) for word, meanings in found.items()}
