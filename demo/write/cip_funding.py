"""Funding calls and funded projects as the tables of the Civic Innovation Platform."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.offers import offers_in
from demo.world import World
from demo.write.table import Row, Table, table

PROGRAMME = "civic-innovation-platform"
MAX_FUNDING, MIN_PARTNERS, REQUIRED_SECTORS = 500_000, 3, 2


def funding_tables(world: World) -> tuple[Table, ...]:
    projects = world.cip.projects
    return (
        table(
            "funding_call",
            "id programme_slug title summary status phase audiences apply_until url guideline_url "
            "project_management_agency max_funding_per_project budget min_partners required_sectors opens_at "
            "application_until",
            call_rows(world),
        ),
        table(
            "funded_project",
            "id call_id programme_slug grant_number title abstract status maturity runs_from runs_until idea_id "
            "region_ars repository_url license consortium_name funding continues_type continues_id",
            project_rows(world),
        ),
        table(
            "consortium_partner",
            "project_id organisation_id position role sector funding",
            (
                (one.project.id, p.organisation, place, p.role, p.sector, p.funding if p.shares else None)
                for one in projects
                for place, p in enumerate(one.partners)
            ),
        ),
        table(
            "funding_share",
            "project_id organisation_id year amount",
            (
                (one.project.id, p.organisation, year, amount)
                for one in projects
                for p in one.partners
                for year, amount in p.shares
            ),
        ),
        table(
            "milestone",
            "project_id position title due_on reached_on",
            (
                (one.project.id, place, title, due, reached)
                for one in projects
                for place, (title, due, reached) in enumerate(one.milestones)
            ),
        ),
        table("entity_topic", "entity_id topic_slug position", topic_rows(world)),
        *application_tables(world),
    )


def application_tables(world: World) -> tuple[Table, ...]:
    applications = world.cip.applications
    return (
        table(
            "grant_application",
            "id reference_number call_id title abstract consortium_name status created_at submitted_at",
            application_rows(world),
        ),
        table(
            "application_partner",
            "application_id organisation_id position role sector requested status answered_at",
            partner_rows(world),
        ),
        table(
            "application_step",
            "application_id number status at",
            (
                (one.id, number, status, at)
                for one in applications
                for number, (status, at) in enumerate(one.steps, start=1)
            ),
        ),
    )


def application_rows(world: World) -> Iterator[Row]:
    for one in world.cip.applications:
        submitted = [at for status, at in one.steps if status.endswith("SUBMITTED")]
        texts = (one.title, one.abstract, one.consortium, one.status)
        yield one.id, one.reference, one.call, *texts, one.steps[0][1], submitted[-1] if submitted else None


def partner_rows(world: World) -> Iterator[Row]:
    sectors = {one.id: one.sector for one in world.hubs.organisations}
    for one in world.cip.applications:
        for place, each in enumerate(one.partners):
            said = (each.role, sectors[each.organisation], each.requested, each.status, each.answered)
            yield one.id, each.organisation, place, *said


def call_rows(world: World) -> Iterator[Row]:
    for one in world.cip.calls:
        o = one.offer
        yield (
            *(o.id, PROGRAMME, o.title, o.summary, o.status, one.phase, o.audiences, o.apply_until, o.url),
            *(
                f"{o.url}/richtlinie",
                "gsub",
                MAX_FUNDING,
                one.budget,
                MIN_PARTNERS,
                REQUIRED_SECTORS,
                one.opens,
                one.second,
            ),
        )


def project_rows(world: World) -> Iterator[Row]:
    for one in world.cip.projects:
        p = one.project
        funding = sum(partner.funding for partner in one.partners)
        kind, continued = one.continues or (None, None)
        yield (
            *(p.id, one.call, PROGRAMME, one.grant_number, p.title, p.abstract, p.status, p.maturity, p.runs_from),
            *(p.runs_until, p.idea, p.region, p.repository, p.license, one.consortium, funding, kind, continued),
        )


def topic_rows(world: World) -> Iterator[Row]:
    offers = offers_in(world.cip.rounds, world.cip.calls)
    subjects = [(one.id, one.topics) for one in offers] + [
        (one.project.id, one.project.topics) for one in world.cip.projects
    ]
    for identity, topics in subjects:
        for place, slug in enumerate(topics):
            yield identity, slug, place
