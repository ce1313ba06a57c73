"""The passage of a document that is nearest in meaning to a question: the last "why" of a suggestion.

Sentences are embedded when a passage is asked for and kept nowhere: they are many, and few are ever asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.marketplace.matching.parts import Encode, Part, Parts, Vector

READ = (Part.HEADLINE, Part.SUMMARY, Part.BODY)  # in this order; topics and skills are words and no sentences
MOST_SENTENCES = 60  # of one document, from its beginning
LONGEST_PASSAGE = 300  # characters
END = re.compile(r"(?<=[.!?…])[\"'“”»«)\]]*\s+(?=[\"'„“»«(\[]?[A-ZÄÖÜ0-9])")
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:\w|\d{1,2}|bzw|ca|Dr|e\.g|etc|evtl|ggf|i\.e|inkl|Mr|Mrs|Nr|Prof|St|usw|vgl)\.$"
)


@dataclass(frozen=True, slots=True)
class PassageWanted:
    """A target, and the question's vector; the vector goes with ``subject_id``."""

    subject_id: str
    target_id: str
    vector: Vector = field(compare=False, repr=False)


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
    offered = {each: passages_of(parts) for each, parts in documents.items()}
    texts = list({sentence: None for some in offered.values() for sentence in some})
    if not texts:
        return [None for _ in wanted]
    vectors = dict(zip(texts, encode(texts), strict=True))

    def nearest(wish: PassageWanted) -> str | None:
        some = offered.get(wish.target_id)
        if not some:
            return None
        return shortened(some[int(np.argmax(np.stack([vectors[each] for each in some]) @ wish.vector))])

    return [nearest(each) for each in wanted]
