"""Reads the training texts: word lists and sentence pairs German-English, synonyms, and English glosses.

Every reader yields plain, cleaned texts. Which source has which licence stands in ``SOURCES``, and from there in the
model card.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.model.lore import LORE, Topic, read_fields, read_questions, read_topics

LONGEST = 600  # characters; longer texts teach a mean of token vectors nothing more
BRACKETS = re.compile(r"\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|<[^>]*>")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Texts:
    """``words`` and ``sentences``: (German, English). ``synonyms``: (German, German). ``glosses``: English only.

    ``topics``: of public life. ``elsewhere``: questions that have no place in it; ``here``: that look so.
    """

    words: tuple[tuple[str, str], ...]
    sentences: tuple[tuple[str, str], ...]
    synonyms: tuple[tuple[str, str], ...]
    glosses: tuple[str, ...]
    topics: tuple[Topic, ...]
    elsewhere: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts come from: a Debian package or a file of pairs, its licence, and what it is."""

    name: str
    licence: str
    what: str
    package: str | None = None


SOURCES = (
    Source("Ding dictionary", "GPL-2+", "German-English dictionary", package="trans-de-en"),
    Source("OpenThesaurus", "LGPL-2.1+", "German synonyms", package="mythes-de"),
    Source("WordNet 3.0", "WordNet licence (BSD-like)", "English words with glosses", package="wordnet-base"),
    Source("LibreOffice help", "MPL-2.0", "German-English help texts", package="libreoffice-help-de"),
    Source("LibreOffice help", "MPL-2.0", "German-English help texts", package="libreoffice-help-en-us"),
    Source("ESCO", "reuse with attribution, European Union", "occupations and their descriptions"),
    Source("Tatoeba", "CC BY 2.0 FR", "sentence pairs"),
    Source("OpenStreetMap presets (id-tagging-schema)", "ISC", "names and search terms of places"),
    Source("SDG texts", "United Nations, reuse with attribution", "goals, targets, indicators"),
    Source("GEMET", "CC BY 2.5 DK", "environmental terms with definitions"),
    Source("Corona-Warn-App documentation", "Apache-2.0", "parallel documentation"),
    Source("Fields of public life (fields.txt)", "EUPL-1.2, written for this project", "words that belong together"),
    Source("Topics of public life (lore)", "EUPL-1.2, written for this project", "questions with what they find"),
)


def clean(text: str) -> str:
    """
    >>> clean("Aalstrich {m} (Rückenstreifen) [zool.]")
    'Aalstrich'
    """
    return SPACES.sub(" ", BRACKETS.sub(" ", text)).strip(" ;,/")[:LONGEST]


def ding(root: Path) -> Iterator[tuple[str, str]]:
    """The dictionary: ``de | de :: en | en``; the parts between bars belong together, semicolons part synonyms."""
    path = root / "usr/share/trans/de-en"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or " :: " not in line:
            continue
        german, english = line.split(" :: ", 1)
        for left, right in zip(german.split("|"), english.split("|"), strict=False):
            yield from word_pairs(left, right)


def word_pairs(german: str, english: str) -> Iterator[tuple[str, str]]:
    """At most two words of each side: more of them only repeat the same meaning."""
    left = [word for part in german.split(";")[:2] if (word := clean(part))]
    right = [word.removeprefix("to ") for part in english.split(";")[:2] if (word := clean(part))]
    for word in left:
        for other in right[:1]:
            yield word, other
    if left and len(right) > 1:
        yield left[0], right[1]


def open_thesaurus(root: Path) -> Iterator[tuple[str, str]]:
    """German synonyms: a word, and a line for each of its meanings."""
    path = root / "usr/share/mythes/th_de_DE_v2.dat"
    word = ""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("-|"):
            word = line.split("|")[0]
            continue
        for other in line[2:].split("|")[:4]:
            synonym = clean(other)
            if synonym and synonym.lower() != word.lower() and "..." not in synonym and "Oberbegriff" not in other:
                yield word, synonym


def wordnet(root: Path) -> Iterator[str]:
    """English words with their gloss: ``word: meaning``."""
    for part in ("noun", "verb", "adj"):
        for line in (root / f"usr/share/wordnet/data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  ") or " | " not in line:
                continue
            fields, gloss = line.split(" | ", 1)
            word = fields.split()[4].replace("_", " ")
            yield f"{word}: {gloss.split(';')[0].strip()}"


def help_texts(german: Path, english: Path) -> Iterator[tuple[str, str]]:
    """Paragraphs of help pages that have the same identifier on both sides."""
    base = "usr/share/libreoffice/help"
    for page in sorted((german / base / "de/text").rglob("*.html")):
        other = english / base / "en-US/text" / page.relative_to(german / base / "de/text")
        if other.exists():
            left, right = paragraphs(page), paragraphs(other)
            yield from ((left[key], right[key]) for key in left if key in right)


PARAGRAPH = re.compile(r'<(?:p|h\d) id="([^"]+)"[^>]*>(.*?)</(?:p|h\d)>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def paragraphs(page: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, body in PARAGRAPH.findall(page.read_text(encoding="utf-8")):
        text = SPACES.sub(" ", html.unescape(TAG.sub(" ", body))).strip()
        if len(text) > 20:
            found[key] = text[:LONGEST]
    return found


def records(path: Path, other: str) -> Iterator[tuple[str, str]]:
    """Compressed lines ``{"de": ..., "en": ...}`` or ``{"de": ..., "de_synonym": ...}``: those that have ``other``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if other in record:
                yield record["de"][:LONGEST], record[other][:LONGEST]


def distinct(pairs: Iterator[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each pair once, in the order of its first appearance; empty sides dropped."""
    return tuple(dict.fromkeys((left, right) for left, right in pairs if left.strip() and right.strip()))


def read_all(packages: Path, pairs: Path, say: Callable[[str], None]) -> Texts:
    """Everything that there is. ``packages`` holds a folder for each unpacked Debian package."""
    words = distinct(ding(packages / "trans-de-en"))
    synonyms = list(open_thesaurus(packages / "mythes-de"))
    glosses = tuple(dict.fromkeys(wordnet(packages / "wordnet-base")))
    say(f"{len(words):,} word pairs, {len(synonyms):,} synonyms, {len(glosses):,} glosses")
    sentences = list(help_texts(packages / "libreoffice-help-de", packages / "libreoffice-help-en-us"))[:40_000]
    for path in sorted(pairs.glob("*.jsonl.gz")):
        found = list(records(path, "en"))
        say(f"{len(found):,} pairs from {path.name}")
        sentences += found
        synonyms += records(path, "de_synonym")
    topics = (*read_fields(), *(topic for path in sorted(LORE.glob("*.txt")) for topic in read_topics(path)))
    elsewhere, here = (read_questions(LORE / f"{name}.tsv") for name in ("elsewhere", "here"))
    say(f"{len(topics):,} topics, {len(elsewhere):,} questions that have no place here")
    together = distinct(iter(synonyms))
    return Texts(words, distinct(iter(sentences)), together, glosses, topics, tuple(elsewhere), tuple(here))
