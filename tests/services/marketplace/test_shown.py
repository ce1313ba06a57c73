"""What may be given out at this moment: every combination of the rule, against the rule in Python."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from itertools import product

import pytest

from services.kit.database import Connection, Database, open_connection, open_database
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.documents import still_shown
from services.marketplace.store.reading import QUERIES
from tests.conftest import FreshDatabase
from tests.services.marketplace.conftest import AT, SCHEMA

STATUSES = ("DRAFT", "PUBLISHED", "PAUSED", "HIDDEN_BY_MODERATION", "ARCHIVED")
VISIBILITIES = ("PUBLIC", "MEMBERS", "CONTACTS", "PRIVATE")
STATES = (None, "ACTIVE", "UNCLAIMED", "GHOST")  # None: an organisation
CONSENTS = ((), (True,), (True, False), (False, True))  # as they were given, in order
IDEA_STATUSES = (*STATUSES, "IN_REVIEW", "IN_IMPLEMENTATION", "COMPLETED", "WITHDRAWN")
PROFILES = list(product(STATUSES, VISIBILITIES, STATES, CONSENTS, CONSENTS))
TABLES = {"idea", "profile", "member", "consent", "catalogue_entry"}
MEMBER = Viewer("member_mira")


def is_shown(
    status: str, visibility: str, state: str | None, public: tuple[bool, ...], match: tuple[bool, ...]
) -> bool:
    """Whether members see a profile."""
    return (
        status == "PUBLISHED"
        and visibility in ("PUBLIC", "MEMBERS")
        and state in (None, "ACTIVE")
        and all(consents and consents[-1] for consents in (public, match))
    )


@pytest.fixture
async def world(template: str, fresh_database: FreshDatabase) -> AsyncIterator[tuple[Connection, Database]]:
    url = await fresh_database(template)
    async with open_connection(url, schema=SCHEMA) as connection, open_database(url, schema=SCHEMA) as database:
        yield connection, database


async def put_profiles(connection: Connection) -> None:
    actor = "INSERT INTO actor VALUES ($1, $2, $1, $1, 'SCIENCE', NULL)"
    kinds = [(f"a{n}", "ORGANISATION" if state is None else "MEMBER") for n, (_, _, state, _, _) in enumerate(PROFILES)]
    await connection.executemany(actor, kinds)
    member = "INSERT INTO member (actor_id, state, member_since) VALUES ($1, $2, '2026-01-01')"
    states = [(f"a{n}", state) for n, (_, _, state, _, _) in enumerate(PROFILES) if state is not None]
    await connection.executemany(member, states)
    profile = """INSERT INTO profile (id, owner_id, status, visibility, headline, about, language)
      VALUES ($1, $2, $3, $4, '', '', 'DE')"""
    values = [(f"p{n}", f"a{n}", status, visibility) for n, (status, visibility, *_) in enumerate(PROFILES)]
    await connection.executemany(profile, values)
    consents = [
        (f"a{n}", purpose, granted)
        for n, (_, _, _, public, match) in enumerate(PROFILES)
        for purpose, given in (("PROFILE_PUBLIC", public), ("MATCHING", match))
        for granted in given
    ]
    consent = "INSERT INTO consent (actor_id, purpose, granted, text_version) VALUES ($1, $2, $3, '1')"
    await connection.executemany(consent, consents)


async def test_profiles_are_shown_by_status_visibility_membership_and_consents(
    world: tuple[Connection, Database],
) -> None:
    connection, database = world
    await put_profiles(connection)
    ids = [f"p{n}" for n in range(len(PROFILES))]
    members = {each for each, profile in zip(ids, PROFILES, strict=True) if is_shown(*profile)}
    public = {each for each, profile in zip(ids, PROFILES, strict=True) if is_shown(*profile) and "PUBLIC" in profile}
    assert (len(members), len(public)) == (16, 8)
    assert set(await still_shown(database, MEMBER, AT, ids)) == members
    assert set(await still_shown(database, Viewer(), AT, ids)) == public
    # What is asked is the rule of the index itself.
    assert {
        row[0] for row in await connection.fetch("SELECT entity_id FROM document WHERE entity_id ~ '^p[0-9]'")
    } == members


async def test_ideas_and_entries_are_shown_by_their_status(world: tuple[Connection, Database]) -> None:
    connection, database = world
    idea = """INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status,
      maturity, author_id) VALUES ('i' || $1, lower(replace($1, '_', '-')), '', '', '', '', '', 'DE', $1, 'IDEA',
      'member_mira')"""
    await connection.executemany(idea, [(each,) for each in IDEA_STATUSES])
    shown = await still_shown(database, Viewer(), AT, [f"i{each}" for each in IDEA_STATUSES])
    assert set(shown) == {"iPUBLISHED", "iIN_IMPLEMENTATION", "iCOMPLETED"}
    sample = ["workshop_1", "workshop_old", "dataset_1", "dataset_old", "project_f1", "nobody"]
    assert set(await still_shown(database, Viewer(), AT, sample)) == {"workshop_1", "dataset_1", "project_f1"}


async def test_it_reads_no_table_that_the_rule_does_not_name(world: tuple[Connection, Database]) -> None:
    connection, _ = world
    plan = await connection.fetch(
        "EXPLAIN "
        + QUERIES.still_shown.text.replace("$1", "'{p1,p2}'")
        .replace("$2", "true")
        .replace("$3", "'2026-03-01Z'::timestamptz")
        .replace("$4", "'{}'")
    )
    tables = set(re.findall(r" on (\w+) ", " ".join(row[0] for row in plan)))
    # Once the plan began with all actors, and took the longer the more there were.
    assert tables >= TABLES
    assert "actor" not in tables
