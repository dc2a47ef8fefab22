"""The report: it needs nothing but itself, every number leads somewhere, and a party's copy says nothing of persons."""

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faces.page_reader import PageReader

from exeat.clearing.plan import Cleared
from exeat.core.claims import Question
from exeat.core.errors import Refused
from exeat.core.facts import Facts
from exeat.disclosure.numbers import FEW, guarded
from exeat.evidence.questions import due_process
from exeat.faces.report import html
from exeat.faces.report.answer import moved
from exeat.faces.report.words import CLOSE, LINK, OPEN, markup, plain
from exeat.house import ClearingHouse, open_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "src" / "exeat" / "texts"
EXAMPLES = ["2025-offer", "2025-offer-with-lists"]
COPIES = [None, "sv", "ve", "us"]
EVERY = [(name, language, party) for name in EXAMPLES for language in ("en", "es") for party in COPIES]
PARTY = [(name, language, party) for name, language, party in EVERY if party]


@dataclass(frozen=True)
class Case:
    """A case, opened and cleared."""

    house: ClearingHouse
    facts: Facts
    cleared: Cleared

    def html(self, language: str = "en", party: str | None = None) -> str:
        return html(self.house, self.facts, self.cleared, language, party)


@cache
def case(folder: Path) -> Case:
    house = open_case(folder)
    facts = house.facts()
    return Case(house, facts, house.plan(facts))


@cache
def page(name: str, language: str = "en", party: str | None = None) -> PageReader:
    return PageReader(case(ROOT / "examples" / name).html(language, party))


# ------------------------------------------------------------ the page


@pytest.mark.parametrize(("name", "language", "party"), EVERY)
def test_a_page_needs_nothing_but_itself(name: str, language: str, party: str | None) -> None:
    read = page(name, language, party)
    assert not read.fetched
    assert not {"script", "link", "img", "iframe", "object", "use", "image"} & set(read.tags)
    assert not re.search(r"@import|url\(|https?://|src=|\bon[a-z]+=\"", read.html)


@pytest.mark.parametrize(("name", "language", "party"), EVERY)
def test_every_link_leads_to_a_place_on_the_page(name: str, language: str, party: str | None) -> None:
    read = page(name, language, party)
    assert all(link.startswith("#") for link in read.links)
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))


@pytest.mark.parametrize(("name", "language", "party"), EVERY)
def test_the_markup_is_whole_and_has_an_outline(name: str, language: str, party: str | None) -> None:
    read = page(name, language, party)
    assert not read.broken
    assert not read.open
    assert read.language == language
    assert read.headings.count(1) == 1
    assert read.headings[0] == 1
    assert all(later - before <= 1 for before, later in zip(read.headings, read.headings[1:], strict=False))


@pytest.mark.parametrize(("name", "language", "party"), EVERY)
def test_every_table_has_a_caption_and_every_heading_its_direction(name: str, language: str, party: str | None) -> None:
    for table in page(name, language, party).tables:
        assert table.caption.strip()
        assert len(table.scopes) == table.headings > 0


@pytest.mark.parametrize(("name", "language", "party"), EVERY)
def test_no_sentence_lacks_its_text(name: str, language: str, party: str | None) -> None:
    text = page(name, language, party).text
    areas = "report|claims|terms|clearing|impediments|evidence|cli"
    assert not re.search(rf"\b({areas})\.[a-z]+_?[a-z_]* ?(\{{|$|<)", text)
    assert not re.search(r"\{[a-z_]+\}", text)
    assert not any(mark in text for mark in "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4")


def test_both_languages_say_the_same_things() -> None:
    en, es = (tomllib.loads((TEXTS / lang / "report.toml").read_text("utf-8")) for lang in ("en", "es"))
    assert list(en) == list(es)
    for key, sentence in en.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", es[key])), key


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_statement_that_stands_has_its_place_in_the_whole_copy(language: str) -> None:
    for name in EXAMPLES:
        assert set(case(ROOT / "examples" / name).facts.statements) <= set(page(name, language).ids)


def test_invented_people_and_undated_sources_are_marked_on_every_sheet() -> None:
    read = page("2025-offer-with-lists")
    assert 'class="sheet" aria-hidden="true"><bdi>INVENTED' in read.html
    assert "Undated: Report A, Report B" in read.text
    assert "INVENTED" not in page("2025-offer").text


def test_the_answer_is_in_numbers_and_leads_to_its_lists() -> None:
    read, told = page("2025-offer-with-lists"), case(ROOT / "examples" / "2025-offer-with-lists")
    for clause, move in told.cleared.readings.base.problem.moves.items():
        assert f"of {len(move.selected)} people would go under {clause}" in read.text
    assert f"#{told.facts.lists['sv-roster'][0]}" in read.links


def test_everybody_held_back_is_on_the_whole_copy_with_every_reason() -> None:
    read, told = page("2025-offer-with-lists"), case(ROOT / "examples" / "2025-offer-with-lists")
    held = told.cleared.plan.held_back
    assert held
    assert all(h.person in read.text for h in held)
    assert {f"#{i}" for h in held for r in h.reasons for i in r.statements} <= set(read.links)


def test_what_a_file_says_is_text_and_never_markup(tmp_path: Path) -> None:
    folder = planted(tmp_path, '<script>alert("x")</script> & <b>bold</b>')
    read = PageReader(case(folder).html())
    assert "script" not in read.tags
    assert '<script>alert("x")</script> & <b>bold</b>' in read.text
    assert not read.broken


def test_values_stand_apart_so_that_another_script_turns_no_sentence_around() -> None:
    assert markup(f"a {OPEN}b < {OPEN}c{CLOSE}{CLOSE}{CLOSE} d{OPEN}") == (
        "a <bdi>b &lt; <bdi>c</bdi></bdi> d<bdi></bdi>"
    )
    assert markup(f"{LINK}javascript:alert(1)") == "javascript:alert(1)"
    assert plain(f"a {OPEN}b{CLOSE}") == "a b"


# ------------------------------------------------------------ the copy for a party

CANARY = "CANARY-7f3a"
RULED_OUT = re.compile(
    r"consent|consentimiento|\bfear|\btemor|medical|médic|\bunfit|fit to travel|no apt[oa]|guardian|tutela"
    r"|court|tribunal|judicial|override|impediment",
    re.IGNORECASE,
)


def planted(folder: Path, words: str, *, refusal: str | None = None) -> Path:
    """The example with lists, and words where no party may see them."""
    copy = folder / "case"
    shutil.copytree(ROOT / "examples" / "2025-offer-with-lists", copy, ignore=shutil.ignore_patterns("exeat.db*"))
    quoted = "'" + words.replace("'", "''") + "'"
    (copy / "statements" / "planted.yaml").write_text(PLANTED.replace("WORDS", quoted), encoding="utf-8")
    if refusal is not None:
        kept = (copy / "case.yaml").read_text("utf-8")
        chosen = re.sub(r"asked/refusal: \w+", f"asked/refusal: {refusal}", kept)
        assert chosen != kept
        (copy / "case.yaml").write_text(chosen, encoding="utf-8")
    return copy


PLANTED = """\
- {key: p-order, by: sv-court, act: orders, claim: {kind: court_order, court: sv-court, covers: [deported-252], binds: [us], words: WORDS}}
- {key: p-hold, by: mission, act: states, claim: {kind: legal_hold, subject: deported-252, reason: WORDS}}
- {key: p-hearsay, by: ve, via: mission, act: states, claim: {kind: quotation, words: WORDS}}
- {key: p-person, by: ve, act: states, claim: {kind: attribute, subject: "sv-roster#SV-003", name: note, value: WORDS}}
- {key: p-asked, by: mission, act: asks, claim: {kind: question, to: ve, topic: contact, subject: "sv-roster#SV-004", words: WORDS}}
- {key: p-other, by: mission, act: asks, claim: {kind: question, to: us, topic: contact, words: WORDS}}
- {key: p-override, by: ve, act: states, claim: {kind: override, subject: "monitor-list#M-0003", rule: document, name: WORDS, reason: WORDS}}
- {key: p-dispute, by: monitor, act: states, claim: {kind: dispute, statement: p-hearsay, words: WORDS}}
- {key: p-named, by: monitor, act: states, claim: {kind: characterisation, of: the roster, words: WORDS}}
"""  # noqa: E501


def test_the_whole_copy_shows_what_no_party_may_see(tmp_path: Path) -> None:
    assert CANARY in PageReader(case(planted(tmp_path, CANARY)).html()).text


@pytest.mark.parametrize("party", ["sv", "ve", "ve-prosecutor"])
def test_a_party_sees_no_words_that_were_neither_its_own_nor_for_it(tmp_path: Path, party: str) -> None:
    assert CANARY not in case(planted(tmp_path, CANARY)).html("en", party)


@pytest.mark.parametrize(("name", "language", "party"), PARTY)
def test_no_reason_is_on_a_partys_copy(name: str, language: str, party: str) -> None:
    told, read = case(ROOT / "examples" / name), page(name, language, party)
    text = without_questions(told, read.text, language)
    assert not RULED_OUT.findall(text)
    sentences = tomllib.loads((TEXTS / language / "impediments.toml").read_text("utf-8"))
    reasons = [s for s in sentences.values() if len(s) > 20 and "{" not in s]
    assert reasons
    assert not [s for s in reasons if s in text]


def without_questions(told: Case, text: str, language: str) -> str:
    """The text without what was asked in so many words, and without the keys of those questions."""
    texts = tomllib.loads((TEXTS / language / "evidence.toml").read_text("utf-8"))
    asked = [(told.facts.key(i), s.claim.words) for i, s in told.facts.of(Question) if isinstance(s.claim, Question)]
    asks = [texts[g.guarded.id.removeprefix("evidence.")] for g in due_process(told.facts).gaps]
    parts = [p.strip() for a in asks for p in re.split(r"\{\w+\}", a) if len(p) > 12]
    topics = [re.escape(w) for w in ("topic: court", "tema: court", "topic: tribunal", "tema: tribunal")]
    for part in sorted({*parts, *(x for pair in asked for x in pair)}, key=len, reverse=True):
        text = text.replace(" ".join(part.split()), " ")
    return re.sub("|".join(topics), "", text)


@pytest.mark.parametrize(("name", "language", "party"), PARTY)
def test_only_people_whom_a_move_takes_are_on_a_partys_copy(name: str, language: str, party: str) -> None:
    told, read = case(ROOT / "examples" / name), page(name, language, party)
    mine = [m for m in told.cleared.plan.moves or () if party in (m.from_, m.to)]
    allowed = {r for m in mine for r in m.records}
    shown = {r for r in told.facts.people["record"].to_list() if re.search(re.escape(r) + r"(?!\d)", read.html)}
    assert shown <= allowed
    assert not shown & {h.person for h in told.cleared.plan.held_back or ()}


@pytest.mark.parametrize("party", ["sv", "ve"])
def test_the_names_of_a_move_are_on_the_copies_of_its_two_sides(party: str) -> None:
    told, read = case(ROOT / "examples" / "2025-offer-with-lists"), page("2025-offer-with-lists", "en", party)
    taken = [m for m in told.cleared.plan.moves or () if "sv-all" in m.clauses]
    assert taken
    assert all(any(r in read.text for r in m.records) for m in taken)


@pytest.mark.parametrize("party", ["sv", "ve"])
def test_two_numbers_that_tell_how_many_refuse_are_never_on_one_copy(tmp_path: Path, party: str) -> None:
    told = case(planted(tmp_path, CANARY, refusal="counts_as_delivered"))
    go = {moved(told.cleared.readings.base, clause) for clause in ("sv-all", "ve-same")}
    assert len(go) == 2
    shown = re.findall(r'class="number"><span><bdi>(\d+)</bdi>', told.html("en", party))
    assert shown
    assert not go <= set(map(int, shown))


@pytest.mark.parametrize(("name", "language", "party"), PARTY)
def test_a_copy_says_whose_it_is(name: str, language: str, party: str) -> None:
    whose = {"sv": "El Salvador", "ve": "Venezuela", "us": "United States"}[party]
    line = f"{'Copy for' if language == 'en' else 'Copia para'} {whose}."
    assert line in page(name, language, party).text


@pytest.mark.parametrize("refusal", ["stops", "substitute"])
@pytest.mark.parametrize("party", COPIES)
def test_a_no_is_a_page_too(tmp_path: Path, refusal: str, party: str | None) -> None:
    told = case(planted(tmp_path, CANARY, refusal=refusal))
    read = PageReader(told.html("en", party))
    assert told.cleared.plan.status == ("none" if refusal == "stops" else "optimal")
    assert not read.broken
    assert {link[1:] for link in read.links} <= set(read.ids)


def test_an_order_that_nobody_linked_stands_before_everything_else(tmp_path: Path) -> None:
    folder = planted(tmp_path, CANARY)
    with (folder / "statements" / "planted.yaml").open("a", encoding="utf-8") as file:
        file.write("- {key: p-unlinked, by: sv-court, act: orders, claim: {kind: court_order, court: sv-court, ")
        file.write("covers: [halted-group], binds: [sv]}}\n")
    told = case(folder)
    text = PageReader(told.html()).text
    assert text.index("WARNING: an order") < text.index("On this page")
    assert "WARNING" not in PageReader(told.html("en", "sv")).text


def test_a_copy_for_nobody_is_refused() -> None:
    with pytest.raises(Refused):
        case(ROOT / "examples" / "2025-offer").html("en", "atlantis")


PARTS = st.fixed_dictionaries(
    {"named": st.integers(0, 12), "open": st.integers(0, 12), "not_on_list": st.integers(0, 12)}
)


@given(PARTS)
def test_no_small_number_of_people_is_shown_nor_can_be_recovered(parts: dict[str, int]) -> None:
    shown = guarded(parts)
    numbers = [n for n in shown.values() if isinstance(n, int)]
    assert all(n >= FEW for n in numbers)
    assert len(shown) - len(numbers) != 1 or len(shown) == 1
    assert all(shown[k] == parts[k] for k in shown if isinstance(shown[k], int))


def test_a_small_number_hides_the_next_smallest_too() -> None:
    assert guarded({"named": 216, "open": 5, "not_on_list": 3}) == {
        "named": 216,
        "open": "hidden",
        "not_on_list": "few",
    }
    assert guarded({"named": 0, "open": 221, "not_on_list": 675}) == {"open": 221, "not_on_list": 675}
    assert guarded({"named": 252, "open": 0, "not_on_list": 0}) == {"named": "hidden", "not_on_list": "few"}


# ------------------------------------------------------------ in a browser

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOWN = [("2025-offer", None), ("2025-offer-with-lists", None), ("2025-offer-with-lists", "ve")]

CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const solid = c => c.length < 4 || c[3] > 0;
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (solid(c)) return c;
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const boxes = [...document.querySelectorAll('svg rect')].map(r => numbers(getComputedStyle(r).fill));
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || ['STYLE', 'TITLE', 'DESC'].includes(e.tagName.toUpperCase())) continue;
    const style = getComputedStyle(e), drawn = e.namespaceURI.endsWith('svg');
    const ink = numbers(drawn ? style.fill : style.color);
    const grounds = drawn ? [behind(e), ...boxes] : [behind(e)];
    const least = Math.min(...grounds.map(g => ratio(ink, g)));
    if (least < 4.5) poor.push([e.outerHTML.slice(0, 60), least.toFixed(2)]);
  }
  return poor;
}"""


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if program is None:
        lack = "no browser: apt-get install chromium (or put chromium or google-chrome on the PATH)"
        pytest.fail(lack) if os.environ.get("CI") == "true" else pytest.skip(lack)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()


def shown(browser: "Browser", tmp_path: Path, name: str, party: str | None, width: int, scheme: str) -> "Page":
    """The page, opened from a file; anything that it would fetch fails the test."""
    file = tmp_path / "report.html"
    file.write_text(page(name, "en", party).html, encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    assert asked == [file.as_uri()]
    return tab


@pytest.mark.browser
@pytest.mark.parametrize(("name", "party"), SHOWN)
@pytest.mark.parametrize("width", [360, 1200])
def test_a_page_never_scrolls_sideways(
    browser: "Browser", tmp_path: Path, name: str, party: str | None, width: int
) -> None:
    tab = shown(browser, tmp_path, name, party, width, "light")
    tab.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "party"), SHOWN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(
    browser: "Browser", tmp_path: Path, name: str, party: str | None, scheme: str
) -> None:
    tab = shown(browser, tmp_path, name, party, 1200, scheme)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == (scheme == "dark")
    assert tab.evaluate(CONTRAST) == []
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "party"), SHOWN)
def test_a_page_prints_whole_with_its_mark_on_every_sheet(
    browser: "Browser", tmp_path: Path, name: str, party: str | None
) -> None:
    tab = shown(browser, tmp_path, name, party, 1200, "light")
    pdf = tab.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('.sheet')).position") == "fixed"
    assert tab.evaluate("document.querySelector('.sheet').getClientRects().length") == 1
    folded = "[...document.querySelectorAll('details > :not(summary)')]"
    assert tab.evaluate(f"{folded}.every(e => e.getBoundingClientRect().height > 0)")
    tab.close()
