"""One database trip per level of a query: the loaders of one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from strawberry.dataloader import DataLoader

from services.ideenwerkstatt.store import offers, projects
from services.ideenwerkstatt.store.rows import (
    AiConsultationRow,
    AssessmentRow,
    ComputeQuotaRow,
    DemonstratorRow,
    ExpertRow,
    MaterialRow,
    OfferKeyRow,
    OwnedDemonstratorRow,
    OwnedPilotProjectRow,
    OwnedPrototypeRow,
    OwnedWorkshopRow,
    PilotCallRow,
    PilotProjectRow,
    ProgrammeRow,
    PrototypeRow,
    SlotRow,
    WorkshopRow,
)
from services.kit.batch import Asked, asked, grouped, in_order, many, one
from services.kit.database import Database
from services.kit.paging import Page, PageRequest, page

States = tuple[str, ...] | None
id_of = attrgetter("id")
owner_of = attrgetter("owner")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of a programme's list, of rows in one of the states (None: in any)."""

    states: States
    page: PageRequest


@dataclass(frozen=True, slots=True)
class WantedSlots:
    """The first ``limit`` appointments of a consultation."""

    limit: int
    free_only: bool


@dataclass(frozen=True, slots=True)
class Loaders:
    """The loaders of one request; each collects the keys of one level and makes one trip for them."""

    programme: DataLoader[str, ProgrammeRow | None]
    offers_page: DataLoader[Asked[str, Wanted], Page[OfferKeyRow]]
    offers_total: DataLoader[Asked[str, States], int]
    projects_page: DataLoader[Asked[str, Wanted], Page[OwnedPilotProjectRow]]
    projects_total: DataLoader[Asked[str, States], int]
    workshop: DataLoader[str, WorkshopRow | None]
    workshops_of_topic: DataLoader[Asked[str, int], list[OwnedWorkshopRow]]
    material: DataLoader[str, MaterialRow | None]
    materials_of_workshop: DataLoader[str, list[MaterialRow]]
    ai_consultation: DataLoader[str, AiConsultationRow | None]
    slot: DataLoader[str, SlotRow | None]
    slots_of_consultation: DataLoader[Asked[str, WantedSlots], list[SlotRow]]
    pilot_call: DataLoader[str, PilotCallRow | None]
    compute_quota: DataLoader[str, ComputeQuotaRow | None]
    expert: DataLoader[str, ExpertRow | None]
    expert_of_actor: DataLoader[str, ExpertRow | None]
    pilot_project: DataLoader[str, PilotProjectRow | None]
    projects_of_call: DataLoader[str, list[OwnedPilotProjectRow]]
    projects_of_idea: DataLoader[str, list[OwnedPilotProjectRow]]
    projects_of_actor: DataLoader[str, list[OwnedPilotProjectRow]]
    projects_of_topic: DataLoader[str, list[OwnedPilotProjectRow]]
    projects_of_region: DataLoader[str, list[OwnedPilotProjectRow]]
    assessment: DataLoader[str, AssessmentRow | None]
    newest_assessment: DataLoader[Asked[str, str], AssessmentRow | None]
    prototype: DataLoader[str, PrototypeRow | None]
    prototypes_of_project: DataLoader[str, list[OwnedPrototypeRow]]
    prototypes_of_idea: DataLoader[str, list[OwnedPrototypeRow]]
    prototypes_of_dataset: DataLoader[str, list[OwnedPrototypeRow]]
    demonstrator: DataLoader[str, DemonstratorRow | None]
    demonstrators_of_region: DataLoader[str, list[OwnedDemonstratorRow]]


def loaders_for(database: Database) -> Loaders:
    """Fresh loaders for one request."""
    return Loaders(
        programme=one(partial(offers.programmes_by_slug, database), attrgetter("slug")),
        offers_page=asked(partial(offers_page, database)),
        offers_total=asked(partial(offers_total, database)),
        projects_page=asked(partial(projects_page, database)),
        projects_total=asked(partial(projects_total, database)),
        workshop=one(partial(offers.workshops_by_id, database), id_of),
        workshops_of_topic=asked(partial(workshops_of_topic, database)),
        material=one(partial(offers.materials_by_id, database), id_of),
        materials_of_workshop=many(partial(offers.materials_of_workshop, database), attrgetter("workshop_id")),
        ai_consultation=one(partial(offers.ai_consultations_by_id, database), id_of),
        slot=one(partial(offers.slots_by_id, database), id_of),
        slots_of_consultation=asked(partial(slots_of_consultation, database)),
        pilot_call=one(partial(offers.pilot_calls_by_id, database), id_of),
        compute_quota=one(partial(offers.compute_quotas_by_id, database), id_of),
        expert=one(partial(offers.experts_by_id, database), id_of),
        expert_of_actor=one(partial(offers.experts_by_actor, database), attrgetter("actor_id")),
        pilot_project=one(partial(projects.pilot_projects_by_id, database), id_of),
        projects_of_call=many(partial(projects.pilot_projects_of_call, database), owner_of),
        projects_of_idea=many(partial(projects.pilot_projects_of_idea, database), owner_of),
        projects_of_actor=many(partial(projects.pilot_projects_of_actor, database), owner_of),
        projects_of_topic=many(partial(projects.pilot_projects_of_topic, database), owner_of),
        projects_of_region=many(partial(projects.pilot_projects_of_region, database), owner_of),
        assessment=one(partial(projects.assessments_by_id, database), id_of),
        newest_assessment=asked(partial(newest_assessments, database)),
        prototype=one(partial(projects.prototypes_by_id, database), id_of),
        prototypes_of_project=many(partial(projects.prototypes_of_project, database), owner_of),
        prototypes_of_idea=many(partial(projects.prototypes_of_idea, database), owner_of),
        prototypes_of_dataset=many(partial(projects.prototypes_of_dataset, database), owner_of),
        demonstrator=one(partial(projects.demonstrators_by_id, database), id_of),
        demonstrators_of_region=many(partial(projects.demonstrators_of_region, database), owner_of),
    )


async def offers_page(database: Database, slugs: Sequence[str], wanted: Wanted) -> list[Page[OfferKeyRow]]:
    rows = await offers.offers_page(database, slugs, wanted.states, wanted.page)
    return [page(found, wanted.page) for found in grouped(slugs, rows, owner_of)]


async def offers_total(database: Database, slugs: Sequence[str], states: States) -> list[int]:
    rows = in_order(slugs, await offers.offers_total(database, slugs, states), owner_of)
    return [row.total if row else 0 for row in rows]


async def projects_page(database: Database, slugs: Sequence[str], wanted: Wanted) -> list[Page[OwnedPilotProjectRow]]:
    rows = await projects.pilot_projects_page(database, slugs, wanted.states, wanted.page)
    return [page(found, wanted.page) for found in grouped(slugs, rows, owner_of)]


async def projects_total(database: Database, slugs: Sequence[str], states: States) -> list[int]:
    rows = in_order(slugs, await projects.pilot_projects_total(database, slugs, states), owner_of)
    return [row.total if row else 0 for row in rows]


async def workshops_of_topic(database: Database, topics: Sequence[str], limit: int) -> list[list[OwnedWorkshopRow]]:
    return grouped(topics, await offers.workshops_of_topic(database, topics, limit), owner_of)


async def slots_of_consultation(
    database: Database, consultations: Sequence[str], wanted: WantedSlots
) -> list[list[SlotRow]]:
    rows = await offers.slots_of_consultation(database, consultations, wanted.limit, free_only=wanted.free_only)
    return grouped(consultations, rows, attrgetter("consultation_id"))


async def newest_assessments(database: Database, ids: Sequence[str], project_type: str) -> list[AssessmentRow | None]:
    rows: list[AssessmentRow] = [*await projects.newest_assessments(database, project_type, ids)]
    return in_order(ids, rows, owner_of)
