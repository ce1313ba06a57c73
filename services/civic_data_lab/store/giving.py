"""What the catalogue gives out to everybody, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.civic_data_lab.rules.dcat import Entry, Form
from services.civic_data_lab.store.connection import QUERIES
from services.kit.database import Database

Localized = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A data set with its forms: ``{"forms": [...]}``."""

    id: str
    uri: str
    title: Localized
    description: Localized
    keywords: list[str]
    publisher_id: str | None
    issued: datetime | None
    modified: datetime | None
    temporal_from: date | None
    temporal_until: date | None
    geocoding_level: str | None
    accrual_periodicity: str | None
    access_rights: str
    legal_basis: str | None
    status: str
    themes: list[str]
    regions: list[str]
    forms: Localized


@dataclass(frozen=True, slots=True)
class CataloguedProgrammeRow:
    slug: str
    name: Localized
    description: Localized
    operator_name: str | None


async def edition(database: Database) -> int:
    """Grows with every change of what is public."""
    return int(await database.value(QUERIES.catalogue_edition))


async def modified(database: Database) -> datetime | None:
    """When a description of the catalogue was changed last; None while there is none."""
    found: datetime | None = await database.value(QUERIES.catalogue_modified)
    return found


async def size(database: Database) -> int:
    """How many data sets the catalogue gives out."""
    return int(await database.value(QUERIES.catalogue_size))


async def entries_after(database: Database, after: str, uri: str | None, limit: int) -> list[EntryRow]:
    """Those after an id, in the order of ids; ``uri``: only the one of this address."""
    return await database.rows(EntryRow, QUERIES.catalogue_page, after, uri, limit)


async def programme(database: Database) -> CataloguedProgrammeRow | None:
    return await database.row(CataloguedProgrammeRow, QUERIES.catalogue_programme)


def entry_of(row: EntryRow, names: Mapping[str, str]) -> Entry:
    """The entry of a row. ``names``: of organisations, as far as they are known."""
    own = row.publisher_id if row.publisher_id and row.publisher_id.startswith("org_") else None
    return Entry(
        uri=row.uri,
        title=row.title,
        description=row.description,
        keywords=row.keywords,
        publisher_id=own,
        publisher=None if own is None else names.get(own, own),
        issued=row.issued,
        modified=row.modified,
        temporal_from=row.temporal_from,
        temporal_until=row.temporal_until,
        geocoding_level=row.geocoding_level,
        accrual_periodicity=row.accrual_periodicity,
        access_rights=row.access_rights,
        legal_basis=row.legal_basis,
        status=row.status,
        themes=row.themes,
        regions=row.regions,
        forms=[form_of(each) for each in row.forms["forms"]],
    )


def form_of(said: Mapping[str, Any]) -> Form:
    return Form(
        id=said["id"],
        title=said["title"],
        format=said["format"],
        media_type=said["mediaType"],
        access_url=said["accessUrl"],
        download_url=said["downloadUrl"],
        byte_size=said["byteSize"],
        license=said["license"],
        checksum=said["checksum"],
        modified=said["modified"],
        attribution=said["attribution"],
    )


def publishers(rows: Sequence[EntryRow]) -> list[str]:
    """The organisations that publish, each once."""
    return list(dict.fromkeys(r.publisher_id for r in rows if r.publisher_id and r.publisher_id.startswith("org_")))
