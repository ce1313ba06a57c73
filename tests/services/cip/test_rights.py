"""CIP's part of an export and of an erasure: for the member alone; names go where no law keeps them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from services.cip import __main__ as commands
from services.cip.app import built, effects
from services.cip.store.rights import forget_kept_names, forget_member
from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.kit.erasing import closed_accounts, with_erasure
from services.kit.following import ERASURE_DUE, Event
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.cip.conftest import SAMPLE
from tests.services.conftest import House, bearer, house

AT = datetime(2026, 6, 1, 10, tzinfo=UTC)
CLOCK = Clock(reads=lambda: AT)
WORLD = """
INSERT INTO legacy_member VALUES ('CIP-N', 'member_nora', 'Nora Unverwechselbar', '2020-01-01');
INSERT INTO competition_entry (id, reference_number, round_id, idea_id, idea_version, category, status, title_frozen,
  abstract_frozen, submitted_at, submitted_by, body_frozen)
SELECT 'entry_' || name, 'N-' || name, (SELECT id FROM competition_round LIMIT 1), 'idea_' || name, 1,
  (SELECT category FROM competition_entry LIMIT 1), status, 'Titel', 'von Nora Unverwechselbar', '2026-01-01Z',
  'member_nora', '{"problem": "Nora Unverwechselbar"}'
FROM (VALUES ('alone', 'ELIGIBLE'), ('old', 'NOT_SELECTED'), ('both', 'SUBMITTED'),
  ('won', 'AWARDED')) AS made (name, status);
INSERT INTO entry_team (entry_id, position, member_id, cip_member_number, sector, name_frozen) VALUES
  ('entry_alone', 1, 'member_nora', NULL, 'SCIENCE', 'Nora Unverwechselbar'),
  ('entry_old', 1, NULL, 'CIP-N', 'SCIENCE', 'Nora Unverwechselbar'),
  ('entry_both', 1, 'member_nora', NULL, 'SCIENCE', 'Nora Unverwechselbar'),
  ('entry_both', 2, 'member_tom', NULL, 'WELFARE', 'Tom'),
  ('entry_won', 1, 'member_nora', NULL, 'SCIENCE', 'Nora Preisträgerin');
INSERT INTO award (id, entry_id, round_id, category, prize, awarded_on)
SELECT 'award_won', id, round_id, category, 20000, '2025-03-01' FROM competition_entry WHERE id = 'entry_won';
INSERT INTO actor_fact VALUES ('member_nora', 'MEMBER', 'ACTIVE', 'SCIENCE', false);
INSERT INTO acts_for VALUES ('member_nora', 'org_w');
"""
LATER = "2999-01-01T00:00:00Z"
JSON = """query ($of: ID!, $until: String) { _entities(representations: [
  {__typename: "DataExport", id: "export_1", memberId: $of, expiresAt: $until}]) {
  ... on DataExport { cipJson } } }"""


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with house(await fresh_database("template0"), "cip", commands.SERVICE.home, built, [SAMPLE]) as found:
        async with open_connection(found.url, schema="cip") as connection:
            await connection.execute(WORLD)
        yield found


async def rows(cip: House, sql: str) -> list[tuple[Any, ...]]:
    async with open_connection(cip.url, schema="cip") as connection:
        return [tuple(row.values()) for row in await connection.fetch(sql)]


async def erase(cip: House) -> None:
    event = Event("c", ERASURE_DUE, "Member", "member_nora", (), {"memberId": "member_nora"})
    effect = with_erasure(effects(CLOCK), CLOCK, forget_member)["marketplace"][ERASURE_DUE]
    async with open_database(cip.url, schema="cip") as database, closed_accounts(database, CLOCK) as closed:
        await closed.note(event)
        async with database.transaction() as inside:
            await effect(inside, event)


async def test_an_export_is_for_the_member_whose_it_is(cip: House) -> None:
    answer = await ask(cip.app, JSON, {"of": "member_nora", "until": LATER}, bearer("member_nora"))
    said = orjson.loads(answer.data["_entities"][0]["cipJson"])
    assert said["formerMembership"]["display_name"] == "Nora Unverwechselbar"
    assert {each["referenceNumber"] for each in said["entries"]} == {"N-alone", "N-old", "N-both", "N-won"}
    assert [each["prize"] for each in said["awards"]] == [20000.0]
    assert said["actsFor"] == ["org_w"]
    assert "Tom" not in answer.data["_entities"][0]["cipJson"]
    # A representation is never a proof: whoever writes another one's id into it gets nothing.
    for headers, of, code in (
        (bearer("member_tom"), "member_nora", "FORBIDDEN"),
        (bearer("member_nora"), "member_tom", "FORBIDDEN"),
        (bearer("staff", "cip:manage"), "member_nora", "FORBIDDEN"),
        ({}, "member_nora", "UNAUTHENTICATED"),
    ):
        refused = await ask(cip.app, JSON, {"of": of, "until": LATER}, headers)
        assert refused.data["_entities"][0] is None or refused.data["_entities"][0]["cipJson"] is None
        assert {each for each, _ in refused.codes} == {code}
    for over in (None, "2020-01-01T00:00:00Z"):
        asked = {"of": "member_nora", "until": over}
        expired = await ask(cip.app, JSON, asked, bearer("member_nora"))
        assert (expired.data["_entities"][0]["cipJson"], expired.errors) == (None, [])
    bare = '{ _entities(representations: [{__typename: "DataExport", id: "x"}]) { ... on DataExport { cipJson } } }'
    assert {code for code, _ in (await ask(cip.app, bare, {}, bearer("member_nora"))).codes} == {"FORBIDDEN"}


async def test_names_go_where_no_law_keeps_them(cip: House) -> None:
    for _ in range(2):
        await erase(cip)
    texts = await rows(
        cip, "SELECT id, status, title_frozen, abstract_frozen FROM competition_entry WHERE id LIKE 'entry\\__%'"
    )
    found = {each[0]: each[1:] for each in texts}
    assert found["entry_alone"] == ("WITHDRAWN", "", "")
    assert found["entry_old"] == ("NOT_SELECTED", "", "")
    assert found["entry_both"][:2] == ("SUBMITTED", "Titel"), "the others of the team go on"
    names = "SELECT entry_id, name_frozen FROM entry_team WHERE entry_id IN ('entry_alone', 'entry_both', 'entry_won')"
    assert sorted(await rows(cip, f"{names} AND position = 1")) == [
        ("entry_alone", ""),
        ("entry_both", ""),
        ("entry_won", "Nora Preisträgerin"),
    ]
    assert await rows(cip, "SELECT display_name FROM legacy_member WHERE cip_member_number = 'CIP-N'") == [(None,)]
    told = await rows(
        cip, "SELECT kind, payload FROM outbox WHERE kind IN ('member.erased', 'competition_entry.withdrawn')"
    )
    assert [kind for kind, _ in told] == ["competition_entry.withdrawn", "member.erased", "member.erased"]
    assert told[1][1]["memberId"] == "member_nora"
    assert [each["until"] for each in told[1][1]["kept"]] == ["2035-12-31"]
    async with open_database(cip.url, schema="cip") as database, database.transaction() as inside:
        assert await forget_kept_names(inside, datetime(2035, 12, 31, 22, tzinfo=UTC)) == 0
        assert await forget_kept_names(inside, datetime(2035, 12, 31, 23, 30, tzinfo=UTC)) == 1  # 2036 in Berlin


async def test_an_empty_name_is_no_name(cip: House) -> None:
    await erase(cip)
    query = '{ competitionEntry(id: "entry_both") { team { nameAtSubmission } } }'
    answer = await ask(cip.app, query, {}, bearer("staff", "cip:manage"))
    assert [each["nameAtSubmission"] for each in answer.data["competitionEntry"]["team"]] == [None, "Tom"]
