"""Organisations as a list: by filter and order."""

from __future__ import annotations

from operator import attrgetter

from services.kit.database import Database
from services.kit.ordering import Key, SortDirection, Sorting
from services.kit.paging import Page, PageRequest, page
from services.marketplace.rules.vocabulary import OrganisationOrder
from services.marketplace.store.organisation_rows import ListedOrganisationRow
from services.marketplace.store.reading import QUERIES, Wanted

NAMED: Key[ListedOrganisationRow] = Key(str, attrgetter("place"), SortDirection.ASC)
ORDERS = {OrganisationOrder.NAME: NAMED, OrganisationOrder.LEGAL_NAME: NAMED}


async def find_organisations(
    database: Database, wanted: Wanted, sorting: Sorting[ListedOrganisationRow], request: PageRequest
) -> Page[ListedOrganisationRow]:
    """One page of the organisations that a filter lets through."""
    statement = QUERIES.sorted_by("organisations", sorting.order)
    arguments = (wanted, *request.after_or_nulls(2), request.limit)
    return page(await database.rows(ListedOrganisationRow, statement, *arguments), request)


async def count_organisations(database: Database, wanted: Wanted) -> int:
    return int(await database.value(QUERIES.count_organisations, wanted))
