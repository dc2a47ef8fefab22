"""Words that are one name, however they are written: abd al-rahman, abdul rahman and abdurrahman become abdulrahman.

- `phrases` joins words of a text; `words` gives each distinct word the form that its spellings share.
- A rule is a pattern over folded text; only texts that hold one of its words are looked at.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

ARTICLE = "(?:al|el|ul|il|ar|er|ur|as|es|us|ash|esh|ush|ad|ed|ud|az|ez|uz|an|en|un|at|et|ut|adh|edh|ath|l)"
LIGHT_OF = (
    "saif|saef|seif|sayf|seyf|nur|noor|nour|salah|shams|badr|jamal|gamal|djamal|jalal|galal|djalal|kamal|kemal|imad|emad"
    "|izz|ezz|khair|kheir|khayr|kheyr|muhi|mohi|muhyi|mohy|najm|nejm|nagm|nasir|naser|nasr|rashid|sad|saad|shihab|shahab"
    "|chihab|taqi|taghi|zain|zayn|zein|zeyn|zin|zine|fakhr|fakhar|husam|hossam|housam|hisam|sharaf|siraj|serag|seraj|taj"
    "|burhan|borhan|baha|bahaa|safi|diya|dhia|zia|ziya|ziaa|moin|muin|nizam|nezam|ala|alaa|alla|aala|qutb|ghiyath|sami"
    "|hassam|wahid|mujahid|sirat|nureddin|rukn|jalaj|awhad|azam|afif|hamid|khalil|majd|mosleh|muslih|amin"
)
SAINT = "san|santa|santo|sankt|sainte?|st"
HOLDS = rf"\b(?:abd|ab(?:u|oo|ou?)l?|abdo|umm?e?|oumm?|{SAINT}|u?l?lah|[aeu]ll?ah|{LIGHT_OF})\b|\babd"
RULES = (
    (rf"\b(?:abd|abdel|abdul|abdal|abdol|abdoul|abdou|abdu|abdo|abdil) (?:{ARTICLE} )?(\w{{3,}})", "abdul${1}"),
    (rf"\b({LIGHT_OF}) (?:{ARTICLE} )?(?:d|dd)[aei]*n\b", "${1}uddin"),
    (rf"\b({LIGHT_OF}) ?(?:[aeiou]l|[aeiou]d)? ?d+(?:i|ee|ei|ie|y)ne?\b", "${1}uddin"),
    (r"\b(\w{3,}) (?:al|el|ul|u)?l?ah\b", "${1}ullah"),
    (r"\b(?:abu|abou|aboo|abo|abul|aboul) (?:(?:al|el|ad|ar|as|az|l) )?(\w{2,})", "abu${1}"),
    (r"\b(?:umm|oum|umme|oumm|um) (?:(?:al|el|l) )?(\w{3,})", "umm${1}"),
    (rf"\b(?:{SAINT}) (\w{{3,}})", "san${1}"),
)
SPELLINGS = (
    (r"^abd(?:[aeiou]|ou)?(?:ll?|l)ah?$", "abdullah"),
    (r"^abd(?:ul|el|al|ol|oul|il)([^aeiou]\w{2,}|[aeiou]\w{2,})$", "abdul${1}"),
    (r"^abd(?:ou|[aeou])?(?:rr)(\w{3,})$", "abdulr${1}"),
    (r"^abd(?:ou|[aeou])?(?:ssh)(\w{3,})$", "abdulsh${1}"),
    (r"^abd(?:ou|[aeou])?(?:ss)(\w{3,})$", "abduls${1}"),
    (r"^abd(?:ou|[aeou])?(?:nn)(\w{3,})$", "abduln${1}"),
    (r"^abd(?:ou|[aeou])?(?:zz)(\w{3,})$", "abdulz${1}"),
    (r"^abd([^aeiou]\w{3,})$", "abdul${1}"),
    (rf"^({LIGHT_OF})[aeiou]?[ld]?d+(?:i|ee|ei|ie|y)ne?$", "${1}uddin"),
    (r"^(\w{3,}?)[aeou]l?lah$", "${1}ullah"),
    (r"^(?:delos|delas|dela|del|dos|das)(cruz|reyes|santos|rosa|torre|valle|rios|rio|pino|toro|silva)$", "${1}"),
)


def phrases(texts: "pl.Series") -> "pl.Series":
    """The texts, with what is one name written as one word."""
    has = texts.str.contains(HOLDS)
    if not has.any():
        return texts
    return texts.clone().scatter(has.arg_true(), _ruled(texts.filter(has), RULES))


def words(texts: "pl.Series") -> "pl.Series":
    """Distinct words, each in the one form of its spellings; several words may get the same."""
    return _ruled(texts, SPELLINGS)


def _ruled(texts: "pl.Series", rules: tuple[tuple[str, str], ...]) -> "pl.Series":
    found = texts
    for pattern, form in rules:
        found = found.str.replace_all(pattern, form)
    return found
