"""What a filter of data sets asks for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.errors import BadInputError
from services.kit.letters import usual
from services.kit.regions import area, region_keys

LONGEST_SEARCH = 200  # characters; a search is a few words
# DCAT-AP 3.0: dcat:theme takes its values from the EU's vocabulary of data themes.
THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
THEME_CODES = frozenset(
    "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST OP_DATPRO REGI SOCI TECH TRAN".split(),  # noqa: SIM905 - as the EU lists them
)


@dataclass(frozen=True, slots=True)
class DatasetWish:
    """Which data sets are wanted; None asks for nothing. ``areas`` are patterns of ``services.kit.regions.area``."""

    words: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    themes: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    open_license_only: bool = False
    access_rights: tuple[str, ...] | None = None
    issued_from: datetime | None = None
    issued_until: datetime | None = None
    without: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None


def dataset_wish(
    *,
    text: str | None,
    topics: Sequence[str] | None,
    regions: Sequence[str] | None,
    themes: Sequence[str] | None,
    formats: Sequence[str] | None,
    open_license_only: bool | None,
    access_rights: Sequence[str] | None,
) -> DatasetWish:
    """The wish of a filter's fields.

    ``BadInputError`` for a text that is too long for a search, a region that cannot be, a theme that is none. Formats
    are words of whoever publishes: any may be asked for.
    """
    if text is not None and len(text) > LONGEST_SEARCH:
        raise BadInputError(f"text may have {LONGEST_SEARCH} characters, not {len(text)}.")
    areas = region_keys(regions, "filter.regionArs")
    return DatasetWish(
        words=None if text is None else tuple(usual(text).split()),
        topics=None if topics is None else tuple(topics),
        areas=None if areas is None else tuple(map(area, areas)),
        themes=known_themes(themes),
        formats=None if formats is None else tuple(one.lower() for one in formats),
        open_license_only=bool(open_license_only),
        access_rights=None if access_rights is None else tuple(access_rights),
    )


def known_themes(themes: Sequence[str] | None) -> tuple[str, ...] | None:
    """The themes of a filter; ``BadInputError`` names one that is not in the EU's vocabulary."""
    for theme in themes or ():
        if not theme.startswith(THEMES) or theme.removeprefix(THEMES) not in THEME_CODES:
            raise BadInputError(f"filter.themes: {theme!r} is no data theme of the EU; one is {THEMES}ENVI.")
    return None if themes is None else tuple(themes)


def dataset_key(id_: str | None, uri: str | None) -> tuple[str | None, str | None]:
    """One of the two keys of a data set; ``BadInputError`` for none or both."""
    if (id_ is None) == (uri is None):
        raise BadInputError("Ask for a data set by id or by uri, with exactly one of them.")
    return id_, uri
