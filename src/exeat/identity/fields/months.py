# ruff: noqa: RUF001 - letters of other scripts are meant here
"""Months in words: in the languages of the lists, and of the Hijri and Persian calendars.

- Words are compared without case, accents and vowel points, as `plain` makes them; three letters are enough where the
  language writes months so.
- A word that names months of two calendars (none does here) would have to be left out.

Sources: Unicode CLDR 44 (month names: en, es, fr, pt, uk, ru, ar, fa, he; Levantine Arabic ar-SY; islamic and persian
calendars).
"""

from collections.abc import Iterator
from functools import cache

GREGORIAN = (
    "january jan enero ene janvier janv janeiro січень січня сiчня январь января янв يناير ינואר كانون2",
    "february feb febrero fevrier fevr fevereiro fev лютий лютого февраль февраля фев февр فبراير פברואר شباط",
    "march mar marzo mars marco березень березня март марта мар مارس מרץ اذار",
    "april apr abril abr avril avr квітень квітня апрель апреля апр ابريل אפריל نيسان",
    "may mayo mai maio травень травня май мая مايو ماي מאי ايار",
    "june jun junio juin junho червень червня июнь июня июн يونيو يونيه יוני حزيران",
    "july jul julio juillet juil julho липень липня июль июля июл يوليو يوليه יולי تموز",
    "august aug agosto ago aout серпень серпня август августа авг اغسطس אוגוסט اب",
    "september sep sept septiembre setiembre septembre setembro set вересень вересня сентябрь сентября сен сент سبتمبر"
    " ספטמבר ايلول",
    "october oct octubre octobre outubro out жовтень жовтня октябрь октября окт اكتوبر אוקטובר تشرين1",
    "november nov noviembre novembre novembro листопад листопада ноябрь ноября ноя نوفمبر נובמבר تشرين2",
    "december dec diciembre dic decembre dezembro dez грудень грудня декабрь декабря дек ديسمبر דצמבר كانون1",
)
HIJRI = (
    "muharram محرم", "safar صفر", "rabi1 ربيع1", "rabi2 ربيع2", "jumada1 جمادى1", "jumada2 جمادى2", "rajab رجب",
    "shaban شعبان", "ramadan ramadhan ramazan رمضان", "shawwal شوال", "dhulqadah القعده", "dhulhijjah الحجه",
)  # fmt: skip
PERSIAN = (
    "farvardin فروردین", "ordibehesht اردیبهشت", "khordad خرداد", "tir تیر", "mordad امرداد مرداد", "shahrivar شهریور",
    "mehr مهر", "aban ابان", "azar اذر", "dey دی", "bahman بهمن", "esfand اسفند",
)  # fmt: skip
CALENDARS = {"g": GREGORIAN, "h": HIJRI, "j": PERSIAN}

SECOND = (
    ("كانون الثاني", "كانون2"), ("كانون الاول", "كانون1"), ("تشرين الثاني", "تشرين2"), ("تشرين الاول", "تشرين1"),
    ("ربيع الاول", "ربيع1"), ("ربيع الثاني", "ربيع2"), ("ربيع الاخر", "ربيع2"), ("جمادى الاولى", "جمادى1"),
    ("جمادى الاول", "جمادى1"), ("جمادى الثانيه", "جمادى2"), ("جمادى الاخره", "جمادى2"), ("جمادى الاخر", "جمادى2"),
    ("ذو القعده", "القعده"), ("ذي القعده", "القعده"), ("ذو الحجه", "الحجه"), ("ذي الحجه", "الحجه"),
    ("rabi al-awwal", "rabi1"), ("rabi al-thani", "rabi2"), ("jumada al-ula", "jumada1"),
    ("jumada al-thani", "jumada2"), ("dhu al-qadah", "dhulqadah"), ("dhu al-hijjah", "dhulhijjah"),
    ("dhul qadah", "dhulqadah"), ("dhul hijjah", "dhulhijjah"),
)  # fmt: skip
"""Months of two words, and the one word that stands for them here."""


@cache
def words() -> dict[str, str]:
    """Each word for a month: the letter of its calendar (g, h, j) and the number of the month: `g9`."""
    return dict(_words())


def _words() -> Iterator[tuple[str, str]]:
    for calendar, months in CALENDARS.items():
        for number, forms in enumerate(months, start=1):
            yield from ((form, f"{calendar}{number}") for form in forms.split())
