"""The words and phrases of a text in one of the languages that have a list, looked up. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from services.marketplace.matching.content import EMPTY
from services.marketplace.matching.languages import BORROWED, FOREIGN_LETTERS, is_latin
from services.marketplace.matching.tongue import MARKS, SAYS_NOTHING, Tongue, bare, normal

WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
SENTENCE = re.compile(r"[.!?…؟]\s*$")
FOR, IN, UNTIL, SINCE = "für", "in", "bis", "ab"
# What the lists say nothing of and a question's purpose, place and time hang on.
LEADS: Mapping[str, Mapping[str, str]] = {
    "TR": {},
    "PL": {"dla": FOR, "na": FOR, "w": IN, "we": IN, "do": UNTIL, "od": SINCE},
    "UK": {"для": FOR, "на": FOR, "в": IN, "у": IN, "до": UNTIL, "від": SINCE, "з": SINCE},
    "RU": {"для": FOR, "на": FOR, "в": IN, "во": IN, "до": UNTIL, "с": SINCE, "от": SINCE},
    "AR": {"لاجل": FOR, "في": IN, "حتي": UNTIL, "من": SINCE},
}
# In Turkish they stand behind what they belong to, or are its ending.
BEHIND: Mapping[str, str] = {"için": FOR, "icin": FOR, "kadar": UNTIL, "dek": UNTIL, "itibaren": SINCE}
IN_TURKISH = re.compile("['’ʼ`´][dt][ea]n?(?:ki)?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or phrase as the question writes it, with its German: "" where it says nothing, None where not known.

    ``lead``: what it says of the next piece, of the one before where ``is_behind``. ``is_name``: it stays as it is.
    """

    said: str
    german: str | None = ""
    lead: str = ""
    is_behind: bool = False
    is_name: bool = False

    @property
    def is_subject(self) -> bool:
        """Whether it is in a list and says something of a subject."""
        return not self.is_name and any(each.casefold() not in EMPTY for each in (self.german or "").split())


def pieces_of(text: str, known: Tongue) -> list[Piece]:
    """The words and phrases of a text in order, looked up."""
    clean = unicodedata.normalize("NFC", text)
    clean = MARKS.sub("", clean) if known.language == "AR" else clean
    found = list(WORD.finditer(clean))
    words = [normal(each.group(), known.language) for each in found]
    is_bare = all(bare(each) == each for each in words)
    pieces: list[Piece] = []
    place = 0
    while place < len(found):
        phrase = known.phrase(words, place, is_bare)
        if phrase is not None:
            end = place + phrase[0]
            pieces.append(piece(clean[found[place].start() : found[end - 1].end()], phrase[1]))
            place = end
            continue
        said = found[place].group()
        is_first = place == 0 or SENTENCE.search(clean, found[place - 1].end(), found[place].start()) is not None
        pieces.append(piece_of(said, words[place], known, is_bare, is_first))
        place += 1
    return pieces


def piece_of(said: str, word: str, known: Tongue, is_bare: bool, is_first: bool) -> Piece:
    """One word, looked up; ``is_first`` of a sentence, where a capital says nothing."""
    language = known.language
    if language == "TR" and word in BEHIND:
        return Piece(said, lead=BEHIND[word], is_behind=True)
    if word in LEADS[language]:
        return Piece(said, lead=LEADS[language][word])
    lead = IN if language == "TR" and IN_TURKISH.search(said.lower()) else ""
    german = known.german(word, is_bare)
    if german is not None:
        return piece(said, german, lead)
    if word.isdecimal():
        return Piece(said, "".join(str(unicodedata.decimal(each)) for each in word), is_name=True)
    is_name = said[0].isupper() and (not is_first or bool(lead))
    if is_latin(word) and (is_name or language not in {"TR", "PL"}):
        return Piece(said, kept(said), lead, is_name=True)
    return Piece(said, word if word in BORROWED else None, lead)


def piece(said: str, german: str, lead: str = "") -> Piece:
    return Piece(said, "" if german == SAYS_NOTHING else german, lead)


def kept(name: str) -> str:
    """A name as documents here write it, without a Turkish suffix and letters that German does not have.

    >>> kept("Fulda’da"), kept("Yıldız")
    ('Fulda', 'Yildiz')
    """
    head = re.split("['’ʼ`´]", name)[0]
    return "".join(bare(each) if each.lower() in FOREIGN_LETTERS else each for each in head)
