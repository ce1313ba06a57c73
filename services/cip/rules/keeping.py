"""What CIP keeps of an erased member, because a law makes it, and until when. Pure."""

from __future__ import annotations

from datetime import date

from services.kit.erasing import Kept

YEARS = 10
PRIZE = {
    "de": "Ihr Name in den Unterlagen über ein gezahltes Preisgeld",
    "en": "your name in the files on prize money that was paid",
    "deSimple": "Ihr Name in den Papieren zu Ihrem Preis",
}


def kept_of_award(awarded_on: date) -> Kept:
    """Files that are the ground of a payment are kept until the tenth year after it is over.

    >>> kept_of_award(date(2025, 6, 1)).until
    datetime.date(2035, 12, 31)
    """
    return Kept(PRIZE, date(awarded_on.year + YEARS, 12, 31))
