"""Regionalschlüssel (ARS): twelve digits whose beginnings name the regions that contain a place."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.errors import BadInputError

PARTS_OF_ARS = (2, 3, 5, 9, 12)
"""Digits after which a Regionalschlüssel may end: Land, Regierungsbezirk, Kreis, Verband, Gemeinde."""

LANDS = frozenset(f"{number:02}" for number in range(1, 17))
"""The first two digits: Schleswig-Holstein is 01, Thüringen is 16."""

NUTS_OF_LANDS = dict(
    zip(
        (f"{number:02}0000000000" for number in range(1, 17)),
        (f"DE{letter}" for letter in "F695A7B12C348DEG"),
        strict=True,
    )
)
"""The Länder by their keys, with their NUTS codes (Regulation (EC) 1059/2003), with which their places begin."""


def region_keys(values: Sequence[str] | None, argument: str) -> tuple[str, ...] | None:
    """The keys of a filter; None (any) stays None. ``BadInputError`` names one that cannot be a Regionalschlüssel.

    A ministry knows regions by their keys only: a key of the right form may be of a place where it has nothing.

    >>> region_keys(["150000000000", "000000000000"], "regionArs")
    ('150000000000', '000000000000')
    """
    for value in values or ():
        if not (len(value) == max(PARTS_OF_ARS) and value.isascii() and value.isdecimal() and in_germany(value)):
            hint = f" {value.ljust(12, '0')} is the whole region." if value[:2] in LANDS and value.isdecimal() else ""
            raise BadInputError(f"{argument}: {value!r} is no Regionalschlüssel (ARS) of twelve digits.{hint}")
    return None if values is None else tuple(values)


def in_germany(ars: str) -> bool:
    """Whether it begins with a Land, or is the key of the whole country."""
    return ars[:2] in LANDS or not ars.strip("0")


def nuts_of(ars: str) -> str:
    """The NUTS code of a Land or of the whole country (DE).

    >>> nuts_of("150000000000"), nuts_of("000000000000")
    ('DEE', 'DE')
    """
    return NUTS_OF_LANDS.get(ars, "DE")


def check_lands(regions: Sequence[str] | None, argument: str) -> None:
    """``BadInputError`` for a region that is no Land, in a house that knows places by NUTS code."""
    for ars in regions or ():
        if ars not in NUTS_OF_LANDS and ars.strip("0"):
            raise BadInputError(f"{argument}: this house tells places by Länder, and {ars!r} is in one.")


def area(ars: str) -> str:
    """An SQL pattern for the region and all regions in it; a Land holds its Kreise and Gemeinden.

    >>> area("150000000000"), area("150020000000"), area("150020000001"), area("000000000000")
    ('15%', '15002%', '150020000001%', '%')

    Something that is no ARS has no regions in it, and matches only itself.

    >>> area("15_%")
    '15\\\\_\\\\%'
    """
    if len(ars) != max(PARTS_OF_ARS) or not ars.isdecimal():
        return ars.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    if not ars.strip("0"):
        return "%"
    return next(ars[:digits] for digits in PARTS_OF_ARS if not ars[digits:].strip("0")) + "%"
