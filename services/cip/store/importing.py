"""What comes in from files: funding calls and funded projects with their partners."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.cip.rules.vocabulary import CallPhase, PartnerRole
from services.cip.store.connection import QUERIES
from services.kit.civic import Sector
from services.kit.civic_columns import OFFER, PROJECT, STATE, names_of, topics_known, without
from services.kit.columns import (
    UnfitError,
    address,
    amount,
    free,
    identifier,
    moment,
    needed,
    one_of,
    region,
    several,
    text,
    whole,
)
from services.kit.importing import Step, Table
from services.kit.reading import Record

PARTS = 4
OFFERS = Table(
    columns=(
        *without(OFFER, "kind", "published_on"),
        needed("phase", one_of(names_of(CallPhase))),
        needed("guideline_url", address),
        needed("project_management_agency", text()),
        needed("max_funding_per_project", amount),
        free("budget", amount),
        needed("min_partners", whole(1, 100)),
        needed("required_sectors", whole(1, 9)),
        free("application_until", moment),
    ),
    steps=(
        Step(
            QUERIES.import_calls,
            (
                *("id", "title", "summary", "status", "phase", "audiences", "apply_until", "url", "guideline_url"),
                *("project_management_agency", "max_funding_per_project", "budget", "min_partners", "required_sectors"),
                *("opens_at", "ends_at", "application_until"),
            ),
        ),
        Step(QUERIES.import_topics, ("id", "topics")),
    ),
    standing=QUERIES.calls_standing,
    check=topics_known,
)


def partner(value: Any) -> tuple[str, str, str, Decimal]:
    """``org_1:COORDINATOR:WELFARE:120000.00``: who, as what, of which sector, with how much.

    >>> partner("org_1:PARTNER:SCIENCE:10")[3]
    Decimal('10')
    """
    parts = value.split(":") if isinstance(value, str) else []
    if len(parts) != PARTS:
        raise UnfitError(f"has a partner that is not org_1:COORDINATOR:WELFARE:120000.00: {repr(value)[:60]}")
    role, sector = one_of(names_of(PartnerRole)), one_of(names_of(Sector))
    return identifier(parts[0]), role(parts[1]), sector(parts[2]), amount(parts[3])


def consortium_of(row: Record) -> Mapping[str, Any]:
    """The partners by columns. One coordinates, each is there once, and their sums make the project's."""
    partners = row["partners"]
    organisations = [each[0] for each in partners]
    if len(set(organisations)) != len(organisations):
        raise UnfitError("partners names an organisation twice")
    if [each[1] for each in partners].count(PartnerRole.COORDINATOR.value) != 1:
        raise UnfitError("partners needs exactly one coordinator")
    total = sum((each[3] for each in partners), Decimal())
    if total != row["funding"]:
        raise UnfitError(f"funding is {row['funding']}, and its partners have {total}")
    columns = ("organisations", "roles", "sectors", "sums")
    return {name: [each[place] for each in partners] for place, name in enumerate(columns)}


PROJECTS = Table(
    columns=(
        *PROJECT,
        *STATE,
        needed("call_id", identifier),
        needed("grant_number", text(50)),
        free("region_ars", region),
        needed("consortium_name", text()),
        needed("funding", amount),
        needed("partners", several(partner)),
    ),
    steps=(
        Step(
            QUERIES.import_projects,
            (
                *(
                    "id",
                    "call_id",
                    "grant_number",
                    "title",
                    "abstract",
                    "status",
                    "maturity",
                    "runs_from",
                    "runs_until",
                ),
                *("idea_id", "region_ars", "repository_url", "license", "consortium_name", "funding"),
            ),
        ),
        Step(QUERIES.drop_other_partners, ("id", "organisations")),
        Step(QUERIES.move_partners, ("id",)),
        Step(QUERIES.import_partners, ("id", "organisations", "roles", "sectors", "sums")),
        Step(QUERIES.import_topics, ("id", "topics")),
    ),
    standing=QUERIES.projects_standing,
    check=topics_known,
    prepare=consortium_of,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS, "projects": PROJECTS}
