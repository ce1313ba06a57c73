"""The catalogue follows the ministries: from their real services, page by page, once more and never less than all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from services.kit.database import Database
from services.marketplace.harvest import reading
from services.marketplace.harvest.documents import Card, FeedError, OvertakenError, Page
from services.marketplace.harvest.follow import Catalogue, Feed, Harvest, Pace, State, step
from services.marketplace.harvest.ministries import MINISTRIES, Ministry
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.catalogue import catalogue as catalogue_of_store
from services.marketplace.store.catalogue import list_types
from services.marketplace.store.documents import still_shown
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.kit.tokens import new_issuer
from tests.services.conftest import House, bearer
from tests.services.feeds import OF_CIP, OF_CIVIC_DATA_LAB, OF_IDEENWERKSTATT, execute
from tests.services.marketplace.conftest import AT, CLOCK, HANGS_AFTER, holds, left, until, until_true
from tests.services.marketplace.harvesting import answering, asking, catalogue_of, catch_up, feed_of, opened, rows

QUICK = Pace(between=0.01, first=0.02, longest=0.04)
NO_ANSWER = "there is nothing at this address"


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with OF_CIP.opened(await fresh_database("template0")) as house:
        yield house


@pytest.fixture
async def lab(fresh_database: FreshDatabase) -> AsyncIterator[House]:
    async with OF_CIVIC_DATA_LAB.opened(await fresh_database("template0")) as house:
        yield house


@pytest.fixture
async def url(template: str, fresh_database: FreshDatabase) -> str:
    """A marketplace's database of the test's own, whose sample knows nothing of the ministries' samples."""
    return await fresh_database(template)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with opened(url) as database:
        yield database


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return catalogue_of(database)


async def entries(url: str, *ids: str) -> list[str]:
    """Which of these documents are in the catalogue."""
    sql = "SELECT entity_id FROM catalogue_entry WHERE entity_id = ANY ($1) ORDER BY entity_id"
    return [row[0] for row in await rows(url, sql, list(ids))]


async def test_the_catalogue_says_what_the_ministry_says(cip: House, url: str, catalogue: Catalogue) -> None:
    await catch_up(feed_of(cip), catalogue)
    columns = "type_name, programme_slug, kind, status, title, summary, topics, regions, audiences, apply_until, url"
    (project,) = await rows(url, f"SELECT {columns} FROM catalogue_entry WHERE entity_id = 'fproj_1'")
    assert project[:4] == ("FundedProject", "cip", None, "RUNNING")
    assert project[4:8] == ({"de": "Projekt eins"}, {"de": "Eins"}, ["inclusion", "language"], ["150020000000"])
    (who,) = await rows(url, "SELECT actors, starts_at FROM catalogue_entry WHERE entity_id = 'fproj_1'")
    partners, begins = who
    assert partners
    assert all(partner.startswith("org") for partner in partners)
    assert begins is not None
    (call,) = await rows(url, f"SELECT {columns} FROM catalogue_entry WHERE entity_id = 'call_1'")
    assert call[:4] == ("FundingCall", "cip", "FUNDING", "OPEN")  # as stored, whatever the day is
    assert call[6:9] == (["work"], [], ["CIVIL_SOCIETY", "WELFARE"])
    assert call[9].isoformat() == "2026-06-20T22:00:00+00:00"


async def test_what_came_is_told_by_the_clock_of_the_house(cip: House, url: str, database: Database) -> None:
    """A trigger tells it, which has no clock of its own: it is told at the moment of the page."""
    ((before,),) = await rows(url, "SELECT coalesce(max(seq), 0) FROM outbox")
    await catch_up(feed_of(cip), catalogue_of_store(database, CLOCK))
    told = "SELECT DISTINCT kind, at FROM outbox WHERE seq > $1"
    assert await rows(url, told, before) == [("document.changed", AT)]


async def test_places_known_by_another_key_are_found(
    fresh_database: FreshDatabase, url: str, catalogue: Catalogue
) -> None:
    for table in ("catalogue_entry", "programme_ministry"):
        await rows(url, f"DELETE FROM {table} WHERE programme_slug = 'ideenwerkstatt'")
    await rows(url, "UPDATE programme_ref SET slug = 'ki-ideenwerkstatt' WHERE slug = 'ideenwerkstatt'")
    async with OF_IDEENWERKSTATT.opened(await fresh_database("template0")) as house:
        await catch_up(feed_of(house), catalogue)
    sql = "SELECT entity_id, regions FROM catalogue_entry WHERE programme_slug = 'ki-ideenwerkstatt'"
    kept = dict(await rows(url, sql))
    assert kept["pilot_1"] == kept["ws_free"] == ["150020000000"]
    assert kept["pilot_3"] == ["150000000000"]
    assert kept["pilot_2"] == []


async def test_data_sets_are_of_the_ministrys_programme(lab: House, url: str, catalogue: Catalogue) -> None:
    await catch_up(feed_of(lab), catalogue)
    sql = "SELECT programme_slug, status, url FROM catalogue_entry WHERE entity_id = 'ds_paths'"
    assert await rows(url, sql) == [("civic-data-lab", "PUBLISHED", "https://data.example.org/paths")]


async def test_one_request_a_page(cip: House, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()

    async def counting(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        asked.append(query)
        return await asking(cip)(query, variables)

    monkeypatch.setattr(reading, "PAGE", 2)
    assert await catch_up(Feed(MINISTRIES["cip"], counting), catalogue) == 4
    assert len(asked) == 4  # the last of them empty


async def test_a_crash_between_pages_costs_nothing(
    cip: House, url: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    assert await step(feed_of(cip), catalogue) is State.BEHIND
    async with opened(url) as again:  # a new process: what it knows is in the database
        cip.trips.clear()
        await catch_up(feed_of(cip), catalogue_of(again))
        assert cip.trips.count("changes") == 3  # of four pages, the last of them empty
    assert await entries(url, "round_1", "round_2", "call_1", "fproj_1", "fproj_2") == [
        *("call_1", "fproj_1", "fproj_2", "round_1", "round_2"),
    ]


async def test_a_page_that_cannot_be_kept_does_not_move_the_cursor(url: str, catalogue: Catalogue) -> None:
    ministry = MINISTRIES["cip"]
    wrong = Card("call_9", "FundingCall", "OPEN", {"de": "Aufruf"}, {"de": "x"}, kind="NO_SUCH_KIND")
    right = replace(wrong, entity_id="call_8", kind="FUNDING")
    with pytest.raises(asyncpg.CheckViolationError):
        await catalogue.keep(ministry, Page(None, "somewhere", True, (right, wrong)))
    assert (await catalogue.cursor(ministry), await entries(url, "call_8", "call_9")) == (None, [])


async def test_an_older_page_never_goes_over_a_newer_one(url: str, catalogue: Catalogue) -> None:
    ministry = MINISTRIES["cip"]
    old = Card("call_9", "FundingCall", "OPEN", {"de": "alt"}, {"de": "x"}, kind="FUNDING")
    await catalogue.keep(ministry, Page(None, "one", True, (replace(old, title={"de": "neu"}),)))
    for since in (None, "nowhere"):  # another replica, which read before
        with pytest.raises(OvertakenError):
            await catalogue.keep(ministry, Page(since, "two", True, (old,)))
    assert await catalogue.cursor(ministry) == "one"
    assert await rows(url, "SELECT title ->> 'de' FROM catalogue_entry WHERE entity_id = 'call_9'") == [("neu",)]


async def test_once_more_changes_nothing(cip: House, url: str, catalogue: Catalogue) -> None:
    await catch_up(feed_of(cip), catalogue)
    before = await rows(url, "SELECT * FROM catalogue_entry ORDER BY entity_id")
    await catalogue.begin_anew(MINISTRIES["cip"])
    await catch_up(feed_of(cip), catalogue)
    assert await rows(url, "SELECT * FROM catalogue_entry ORDER BY entity_id") == before  # updated_at, too


async def test_what_is_withdrawn_leaves_catalogue_and_matching(lab: House, writable: tuple[House, Matching]) -> None:
    market, matching = writable
    async with opened(market.url) as database:
        catalogue = catalogue_of(database)
        await catch_up(feed_of(lab), catalogue)
        await until_true(lambda: holds(matching, "ds_paths"))
        await execute(lab, "UPDATE dataset SET status = 'WITHDRAWN' WHERE id = 'ds_paths'")
        await catch_up(feed_of(lab), catalogue)
        assert await entries(market.url, "ds_paths") == []
        await until_true(lambda: left(matching, "ds_paths"))


async def test_what_vanishes_while_the_feed_is_read_is_taken_out(url: str, catalogue: Catalogue) -> None:
    nothing = {"title": None, "summary": None, "kind": None, "storedStatus": None, "programme": None}
    await step(Feed(MINISTRIES["cip"], answering(told(call()))), catalogue)
    assert await entries(url, "call_9") == ["call_9"]
    await step(Feed(MINISTRIES["cip"], answering(told(call(cursor="2", **nothing)))), catalogue)
    assert await entries(url, "call_9") == []


async def test_a_new_type_is_kept_and_given_out_when_the_schema_lists_it(
    writable: tuple[House, Matching],
) -> None:
    """Nothing is written in the marketplace for it but its name in the schema's table."""
    house, _ = writable
    async with opened(house.url) as database:
        feed = Feed(MINISTRIES["cip"], answering(told(call(entityType="MentoringCall", entityId="mentoring_1"))))
        assert await step(feed, catalogue_of(database)) is State.CURRENT
        assert await entries(house.url, "mentoring_1") == ["mentoring_1"]
        sql = "SELECT entity_id FROM document WHERE type_name = 'MentoringCall'"
        query = '{ supportOffers(filter: {programmes: ["cip"]}) { totalCount nodes { id } } }'
        offers = (await ask(house.app, query)).data["supportOffers"]
        assert (offers["totalCount"], await rows(house.url, sql)) == (1, [])
        names = [row[0] for row in await rows(house.url, "SELECT name FROM document_type")]
        await list_types(database, names)
        assert await rows(house.url, sql) == [("mentoring_1",)]


async def test_what_is_shown_of_an_offer_follows_from_the_time(writable: tuple[House, Matching]) -> None:
    house, _ = writable
    times = {"opensAt": "2026-02-01T00:00:00Z", "applyUntil": "2026-03-01T00:00:00Z", "endsAt": "2026-04-01T00:00:00Z"}
    async with opened(house.url) as database:
        await step(Feed(MINISTRIES["cip"], answering(told(call(**times)))), catalogue_of(database))
        shown = "SELECT shown FROM entries_at($1) WHERE entity_id = 'call_9'"
        moments = [datetime(2026, month, 15, tzinfo=UTC) for month in (1, 2, 3, 4)]
        found = [await rows(house.url, shown, moment) for moment in moments]
        assert found == [[("ANNOUNCED",)], [("OPEN",)], [("CLOSED",)], [("ENDED",)]]
        given = [await still_shown(database, Viewer(), moment, ["call_9"]) for moment in moments]
        assert given == [["call_9"], ["call_9"], [], []]


async def test_a_ministry_changes_no_documents_but_its_own(url: str, catalogue: Catalogue) -> None:
    not_of_cip = "SELECT * FROM catalogue_entry WHERE programme_slug <> 'cip' ORDER BY entity_id"
    ours = await rows(url, not_of_cip)
    ids = [row[0] for row in ours]
    assert {"workshop_1", "dataset_1"} <= set(ids)
    records = [{"cursor": "1", "entityType": "FundingCall", "entityId": each, "deleted": True} for each in ids] + [
        call(cursor="2", entityType="Workshop", entityId="workshop_1"),
        call(cursor="3", entityType="Workshop", entityId="workshop_new"),
        call(cursor="4", entityId="dataset_1"),
    ]
    assert await step(Feed(MINISTRIES["cip"], answering(told(*records))), catalogue) is State.CURRENT
    assert await rows(url, not_of_cip) == ours


async def test_a_refused_cursor_begins_anew(cip: House, url: str, catalogue: Catalogue) -> None:
    await catalogue.keep(MINISTRIES["cip"], Page(None, "of another world", True))
    with pytest.raises(FeedError, match="from the beginning"):
        await step(feed_of(cip), catalogue)
    await catch_up(feed_of(cip), catalogue)
    assert await entries(url, "call_1") == ["call_1"]


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "UNAUTHENTICATED"),
        (bearer("svc_indexer", "service:migrate"), "FORBIDDEN"),
        (new_issuer().bearer(sub="svc_indexer", scope="service:index"), "UNAUTHENTICATED"),
        ({"authorization": "Bearer nonsense"}, "UNAUTHENTICATED"),
    ],
    ids=["no token", "no scope", "forged", "nonsense"],
)
async def test_without_the_right_nothing_is_read(
    cip: House, url: str, catalogue: Catalogue, headers: Mapping[str, str], code: str
) -> None:
    with pytest.raises(FeedError, match=code):
        await step(feed_of(cip, headers), catalogue)
    assert await entries(url, "fproj_1") == []


def told(*records: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"data": {"records": list(records)}}


def call(**changed: Any) -> Mapping[str, Any]:
    """The record of a funding call."""
    usual = {
        "cursor": "1",
        "entityType": "FundingCall",
        "entityId": "call_9",
        "deleted": False,
        "title": {"de": "Aufruf", "en": None, "deSimple": None},
        "summary": {"de": "Kurz"},
        "kind": "FUNDING",
        "storedStatus": "OPEN",
        "opensAt": None,
        "applyUntil": None,
        "endsAt": None,
        "startsAt": None,
        "url": None,
        "programme": "cip",
        "topicSlugs": ["work"],
        "audiences": [],
        "actorIds": [],
        "regions": [],
    }
    return usual | changed


@pytest.mark.parametrize(
    "answers",
    [
        ({"errors": [{"message": "no"}]},),
        ({"errors": ["no"]},),
        ({"data": None},),
        ({},),
        ({"data": {"records": [{"cursor": "1"}]}},),
        ({"data": {"records": 5}},),
        ({"data": {"records": None}},),
        ({**told(call()), "errors": [{"message": "x", "path": ["records", 0]}]},),
    ],
)
async def test_an_answer_that_is_none_moves_nothing(catalogue: Catalogue, answers: Sequence[Any]) -> None:
    feed = Feed(MINISTRIES["cip"], answering(*answers))
    with pytest.raises(FeedError):
        await step(feed, catalogue)
    assert await catalogue.cursor(feed.ministry) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"storedStatus": "LOST"},
        {"kind": "NO_SUCH_KIND"},
        {"kind": None},
        {"title": {"de": None}},
        {"title": None},
        {"summary": {"de": "a\0b"}},
        {"audiences": ["EVERYBODY"]},
        {"applyUntil": "tomorrow"},
        {"programme": 7},
    ],
)
async def test_one_document_that_does_not_fit_does_not_stop_the_others(
    url: str, catalogue: Catalogue, caplog: pytest.LogCaptureFixture, changed: Mapping[str, Any]
) -> None:
    records = told(call(**changed), call(cursor="2", entityId="call_8", url="urn:x"))
    feed = Feed(MINISTRIES["cip"], answering(records))
    assert await step(feed, catalogue) is State.CURRENT
    assert await entries(url, "call_8", "call_9") == ["call_8"]
    assert "call_9 cannot be kept" in caplog.text


@pytest.mark.parametrize("entity_id", ["", "x" * 300, "a\0b", 7, None])
async def test_a_document_that_cannot_be_named_does_not_stop_the_others(
    url: str, catalogue: Catalogue, caplog: pytest.LogCaptureFixture, entity_id: Any
) -> None:
    records = told(call(entityId=entity_id), call(cursor="2", entityId="call_8"))
    feed = Feed(MINISTRIES["cip"], answering(records))
    assert await step(feed, catalogue) is State.CURRENT
    assert await entries(url, "call_8", str(entity_id).replace("\0", "")) == ["call_8"]
    assert "cannot be an id" in caplog.text


async def test_a_ministry_takes_no_id_of_an_idea_or_a_profile(
    writable: tuple[House, Matching], caplog: pytest.LogCaptureFixture
) -> None:
    house, matching = writable
    taken = ("idea_plain", "profile_jo", "idea_hidden")
    records = told(*(call(cursor=each, entityId=each) for each in (*taken, "call_8")))
    async with opened(house.url) as database:
        feed = Feed(MINISTRIES["cip"], answering(records))
        assert await step(feed, catalogue_of(database)) is State.CURRENT
    assert await entries(house.url, *taken, "call_8") == ["call_8"]
    assert all(f"{each} is of an unknown programme, or the id of something else" in caplog.text for each in taken)
    await until_true(lambda: holds(matching, "call_8"))
    # A hidden idea is not shown because somebody else's document has its name.
    assert await left(matching, "idea_hidden")


async def test_a_document_of_an_unknown_programme_is_named(
    url: str, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    feed = Feed(MINISTRIES["cip"], answering(told(call(programme="nobody"))))
    await step(feed, catalogue)
    assert await entries(url, "call_9") == []
    assert "call_9 is of an unknown programme" in caplog.text


async def test_a_ministry_that_is_away_delays_nothing_but_its_own_documents(
    cip: House, lab: House, url: str, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    is_away = asyncio.Event()
    is_away.set()

    def absent(ask: Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]) -> Feed:
        async def maybe(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
            if is_away.is_set():
                raise FeedError(NO_ANSWER)
            return await ask(query, variables)

        return Feed(MINISTRIES["cip"], maybe)

    harvest = Harvest([absent(asking(cip)), feed_of(lab)], catalogue, QUICK)
    assert harvest.report() == {"feed_cip": "starting", "feed_civic_data_lab": "starting"}
    harvest.start()
    try:
        await until(lambda: harvest.report() == {"feed_cip": "away", "feed_civic_data_lab": "current"})
        assert await entries(url, "fproj_1", "ds_paths") == ["ds_paths"]
        assert f"cip: its documents stay as they are; the next look is in 0.02 s: {NO_ANSWER}" in caplog.text
        is_away.clear()
        await until(lambda: harvest.states["cip"] is State.CURRENT)
        assert await entries(url, "fproj_1", "ds_paths") == ["ds_paths", "fproj_1"]
        await execute(cip, "UPDATE funding_call SET status = 'CLOSED' WHERE id = 'call_1'")
        sql = "SELECT FROM catalogue_entry WHERE entity_id = 'call_1' AND status = 'CLOSED'"
        async with asyncio.timeout(HANGS_AFTER):
            while not await rows(url, sql):  # noqa: ASYNC110 - a fact of the database
                await asyncio.sleep(0.01)
    finally:
        await harvest.close()


async def test_a_slow_ministry_keeps_nobody_waiting(lab: House, url: str, catalogue: Catalogue) -> None:
    async def never(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    harvest = Harvest([Feed(MINISTRIES["cip"], never), feed_of(lab)], catalogue, QUICK)
    harvest.start()
    await until(lambda: harvest.states["civic_data_lab"] is State.CURRENT)
    assert harvest.states["cip"] is State.STARTING
    await harvest.close()


async def test_what_nobody_expected_is_logged_whole_and_tried_again(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    looks = list[str]()

    async def broken(ministry: Ministry) -> str | None:
        looks.append(ministry.name)
        raise ZeroDivisionError("by chance")

    harvest = Harvest([Feed(MINISTRIES["cip"], answering())], replace(catalogue, cursor=broken), QUICK)
    harvest.start()
    await until(lambda: len(looks) > 3)
    await harvest.close()
    assert "Traceback" in caplog.text
    assert harvest.states["cip"] is State.AWAY
