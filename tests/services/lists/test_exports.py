"""A member's export is whole: whatever row of whatever table names the member changes it, in every house.

The columns come from the databases, so that a new one fails here until the export tells of it, or until somebody says
why it need not (Art. 15 GDPR; domain_slice2 2.12).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import asyncpg
import pytest

from services.cip.store import rights as cip
from services.civic_data_lab.store import erasing as civic_data_lab
from services.ideenwerkstatt.store import erasing as ideenwerkstatt
from services.kit.database import Database, open_connection
from services.marketplace.store import exporting as marketplace
from tests.services.conftest import House

Houses = Mapping[str, House]
Export = Callable[[Database, str], Awaitable[str]]
MEMBER = "member_of_the_test"
NOW = datetime(2025, 6, 16, 12, tzinfo=UTC)

PERSONS = re.compile(
    r"(^|_)(actor|actors|member|person|owner|author|editor|sender|recipient|reporter|applicant|publisher|expert|by|one|other"
    r"|voter|viewer|side|host|assigned_to|blocked|blocker)(_ids?)?$|^(to|from)_id$"
)
"""Names of columns that hold an actor's id; what holds one in the demo data is found by that, too."""
NUMBERS = {"cip_member_number"}
"""The key of the old community; its holder is found over the member (legacy_member, member)."""

MACHINES = "events between houses: ids and states of what the export tells anyway, gone after 90 days"
OFFICE = "who decided about others in office; what was decided is others' data, and the decision names no officer"
WHOSE = "who was blocked does not learn it"
SHORT = "counts wrong attempts of an hour"
EXPERT = "the id of a line of experts, told as expertise; not a member's id"
EXCUSED = {
    ("*", "outbox", "actor_ids"): MACHINES,
    ("*", "outbox", "subject_id"): MACHINES,
    ("marketplace", "report_turn", "reporter"): SHORT,
    ("marketplace", "wrong_token", "actor_id"): SHORT,
    ("marketplace", "catalogue_entry", "actors"): "organisations only (the feed of documents names no persons)",
    ("marketplace", "moderation_case", "assigned_to"): OFFICE,
    ("marketplace", "moderation_case", "decided_by"): OFFICE,
    ("marketplace", "moderation_case", "appeal_decided_by"): OFFICE,
    ("marketplace", "organisation", "actor_id"): "an organisation is no person",
    ("marketplace", "block", "blocked_id"): WHOSE,
    ("marketplace", "message", "side_id"): "one of the two of its conversation, who are told",
    ("ideenwerkstatt", "pilot_application", "applicant_id"): "organisations only (domain_slice2 2.8)",
    ("ideenwerkstatt", "consultation_slot", "expert_id"): EXPERT,
    ("ideenwerkstatt", "project_expert", "expert_id"): EXPERT,
    ("ideenwerkstatt", "workshop_expert", "expert_id"): EXPERT,
}


async def of_marketplace(database: Database, member: str) -> str:
    """All four parts."""
    parts = (marketplace.profile_of, marketplace.ideas_of, marketplace.account_of)
    told = [await part(database, member) for part in parts]
    return "\n".join([*told, await marketplace.messages_of(database, member, NOW)])


EXPORTS: dict[str, Export] = {
    "cip": cip.export_of,
    "ideenwerkstatt": ideenwerkstatt.export_of,
    "civic_data_lab": civic_data_lab.export_of,
    "marketplace": of_marketplace,
}


def found_columns(columns: list[asyncpg.Record]) -> Iterator[tuple[str, str, bool]]:
    """Table, column and whether it holds several, of what may name a person."""
    for table, column, kind in columns:
        if PERSONS.search(column) and column not in NUMBERS:
            yield table, column, kind == "ARRAY"


async def columns_of(connection: asyncpg.Connection, schema: str) -> list[tuple[str, str, bool]]:
    columns = await connection.fetch(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = $1"
        " AND t.table_type = 'BASE TABLE' AND c.udt_name IN ('text', '_text') AND c.is_generated = 'NEVER'"
        " ORDER BY 1, 2",
        schema,
    )
    named = set(found_columns(columns))
    actors = "actor" if schema == "marketplace" else "actor_fact"
    for table, column, kind in columns:
        if kind == "ARRAY" or column in NUMBERS:
            continue
        held = f'SELECT EXISTS (SELECT FROM "{table}" t JOIN {actors} a ON a.id = t."{column}" WHERE a.id LIKE $1)'
        if await connection.fetchval(held, "member%"):
            named.add((table, column, False))
    return sorted(named)


FILLS = {"text": "''", "jsonb": "'{}'", "timestamptz": "'2025-06-01Z'", "date": "'2025-06-01'", "bool": "false"}


async def name_member(connection: asyncpg.Connection, table: str, column: str, is_list: bool) -> None:
    """One row of the table names the member in this column; where there is no row, one is made of nothing."""
    value = "ARRAY[$1::text]" if is_list else "$1::text"
    if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{table}")'):
        sql = f'UPDATE "{table}" SET "{column}" = {value} WHERE ctid = (SELECT min(ctid) FROM "{table}")'
        await connection.execute(sql, MEMBER)
        return
    needed = await connection.fetch(
        "SELECT column_name, udt_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
        " AND is_generated = 'NEVER' AND column_name <> $2",
        table,
        column,
    )
    names = "".join(f', "{name}"' for name, _ in needed)
    values = "".join(f", {FILLS.get(kind, '0')}" for _, kind in needed)
    await connection.execute(f'INSERT INTO "{table}" ("{column}"{names}) VALUES ({value}{values})', MEMBER)


class UndoneError(Exception):
    """Ends a transaction that nobody shall see."""


async def told_of(connection: asyncpg.Connection, export: Export, column: tuple[str, str, bool]) -> bool:
    """Whether the export is another one once a row names the member. What was done is undone."""
    database = Database(connection)  # type: ignore[arg-type]  # one that was opened here is as good as one of a pool
    before = await export(database, MEMBER)
    after = before
    with suppress(UndoneError):
        async with connection.transaction():
            # Neither foreign keys nor triggers: the row is the thing, not how it came.
            await connection.execute("SET LOCAL session_replication_role = replica")
            for name in await connection.fetch(
                "SELECT conname FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'", column[0]
            ):
                await connection.execute(f'ALTER TABLE "{column[0]}" DROP CONSTRAINT "{name[0]}" CASCADE')
            await name_member(connection, *column)
            after = await export(database, MEMBER)
            raise UndoneError
    return after != before


def excuse(house: str, table: str, column: str) -> str | None:
    return EXCUSED.get((house, table, column)) or EXCUSED.get(("*", table, column))


@pytest.mark.parametrize("house", EXPORTS)
async def test_what_names_a_member_is_in_the_export(demo_houses: Houses, house: str) -> None:
    of = demo_houses[house]
    async with open_connection(of.url, schema=of.schema) as connection:
        columns = await columns_of(connection, of.schema)
        assert len(columns) > 5
        missing = [
            f"{table}.{column}"
            for table, column, is_list in columns
            if excuse(house, table, column) is None
            and not await told_of(connection, EXPORTS[house], (table, column, is_list))
        ]
    assert not missing, ", ".join(missing)


async def test_no_excuse_is_left_over(demo_houses: Houses) -> None:
    there = set[tuple[str, str, str]]()
    for house, of in demo_houses.items():
        async with open_connection(of.url, schema=of.schema) as connection:
            for table, column, _ in await columns_of(connection, of.schema):
                there |= {(house, table, column), ("*", table, column)}
    assert set(EXCUSED) <= there
