"""Names of towns and districts in the words of a question, and which place is meant by one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from services.marketplace.matching.understanding import STATES, By, Understood

# A place is a name behind such a word; whether there is one of that name, the database knows.
PLACE = re.compile(
    r"\b(?:in|aus|bei|um|nahe|from|near|around)\s+"
    r"((?:[A-ZÄÖÜ][\w.-]*)(?:\s+(?:am|an der|im|[A-ZÄÖÜ(][\w.)-]*)){0,3})"
)
MOST_NAMES = 8  # beginnings of such names that are looked up


def names_of_places(text: str) -> list[str]:
    """What may be the name of a town or district, the longer ones first; states are known without looking.

    >>> names_of_places("Kurse in Frankfurt am Main Anfang Mai, Geld aus Hessen")
    ['Frankfurt am Main Anfang', 'Frankfurt am Main', 'Frankfurt am', 'Frankfurt']
    """
    names: dict[str, None] = {}
    for found in PLACE.finditer(text):
        said_there = found.group(1).split()
        for count in range(len(said_there), 0, -1):
            names[" ".join(said_there[:count]).rstrip(".,")] = None
    return [each for each in names if each not in STATES][:MOST_NAMES]


def place_named(
    names: Sequence[str], found: Sequence[tuple[str, str, bool]], states: frozenset[str] = frozenset()
) -> Understood | None:
    """Of places (key, name, and whether it is a district or a city that is one) the one that is meant.

    The longest name that is said counts. Of places that share it, what lies in a state that is named, too (``states``:
    first two digits), then what bears exactly this name, then the larger one: a district. None where places in several
    states are left.

    >>> halle = [("150020000000", "Halle (Saale)", True), ("057540008008", "Halle (Westf.)", False)]
    >>> place_named(["Halle"], halle).name
    'Halle (Saale)'
    >>> two = [("064120000000", "Frankfurt am Main", True), ("120530000000", "Frankfurt (Oder)", True)]
    >>> place_named(["Frankfurt"], two), place_named(["Frankfurt"], two, frozenset({"12"})).words
    (None, 'Frankfurt')
    """
    said = {key: words_for(names, name) for key, name, _ in found}
    longest = max(map(len, said.values()), default=0)
    meant = [each for each in found if len(said[each[0]]) == longest]
    for better in (
        [each for each in meant if each[0][:2] in states],
        [each for each in meant if plain(each[1]) == plain(said[each[0]])],
        [each for each in meant if each[2]],
    ):
        some = {each[0] for each in better}
        meant = [each for each in meant if not some or each[0] in some]
    if not meant or len({key[:2] for key, _, _ in meant}) > 1:
        return None
    key, name, _ = meant[0]
    return Understood(By.REGION, key, said[key], name=name)


def words_for(names: Sequence[str], name: str) -> str:
    """Which of the names, the longest first, is that of a place; the whole before its short form."""
    wholes = [each for each in names if plain(each) == plain(name)]
    return (wholes or [each for each in names if plain(name).startswith(plain(each))] or [name])[0]


def plain(name: str) -> str:
    """A name without accents and case."""
    return "".join(each for each in normalize("NFKD", name.casefold()) if not combining(each))


def is_state(key: str) -> bool:
    """Whether a region's key is that of a whole state."""
    return not key[2:].strip("0")
