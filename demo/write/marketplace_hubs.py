"""The hubs of the marketplace: topics, regions, ministries, programmes, actors."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.words import Text, text_of
from demo.texts import read
from demo.world import World
from demo.write.shared import placed
from demo.write.table import Row, Table, table

UMBRELLA = "civic-coding"


def hub_tables(world: World) -> tuple[Table, ...]:
    """In the order of loading."""
    return (*taxonomy_tables(world), *programme_tables(world), *actor_tables(world))


def taxonomy_tables(world: World) -> tuple[Table, ...]:
    topics = world.hubs.topics
    return (
        table(
            "sdg",
            "number label color",
            ((one["number"], Text(one["de"], one["en"]), one["color"]) for one in read("world/sdgs")),
        ),
        table(
            "topic",
            "slug parent_slug label position",
            ((one.slug, one.parent, one.label, place) for place, one in enumerate(topics)),
        ),
        table("topic_sdg", "topic_slug sdg", ((one.slug, number) for one in topics for number in one.sdgs)),
        table(
            "region",
            "ars nuts name level parent_ars",
            ((one.ars, one.nuts, one.name, one.level, one.parent) for one in world.hubs.regions),
        ),
    )


def programme_tables(world: World) -> tuple[Table, ...]:
    ministries = read("world/ministries")
    programmes = world.hubs.programmes
    return (
        table("ministry", "code position", ((one["code"], place) for place, one in enumerate(ministries))),
        table(
            "ministry_name",
            "code abbreviation name valid_from valid_until",
            (
                (one["code"], name["abbreviation"], text_of(name), name["from"], name.get("until"))
                for one in ministries
                for name in one["names"]
            ),
        ),
        table(
            "programme_ref",
            "slug type_name position",
            ((one.slug, one.type_name, place) for place, one in enumerate(programmes)),
        ),
        table(
            "programme_ministry",
            "programme_slug ministry_code position",
            placed((one.slug, one.ministries) for one in programmes),
        ),
        table(
            "civic_coding_programme",
            "slug name description status runs_from runs_until operator_name",
            (
                (p.slug, p.name, p.description, p.status, p.runs_from, p.runs_until, p.operator)
                for p in programmes
                if p.slug == UMBRELLA
            ),
        ),
    )


def actor_tables(world: World) -> tuple[Table, ...]:
    hubs = world.hubs
    return (
        table("actor", "id kind handle display_name sector region_ars", actor_rows(world)),
        table(
            "actor_topic",
            "actor_id topic_slug",
            actor_topic_rows(world),
        ),
        table(
            "member",
            "actor_id state cip_member_number member_since",
            ((one.id, one.state, one.cip_number, one.since) for one in hubs.members),
        ),
        table(
            "organisation",
            "actor_id legal_name legal_form is_non_profit website",
            ((one.id, one.display_name, one.legal_form, one.is_non_profit, one.website) for one in hubs.organisations),
        ),
        table(
            "organisation_membership",
            "organisation_id member_id role verified",
            ((one.organisation, one.member, one.role, one.verified) for one in hubs.memberships),
        ),
    )


def actor_topic_rows(world: World) -> Iterator[Row]:
    for one in world.hubs.members:
        yield from ((one.id, slug) for slug in one.topics)
    for other in world.hubs.organisations:
        yield from ((other.id, slug) for slug in other.topics)


def actor_rows(world: World) -> Iterator[Row]:
    for one in world.hubs.members:
        yield one.id, "MEMBER", one.handle, one.display_name, one.sector, one.region
    for other in world.hubs.organisations:
        yield other.id, "ORGANISATION", other.handle, other.display_name, other.sector, other.region
