"""The world as the tables of the marketplace."""

from __future__ import annotations

from collections.abc import Iterator

from demo.nouns.market import Attention, Idea, IdeaText, IdeaVersion
from demo.world import World
from demo.write.catalogue import catalogue_table
from demo.write.contact import contact_tables
from demo.write.marketplace_hubs import hub_tables
from demo.write.rights import rights_tables
from demo.write.searches import searches_table
from demo.write.table import Row, Table, table


def tables(world: World) -> tuple[Table, ...]:
    """In the order of loading."""
    hubs, ideas = hub_tables(world), idea_tables(world)
    return (
        *hubs,
        *ideas,
        *together_tables(world),
        *contact_tables(world.market.contact),
        *rights_tables(world.market.rights),
        searches_table([one.id for one in world.hubs.members if one.state == "ACTIVE"]),
        *profile_tables(world),
        *offer_tables(world),
    )


def idea_tables(world: World) -> tuple[Table, ...]:
    ideas = world.market.ideas
    return (
        table(
            "idea",
            "id slug title summary problem solution common_good_benefit target_groups language status maturity "
            "ai_methods expected_users data_needs region_ars origin_programme author_id developed_from_id version "
            "created_at published_at updated_at first_public_version",
            (idea_row(one) for one in ideas),
        ),
        table("idea_topic", "idea_id topic_slug", ((one.id, slug) for one in ideas for slug in one.topics)),
        table("idea_sdg", "idea_id sdg", ((one.id, number) for one in ideas for number in one.sdgs)),
        table(
            "idea_team",
            "idea_id actor_id role joined_at",
            ((one.id, who.actor, who.role, who.joined) for one in ideas for who in one.team),
        ),
        table(
            "open_role",
            "id idea_id kind description hours_per_month filled",
            ((r.id, one.id, r.kind, r.description, r.hours, r.filled) for one in ideas for r in one.roles),
        ),
        table(
            "idea_version",
            "idea_id number editor_id created_at change_note body",
            ((one.id, v.number, v.editor, v.created, v.note, body(one, v)) for one in ideas for v in one.versions),
        ),
        table(
            "idea_support",
            "idea_id actor_id since",
            ((one.subject, one.actor, one.since) for one in world.market.support),
        ),
    )


def idea_row(one: Idea) -> Row:
    text = one.text
    return (
        *(one.id, one.slug, text.title, text.summary, text.problem, text.solution, text.benefit, text.target_groups),
        *(text.language, one.status, one.maturity, text.methods, one.expected_users, text.data_needs, one.region),
        *(one.origin, one.author, one.developed_from, len(one.versions), one.created, one.published, one.updated),
        one.first_public_version,
    )


def body(one: Idea, version: IdeaVersion) -> dict[str, object]:
    """The fields of the schema's IdeaInput."""
    return fields_of(one, version.text, version.maturity)


def fields_of(one: Idea, text: IdeaText, maturity: str) -> dict[str, object]:
    return {
        "title": text.title,
        "summary": text.summary,
        "problem": text.problem,
        "solution": text.solution,
        "commonGoodBenefit": text.benefit,
        "targetGroups": list(text.target_groups),
        "language": text.language,
        "maturity": maturity,
        "aiMethods": list(text.methods),
        "expectedUsers": one.expected_users,
        "dataNeeds": text.data_needs,
        "topicSlugs": list(one.topics),
        "sdgs": list(one.sdgs),
        "regionArs": one.region,
    }


def together_tables(world: World) -> tuple[Table, ...]:
    """Comments before their answers; an amendment is the whole text."""
    ideas = {one.id: one for one in world.market.ideas}
    done = world.market.together
    return (
        table(
            "team_request",
            "id kind idea_id actor_id sender_id role open_role_id message status created_at expires_at decided_at",
            (
                (
                    *(one.id, one.kind, one.idea, one.actor, one.sender, one.role, one.open_role, one.message),
                    *(one.status, one.created, one.expires, one.decided),
                )
                for one in done.requests
            ),
        ),
        table(
            "amendment",
            "id idea_id author_id base_version body note status created_at decided_at decision_note",
            (
                (
                    *(one.id, one.idea, one.author, one.base),
                    fields_of(ideas[one.idea], one.text, ideas[one.idea].maturity),
                    *(one.note, one.status, one.created, one.decided, one.decision_note),
                )
                for one in done.amendments
            ),
        ),
        table(
            "comment",
            "id idea_id author_id reply_to_id body language created_at",
            ((one.id, one.idea, one.author, one.answers, one.body, "DE", one.created) for one in done.comments),
        ),
    )


def profile_tables(world: World) -> tuple[Table, ...]:
    profiles = world.market.profiles
    return (
        table("skill", "slug label", ((one.slug, one.label) for one in world.hubs.skills)),
        table(
            "profile",
            "id owner_id status visibility headline about language offers seeks availability_hours_per_month "
            "published_at updated_at",
            (
                (
                    *(
                        p.id,
                        p.owner,
                        p.status,
                        p.visibility,
                        p.headline,
                        p.about,
                        p.language,
                        p.offers,
                        p.seeks,
                        p.hours,
                    ),
                    *(p.published, p.updated),
                )
                for p in profiles
            ),
        ),
        table("profile_skill", "profile_id skill_slug", ((one.id, slug) for one in profiles for slug in one.skills)),
        table(
            "consent",
            # Without seq: the database numbers the rows in this order, and goes on from there.
            "actor_id purpose granted text_version changed_at",
            ((one.actor, one.purpose, one.granted, one.version, one.changed) for one in world.market.consents),
        ),
    )


def offer_tables(world: World) -> tuple[Table, ...]:
    market = world.market
    return (
        catalogue_table(world),
        table(
            "project_counselling",
            "id hours_per_project fields places_free",
            ((one.offer.id, one.hours, one.fields, one.places_free) for one in market.counselling),
        ),
        table(
            "community_event",
            "id format starts_at ends_at region_ars is_online accessibility seats_free",
            (
                (
                    *(one.offer.id, one.format, one.starts, one.ends, one.region, one.region is None),
                    *(one.accessibility, one.seats_free),
                )
                for one in market.events
            ),
        ),
        table(
            "accelerator",
            "id format max_funding_per_team",
            ((one.offer.id, one.format, one.funding) for one in market.accelerators),
        ),
        table(
            "accelerator_team",
            "accelerator_id idea_id awarded",
            ((one.offer.id, team, team in one.awarded) for one in market.accelerators for team in one.teams),
        ),
        *challenge_tables(world),
        table("follow", "actor_id subject_id since", attention_rows(market.follows)),
        table("bookmark", "actor_id offer_id since", attention_rows(market.bookmarks)),
    )


def challenge_tables(world: World) -> tuple[Table, ...]:
    challenges = [(one.offer.id, said) for one in world.market.accelerators for said in one.challenges]
    return (
        table(
            "challenge",
            "id accelerator_id title topics",
            ((said.id, accelerator, said.title, said.topics) for accelerator, said in challenges),
        ),
        table(
            "challenge_vote", "challenge_id member_id", ((said.id, who) for _, said in challenges for who in said.votes)
        ),
        table(
            "challenge_idea", "challenge_id idea_id", ((said.id, one) for _, said in challenges for one in said.ideas)
        ),
    )


def attention_rows(rows: tuple[Attention, ...]) -> Iterator[Row]:
    for one in rows:
        yield one.actor, one.subject, one.since
