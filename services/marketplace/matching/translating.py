"""A question in Turkish, Polish, Ukrainian, Russian or Arabic, word by word in German. Pure.

Nothing here reads grammar, and nothing has to: a question is the mean of its words' vectors, and its words are counted
one by one. So what a word means is enough. Of function words those stay that say a purpose, a place or a time: "für",
"in", "bis", "ab".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.marketplace.matching.content import EMPTY
from services.marketplace.matching.date_words import MONTH_OF
from services.marketplace.matching.languages import (
    BORROWED,
    ENGLISH,
    ENGLISH_ENDS,
    FOREIGN_LETTERS,
    GERMAN,
    OTHERS,
    is_latin,
    is_understood,
    language_not_understood,
)
from services.marketplace.matching.tongue import LANGUAGES, MARKS, SAYS_NOTHING, Tongue, bare, lines, normal, tongue

ENOUGH = 0.25  # share of the words of a subject that are understood, from which on the German stands for the question
SERVED = frozenset(LANGUAGES)
WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
SENTENCE = re.compile(r"[.!?…؟]\s*$")
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
FAR = 3  # words that say nothing, between a lead and what it leads
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
CYRILLIC = ("UK", "RU")  # few letters tell these apart: what more is understood in
FEW = 12  # words that may be without a function word
FEW_UNKNOWN = 0.25  # of these
TWO = 2  # words up to which nothing may be unknown
LONG_ENOUGH = 5  # letters
# Words of the lists in Latin letters that are German or English as well: those that 35,000 words of German and English
# texts or the model's tokens have, and that are not German for themselves in the lists; and some more, by reading.
ALSO_OURS = frozenset(SHARED_WORDS.split())
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
    language = language_not_understood(text) or language_of_few_words(text)
    if language not in SERVED:
        return None
    languages = [each for each in CYRILLIC if each in SERVED] if language in CYRILLIC else [language]
    found = max(
        (word_by_word(text, each) for each in languages), key=lambda each: (each.share, each.language == language)
    )
    return found if found.words and found.share >= ENOUGH and is_understood(found.german) else None


def in_german(text: str) -> str:
    """A question as the rooms behind read it: translated where it has to be and can be, else as it is."""
    found = translated(text)
    return text if found is None else found.german


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
    words = [normal(each, known.language) for each in WORD.findall(text)]
    is_phrase = (known.phrase(words, 0) or (0, ""))[0] == len(words)
    if not is_phrase and any(each not in known.words and each not in known.bare for each in words):
        return False
    return any(map(is_no_german, words))


def has_nearly_all(text: str, known: Tongue) -> bool:
    """Whether a list knows nearly all words, and half of them are known and no German words."""
    pieces = pieces_of(text, known)
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


def word_by_word(text: str, language: str) -> Translated:
    """All of a text that is in the list of a language, and its names."""
    pieces = pieces_of(text, tongue(language))
    subject = [each for each in pieces if each.german is None or each.is_subject]
    known = [each for each in subject if each.is_subject]
    words = dict.fromkeys((each.said, each.german or "") for each in known)
    return Translated(language, arranged(pieces), len(known) / max(len(subject), 1), tuple(words))


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
        phrase = known.phrase(words, place)
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
