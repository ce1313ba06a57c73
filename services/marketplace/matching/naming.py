"""Whether a text names an offer: by its title, or by its owner and nothing else. Pure.

What the time has closed or ended is no suggestion and is near to nobody; who says its name looks for it, and is told
that it is over.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from services.marketplace.matching.content import WORD, content_words
from services.marketplace.matching.documents import Candidate, MatchKind
from services.marketplace.matching.relevance import SURE

MOST_WORDS = 20  # of a text that is a name; a story names nothing
OF_A_NAME = 0.75  # of a title's or an owner's words, by the root of their lengths, that a text must say
OF_A_TEXT = 0.7  # of a text's words that a title and its owner must be; all of them where the owner alone is named
LONG = 5  # letters from which on a word may be misspelt or have an ending
ENDING = 3  # letters
SLIPS, SLIPS_IN_LONG, VERY_LONG = 1, 2, 10  # letters that are not in both words, and from which on there may be more
IN_BRACKETS = re.compile(r"\([^)]*\)")
AS_SURE = 0.1  # nearness and words by which an open offer may be behind one that is over, and stands before it


def is_named(text: str, titles: Iterable[str], owners: Iterable[str]) -> bool:
    """Whether a text says nearly all words of one of these titles and little else, or one of these owners and nothing
    else. Small words and what stands in brackets need not be said, and endings and a misspelt letter do not matter.

    >>> aid, fund = ["Technikzuschuss für Amateurtheater"], ["Kulturfonds Bühne (e. V.)"]
    >>> [is_named(each, aid, fund) for each in ("Technikzuschuß Amateurteater", "Amateurtheater", "kulturfonds bühne")]
    [True, False, True]
    >>> [is_named(each, aid, fund) for each in ("Kulturfonds", "Geld vom Kulturfonds Bühne", "Theater", "")]
    [False, False, False, False]
    """
    if not may_be_a_name(text):
        return False
    asked = words_of(text)
    names = [words_of(IN_BRACKETS.sub(" ", each)) for each in owners]
    if any(each and share(each, asked) >= OF_A_NAME and share(asked, each) == 1.0 for each in names):
        return True
    known = [word for each in names for word in each]
    return any(
        share(words_of(IN_BRACKETS.sub(" ", each)) or words_of(each), asked) >= OF_A_NAME
        and share(asked, [*words_of(each), *known]) >= OF_A_TEXT
        for each in titles
    )


def may_be_a_name(text: str) -> bool:
    """Whether it has words, and no more than a name.

    >>> [may_be_a_name(each) for each in ("Waldschule", "?!", " ".join(map(str, range(30))))]
    [True, False, False]
    """
    return 1 <= len(words_of(text)) <= MOST_WORDS


def words_of(text: str) -> list[str]:
    """The words of a name in small letters, without those that say nothing; all where it has no others.

    >>> words_of("Die KI-Sprechstunde für Vereine"), words_of("Was ist das")
    (['ki', 'sprechstunde', 'vereine'], ['was', 'ist', 'das'])
    """
    words = content_words(text) or WORD.findall(text)
    return list(dict.fromkeys(part for word in words for part in word.casefold().split("-")))


def share(words: Sequence[str], by: Sequence[str]) -> float:
    """The share of words, 0 to 1, that others say; a long one counts more. Two neighbours may be one word.

    >>> share(["technikzuschuss"], ["technik", "zuschuss"]), share(["wald"], ["moor"])
    (1.0, 0.0)
    """
    if not words:
        return 0.0
    joined = {first + second for first, second in pairwise(by)}
    said = {each for each in words if each in joined or any(is_same(each, other) for other in by)}
    for first, second in pairwise(words):
        if first + second in by:
            said |= {first, second}
    whole = sum(math.sqrt(len(each)) for each in words)
    return sum(math.sqrt(len(each)) for each in words if each in said) / whole if len(said) < len(words) else 1.0


def is_same(one: str, other: str) -> bool:
    """Whether two words are one, but for an ending or a slip. Short ones and numbers are as they are.

    >>> [is_same("bühne", each) for each in ("bühnen", "buehne", "büne", "bohne")], is_same("2026x", "2027x")
    ([True, True, False, False], False)
    """
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < LONG or not (one.isalpha() and other.isalpha()):
        return False
    if longer.startswith(shorter):
        return len(longer) - len(shorter) <= ENDING
    one, other = folded(one), folded(other)
    least = max(len(one), len(other)) - (SLIPS_IN_LONG if len(longer) >= VERY_LONG else SLIPS)
    if min(len(one), len(other)) < least:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(each.size for each in blocks) >= least


def folded(word: str) -> str:
    """A word without the letters that are typed in two ways."""
    for letter, typed in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.replace(letter, typed)
    return word


def marked(candidates: Sequence[Candidate], named: frozenset[str]) -> list[Candidate]:
    """Those that are named may be given out though they are over; open offers that are nearly as sure stand before
    them: who asks for a call of last year is told of this year's first.
    """
    if not named:
        return list(candidates)
    order = [replace(each, though_over=True) if each.document.entity_id in named else each for each in candidates]
    for over in [each for each in order if each.though_over]:
        sure = odds(over) - AS_SURE
        last = max((at for at, each in enumerate(order) if is_open_offer(each) and odds(each) >= sure), default=-1)
        place = next(at for at, each in enumerate(order) if each is over)
        if last > place:
            order.insert(last, order.pop(place))
    return order


def is_open_offer(candidate: Candidate) -> bool:
    return candidate.document.kind is MatchKind.SUPPORT_OFFER and not candidate.though_over


def odds(candidate: Candidate) -> float:
    """Nearness and words of a candidate beyond those at which it fits as often as not."""
    sure = min(max(candidate.relevance, 1e-9), 1 - 1e-9)
    return math.log(sure / (1 - sure)) / SURE
