"""Saved searches: their owner's alone; what comes in is told to those that it fits, once, and to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest

from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.database import open_connection, open_database
from services.marketplace.matching.refresh import Matching
from services.marketplace.matching.relevance import FITS, fitting
from services.marketplace.rules.saved_searches import MOST_SEARCHES
from services.marketplace.store.rows import TraitsRow
from services.marketplace.store.search_rows import AlertedRow
from services.marketplace.suggesting.alerts import Alerts, is_in_time
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT, encode, left, until_true
from tests.services.marketplace.test_mutations import rows

NEW = "idea_new"
JO, MIRA = bearer("member_jo"), bearer("member_mira")
SAVE = """mutation ($input: SavedSearchInput!, $alert: SearchAlert!, $key: ID) {
  payload: saveSearch(input: $input, alert: $alert, idempotencyKey: $key) {
    savedSearch { id name query kinds alert filter { topicSlugs languages } } errors { code path } } }"""
DELETE = "mutation ($id: ID!) { payload: deleteSearch(id: $id) { deletedId errors { code } } }"
SWITCH = "mutation ($wanted: Boolean!) { payload: setMatchAlerts(wanted: $wanted) { matchAlerts errors { code } } }"
MINE = """{ viewer { matchAlerts savedSearches(first: 2) { totalCount pageInfo { hasNextPage endCursor }
  nodes { id alert found { relevance target { __typename ... on Idea { id } } } } } } }"""
READ = "query ($them: [_Any!]!) { _entities(representations: $them) { ... on SavedSearch { name } } }"
WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
NEW_IDEA = """INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status,
    maturity, author_id, version, created_at, published_at, updated_at)
  VALUES ($1, replace($1, '_', '-'), $2, $2, $2, $2, $2, 'DE', 'PUBLISHED', 'IDEA', 'member_ada', 1, $3, $3, $3)"""


async def do(house: House, who: dict[str, str], text: str, **variables: Any) -> Any:
    answer = await ask(house.app, text, variables, who)
    assert answer.errors == []
    return answer.data["payload"]


async def save(house: House, who: dict[str, str], query: str, alert: str = "AT_ONCE", **more: Any) -> str:
    given = {"name": query[:50], "query": query, **more}
    payload = await do(house, who, SAVE, input=given, alert=alert)
    assert payload["errors"] == []
    return str(payload["savedSearch"]["id"])


@asynccontextmanager
async def looking(own: tuple[House, Matching], at: Clock | None = None) -> AsyncIterator[Chores]:
    house, matching = own
    async with open_database(house.url, schema=house.schema) as database:
        chores = Chores(database, at or Clock(reads=lambda: AT), Alerts(matching).chores())
        assert set((await chores.round()).values()) == {0}  # what was there before is not new
        yield chores


async def arrive(own: tuple[House, Matching], idea: str, text: str) -> None:
    """A new idea, until matching has noted that it came."""
    house, _ = own
    async with open_connection(house.url, schema=house.schema) as connection:
        await connection.execute(NEW_IDEA, idea, text, AT)

        async def is_noted() -> bool:
            found = await connection.fetchval("SELECT count(*) FROM arrived WHERE document_id = $1", idea)
            return bool(found)

        await until_true(is_noted)


async def waits(house: House) -> bool:
    """Whether somebody waits for what another transaction has locked."""
    return bool(await rows(house, WAITING))


async def told(house: House) -> list[tuple[str, str, list[str]]]:
    found = await rows(
        house, "SELECT subject_type, subject_id, actor_ids FROM outbox WHERE kind = 'match.found' ORDER BY seq"
    )
    return [(each[0], each[1], list(each[2])) for each in found]


async def test_a_search_is_kept_changed_and_deleted_by_its_owner(own: House) -> None:
    more = {"kinds": ["IDEA"], "filter": {"topicSlugs": ["birds"], "languages": ["DE"]}}
    asked = {"name": " Vögel ", "query": "Vogelstimmen", **more}
    first = await do(own, JO, SAVE, input=asked, alert="DAILY", key="k")
    again = await do(own, JO, SAVE, input=asked, alert="DAILY", key="k")
    assert first == again
    kept = first["savedSearch"]
    assert (kept["name"], kept["alert"], kept["kinds"]) == ("Vögel", "DAILY", ["IDEA"])
    assert kept["filter"] == {"topicSlugs": ["birds"], "languages": ["DE"]}
    stolen = await do(own, MIRA, SAVE, input={**asked, "id": kept["id"]}, alert="NEVER")
    assert [each["code"] for each in stolen["errors"]] == ["NOT_FOUND"]
    changed = await do(own, JO, SAVE, input={"id": kept["id"], "name": "Eulen", "query": "Eulen"}, alert="NEVER")
    assert changed["savedSearch"]["name"] == "Eulen"
    assert changed["savedSearch"]["filter"] == {"topicSlugs": [], "languages": []}
    them = [{"__typename": "SavedSearch", "id": kept["id"]}]
    assert (await ask(own.app, READ, {"them": them}, JO)).data["_entities"] == [{"name": "Eulen"}]
    for other in (MIRA, {}):
        answer = await ask(own.app, READ, {"them": them}, other)
        assert (answer.data or {"_entities": [None]})["_entities"] == [None]
    assert (await do(own, MIRA, DELETE, id=kept["id"]))["errors"] == [{"code": "NOT_FOUND"}]
    assert await do(own, JO, DELETE, id=kept["id"]) == {"deletedId": kept["id"], "errors": []}
    assert (await do(own, JO, DELETE, id=kept["id"]))["errors"] == [{"code": "NOT_FOUND"}]


async def test_what_cannot_be_kept_is_said(own: House) -> None:
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"name": " ", "query": "x"}, ["input", "name"]),
        ({"name": "x", "query": "\u200b"}, ["input", "query"]),
        ({"name": "x", "query": "y" * 1001}, ["input", "query"]),
        ({"name": "x", "query": "y", "filter": {"topicSlugs": ["unheard-of"]}}, ["input", "topicSlugs"]),
    ]
    for given, path in wrong:
        payload = await do(own, JO, SAVE, input=given, alert="NEVER")
        assert (payload["savedSearch"], payload["errors"]) == (None, [{"code": "INVALID", "path": path}])
    for number in range(MOST_SEARCHES):
        await save(own, JO, f"Wunsch {number}", "NEVER")
    over = await do(own, JO, SAVE, input={"name": "x", "query": "y"}, alert="NEVER")
    assert [each["code"] for each in over["errors"]] == ["LIMIT_EXCEEDED"]
    page = (await ask(own.app, MINE, {}, JO)).data["viewer"]["savedSearches"]
    assert (page["totalCount"], len(page["nodes"]), page["pageInfo"]["hasNextPage"]) == (MOST_SEARCHES, 2, True)
    stranger = await ask(own.app, SAVE, {"input": {"name": "x", "query": "y"}, "alert": "NEVER"})
    assert [each["extensions"]["code"] for each in stranger.errors] == ["UNAUTHENTICATED"]


async def test_a_search_in_another_language_is_told_of_what_fits_its_german(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    polish = await save(house, JO, "szukam ptaków w lesie")
    offers = await save(house, JO, "szukam kursu o ptakach w lesie")  # asks for offers
    async with looking(writable) as chores:
        await arrive(writable, NEW, "Vögel Wald")
        assert (await chores.round())["marketplace alert"] == 1
    assert [each[1] for each in await told(house) if each[0] == "SavedSearch"] == [polish] != [offers]


@pytest.mark.parametrize("is_known", [False, True], ids=["new", "changed"])
async def test_a_search_that_is_deleted_meanwhile_fails_no_others(
    writable: tuple[House, Matching], is_known: bool
) -> None:
    house, _ = writable
    kept, gone = [await save(house, JO, "Quallen zählen Ostsee") for _ in range(2)]
    async with looking(writable) as chores, open_connection(house.url, schema=house.schema) as connection:
        if is_known:
            await arrive(writable, "idea_first", "Quallen zählen in der Ostsee")
            await chores.round()
            await save(house, JO, "Quallen fangen Ostsee", id=gone)
        await arrive(writable, "idea_jelly", "Quallen zählen in der Ostsee am Strand")
        async with connection.transaction():
            await connection.execute("DELETE FROM saved_search WHERE id = $1", gone)
            round_ = asyncio.create_task(chores.round())
            await until_true(partial(waits, house))
        assert (await round_)["marketplace alert"] == 1
    assert (await told(house))[-1][1] == kept


async def test_what_comes_in_is_told_once_to_whom_it_fits(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    at_once = await save(house, JO, "Quallen zählen Ostsee")
    daily = await save(house, JO, "Quallen am Strand", "DAILY")
    never = await save(house, JO, "Quallen", "NEVER")
    other = await save(house, JO, "Brückenbau für Radfahrer")
    english = await save(house, JO, "Quallen zählen", filter={"languages": ["EN"]})
    offers = await save(house, JO, "Geld für Quallen zählen Ostsee")  # asks for offers
    own_one = await save(house, bearer("member_ada"), "Quallen zählen Ostsee")
    async with looking(writable) as chores:
        assert await told(house) == []
        await arrive(writable, "idea_jelly", "Quallen zählen in der Ostsee am Strand")
        await chores.round()
        await chores.round()
        assert await told(house) == [("SavedSearch", at_once, ["member_jo"]), ("SavedSearch", daily, ["member_jo"])]
        async with open_connection(house.url, schema=house.schema) as connection:
            await connection.execute("UPDATE idea SET solution = 'Ganz anders.' WHERE id = 'idea_jelly'")
        await until_true(lambda: is_noted(house, "idea_jelly"))
        await chores.round()
        assert len(await told(house)) == 2  # each pair once
    found = (await ask(house.app, MINE, {}, JO)).data["viewer"]["savedSearches"]["nodes"]
    every = {each["id"] for each in found}
    assert every <= {at_once, daily, never, other, english, offers, own_one}
    pairs = await rows(
        house, "SELECT subject_id, document_id, relevance FROM found_match WHERE subject_id LIKE 'search%'"
    )
    assert {(each[0], each[1]) for each in pairs} == {(at_once, "idea_jelly"), (daily, "idea_jelly")}
    assert all(each[2] >= FITS for each in pairs)


def alerted(query: str) -> AlertedRow:
    return AlertedRow("s", "member_jo", "x", query, [], [], [], [], [], [], None, "AT_ONCE", AT, AT)


@pytest.mark.parametrize(
    ("query", "moment", "is_told"),
    [
        ("Geld für Vereine bis Juni", datetime(2026, 6, 30, 21, 59, tzinfo=UTC), True),
        ("Geld für Vereine bis Juni", datetime(2026, 6, 30, 22, 1, tzinfo=UTC), False),  # the first of July in Berlin
        ("Kurs im Herbst", datetime(2026, 4, 1, tzinfo=UTC), False),
        ("Kurs im Herbst", None, True),  # nothing without a date is hidden
        ("Kurs", datetime(2030, 1, 1, tzinfo=UTC), True),
        ("Geld, offen bis 1. Juli", datetime(2026, 5, 1, tzinfo=UTC), False),
        ("Geld, offen bis 1. Juli", datetime(2026, 8, 1, tzinfo=UTC), True),
    ],
)
def test_times_in_a_search_are_those_of_the_day_when_it_was_said(
    query: str, moment: datetime | None, is_told: bool
) -> None:
    offer = TraitsRow("o", "SUPPORT_OFFER", None, [], [], [], "OPEN", ["DE"], moment)
    assert is_in_time(alerted(query), offer, moment) is is_told


async def is_noted(house: House, document: str) -> bool:
    return bool(await rows(house, "SELECT 1 FROM arrived WHERE document_id = $1", document))


async def test_the_daily_word_comes_once_a_day(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    search = await save(house, JO, "Quallen zählen", "DAILY")
    now = [AT]
    async with looking(writable, Clock(reads=lambda: now[0])) as chores:
        await arrive(writable, "idea_one", "Quallen zählen heute")
        await chores.round()
        await arrive(writable, "idea_two", "Quallen zählen morgen")
        await chores.round()
        assert await told(house) == [("SavedSearch", search, ["member_jo"])]
        now[0] = AT + timedelta(hours=24)
        await chores.round()
        await chores.round()
        assert await told(house) == [("SavedSearch", search, ["member_jo"])] * 2


async def test_who_takes_no_part_is_told_nothing(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    await save(house, JO, "Quallen zählen")
    assert await do(house, JO, SWITCH, wanted=False) == {"matchAlerts": False, "errors": []}
    assert (await ask(house.app, MINE, {}, JO)).data["viewer"]["matchAlerts"] is False
    async with looking(writable) as chores:
        await arrive(writable, "idea_one", "Quallen zählen")
        await chores.round()
    assert await told(house) == []
    assert await do(house, JO, SWITCH, wanted=True) == {"matchAlerts": True, "errors": []}


async def journal(house: House) -> list[tuple[str, str, str | None, str | None]]:
    found = await rows(house, "SELECT entity_id, action, to_state, actor_id FROM journal ORDER BY id")
    return [(each[0], each[1], each[2], each[3]) for each in found]


async def test_who_did_what_is_in_the_journal(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    search = await save(house, JO, "Quallen zählen")
    await do(house, JO, SAVE, input={"id": search, "name": "x", "query": "Quallen zählen"}, alert="AT_ONCE")
    async with looking(writable) as chores:
        await arrive(writable, "idea_one", "Quallen zählen")
        await chores.round()
        await chores.round()  # a pair is found once
    for _ in range(2):  # doing it again is no change
        await do(house, JO, SWITCH, wanted=False)
    await do(house, JO, SWITCH, wanted=True)
    await do(house, JO, DELETE, id=search)
    assert [each for each in await journal(house) if each[0] in (search, "member_jo")] == [
        (search, "save", "AT_ONCE", "member_jo"),
        (search, "change", "AT_ONCE", "member_jo"),
        (search, "match.found", None, None),
        ("member_jo", "take no part", None, "member_jo"),
        ("member_jo", "take part", None, "member_jo"),
        (search, "delete", None, "member_jo"),
    ]


async def test_nothing_of_whom_somebody_blocked_is_told(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    await save(house, JO, "Quallen zählen")
    async with open_connection(house.url, schema=house.schema) as connection:
        await connection.execute("INSERT INTO block VALUES ('member_ada', 'member_jo', $1)", AT)  # who writes the ideas
    async with looking(writable) as chores:
        await arrive(writable, "idea_one", "Quallen zählen")
        await chores.round()
    assert await told(house) == []


async def test_a_profile_without_the_consent_takes_no_part(writable: tuple[House, Matching]) -> None:
    """It is not suggested (test_doors.py), is not what a question is moved towards, and hears of nothing."""
    house, matching = writable
    async with open_connection(house.url, schema=house.schema) as connection:
        (profile, owner), *_ = await connection.fetch(
            """SELECT d.entity_id, d.owner_id FROM document d JOIN member m ON m.actor_id = d.owner_id
            WHERE d.kind = 'PROFILE'"""
        )
        about = await connection.fetchval("SELECT about FROM profile WHERE id = $1", profile)
        async with looking(writable) as chores:
            await connection.execute(
                "INSERT INTO consent (actor_id, purpose, granted, text_version) VALUES ($1, 'MATCHING', false, '1')",
                owner,
            )
            await until_true(lambda: left(matching, profile))
            await arrive(writable, "idea_one", about)
            await chores.round()
    assert await matching.library.index.entries([profile]) == {}
    assert profile not in {each[1] for each in await told(house)}


async def test_own_ideas_hear_of_offers_that_are_near(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    async with open_connection(house.url, schema=house.schema) as connection, looking(writable) as chores:
        await chores.round()
        await connection.execute("""UPDATE catalogue_entry SET title = '{"de": "Vogelstimmen erkennen"}',
          summary = '{"de": "Mikrofone im Wald hören Vögel. Niemand zählt alle Vögel."}', topics = '{birds,education}'
          WHERE entity_id = (SELECT entity_id FROM document WHERE kind = 'PROJECT' ORDER BY 1 LIMIT 1)""")
        await until_true(lambda: any_noted(house))
        await chores.round()
    assert ("Idea", "idea_birds", ["member_mira"]) in await told(house)


async def any_noted(house: House) -> bool:
    return bool(await rows(house, "SELECT 1 FROM arrived"))


@pytest.mark.parametrize("many", [1_000, 10_000])
async def test_one_idea_among_many_searches(writable: tuple[House, Matching], many: int) -> None:
    """The right searches and no other; as many trips however many there are."""
    house, _ = writable
    async with open_connection(house.url, schema=house.schema) as connection:
        await connection.execute(
            """INSERT INTO saved_search (id, owner_id, name, query, alert, created_at, changed_at)
            SELECT 'search_' || n, CASE n % 2 WHEN 0 THEN 'member_jo' ELSE 'member_mira' END, 'x',
              'a' || n % 997 || ' b' || n % 89 || ' c' || n % 13, 'AT_ONCE', $1, $1
            FROM generate_series(1, $2::int) n""",
            AT,
            many,
        )
    trips: list[str] = []
    async with open_database(house.url, schema=house.schema, observe=lambda each: trips.append(each.name)) as database:
        chores = Chores(database, Clock(reads=lambda: AT), Alerts(writable[1]).chores())
        await chores.round()
        await arrive(writable, "idea_before", "Etwas ganz anderes")
        await chores.round()  # vectors of all searches are made once
        trips.clear()
        text = "a5 b5 c5"
        await arrive(writable, NEW, text)
        await chores.round()
    assert len(trips) - trips.count("tell") < 25
    pairs = await rows(
        house, "SELECT subject_id FROM found_match WHERE document_id = $1 AND subject_id ~ '^search'", NEW
    )
    found = {each[0] for each in pairs}
    (vector,) = await rows(house, "SELECT vector FROM embedding WHERE entity_id = $1", NEW)
    document = np.frombuffer(vector[0], "<f4")
    queries = [f"a{n % 997} b{n % 89} c{n % 13}" for n in range(1, many + 1)]
    near = encode(queries) @ document
    words = set(text.split())
    # What fits by nearness alone is found, whatever its words; what is neither near nor says much is not.
    sure = {f"search_{n}" for n in range(1, many + 1) if fitting(float(near[n - 1])) >= FITS}
    possible = {
        f"search_{n}"
        for n in range(1, many + 1)
        if fitting(float(near[n - 1]), 1.0) >= FITS and (near[n - 1] > 0.2 or words & set(queries[n - 1].split()))
    }
    assert sure <= found <= possible
    assert f"search_{5}" in found
