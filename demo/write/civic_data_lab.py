"""The world as the tables of the Civic Data Lab."""

from __future__ import annotations

from collections.abc import Iterator

from demo import chance
from demo.nouns.offers import DataCall, Offer, offers_in
from demo.nouns.projects import DataProject
from demo.nouns.words import numbered, text_of
from demo.texts import read
from demo.world import Lab, World
from demo.write.shared import offer_table, placed, programme_table, topic_table
from demo.write.table import Row, Table, table

PROGRAMME = "civic-data-lab"
RUNNING_CALL, PRIVACY_TEXT = "datacall_0001", "2023-07"
ACCOMPANIED = {numbered("data", number) for number in range(1, 19)}


def tables(world: World) -> tuple[Table, ...]:
    """In the order of loading."""
    return (
        *hub_tables(world),
        *offer_tables(world),
        *project_tables(world),
        *dataset_tables(world),
        *personal_tables(world),
    )


def all_offers(lab: Lab) -> list[Offer]:
    return [*lab.consultations, *offers_in(lab.calls, lab.later_calls, lab.modules, lab.toolbox, lab.formats)]


def all_calls(lab: Lab) -> list[DataCall]:
    return [*lab.calls, *lab.later_calls]


def hub_tables(world: World) -> tuple[Table, ...]:
    lab = world.civic_data_lab
    offers = all_offers(lab)
    topics = [(one.id, one.topics) for one in offers] + [(one.project.id, one.project.topics) for one in lab.projects]
    return (
        programme_table(world, PROGRAMME),
        offer_table(offers),
        topic_table(topics),
        table("topic_theme", "topic_slug theme position", placed((one.slug, one.themes) for one in world.hubs.topics)),
    )


def offer_tables(world: World) -> tuple[Table, ...]:
    lab = world.civic_data_lab
    principles = read("offers/civic_data_lab")["principles"]
    return (
        table("data_consultation", "id", ((one.id,) for one in lab.consultations)),
        table(
            "consultation_slot",
            "id consultation_id starts_at minutes is_free",
            ((s.id, s.consultation, s.starts, s.minutes, s.status == "FREE") for s in lab.slots),
        ),
        table("data_project_call", "id places", ((one.offer.id, one.places) for one in all_calls(lab))),
        table(
            "selection_principle",
            "call_id key label position",
            (
                (one.offer.id, entry["key"], text_of(entry), place)
                for one in all_calls(lab)
                for place, entry in enumerate(principles)
            ),
        ),
        table(
            "learning_module",
            "id level format minutes language",
            ((one.offer.id, one.level, one.format, one.minutes, one.language) for one in lab.modules),
        ),
        table(
            "module_prerequisite",
            "module_id prerequisite_id position",
            placed((one.offer.id, one.after) for one in lab.modules),
        ),
        table("toolbox_item", "id languages license", ((t.offer.id, t.languages, t.license) for t in lab.toolbox)),
        table(
            "community_format", "id format starts_at", ((one.offer.id, one.format, one.starts) for one in lab.formats)
        ),
        table(
            "community_format_host",
            "format_id actor_id position",
            placed((one.offer.id, one.hosts) for one in lab.formats),
        ),
    )


def project_tables(world: World) -> tuple[Table, ...]:
    projects = world.civic_data_lab.projects
    return (
        table(
            "data_project",
            "id programme_slug title abstract status maturity runs_from runs_until idea_id region_ars "
            "repository_url license applicant_id stage methods service_provider_id budget_amount learnings call_id "
            "data_description privacy_text_version submitted_by submitted_at",
            (
                (
                    *(p.id, p.programme, p.title, p.abstract, p.status, p.maturity, p.runs_from, p.runs_until, p.idea),
                    *(p.region, p.repository, p.license, one.applicant, one.stage, one.methods, one.provider),
                    *(one.budget, one.learnings, *application(one)),
                )
                for one in projects
                for p in (one.project,)
            ),
        ),
        table(
            "project_participant",
            "project_id actor_id position",
            placed((one.project.id, one.participants) for one in projects),
        ),
        table(
            "data_project_stage",
            "project_id stage at note",
            ((one.project.id, stage, at, note) for one in projects for stage, at, note in one.stages),
        ),
    )


def application(one: DataProject) -> Row:
    """Sketches of the running call say what data there are; the accompanied projects are older than the form."""
    if one.project.id in ACCOMPANIED:
        return (None, None, None, None, None)
    described = chance.pick(read("offers/civic_data_lab")["descriptions"], "described", one.project.id)
    person = one.applicant if one.applicant.startswith("member_") else None
    return (RUNNING_CALL, described, PRIVACY_TEXT, person, one.stages[0][1])


def personal_tables(world: World) -> tuple[Table, ...]:
    lab = world.civic_data_lab
    return (
        table(
            "consultation_session",
            "id slot_id member_id on_behalf_of concern status outcome booked_at",
            (
                (a.id, a.slot, a.member, a.organisation, a.concern, a.status, a.outcome, a.booked)
                for a in lab.appointments
            ),
        ),
        table(
            "enrolment",
            "id module_id member_id status progress_percent enrolled_at completed_at",
            ((e.id, e.module, e.member, e.status, e.percent, e.enrolled, e.completed) for e in lab.enrolments),
        ),
    )


def dataset_tables(world: World) -> tuple[Table, ...]:
    lab = world.civic_data_lab
    return (
        table(
            "license",
            "uri title is_open attribution_required",
            ((one["uri"], one["title"], one["open"], one["by"]) for one in read("offers/civic_data_lab")["licenses"]),
        ),
        table(
            "dataset",
            "id uri title description keywords publisher_id contact_point issued modified temporal_from temporal_until "
            "geocoding_level accrual_periodicity access_rights legal_basis personal_data status "
            "quality_note project_type project_id",
            dataset_rows(lab),
        ),
        table(
            "distribution",
            "id dataset_id title format media_type access_url download_url byte_size "
            "license_uri checksum_sha256 modified position",
            distribution_rows(lab),
        ),
        table("region_name", "ars nuts name", ((one.ars, one.nuts, one.name) for one in world.hubs.regions)),
        table("dataset_region", "dataset_id ars nuts name position", region_rows(world)),
        table("dataset_topic", "dataset_id topic_slug position", placed((one.id, one.topics) for one in lab.datasets)),
        table("dataset_theme", "dataset_id theme position", placed((one.id, one.themes) for one in lab.datasets)),
        table(
            "dataset_usage",
            "dataset_id project_type project_id purpose since",
            ((u.dataset, u.project_type, u.project, u.purpose, u.since) for u in lab.usages),
        ),
    )


def dataset_rows(lab: Lab) -> Iterator[Row]:
    for d in lab.datasets:
        yield (
            *(d.id, d.uri, d.title, d.description, d.keywords, d.publisher, d.contact, d.issued, d.modified),
            *(
                d.covers_from,
                d.covers_until,
                d.level,
                d.periodicity,
                d.access,
                d.legal_basis,
                d.personal_data,
                d.status,
            ),
            *(d.quality, *(d.project or (None, None))),
        )


def distribution_rows(lab: Lab) -> Iterator[Row]:
    for d in lab.datasets:
        for place, one in enumerate(d.distributions):
            yield (
                *(one.id, d.id, one.title, one.format, one.media_type, one.access_url, one.download_url, one.size),
                *(one.license, one.checksum, one.modified, place),
            )


def region_rows(world: World) -> Iterator[Row]:
    regions = {one.ars: one for one in world.hubs.regions}
    for d in world.civic_data_lab.datasets:
        for place, ars in enumerate(d.regions):
            yield d.id, ars, regions[ars].nuts, regions[ars].name, place
