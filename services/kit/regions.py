"""Regionalschlüssel (ARS): twelve digits whose beginnings name the regions that contain a place."""

from __future__ import annotations

PARTS_OF_ARS = (2, 3, 5, 9, 12)
"""Digits after which a Regionalschlüssel may end: Land, Regierungsbezirk, Kreis, Verband, Gemeinde."""


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
