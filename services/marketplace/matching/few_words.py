"""A few words whose language no letter and no function word tells: Turkish or Polish where a list has them. Pure."""

from __future__ import annotations

from functools import lru_cache

from services.marketplace.matching.languages import ENGLISH, GERMAN
from services.marketplace.matching.pieces import LEADS, WORD, pieces_of
from services.marketplace.matching.tongue import Tongue, lines, normal, tongue

SHARED_WORDS = """
alevi architekt bando banka barrier basen basin basit bazar beben berber bilet broni budow centrum chore coach covid
davul deport dilek diploma disci doktor droga elektron eller emigr engel fikir forsa fotograf gitar grant haker
hartz hazard helal hospis indie inform jeden kajak kanun karma karmy karne kayak kazan kolon kolor koncz konkurs
konsument konta kosmos kredi kuchen kupon kurator lamba lista listu listy mandat manifest market marti matur mebel
mecklenburg media mediator medya mentor metod metro model muzea numer obraz okular organize orlik palto parking
parti patron patronat pedagog pensj piano place platform plecy polis polka posta prasa prawn program projektor prost
rampa ranna rapor renta renty resim restaur robot roman rower sahne salon satin scena schleswig senior sensor sergi
siren sobot somali sponsor sporu stare startup statut stole stres student studi sultan syria szef tabel tablo takas
taksi targi teatr temat temu tenis tonac torba torun traum tunez tunus weekend wesel wideo zebra zielen
"""
FEW = 12  # words that may be without a function word
FEW_UNKNOWN = 0.25  # of these
TWO = 2  # words up to which nothing may be unknown
LONG_ENOUGH = 5  # letters
# Words of the lists in Latin letters that are German or English as well: those that 35,000 words of German and English
# texts or the model's tokens have, and that are not German for themselves in the lists; and some more, by reading.
ALSO_OURS = frozenset(SHARED_WORDS.split())


def language_of_few_words(text: str) -> str | None:
    """``TR`` or ``PL`` of a few words that no letter and no function word tells, where a list has nearly all of them.

    What is all in capitals is a name: "Deniz". One word must be in the list as it is, and so must two without a letter
    that English has not.

    >>> [language_of_few_words(each) for each in ("gönüllü", "pomoc prawna", "Sport Markt", "Student", "Hebamme")]
    ['TR', 'PL', None, None, None]
    """
    said = WORD.findall(text)
    ours = sum(each.casefold() in GERMAN | ENGLISH for each in said)
    if not any(each[0].islower() for each in said) or len(said) > FEW or ours > FEW_UNKNOWN * len(said):
        return None
    has = has_all if len(said) <= (1 if not text.isascii() else TWO) else has_nearly_all
    return next((each for each in ("TR", "PL") if has(text, tongue(each))), None)


def has_all(text: str, known: Tongue) -> bool:
    """Whether all words are in a list as they are, or as a phrase, and one of them is no German word."""
    words = [normal(each, known.language) for each in WORD.findall(text) if not each.isdecimal()]
    is_phrase = (known.phrase(words, 0) or (0, ""))[0] == len(words)
    said = [each for each in words if each not in LEADS[known.language]]
    if not is_phrase and any(each not in known.words and each not in known.bare for each in said):
        return False
    return any(map(is_no_german, words))


def has_nearly_all(text: str, known: Tongue) -> bool:
    """Whether a list knows nearly all words, and half of them are known and no German ones; "w" and numbers aside."""
    pieces = [each for each in pieces_of(text, known) if (not each.lead or each.german) and not each.said.isdecimal()]
    words = [normal(word, known.language) for each in pieces for word in WORD.findall(each.said)]
    strange = sum(each.german is None or each.is_name for each in pieces)
    return strange <= len(words) * FEW_UNKNOWN and 2 * (sum(map(is_no_german, words)) - strange) >= len(words)


def is_no_german(word: str) -> bool:
    """Whether a word is no German or English one that we know of, and too long to be in a list by chance."""
    ours = german_of_lists()
    begins = (word[:size] for size in range(LONG_ENOUGH, len(word) + 1))
    return len(word) >= LONG_ENOUGH and word not in ALSO_OURS and not any(each in ours for each in begins)


@lru_cache(maxsize=1)
def german_of_lists() -> frozenset[str]:
    """All German words of the lists that are in Latin letters themselves."""
    return frozenset(each.casefold() for code in ("TR", "PL") for _, said in lines(code) for each in WORD.findall(said))
