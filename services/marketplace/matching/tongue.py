"""The words of a language that nobody here has a model of, each with the German that stands for it. Pure but for files.

``tongues/<code>.tsv`` holds a word or a phrase of a few words and its German, a line each. A list is read when
somebody asks in its language. Of a word that suffixes are added to, a list has the stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from services.marketplace.matching.content import EMPTY

FOLDER = Path(__file__).with_name("tongues")
LANGUAGES = ("TR", "PL", "UK", "RU", "AR")
SAYS_NOTHING = "-"  # the German of a word that is known and says nothing of a subject
OF_A_NOUN = re.compile("[a-zäöüß]+(?:e|er|es)|Erste|Künstliche|Freiwillige")
LEAST = 4  # letters of a stem that may be the beginning of a word
# A stem that words have in common. Of words of a list that were taken out and looked up so, four in five had a German
# word of their own among what was found; with stems of four letters it is three in five.
LEAST_IN_COMMON, MOST_CUT, MOST_CUT_IN_LIST = 5, 4, 2
APOSTROPHES = re.compile("['’ʼ`´]")
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")  # vowels of Arabic, and the line that stretches a word
ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"})
ALIKE = str.maketrans("aceiopxy", "асеіорху")  # Latin letters in Cyrillic words, typed as they look
CYRILLIC = re.compile("[а-яіїєґ]")
BARE = str.maketrans({"ı": "i", "ł": "l", "ґ": "г", "ё": "е", "ؤ": "و", "ئ": "ي", "ء": None})  # no part of it is a mark
# "And", "so"; "in", "for", "as"; the article, which "for" melts with.
BEFORE = re.compile("(?P<and>[وف]?)(?P<to>[بلك]?)(?P<the>(?:ال)?)")
MELTED = "لل"
BEHIND = ("هما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك", "ي")  # whose it is
SHORTEST = 3  # letters of an Arabic word without what is before and behind it


@dataclass(frozen=True, slots=True)
class Tongue:
    """``bare``: the same without accents, as many people type. ``stems``: what is left of these without their last
    letters, where all that begin so mean the same. ``phrases``: by their first word.
    """

    language: str
    words: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    bare_phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    longest: int = 0

    def german(self, word: str, is_bare: bool = False) -> str | None:
        """The German of a word in the form of ``normal``: looked up whole, then its longest beginning, then a beginning
        that it has in common with words of the list; None of others.

        ``is_bare``: nobody typed an accent in the whole text, so that a longer match without them is as good.
        """
        exact, folded = self._found(word, self.words), None
        has_accents = self.language in {"TR", "PL"} and bare(word) != word  # then those that are not there are none
        if (exact is None or is_bare) and not has_accents:
            folded = self._found(bare(word), self.bare)
        found = max((each for each in (exact, folded) if each), key=lambda each: each[0], default=None)
        return self._alike(bare(word)) if found is None else found[1]

    def phrase(self, words: list[str], place: int, is_bare: bool = False) -> tuple[int, str] | None:
        """How many words from a place on are a phrase, and its German; words of it may have suffixes."""
        held = self.bare_phrases if is_bare else self.phrases
        first = words[place]
        best: tuple[int, str] | None = None
        for size in range(min(len(first), self.longest), 0, -1):
            for phrase, german in held.get(first[:size], ()):
                if len(phrase) > (best[0] if best else 1) and is_said(phrase, words[place : place + len(phrase)]):
                    best = len(phrase), german
        return best

    def _alike(self, word: str) -> str | None:
        """The German of words with the same stem: "szkole" of "szkoła"."""
        for form in stems_of(word) if self.language == "AR" else [word]:
            for size in range(min(len(form), self.longest), max(LEAST_IN_COMMON, len(form) - MOST_CUT) - 1, -1):
                if german := self.stems.get(form[:size]):
                    return german
        return None

    def _found(self, word: str, held: dict[str, str]) -> tuple[int, str] | None:
        """How many letters are known, one more where it is the whole word, and what they are in German."""
        forms = list(forms_of(word)) if self.language == "AR" else [word]
        for each in forms:
            if each in held:
                return len(word) + 1, held[each]
        for form in forms if self.language != "AR" else list(stems_of(word)):
            for size in range(min(len(form), self.longest), LEAST - 1, -1):
                if form[:size] in held:
                    size -= 2 * (self.language == "TR" and is_plural(form, size) and form[: size - 2] in held)
                    return size, held[form[:size]]
        return None


def is_plural(word: str, size: int) -> bool:
    """Whether what looks like the stem of a Turkish verb is the beginning of a plural: "programla-r", "-lar".

    >>> is_plural("programlar", 9), is_plural("programlamak", 9)
    (True, False)
    """
    return word[size - 2 : size + 1] in {"lar", "ler"}


def is_said(phrase: tuple[str, ...], words: list[str]) -> bool:
    """Whether words are those of a phrase; long ones, and the last one, may have suffixes.

    >>> is_said(("yardımcı", "ol"), ["yardımcı", "olabilir"]), is_said(("za", "darmo"), ["zażółć", "darmo"])
    (True, False)
    """
    last = len(phrase) - 1
    return len(words) == len(phrase) and all(
        said == each or (said.startswith(each) and (len(each) >= LEAST or (at == last and len(each) > 1)))
        for at, (each, said) in enumerate(zip(phrase, words, strict=True))
    )


def forms_of(word: str) -> Iterator[str]:
    """An Arabic word, then without what is written together with it, before and behind; the least cut first.

    >>> list(forms_of("لبنتي"))
    ['لبنتي', 'بنتي', 'لبنت', 'لبنه', 'بنت', 'بنه']
    """
    stems = list(stems_of(word))
    yield from stems
    for stem in stems:
        for end in BEHIND:
            left = stem.removesuffix(end)
            if left != stem and len(left) >= SHORTEST:
                yield left
                if left.endswith("ت"):
                    yield f"{left[:-1]}ه"
                break


def stems_of(word: str) -> Iterator[str]:
    """An Arabic word with less and less of what is written before it.

    >>> list(stems_of("والمدرسه")), list(stems_of("للاجيين"))
    (['والمدرسه', 'المدرسه', 'مدرسه'], ['للاجيين', 'لاجيين', 'اجيين'])
    """
    yield word
    found = BEFORE.match(word)
    if found is None:
        return
    cuts = {found.end("and"), found.end("to"), found.end("the")}
    if word.startswith(MELTED, found.end("and")):
        cuts.add(found.end("and") + len(MELTED))
    yield from (word[cut:] for cut in sorted(cuts) if 0 < cut <= len(word) - SHORTEST)


def normal(word: str, language: str) -> str:
    """A word as the lists have it: NFC, small letters, no vowel marks; a Turkish name without its suffix.

    >>> normal("KÖLN'DE", "TR"), normal("IŞIK", "TR"), normal("Сім’я", "UK"), normal("أُسْرَة", "AR")
    ('köln', 'ışık', 'сімя', 'اسره')
    """
    text = unicodedata.normalize("NFC", word)
    if language == "TR":
        text = text.replace("I", "ı").replace("İ", "i")
    text = unicodedata.normalize("NFC", text.lower())
    if language in {"UK", "RU"} and (CYRILLIC.search(text) or text == "i"):
        text = text.translate(ALIKE)
    text = APOSTROPHES.sub("", text) if language == "UK" else APOSTROPHES.split(text)[0]
    return MARKS.sub("", text).translate(ARABIC) if language == "AR" else text


def bare(word: str) -> str:
    """A word without accents, as many people type.

    >>> bare("gönüllü"), bare("łóżko"), bare("ışık")
    ('gonullu', 'lozko', 'isik')
    """
    apart = unicodedata.normalize("NFD", word.translate(BARE))
    return "".join(each for each in apart if not unicodedata.combining(each))


def first_sense(german: str) -> str:
    """Of the German that a list has for a word, what is asked: the first word, and what belongs to it.

    What stands behind is another word for the same, which makes the share of a question that a document says smaller.

    >>> [first_sense(each) for each in ("häusliche Gewalt Schutz", "Hilfe Unterstützung", "gründen Gründung", "-")]
    ['häusliche Gewalt', 'Hilfe', 'gründen', '-']
    >>> first_sense("Menschen mit Behinderung"), first_sense("mit Behinderung")
    ('Menschen mit Behinderung', 'mit Behinderung')
    """
    words = german.split()
    for at, each in enumerate(words):
        if not goes_on(each) and not (at + 1 < len(words) and words[at + 1] in EMPTY):
            return " ".join(words[: at + 1])
    return german


def goes_on(word: str) -> bool:
    """Whether a German word is nothing without the next: "häusliche", "mit"."""
    return word in EMPTY or OF_A_NOUN.fullmatch(word) is not None


def lines(language: str) -> list[tuple[str, str]]:
    """Words and their German, as the file has them. Raises OSError where there is no list."""
    text = (FOLDER / f"{language.lower()}.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return [(word, german) for word, german in pairs]


@lru_cache(maxsize=len(LANGUAGES))
def tongue(language: str) -> Tongue:
    """The list of a language, read once."""
    made = Tongue(language, longest=max((len(word) for word, _ in lines(language)), default=0))
    for word, senses in lines(language):
        german = first_sense(senses)
        first, *rest = word.split(" ")
        if rest:
            made.phrases.setdefault(first, []).append(((first, *rest), german))
            folded, *more = map(bare, (first, *rest))
            made.bare_phrases.setdefault(folded, []).append(((folded, *more), german))
        else:
            made.words[word] = german
    for word, german in made.words.items():
        # Where two look alike without accents, the one that has none, then what says something.
        folded = bare(word)
        if folded == word or made.bare.get(folded, SAYS_NOTHING) == SAYS_NOTHING:
            made.bare[folded] = made.words.get(folded, german)
        for size in range(max(LEAST_IN_COMMON, len(folded) - MOST_CUT_IN_LIST), len(folded)):
            stem = folded[:size]
            made.stems[stem] = german if made.stems.get(stem, german) == german else ""
    return made
