"""The words of dates, German and English, as patterns. Pure; ``dates.py`` says what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MONTHS = (
    *("januar|jänner|january|jan", "februar|february|feb", "märz|maerz|march|mär|mar", "april|apr", "mai|may"),
    *("juni|june|jun", "juli|july|jul", "august|aug", "september|sept|sep", "oktober|october|okt|oct"),
    *("november|nov", "dezember|december|dez|dec"),
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split("|")}
# Abbreviations are months only beside a day.
SHORT = frozenset(
    {"jan", "feb", "mär", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "okt", "oct", "nov", "dez", "dec"}
)
# "Fall" is a case as well, in both languages.
SEASON_OF = {
    **{"frühling": 3, "frühjahr": 3, "spring": 3, "sommer": 6, "summer": 6},
    **{"herbst": 9, "autumn": 9, "winter": 12},
}
FIRST_DAYS, MIDDLE, LAST_DAYS = (1, 10), (11, 20), (21, 0)
PART_OF = {"anf": FIRST_DAYS, "beg": FIRST_DAYS, "sta": FIRST_DAYS, "ear": FIRST_DAYS, "mit": MIDDLE, "mid": MIDDLE}
COUNT_OF = {"zwei": 2, "two": 2, "drei": 3, "three": 3, "vier": 4, "four": 4, "sechs": 6, "six": 6}

GERMAN_ONLY = frozenset(
    {"januar", "jänner", "februar", "märz", "maerz", "mai", "juni", "juli", "oktober", "dezember"}
    | {"frühling", "frühjahr", "sommer", "herbst"}
)
ALSO_NAMES = frozenset({"april", "may", "june", "august", "march", "summer", "winter", "spring"})
ALSO_VERBS = frozenset({"may", "march"})  # months where they begin with a capital


def either(words: Iterable[str]) -> str:
    """One of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=lambda each: (-len(each), each)))})"


LONG = either(MONTH_OF.keys() - SHORT)
ANY = either(MONTH_OF)
SEASON = either(SEASON_OF)
YEAR = r"(?:20\d\d(?!\d|[.,]\d|\s*(?:€|euro|eur\b)))"
PART = (
    r"(?:(?:anfang|mitte|ende|early|mid|late)[\s-]+|(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+)"
    r"(?:des\s+|the\s+)?"
)
NEXT = r"(?:nächste[nrms]?|kommende[nrms]?|next|coming)\s+"
THIS = r"(?:diese[nrms]?|this)\s+"
DETERMINED = r"(?:(?:nächste[nm]|kommende[nm]|next|coming|diese[nm]|this)\s+)?"  # not "dieser Sommer war heiß"
ROUND = r"(?:woche|week|monats?|month|jahre?s?|year)"
END = r"(?:ende|(?:the\s+)?end\s+of)\s+"
TO = r"(?:bis(?:\s+zum)?|und|to|until|till|and|–|-)"
POINTS = {
    "iso": r"20\d\d-\d\d-\d\d",
    "dotted": rf"\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?(?:{YEAR}|\d\d(?![\d.:])))?",
    "days": rf"\d{{1,2}}\.?\s*{TO}\s*\d{{1,2}}\.?\s+{ANY}\b\.?(?:\s+{YEAR})?",
    "day": rf"\d{{1,2}}(?:\.|st|nd|rd|th)?\s*(?:of\s+)?{ANY}\b\.?(?:,?\s+{YEAR})?",
    "monthday": rf"{ANY}\b\.?\s+\d{{1,2}}(?!\d|[.,]\d)(?:st|nd|rd|th)?(?:,?\s+{YEAR})?",
    "ending": rf"(?:jahresende|monatsende|{END}(?:des\s+|the\s+)?(?:{NEXT}|{THIS})?{ROUND}|{END}{YEAR})",
    "part": rf"{PART}{LONG}(?:\s+{YEAR})?",
    "year": rf"(?:im\s+jahre?|in\s+the\s+year)\s+{YEAR}",
    "month": rf"{DETERMINED}{LONG}(?:\s+(?:of\s+)?{YEAR})?",
    "season": rf"{DETERMINED}{SEASON}(?:\s+(?:of\s+)?{YEAR})?",
    "round": rf"(?:{NEXT}|{THIS}){ROUND}",
    "ahead": rf"{NEXT}(?:\d{{1,2}}|{either(COUNT_OF)})\s+(?:tagen?|wochen|monaten?|days|weeks|months)",
    "near": r"(?:heute|today|morgen|tomorrow)",
}
POINT = re.compile(
    # No part of a longer word: August-Bebel-Haus, Juniper, May's, 1.30.6.
    rf"(?<![\w-])(?<!\d\.)(?:{'|'.join(f'(?P<{name}>{point})' for name, point in POINTS.items())})(?![\w'’]|-\w)",
    re.IGNORECASE,
)

ARTICLE = r"(?:\s+einschließlich)?(?:\s+(?:zum|zur|am|im|in\s+den|in\s+die|in\s+der|dem|den|des|der|the))?"
LEADS = {
    "open": rf"(?:offen|geöffnet|läuft|laufen|open|mindestens|at\s+least)\s+(?:noch\s+)?(?:bis|until|till){ARTICLE}",
    "until": rf"(?:bis\s+spätestens|spätestens(?:\s+bis)?|bis|until|till|(?:no|not)\s+later\s+than|by){ARTICLE}",
    "before": r"(?:before(?:\s+the)?|vor\s+dem)",
    "since": rf"(?:ab|starting(?:\s+(?:in|on|from))?|from){ARTICLE}",
    "after": r"(?:after(?:\s+the)?|nach\s+dem)",
    "within": rf"(?:im|in|während|during|within|innerhalb){ARTICLE}",
    "at": r"(?:am|vom|on|zwischen|between)(?:\s+the)?",
    "past": r"(?:seit|since|von|of|aus|herrn?|frau|dr\.|mrs?\.?|ms\.?)(?:\s+(?:dem|the))?",
}
LEAD = re.compile(
    rf"(?<![\w-])(?:{'|'.join(f'(?P<{name}>{lead})' for name, lead in LEADS.items())})\s+$", re.IGNORECASE
)
BOTH = re.compile(r"(?<![\w-])(?:vom|von|from|zwischen|between)(?:\s+(?:dem|the))?\s+$", re.IGNORECASE)
AND = re.compile(rf"\s*{TO}(?:\s+(?:dem|the))?\s*", re.IGNORECASE)
NAME_GOES_ON = re.compile(r"\s+[A-ZÄÖÜ]")  # "by August Wilson"
ONWARDS = re.compile(r"\s+(?:on|onwards?|an)\b", re.IGNORECASE)
ENGLISH_LEADS = re.compile(r"(?:in|by|from|before|after|starting\s+in)", re.IGNORECASE)
LONGEST_LEAD = 60  # characters before a date that are looked at
WORD = re.compile(r"[^\W\d_]+")


def without_dates(text: str, said: Sequence[str]) -> str:
    """A question without the words of its dates, which the dates stand for; the whole where nothing else is said.

    >>> without_dates("Workshop im Juni", ["im Juni"]), without_dates("im Juni", ["im Juni"])
    ('Workshop', 'im Juni')
    """
    left = text
    for each in said:
        left = left.replace(each, " ", 1)
    return left.strip() if WORD.search(left) else text
