"""What all nouns are made of: texts, moments, ids."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

TODAY = date(2025, 6, 16)
BERLIN = ZoneInfo("Europe/Berlin")
FICTIONAL = "(fiktiv)"
GERMAN = {ord(letter): plain for letter, plain in zip("äöüßøı", ("ae", "oe", "ue", "ss", "o", "i"), strict=True)}


@dataclass(frozen=True, slots=True)
class Text:
    """What a programme writes; ``simple`` is Leichte Sprache."""

    de: str
    en: str | None = None
    simple: str | None = None


def text_of(entry: dict[str, Any]) -> Text:
    """From a mapping with de, en and perhaps simple."""
    return Text(entry["de"], entry.get("en"), entry.get("simple"))


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant, given as time of day in Berlin."""
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def berlin(local: datetime) -> datetime:
    """The instant of a time of day in Berlin (as it stands in a text file)."""
    return local.replace(tzinfo=BERLIN).astimezone(UTC)


def slug_of(words: str) -> str:
    """Lower case letters, digits and hyphens.

    >>> slug_of("Leichte Sprache für Bescheide"), slug_of("Grüße 🌳 an Zoë")
    ('leichte-sprache-fuer-bescheide', 'gruesse-an-zoe')
    """
    german = words.lower().translate(GERMAN)
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def numbered(prefix: str, number: int) -> str:
    """An id.

    >>> numbered("idea", 1)
    'idea_0001'
    """
    return f"{prefix}_{number:04}"
