"""How people and ministries are called, and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from services.marketplace.rules.vocabulary import MemberState

UNCLAIMED_NAME = "Ehemaliges CIP-Mitglied"
GHOST_NAME = "Gelöschtes Mitglied"
LONGEST_SLUG = 80
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def shown_name(display_name: str, state: MemberState | None) -> str:
    """The name that others see: who has not claimed the old membership, or is erased, is not named."""
    match state:
        case MemberState.UNCLAIMED:
            return UNCLAIMED_NAME
        case MemberState.GHOST:
            return GHOST_NAME
        case _:
            return display_name


def shown_handle(actor_id: str, handle: str, state: MemberState | None) -> str:
    """The handle that others see; a handle is made of the name, so it is hidden with it."""
    return handle if state in (None, MemberState.ACTIVE) else actor_id.replace("_", "-").lower()


def shown_since(member_since: date, state: MemberState | None) -> date:
    """The day of joining that others see; of who is not named, the year alone, as its first day."""
    return member_since if state in (None, MemberState.ACTIVE) else member_since.replace(month=1, day=1)


class Dated(Protocol):
    """A period; both days belong to it, and without an end it lasts."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


Name = TypeVar("Name", bound=Dated)


def name_at(names: Iterable[Name], day: date) -> Name | None:
    """The name of a day; None when no name is known of it: a later or an earlier one would be wrong."""
    return next((name for name in names if name.valid_from <= day and day <= (name.valid_until or day)), None)


def slug_of(title: str) -> str:
    """The readable part of a slug, maybe empty.

    >>> slug_of("Leichte Sprache für Bescheide!")
    'leichte-sprache-fuer-bescheide'
    """
    plain = unicodedata.normalize("NFKD", title.lower().translate(GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-")
