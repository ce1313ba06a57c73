"""A text in several languages as clients send it, and as its column has it."""

from __future__ import annotations

from collections.abc import Mapping

import strawberry
from strawberry import UNSET


@strawberry.input
class LocalizedTextInput:
    de: str
    en: str | None = UNSET
    de_simple: str | None = UNSET


def localized_columns(given: LocalizedTextInput) -> Mapping[str, str]:
    """As its column has it; languages that were left out or are empty are not there."""
    texts = {"de": given.de, "en": given.en, "deSimple": given.de_simple}
    return {
        name: text.strip() for name, text in texts.items() if isinstance(text, str) and (text.strip() or name == "de")
    }
