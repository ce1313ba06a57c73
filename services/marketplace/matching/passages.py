"""The passage of a document that is nearest in meaning to a question: the last "why" of a suggestion.

Sentences are embedded when a passage is asked for and kept nowhere: they are many, and few are ever asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.marketplace.matching.content import EMPTY
from services.marketplace.matching.documents import Key
from services.marketplace.matching.languages import WORD, language_of
from services.marketplace.matching.parts import Encode, Part, Parts, Vector

READ = (Part.HEADLINE, Part.SUMMARY, Part.BODY)  # in this order; topics and skills are words and no sentences
MOST_SENTENCES = 60  # of one document, from its beginning
LONGEST_PASSAGE = 300  # characters
BOILERPLATE = re.compile(
    r"https?://|www\.|\S@\S|\b(?:anmeldung|anmelden|eintritt frei|teilnahme ist kostenlos|öffnungszeiten|impressum"
    r"|beispieldaten|example data|die idee stammt aus|erprobt wird es zuerst|the idea (?:came|comes) from"
    r"|weitere informationen|ansprechpartner|registration|free of charge|opening hours"
    r"|further information|more information)\b",
    re.IGNORECASE,
)
SOME_ITEMS = 2
MOST_OF_AN_ITEM = 3  # words
ALIKE = 3  # documents that say the same
STEM, SHORT = 6, 3  # letters: from which on a beginning is a word's; below which a word says nothing
MOST_WORDS = 5
END = re.compile(r"(?<=[.!?…])[\"'“”»«)\]]*\s+(?=[\"'„“»«(\[]?[A-ZÄÖÜ0-9])")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:\w|\d{1,2}|bzw|ca|Dr|e\.g|etc|evtl|ggf|i\.e|inkl|Mr|Mrs|Nr|Prof|St|usw|vgl)\.$"
)


@dataclass(frozen=True, slots=True)
class PassageWanted:
    """A target, and the question's vector and words; these go with ``subject_id``.

    ``though_over``: the target may be given out also when the time has closed or ended it.
    """

    subject_id: str
    target_id: str
    vector: Vector = field(compare=False, repr=False)
    asked: str = field(default="", compare=False, repr=False)
    though_over: bool = False

    @property
    def target(self) -> Key:
        return Key(self.target_id, self.though_over)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in German or English. A line ends one; a full stop after an abbreviation does not.

    >>> sentences("Wir bauen z. B. Karten. Am 3. Mai beginnen wir!\\nWer hilft mit")
    ['Wir bauen z. B. Karten.', 'Am 3. Mai beginnen wir!', 'Wer hilft mit']
    """
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        for end in END.finditer(line):
            if not ABBREVIATED.search(line[start : end.start()]):
                found.append(line[start : end.end()].strip())
                start = end.end()
        found.append(line[start:].strip())
    return [each for each in found if each]


def is_list(passage: str) -> bool:
    """Words in a row, and no sentence.

    >>> is_list("Familien, ältere Menschen"), is_list("Wir messen, zählen, malen.")
    (True, False)
    """
    items = passage.split(",")
    return (
        len(items) >= SOME_ITEMS and passage[-1:] not in ".!?…" and len(passage.split()) <= MOST_OF_AN_ITEM * len(items)
    )


def telling(
    passages: Sequence[str], common: frozenset[str] = frozenset(), language: str | None = None
) -> Sequence[str]:
    """Those that say what the document is about, in a language: no lists, no notes on registration and the like,
    nothing that several documents say alike; as much of that as there is, and the language before the rest."""
    tells = [each for each in passages if not (is_list(each) or BOILERPLATE.search(each) or each in common)]
    return in_language(tells, language) or in_language(passages, language) or tells or passages


def in_language(passages: Sequence[str], language: str | None) -> Sequence[str]:
    """Those in a language; all where none is asked for."""
    return passages if language is None else [each for each in passages if language_of(each) == language]


def said_alike(offered: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """What several documents say word for word: it tells nothing of one of them."""
    counts = Counter(each for some in offered.values() for each in set(some))
    return frozenset(each for each, count in counts.items() if count >= ALIKE)


def words_in_common(asked: str, parts: Parts) -> list[str]:
    """The words of a question that a document has, as the question writes them; inflected ones count.

    >>> words_in_common("Wo hört man Vogelstimmen?", {Part.TITLE: "Vogelstimme des Jahres"})
    ['Vogelstimmen']
    """
    held = {each.casefold() for text in parts.values() for each in WORD.findall(text)}
    beginnings = {each[:STEM] for each in held if len(each) >= STEM}
    found: dict[str, str] = {}
    for word in WORD.findall(asked):
        low = word.casefold()
        if low in EMPTY or len(low) < SHORT:
            continue
        if low in held or (len(low) >= STEM and low[:STEM] in beginnings):
            found.setdefault(low[:STEM], word)
    most = sorted(found.values(), key=lambda word: -len(word))[:MOST_WORDS]  # long words say what it is about
    return [word for word in found.values() if word in most]


def passages_of(parts: Parts) -> list[str]:
    """What may be shown of a document as its passage: sentences; the title where it says nothing else."""
    said = [sentence for part in READ for sentence in sentences(parts.get(part, ""))]
    return (said or sentences(parts.get(Part.TITLE, "")))[:MOST_SENTENCES]


def shortened(passage: str) -> str:
    """A passage of at most ``LONGEST_PASSAGE`` characters, cut between words where there are any."""
    if len(passage) <= LONGEST_PASSAGE:
        return passage
    kept = passage[: LONGEST_PASSAGE - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def nearest_passages(
    encode: Encode, wanted: Sequence[PassageWanted], documents: Mapping[str, Parts]
) -> list[str | None]:
    """For each wish the nearest passage of its target; None where the target is not among the documents or has no text.

    All sentences are encoded in one call, each once.
    """
    every = {each: passages_of(parts) for each, parts in documents.items()}
    common = said_alike(every)
    languages = {each: language_of(each) for each in {wish.asked for wish in wanted}}
    offered = {
        (each, language): telling(some, common, language)
        for each, some in every.items()
        for language in set(languages.values())
    }
    texts = list({sentence: None for some in offered.values() for sentence in some})
    if not texts:
        return [None for _ in wanted]
    vectors = dict(zip(texts, encode(texts), strict=True))

    def nearest(wish: PassageWanted) -> str | None:
        some = offered.get((wish.target_id, languages[wish.asked]), ())
        if not some:
            return None
        return shortened(some[int(np.argmax(np.stack([vectors[each] for each in some]) @ wish.vector))])

    return [nearest(each) for each in wanted]
