"""Every house takes its offers and projects over from a file: all lines or none, each broken one is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.cip.__main__ import SERVICE as CIP
from services.ideenwerkstatt.__main__ import SERVICE as IDEENWERKSTATT
from services.kit import importing
from services.kit.cli import Service, main
from services.kit.database import Connection, open_connection, open_database
from services.kit.importing import BATCH, Came, run_import
from services.kit.migrate import load_migrations, migrate
from services.marketplace.__main__ import SERVICE as MARKETPLACE
from tests.conftest import FreshDatabase

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAMPLES = {
    "cip": "cip/sample.sql",
    "ideenwerkstatt": "ideenwerkstatt/data.sql",
    "marketplace": "marketplace/sample.sql",
}
OFFER = {"title_de": "Neu", "title_en": "New", "summary_de": "Etwas Neues.", "status": "OPEN", "audiences": ["WELFARE"]}
PROJECT = {
    "title": "Zählen",
    "abstract_de": "Wir zählen.",
    "status": "RUNNING",
    "maturity": "PILOT",
    "runs_from": "2025-01-01",
    "topics": ["inclusion"],
}
CALL = {
    **OFFER,
    "id": "call_x",
    "phase": "ANNOUNCED",
    "guideline_url": "https://example.org/g",
    "project_management_agency": "Träger (fiktiv)",
    "max_funding_per_project": "200000.00",
    "min_partners": 3,
    "required_sectors": 2,
}
FUNDED = {
    **PROJECT,
    "id": "funded_x",
    "call_id": "call_x",
    "grant_number": "CI-1",
    "consortium_name": "Verbund",
    "funding": "300.00",
    "partners": ["org_a:COORDINATOR:WELFARE:200", "org_b:PARTNER:SCIENCE:100.00"],
}
WORKSHOP = {
    **OFFER,
    "id": "ws_x",
    "type": "Workshop",
    "format": "HANDS_ON",
    "starts_at": "2026-05-01T10:00:00+02:00",
    "ends_at": "2026-05-01T12:00:00+02:00",
    "capacity": 20,
}
PILOT_CALL = {**OFFER, "id": "pcall_x", "type": "PilotCall", "phase": "STAGE_ONE", "places": 4}
PILOT = {**PROJECT, "id": "pilot_x", "call_id": "pcall_x", "participants": ["org_a", "org_b"]}
EVENT = {
    **OFFER,
    "id": "event_x",
    "type": "CommunityEvent",
    "format": "FORUM",
    "starts_at": "2026-05-01T10:00:00+02:00",
    "ends_at": "2026-05-01T12:00:00+02:00",
    "is_online": True,
}
COUNSELLING = {**OFFER, "id": "counselling_x", "type": "ProjectCounselling", "hours_per_project": 20}


@dataclass(frozen=True, slots=True)
class Kept:
    """A house's database, and what can be imported into it."""

    service: Service[Any]
    url: str
    connection: Connection
    folder: Path

    async def take(self, table: str, items: object, *, dry_run: bool = False) -> Came:
        file = self.written(items)
        async with open_database(self.url, schema=self.service.name) as database:
            return await run_import(database, self.service.imports[table], file, NOW, dry_run=dry_run)

    def written(self, items: object) -> Path:
        file = self.folder / "file.json"
        file.write_text(json.dumps(items), encoding="utf-8")
        return file

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(sql)]


@asynccontextmanager
async def kept(service: Service[Any], url: str, folder: Path) -> AsyncIterator[Kept]:
    async with open_connection(url, schema=service.name) as connection:
        await migrate(connection, load_migrations(service.home / "sql" / "migrations"))
        await connection.execute((HERE / SAMPLES[service.name]).read_text(encoding="utf-8"))
        yield Kept(service, url, connection, folder)


@pytest.mark.parametrize(
    ("service", "steps"),
    [
        (CIP, [("offers", [CALL], "funding_call"), ("projects", [FUNDED], "funded_project")]),
        (
            IDEENWERKSTATT,
            [("offers", [WORKSHOP, PILOT_CALL], "support_offer"), ("projects", [PILOT], "pilot_project")],
        ),
        (MARKETPLACE, [("offers", [EVENT, COUNSELLING], "catalogue_entry")]),
    ],
)
async def test_what_a_house_keeps_elsewhere_comes_in(
    fresh_database: FreshDatabase,
    tmp_path: Path,
    service: Service[Any],
    steps: list[tuple[str, list[Mapping[str, Any]], str]],
) -> None:
    async with kept(service, await fresh_database("template0"), tmp_path) as here:
        for table, items, main_table in steps:
            before = await here.rows(f"SELECT count(*) FROM {main_table}")
            tried = await here.take(table, items, dry_run=True)
            assert (tried.new, tried.changed, tried.unfit) == (len(items), 0, [])
            assert await here.rows(f"SELECT count(*) FROM {main_table}") == before
            for new in (len(items), 0):
                came = await here.take(table, items)
                assert (came.new, came.changed, came.same, came.unfit) == (new, 0, len(items) - new, [])
            # One line that does not fit, behind one that does: neither comes in.
            other = {**items[0], "id": "other_x", "grant_number": "CI-2"} if "grant_number" in items[0] else items[0]
            broken = [{**other, "id": "other_x"}, {**other, "id": "other_y", "status": "DREAMT"}]
            came = await here.take(table, broken)
            assert [(each.where, each.why.split(";")[0]) for each in came.unfit] == [("item 2", "status is 'DREAMT'")]
            after = await here.rows(f"SELECT count(*) FROM {main_table}")
            assert after[0][0] == before[0][0] + len(items)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"partners": ["org_a:PARTNER:WELFARE:300"]}, "partners needs exactly one coordinator"),
        ({"partners": ["org_a:COORDINATOR:WELFARE"]}, "partners has a partner that is not"),
        ({"funding": "299.99"}, "funding is 299.99, and its partners have 300.00"),
        ({"funding": "a lot"}, "funding is no amount in EUR"),
        ({"call_id": "call_nowhere"}, "the database refuses it"),
        ({"runs_until": "2024-01-01"}, "the database refuses it"),
        ({"abstract_de": ""}, "abstract_de is missing"),
    ],
)
async def test_sums_of_a_project_are_those_of_its_partners(
    fresh_database: FreshDatabase, tmp_path: Path, change: Mapping[str, Any], why: str
) -> None:
    async with kept(CIP, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", [CALL])
        (unfit,) = (await here.take("projects", [{**FUNDED, **change}])).unfit
        assert unfit.why.startswith(why)
        assert await here.rows("SELECT 1 FROM funded_project WHERE id = 'funded_x'") == []


async def test_partners_are_those_of_the_file(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    async with kept(CIP, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", [CALL])
        for partners in (FUNDED["partners"], ["org_c:PARTNER:SCIENCE:100", "org_a:COORDINATOR:WELFARE:200"]):
            assert (await here.take("projects", [{**FUNDED, "partners": partners}])).unfit == []
        sql = "SELECT organisation_id FROM consortium_partner WHERE project_id = 'funded_x' ORDER BY position"
        assert await here.rows(sql) == [("org_c",), ("org_a",)]


async def test_a_workshop_keeps_its_seats(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    async with kept(IDEENWERKSTATT, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", [WORKSHOP])
        await here.rows("""INSERT INTO workshop_registration (id, workshop_id, actor_id, status, registered_at)
          VALUES ('r1', 'ws_x', 'a', 'CONFIRMED', now()), ('r2', 'ws_x', 'b', 'CONFIRMED', now())""")
        came = await here.take("offers", [{**WORKSHOP, "capacity": 1}])
        assert [each.why for each in came.unfit] == ["capacity is below the 2 seats that are taken"]


async def test_more_seats_of_a_file_go_to_who_waits(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    async with kept(IDEENWERKSTATT, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", [{**WORKSHOP, "capacity": 1}])
        await here.rows("""INSERT INTO workshop_registration (id, workshop_id, actor_id, status, registered_at)
          VALUES ('r1', 'ws_x', 'a', 'CONFIRMED', now()), ('r2', 'ws_x', 'b', 'WAITLISTED', now()),
                 ('r3', 'ws_x', 'c', 'WAITLISTED', now())""")
        assert (await here.take("offers", [{**WORKSHOP, "capacity": 2, "venue_city": "Halle"}])).changed == 1
        states = await here.rows("SELECT id, status FROM workshop_registration WHERE workshop_id = 'ws_x' ORDER BY id")
        assert states == [("r1", "CONFIRMED"), ("r2", "CONFIRMED"), ("r3", "WAITLISTED")]
        told = await here.rows("SELECT kind FROM outbox WHERE kind = 'registration.moved_up'")
        assert len(told) == 1


@pytest.mark.parametrize(
    ("service", "items", "table"),
    [(IDEENWERKSTATT, [WORKSHOP, PILOT_CALL], "change"), (MARKETPLACE, [EVENT, COUNSELLING], "catalogue_entry")],
)
async def test_only_what_was_changed_is_told(
    fresh_database: FreshDatabase,
    tmp_path: Path,
    service: Service[Any],
    items: list[dict[str, Any]],
    table: str,
) -> None:
    """The feed of documents has the new place of what a file changed, and of nothing else."""
    async with kept(service, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", items)
        places = dict(await here.rows(f"SELECT entity_id, t::text FROM {table} t"))
        changed = [items[0], {**items[1], "title_de": "Anders"}]
        came = await here.take("offers", changed)
        assert (came.new, came.changed, came.same) == (0, 1, 1)
        after = dict(await here.rows(f"SELECT entity_id, t::text FROM {table} t"))
        assert {each for each in places if places[each] != after[each]} == {items[1]["id"]}


async def test_work_grows_with_the_batches_and_not_with_the_rows(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    url = await fresh_database("template0")
    async with kept(MARKETPLACE, url, tmp_path) as here:
        trips: list[str] = []
        async with open_database(url, schema="marketplace", observe=lambda each: trips.append(each.name)) as database:

            async def take(rows: int, **changes: str) -> tuple[Came, int]:
                trips.clear()
                items = [{**(EVENT if n % 2 else COUNSELLING), "id": f"x_{n}", **changes} for n in range(rows)]
                file = here.written(items)
                came = await run_import(database, MARKETPLACE.imports["offers"], file, NOW, dry_run=False)
                return came, len(trips)

            came, few = await take(20)
            assert came.new == 20
            came, many = await take(BATCH)
            assert (came.new, came.same) == (BATCH - 20, 20)
            again, twice = await take(2 * BATCH)
            assert (again.new, again.same) == (BATCH, BATCH)
            changed, _ = await take(2 * BATCH, title_de="Anders")
            assert changed.changed == 2 * BATCH
        assert few < 10
        assert many <= 2 * few, "of a batch of which some are there as they are the others are written again"
        assert twice <= 2 * many


async def test_of_many_rows_those_that_the_database_refuses_are_told(
    fresh_database: FreshDatabase, tmp_path: Path
) -> None:
    """In the order of the file, with those that do not fit before; and nothing comes in."""
    async with kept(CIP, await fresh_database("template0"), tmp_path) as here:
        await here.take("offers", [CALL])
        items = [{**FUNDED, "id": f"f_{n}", "grant_number": f"N-{n}"} for n in range(BATCH + 20)]
        items[3]["call_id"] = items[BATCH + 1]["call_id"] = "call_nowhere"
        items[4]["grant_number"] = items[BATCH - 1]["grant_number"] = "N-0"
        items[5]["maturity"] = "RIPE"
        came = await here.take("projects", items)
        told = [each.where for each in came.unfit]
        assert told == [f"item {place}" for place in (4, 5, 6, BATCH, BATCH + 2)]
        assert (came.new, came.changed) == (BATCH + 15, 0)
        assert await here.rows("SELECT 1 FROM funded_project WHERE id LIKE 'f\\_%'") == []


async def test_a_file_of_which_nothing_fits_is_not_read_to_its_end(
    fresh_database: FreshDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_UNFIT", 5)
    async with kept(CIP, await fresh_database("template0"), tmp_path) as here:
        came = await here.take("offers", [{**CALL, "id": f"call_{n}", "status": "DREAMT"} for n in range(1_000)])
        told = [each.where for each in came.unfit]
        assert told == [*(f"item {place}" for place in range(1, 6)), "the file"]
        assert came.unfit[-1].why == "so much does not fit (5) that it was not read on"
        assert (came.new, came.changed) == (0, 0)


async def test_the_command_says_every_line_and_ends_with_an_error(
    fresh_database: FreshDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = await fresh_database("template0")
    async with kept(MARKETPLACE, url, tmp_path) as here:
        file = here.written([EVENT, {**COUNSELLING, "hours_per_project": 0}, {**EVENT, "id": "e2", "topics": ["x"]}])
        monkeypatch.setenv("MARKETPLACE_DATABASE_URL", url)
        code = await run(["import", "offers", str(file), "--dry-run"])
        told = capsys.readouterr()
        assert code == 1
        assert told.out.splitlines() == [
            f"{file}, item 2: hours_per_project is no whole number from 1 to 10000: 0.",
            f"{file}, item 3: topics names no topic: x.",
        ]
        assert (
            told.err
            == "marketplace: 1 new and 0 changed rows fit, 0 are there as they are, 2 do not; nothing was imported.\n"
        )
        here.written([EVENT])
        assert await run(["import", "offers", str(file)]) == 0
        assert (
            capsys.readouterr().out
            == "marketplace: 1 new and 0 changed rows fit, 0 are there as they are; all were imported\n"
        )


async def run(arguments: list[str]) -> int:
    """The command, which has an event loop of its own."""
    return await asyncio.to_thread(main, MARKETPLACE, arguments)
