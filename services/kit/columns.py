"""Columns of a file that is imported: how a value is read, and why it does not fit.

In CSV every value is a text, and an empty one is none; several values stand between ``|``. In JSON they have their
types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from services.kit.addresses import is_address
from services.kit.clock import FIRST_YEAR, LAST_YEAR
from services.kit.regions import PARTS_OF_ARS, in_germany

Read: TypeAlias = Callable[[Any], Any]
ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
LANGUAGES: Mapping[str, str] = {"de": "de", "en": "en", "deSimple": "simple"}
"""Language in a text's column -> ending of its field in a file."""
LONGEST = 10_000
AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
TRUTH = {"true": True, "false": False, "wahr": True, "falsch": False}
GERMAN_DAY = re.compile(r"\s*([0-3]?[0-9])\.([01]?[0-9])\.([0-9]{4})\b")


class UnfitError(Exception):
    """Why a value does not fit, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Column:
    """``read``: raises ``UnfitError``. ``types``: the kinds of rows that have it (their ``type``); empty: all.

    ``is_text``: in German always, perhaps in English and Leichte Sprache: ``title_de``, ``title_en``, ``title_simple``.
    """

    name: str
    read: Read
    is_required: bool = False
    types: frozenset[str] = frozenset()
    is_text: bool = False
    default: Any = None

    @property
    def fields(self) -> tuple[str, ...]:
        """How it is called in a file."""
        return tuple(f"{self.name}_{ending}" for ending in LANGUAGES.values()) if self.is_text else (self.name,)


def needed(name: str, read: Read, *types: str) -> Column:
    """A column that each row (of these types) must have."""
    return Column(name, read, is_required=True, types=frozenset(types))


def free(name: str, read: Read, *types: str, default: Any = None) -> Column:
    """A column that may be empty."""
    return Column(name, read, types=frozenset(types), default=default)


def words(name: str, *, is_required: bool = True) -> Column:
    """A text in up to three languages."""
    return Column(name, text(LONGEST), is_required=is_required, is_text=True)


def text(longest: int = 200) -> Read:
    """
    >>> text(3)(" ab ")
    'ab'
    """

    def read(value: Any) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise UnfitError("is no text")
        if len(value.strip()) > longest:
            raise UnfitError(f"may have {longest} characters, and has {len(value.strip())}")
        return value.strip()

    return read


def identifier(value: Any) -> str:
    """An id: letters, digits, ``_`` and ``-``."""
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise UnfitError(f"is no id: {_shown(value)}")
    return value


def one_of(known: Collection[str]) -> Read:
    """One of these words."""

    def read(value: Any) -> str:
        # Of JSON it may be a list or an object, which cannot even be looked up.
        if not isinstance(value, str) or value not in known:
            raise UnfitError(f"is {_shown(value)}; it would have to be one of {', '.join(sorted(known))}")
        return str(value)

    return read


def day(value: Any) -> date:
    """A day, as 2026-03-01."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnfitError(f"is no day such as 2026-03-01: {_shown(value)}{_german_day(value)}") from None


def moment(value: Any) -> datetime:
    """A point in time with its time zone, as 2026-03-01T10:00:00+01:00."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        hint = _german_day(value, "its day is written")
        raise UnfitError(f"is no time such as 2026-03-01T10:00:00+01:00: {_shown(value)}{hint}") from None
    if found.tzinfo is None:
        raise UnfitError(f"needs a time zone, as in 2026-03-01T10:00:00+01:00: {_shown(value)}")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnfitError(f"lies outside of the years {FIRST_YEAR} to {LAST_YEAR}: {_shown(value)}")
    return found


def whole(least: int, most: int) -> Read:
    """A whole number in a range."""

    def read(value: Any) -> int:
        is_number = type(value) is int or (isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value))
        if not is_number or not least <= int(value) <= most:
            raise UnfitError(f"is no whole number from {least} to {most}: {_shown(value)}")
        return int(value)

    return read


def amount(value: Any) -> Decimal:
    """An amount of money in EUR with two decimals at most; not negative."""
    said = str(value).strip() if type(value) in (str, int, float) else ""
    # In German 12.000 is twelve thousand: what can be meant in two ways is not read at all.
    if not AMOUNT.fullmatch(said):
        raise UnfitError(f"is no amount in EUR such as 12000.50: {_shown(value)}")
    return Decimal(said)


def share(value: Any) -> float:
    """From 0 to 1."""
    try:
        found = float(value) if not isinstance(value, bool) else -1.0
    except (TypeError, ValueError):
        found = -1.0
    if not 0 <= found <= 1:
        raise UnfitError(f"is no share from 0 to 1: {_shown(value)}")
    return found


def yes_or_no(value: Any) -> bool:
    """``true`` or ``false``, as a spreadsheet writes it, too."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in TRUTH:
        return TRUTH[value.strip().lower()]
    raise UnfitError(f"is neither true nor false: {_shown(value)}")


def address(value: Any) -> str:
    """An https or http address."""
    if not is_address(value):
        raise UnfitError(f"is no address that begins with https://: {_shown(value)}")
    return str(value)


def region(value: Any) -> str:
    """A Regionalschlüssel (ARS) of twelve digits."""
    if (
        not isinstance(value, str)
        or len(value) != max(PARTS_OF_ARS)
        or not (value.isascii() and value.isdecimal() and in_germany(value))
    ):
        hint = "; a spreadsheet has made a number of it" if re.search(r"[eE]\+", str(value)) else ""
        raise UnfitError(f"is no Regionalschlüssel (ARS) of twelve digits: {_shown(value)}{hint}")
    return value


def several(read: Read, most: int = 50) -> Read:
    """Several values, each once: a list in JSON, between ``|`` in CSV."""

    def read_all(value: Any) -> list[Any]:
        given = [part.strip() for part in value.split("|")] if isinstance(value, str) else value
        if not isinstance(given, list) or len(given) > most:
            raise UnfitError(f"is no list of up to {most} values")
        found = [read(each) for each in given]
        if len(set(found)) != len(found):
            raise UnfitError("names something twice")
        return found

    return read_all


def anything(value: Any) -> Any:
    """What the house itself reads further."""
    return value


def _german_day(value: object, words: str = "write") -> str:
    """How a day in German form is written here.

    >>> _german_day("30.6.2026"), _german_day("soon")
    ('; write 2026-06-30', '')
    """
    said = GERMAN_DAY.match(value) if isinstance(value, str) else None
    return f"; {words} {said[3]}-{int(said[2]):02}-{int(said[1]):02}" if said else ""


def _shown(value: object) -> str:
    return repr(value)[:60]
