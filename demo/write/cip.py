"""The world as the tables of the Civic Innovation Platform."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.words import moment, text_of
from demo.texts import read
from demo.world import World
from demo.write.cip_funding import PROGRAMME, funding_tables
from demo.write.table import Row, Table, table

MAX_AWARDS, MAX_PRIZE = 30, 20_000


def tables(world: World) -> tuple[Table, ...]:
    """In the order of loading."""
    return (*programme_tables(world), *competition_tables(world), *funding_tables(world), *legacy_tables(world))


def programme_tables(world: World) -> tuple[Table, ...]:
    said = read("offers/cip")
    own = [one for one in world.hubs.programmes if one.slug == PROGRAMME]
    return (
        table(
            "programme_text",
            "slug name description status runs_from runs_until operator_name ministry_codes",
            (
                (p.slug, p.name, p.description, p.status, p.runs_from, p.runs_until, p.operator, p.ministries)
                for p in own
            ),
        ),
        table(
            "public_page",
            "slug programme_slug position title body updated_at",
            (
                (page["slug"], PROGRAMME, place, text_of(page["title"]), text_of(page["body"]), moment(page["updated"]))
                for place, page in enumerate(said["pages"])
            ),
        ),
        table("topic_category", "topic_slug category", ((one.slug, one.category) for one in world.hubs.topics)),
    )


def competition_tables(world: World) -> tuple[Table, ...]:
    rounds = world.cip.rounds
    return (
        table(
            "competition_round",
            "id programme_slug number title summary status phase audiences apply_until url max_awards max_prize",
            round_rows(world),
        ),
        table(
            "round_phase_date",
            "round_id phase on_date",
            ((one.offer.id, phase, day) for one in rounds for phase, day in one.dates),
        ),
        table(
            "criterion",
            "round_id key position label weight",
            (
                (one.offer.id, entry["key"], place, text_of(entry), entry["weight"])
                for one in rounds
                for place, entry in enumerate(read("offers/cip")["criteria"])
            ),
        ),
        table(
            "competition_entry",
            "id reference_number round_id idea_id idea_version category status title_frozen abstract_frozen "
            "submitted_at",
            entry_rows(world),
        ),
        table(
            "entry_team",
            "entry_id position member_id cip_member_number organisation_id sector name_frozen",
            (
                (e.id, place, one.member, one.cip_number, one.organisation, one.sector, one.name)
                for e in world.cip.entries
                for place, one in enumerate(e.team)
            ),
        ),
        table("pitch", "entry_id at slot_minutes video_url is_online", pitch_rows(world)),
        table("award", "id entry_id round_id category prize laudation awarded_on", award_rows(world)),
        table("prize_tranche", "award_id number amount condition status paid_on", tranche_rows(world)),
    )


def round_rows(world: World) -> Iterator[Row]:
    for one in world.cip.rounds:
        o = one.offer
        yield (
            *(o.id, PROGRAMME, one.number, o.title, o.summary, o.status, one.phase, o.audiences, o.apply_until, o.url),
            *(MAX_AWARDS, MAX_PRIZE),
        )


def entry_rows(world: World) -> Iterator[Row]:
    for e in world.cip.entries:
        frozen = (e.title, e.abstract, e.submitted)
        yield e.id, e.reference, e.round, e.idea, e.idea_version, e.category, e.status, *frozen


def pitch_rows(world: World) -> Iterator[Row]:
    for one in world.cip.entries:
        if one.pitch:
            video = f"https://video.example.org/{one.reference.lower()}" if one.award else None
            yield one.id, one.pitch, 12, video, one.round != "round_0001"


def award_rows(world: World) -> Iterator[Row]:
    for e in world.cip.entries:
        if e.award:
            yield e.award.id, e.id, e.round, e.category, e.award.prize, e.award.laudation, e.award.awarded


def tranche_rows(world: World) -> Iterator[Row]:
    conditions = [text_of(entry) for entry in read("projects/phrases")["tranche"]]
    for award in (e.award for e in world.cip.entries if e.award):
        for one in award.tranches:
            yield award.id, one.number, one.amount, conditions[one.number - 1], one.status, one.paid


def legacy_tables(world: World) -> tuple[Table, ...]:
    old = [one for one in world.market.ideas if one.origin == PROGRAMME]
    return (
        table(
            "legacy_member",
            "cip_member_number member_id display_name member_since",
            ((one.cip_number, one.member, one.name, one.since) for one in world.hubs.legacy),
        ),
        table("legacy_idea", "idea_id title summary", ((one.id, one.text.title, one.text.summary) for one in old)),
    )
