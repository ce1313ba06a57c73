"""A question in Turkish, Polish, Ukrainian, Russian or Arabic, word by word in German. Pure.

Nothing here reads grammar, and nothing has to: a question is the mean of its words' vectors, and its words are counted
one by one. So what a word means is enough. Of function words those stay that say a purpose, a place or a time: "für",
"in", "bis", "ab".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.kit.letters import usual
from services.marketplace.matching.content import EMPTY
from services.marketplace.matching.date_words import MONTH_OF
from services.marketplace.matching.few_words import language_of_few_words
from services.marketplace.matching.languages import ENGLISH_ENDS, OTHERS, is_understood, language_not_understood
from services.marketplace.matching.pieces import FOR, IN, SINCE, UNTIL, Piece, pieces_of
from services.marketplace.matching.tongue import LANGUAGES, tongue

ENOUGH = 0.25  # share of the words of a subject that are understood, from which on the German stands for the question
SERVED = frozenset(LANGUAGES)
CYRILLIC = ("UK", "RU")  # few letters tell these apart: what more is understood in
FAR = 3  # words that say nothing, between a lead and what it leads
MONTHS = frozenset(each.capitalize() for each in MONTH_OF)
# All but Essen, which is food.
BIG_CITIES = """
Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Bremen Dresden Hannover Nürnberg
Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Gelsenkirchen
Mönchengladbach Braunschweig Kiel Chemnitz Aachen Halle Magdeburg Freiburg Krefeld Mainz Lübeck Erfurt
Oberhausen Rostock Kassel Hagen Potsdam Saarbrücken Hamm Ludwigshafen Mülheim Oldenburg Osnabrück Leverkusen
Heidelberg Darmstadt Solingen Regensburg Ingolstadt Würzburg Ulm Heilbronn Cottbus Jena Göttingen Trier Koblenz
"""
CITIES = frozenset(BIG_CITIES.split())


@dataclass(frozen=True, slots=True)
class Translated:
    """A question in German. ``share``: of the words of its subject, names aside, how many are understood, 0 to 1.

    ``words``: what was understood, as the question writes it and in German.
    """

    language: str
    german: str
    share: float
    words: tuple[tuple[str, str], ...]


@lru_cache(maxsize=200)
def translated(text: str) -> Translated | None:
    """A question of which enough is understood; None of others, and of those that need no translation.

    >>> translated("Wo gibt es Hilfe?") is None
    True
    """
    text = usual(text)
    language = language_not_understood(text) or language_of_few_words(text)
    if language not in LANGUAGES:
        return None
    said = [word_by_word(text, each) for each in (CYRILLIC if language in CYRILLIC else (language,))]
    found = max(said, key=lambda each: (each.share, each.language == language))
    is_served = found.language in SERVED and found.words and found.share >= ENOUGH
    return found if is_served and is_understood(found.german) else None


def in_german(text: str) -> str:
    """A question as the rooms behind read it: translated where it has to be and can be, else in its own words."""
    found = translated(text)
    return usual(text) if found is None else found.german


def word_by_word(text: str, language: str) -> Translated:
    """All of a text that is in the list of a language, and its names."""
    pieces = pieces_of(text, tongue(language))
    subject = [each for each in pieces if each.german is None or each.is_subject]
    known = [each for each in subject if each.is_subject]
    words = dict.fromkeys((each.said, each.german or "") for each in known)
    return Translated(language, arranged(pieces), len(known) / max(len(subject), 1), tuple(words))


def arranged(pieces: Sequence[Piece]) -> str:
    """The German of a text: what is not known stays where it is in letters that can be read, each word is said once."""
    said: dict[str, str] = {}
    last: list[str] = []
    for place, each in enumerate(pieces):
        if not each.german and each.german is not None:
            continue
        words = (each.german if each.german is not None else unknown(each.said)).split()
        new = [word for word in words if word.casefold() not in said]
        if not new:
            continue
        lead = lead_of(pieces, place, words)
        if lead == FOR and is_behind(pieces, place):
            last += [FOR, *new]  # the purpose stands behind what is sought
            said |= {word.casefold(): "" for word in new}
            continue
        said |= {word.casefold(): " ".join([lead, word] if at == 0 and lead else [word]) for at, word in enumerate(new)}
    return " ".join([*filter(None, said.values()), *last])


def unknown(word: str) -> str:
    """What is in no list and is no name: of it what is English all the same; the rest is near nothing, or by chance.

    >>> unknown("greenwashing"), unknown("prototipleri")
    ('greenwashing', '')
    """
    return word if word.isascii() and word.endswith(ENGLISH_ENDS) and word.casefold() not in OTHERS | EMPTY else ""


def is_behind(pieces: Sequence[Piece], place: int) -> bool:
    return place + 1 < len(pieces) and pieces[place + 1].is_behind


def is_lead(piece: Piece) -> bool:
    """Whether one looks no further back for a lead; words that say nothing may stand between: "für meinen kleinen"."""
    return bool(piece.lead) or piece.german != ""


def led_by(pieces: Sequence[Piece], place: int) -> str:
    """The lead of a piece: behind it, before it, or its ending."""
    if is_behind(pieces, place):
        return pieces[place + 1].lead
    before = next(filter(is_lead, reversed(pieces[max(0, place - FAR) : place])), Piece(""))
    return before.lead if before.lead and not before.is_behind and before.german == "" else pieces[place].lead


def lead_of(pieces: Sequence[Piece], place: int, words: Sequence[str]) -> str:
    """The German word that stands before a piece: of a time and of a place only where it is one."""
    lead, is_name = led_by(pieces, place), pieces[place].is_name
    if words[0].isdecimal():
        follows = pieces[place + 1].german if place + 1 < len(pieces) else ""
        return (lead or IN) if follows in MONTHS and lead != FOR else ""
    if words[0] in MONTHS:
        has_day = place > 0 and (pieces[place - 1].german or "").isdecimal()
        return "" if has_day else lead if lead in {UNTIL, SINCE} else IN
    if words[0] in CITIES or (is_name and lead == IN):
        return IN
    return FOR if lead == FOR else ""
