"""Names by themselves: what is measured on published aliases has to be exeat, and not a leftover of it."""

from bench.identity.names_only import first_places, scores

NAMES = ["Bruno Quelmoraz", "Olga Fruvaldés", "Inés Ulmirazo Galdruña", "Marco Norbelúa"]
ASKED = ["quelmoraz, bruno", "Olga FRUVALDES", "Ines Galdruna", "Marcos Norbelua"]


def test_a_name_in_other_words_is_nearer_to_itself_than_to_others() -> None:
    same, other = scores(ASKED, NAMES), scores(ASKED, NAMES[::-1])
    assert (same > other).all()


def test_the_right_name_is_in_first_place_with_and_without_blocks() -> None:
    for blocked in (True, False):
        assert first_places(ASKED, NAMES, [0, 1, 2, 3], blocked=blocked) == 1.0
        assert first_places(ASKED, NAMES, [1, 2, 3, 0], blocked=blocked) == 0.0
