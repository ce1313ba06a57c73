"""Pilot projects, prototypes, demonstrators and measured footprints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.rows import (
    AssessmentRow,
    DemonstratorRow,
    OwnedAssessmentRow,
    OwnedDemonstratorRow,
    OwnedPilotProjectRow,
    OwnedPrototypeRow,
    PilotProjectRow,
    PrototypeRow,
    TotalRow,
)
from services.kit.database import Database, by_keys
from services.kit.paging import PageRequest

pilot_projects_by_id = by_keys(PilotProjectRow, QUERIES.pilot_projects_by_id)
pilot_projects_of_call = by_keys(OwnedPilotProjectRow, QUERIES.pilot_projects_of_call)
pilot_projects_of_idea = by_keys(OwnedPilotProjectRow, QUERIES.pilot_projects_of_idea)
pilot_projects_of_actor = by_keys(OwnedPilotProjectRow, QUERIES.pilot_projects_of_actor)
pilot_projects_of_topic = by_keys(OwnedPilotProjectRow, QUERIES.pilot_projects_of_topic)
pilot_projects_of_region = by_keys(OwnedPilotProjectRow, QUERIES.pilot_projects_of_region)
assessments_by_id = by_keys(AssessmentRow, QUERIES.assessments_by_id)
prototypes_by_id = by_keys(PrototypeRow, QUERIES.prototypes_by_id)
prototypes_of_project = by_keys(OwnedPrototypeRow, QUERIES.prototypes_of_project)
prototypes_of_idea = by_keys(OwnedPrototypeRow, QUERIES.prototypes_of_idea)
prototypes_of_dataset = by_keys(OwnedPrototypeRow, QUERIES.prototypes_of_dataset)
demonstrators_by_id = by_keys(DemonstratorRow, QUERIES.demonstrators_by_id)
demonstrators_of_region = by_keys(OwnedDemonstratorRow, QUERIES.demonstrators_of_region)


async def pilot_projects(database: Database, states: Sequence[str] | None, page: PageRequest) -> list[PilotProjectRow]:
    """Projects in one of the states, or in any; the newest first."""
    return await database.rows(PilotProjectRow, QUERIES.pilot_projects, states, *page.after_or_nulls(2), page.first)


async def pilot_project_place(database: Database, id_: str) -> date | None:
    """Where a project stands in the list; None when there is none."""
    place: date | None = await database.value(QUERIES.pilot_project_place, id_)
    return place


async def pilot_projects_page(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None, page: PageRequest
) -> list[OwnedPilotProjectRow]:
    """One page of each programme's projects, the newest first."""
    after = page.after_or_nulls(2)
    return await database.rows(
        OwnedPilotProjectRow, QUERIES.pilot_projects_page, programmes, states, *after, page.limit
    )


async def pilot_projects_total(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None
) -> list[TotalRow]:
    """How many projects each programme has; no row for a programme without any."""
    return await database.rows(TotalRow, QUERIES.pilot_projects_total, programmes, states)


async def newest_assessments(
    database: Database, projects: Sequence[str], project_type: str
) -> list[OwnedAssessmentRow]:
    """The newest assessment of each project of one type."""
    return await database.rows(OwnedAssessmentRow, QUERIES.newest_assessments, project_type, projects)


async def prototypes(database: Database, stages: Sequence[str] | None, page: PageRequest) -> list[PrototypeRow]:
    """Prototypes in one of the stages, or in any, in order of id."""
    _, after = page.after_or_nulls(2)
    return await database.rows(PrototypeRow, QUERIES.prototypes, stages, after, page.first)


async def prototype_place(database: Database, id_: str) -> str | None:
    """Where a prototype stands in the list; None when there is none."""
    place: str | None = await database.value(QUERIES.prototype_place, id_)
    return place
