"""A text as it is asked: what the model reads of it, and the words that are looked up. Pure.

A search that is typed and one that is saved are asked alike, so that an alert means what the search would show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.marketplace.matching.abbreviations import spelled_out
from services.marketplace.matching.content import content_words
from services.marketplace.matching.date_words import without_dates
from services.marketplace.matching.elsewhere import is_sought_elsewhere
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.languages import borrowed, is_understood
from services.marketplace.matching.relevance import FITS, Sound, fitting, half_sure
from services.marketplace.matching.understanding import By, Understood, said, subject_words

RULES = "3"  # another one where a text is asked otherwise: what is kept of saved searches is made anew
SAID_ENOUGH = 0.6  # share of a question in a language that is not understood: names and titles are found


@dataclass(frozen=True, slots=True)
class Wording:
    """``text``: without the words of its times, for reasons. ``meaning``: what the model reads, None where it does not
    understand the language. ``spellings``: the subject's words, as they are written and with abbreviations spelled out;
    a document says the greater share of these.
    """

    text: str
    meaning: str | None
    spellings: tuple[str, ...]


def wording_of(text: str, said: Sequence[Understood]) -> Wording:
    """A text as it is asked; ``said`` is what was understood of it.

    The words of a date are no part of the subject: no text is nearer to "bis 30. Juni" because it says "30".

    >>> [wording_of(text, ()).spellings for text in ("wie geht das", "THW Talheim")]
    [(), ('THW Talheim', 'Technisches Hilfswerk Talheim')]
    """
    left = without_dates(text, [each.words for each in times_in(said)])
    meaning = (spelled_out(left) or left) if is_understood(text) else None
    return Wording(left, meaning, spellings_of(subject_words(left, said)))


def spellings_of(words: str) -> tuple[str, ...]:
    """The words of a subject, also with abbreviations spelled out; of a language that is not understood those that
    travel.
    """
    asked = words if is_understood(words) else borrowed(words)
    if not content_words(asked):
        return ()  # "wie geht das": who says so, too, is no nearer for it
    spelled = spelled_out(asked)
    return (asked,) if spelled is None else (asked, spelled)


def times_in(said: Sequence[Understood]) -> list[Understood]:
    return [each for each in said if each.by in {By.DATE, By.OPEN_UNTIL}]


def half_for(text: str, documents: int, embedder: Embedder) -> float:
    """Nearness and words at which a document fits a text as often as not, where there are so many documents."""
    understood = said(text)
    names_a_kind = any(each.by is By.KIND and not each.is_hint for each in understood)
    # "Bayern" is a club to who types it elsewhere; as a state that is understood it says nothing of that.
    asked = subject_words(text, [each for each in understood if each.by is By.REGION])
    strangeness = embedder.strangeness(asked) if is_understood(text) else 0.0
    return half_sure(documents, Sound(strangeness, is_sought_elsewhere(text), names_a_kind))


def enough_for(text: str, half: float) -> float:
    """The relevance from which on something fits; by words alone where no more than these is understood."""
    return FITS if is_understood(text) else fitting(0.0, SAID_ENOUGH, half)
