"""What a house must keep of an erased account, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

UNTIL = {"de": "bis {}", "en": "until {}", "deSimple": "bis {}"}
DAYS = {"de": "%d.%m.%Y", "en": "%Y-%m-%d", "deSimple": "%d.%m.%Y"}


def kept_words(kept: Iterable[Mapping[str, Any]]) -> dict[str, str] | None:
    """One text by language of ``[{what: {de, en, deSimple}, until}]``; None when nothing is kept.

    >>> kept_words([{"what": {"de": "Förderakte", "en": "file"}, "until": "2036-12-31"}])["de"]
    'Förderakte (bis 31.12.2036)'
    >>> kept_words([]) is None
    True
    """
    rows = list(kept)
    if not rows:
        return None
    return {language: "; ".join(_one(row, language) for row in rows) for language in UNTIL}


def _one(row: Mapping[str, Any], language: str) -> str:
    what = row["what"]
    word = what.get(language) or what["de"]
    until = row.get("until")
    if until is None:
        return str(word)
    day = date.fromisoformat(until).strftime(DAYS[language])
    return f"{word} ({UNTIL[language].format(day)})"
