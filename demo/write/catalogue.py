"""The marketplace's catalogue: a copy of what the ministries' feeds tell of, made from the same nouns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from demo.nouns.offers import Event, Format, Offer, Workshop, offers_in
from demo.nouns.projects import Dataset, Project
from demo.nouns.words import TODAY, Text, moment
from demo.world import World, offers_of, projects_of
from demo.write.table import Row, Table, table

LISTED = {"PUBLISHED", "DEPRECATED", "WITHDRAWN"}
KICKED_OFF = {"KICKOFF", "IMPLEMENTATION", "TESTING", "PUBLISHED", "HANDED_OVER"}
PROJECTS_AT = "https://www.civic-coding.example.org/vorhaben"


def catalogue_table(world: World) -> Table:
    """Own offers, then the ministries' offers, projects and data sets."""
    return table(
        "catalogue_entry",
        "entity_id type_name programme_slug kind status title summary topics regions audiences apply_until url "
        "source_cursor updated_at starts_at actors",
        rows(world),
    )


def rows(world: World) -> Iterator[Row]:
    begins, actors = beginnings(world), takers(world)
    for row in entries(world):
        yield (*row, begins.get(str(row[0])), actors.get(str(row[0]), ()))


def beginnings(world: World) -> dict[str, datetime]:
    """When events and projects begin, by id; a project at midnight in Berlin."""
    events: list[Event | Workshop | Format] = [
        *world.market.events,
        *world.ideenwerkstatt.workshops,
        *world.civic_data_lab.formats,
    ]
    projects = projects_of(world.cip, world.ideenwerkstatt, world.civic_data_lab)
    days = {one.id: datetime.combine(one.runs_from, time(), ZoneInfo("Europe/Berlin")) for one in projects}
    return {**{one.offer.id: one.starts for one in events}, **days}


def takers(world: World) -> dict[str, tuple[str, ...]]:
    """The organisations of hosts, partners and publishers, by the id of what they take part in."""
    lab = world.civic_data_lab
    hosted: list[Workshop | Format] = [*world.ideenwerkstatt.workshops, *lab.formats]
    told: dict[str, tuple[str | None, ...]] = {
        **{one.offer.id: one.hosts for one in hosted},
        **{one.project.id: tuple(each.organisation for each in one.partners) for one in world.cip.projects},
        **{one.project.id: one.participants for one in world.ideenwerkstatt.projects},
        **{one.project.id: (*one.participants, one.applicant, one.provider) for one in lab.projects},
        **{one.id: (one.publisher,) for one in lab.datasets},
    }
    return {id_: tuple(sorted({one for one in of if one and one.startswith("org_")})) for id_, of in told.items()}


def entries(world: World) -> Iterator[Row]:
    market = world.market
    for own in offers_in(market.counselling, market.events, market.accelerators):
        yield offer_row(own, None)
    foreign = [offer_row(one, "1") for one in offers_of(world.cip, world.ideenwerkstatt, world.civic_data_lab)]
    unseen = {one.project.id for one in world.civic_data_lab.projects if one.stage not in KICKED_OFF}
    projects = projects_of(world.cip, world.ideenwerkstatt, world.civic_data_lab)
    foreign += [project_row(one) for one in projects if one.id not in unseen]
    foreign += [dataset_row(one) for one in world.civic_data_lab.datasets if one.status in LISTED]
    yield from foreign


def offer_row(one: Offer, cursor: str | None) -> Row:
    return (
        *(one.id, one.type_name, one.programme, one.kind, one.status, one.title, one.summary, one.topics, one.regions),
        *(one.audiences, one.apply_until, one.url, cursor, moment(min(one.published, TODAY))),
    )


def project_row(one: Project) -> Row:
    title = Text(one.title)
    regions = (one.region,) if one.region else ()
    return (
        *(one.id, one.type_name, one.programme, None, one.status, title, one.abstract, one.topics, regions, ()),
        *(None, f"{PROJECTS_AT}/{one.id.replace('_', '-')}", "1", updated(one)),
    )


def updated(one: Project) -> datetime:
    return moment(min(one.runs_until or one.runs_from, TODAY))


def dataset_row(one: Dataset) -> Row:
    return (
        *(
            one.id,
            "Dataset",
            "civic-data-lab",
            None,
            one.status,
            one.title,
            one.description,
            one.topics,
            one.regions,
            (),
        ),
        *(None, one.uri, "1", one.modified),
    )
