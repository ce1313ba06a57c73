"""What an import of many rows costs: two tables of two houses, new, repeated as it is, and with some rows changed.

An own PostgreSQL that writes as it does in earnest, the demo data in it, and the command that an operator types.
Rows are made up; memory is the most that the command itself held (not PostgreSQL's).
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from asyncpg import connect

from tools import postgres
from tools.run.settings import ROOT

CC_BY = "http://dcat-ap.de/def/licenses/cc-by/4.0"
EVERY = 1_000
"""One row of so many is changed in the last run."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of a house, and how a row of its file is made of its number."""

    house: str
    table: str
    suffix: str
    row: Callable[[int, Mapping[str, str]], dict[str, Any]]
    asked: Mapping[str, str]


def call(number: int, known: Mapping[str, str]) -> dict[str, Any]:
    """A funding call of the CIP."""
    return {
        "id": f"call_bench_{number}",
        "title_de": f"Förderaufruf {number} (fiktiv)",
        "summary_de": "Gemeinwohlorientierte KI im Verbund.",
        "status": "CLOSED",
        "phase": "CLOSED",
        "audiences": "WELFARE|SCIENCE",
        "topics": known["topic"],
        "guideline_url": "https://example.org/guideline",
        "project_management_agency": "Träger (fiktiv)",
        "max_funding_per_project": "200000.00",
        "min_partners": 3,
        "required_sectors": 2,
    }


def project(number: int, known: Mapping[str, str]) -> dict[str, Any]:
    """A funded project of the CIP with three partners."""
    return {
        "id": f"funded_bench_{number}",
        "call_id": known["call"],
        "grant_number": f"BENCH-{number}",
        "title": f"Vorhaben {number} (fiktiv)",
        "abstract_de": "Wir zählen, was da ist.",
        "status": "COMPLETED",
        "maturity": "PILOT",
        "runs_from": "2023-01-01",
        "runs_until": "2024-12-31",
        "topics": known["topic"],
        "consortium_name": f"Verbund {number}",
        "funding": "300.00",
        "partners": "org_a:COORDINATOR:WELFARE:100|org_b:PARTNER:SCIENCE:100|org_c:PARTNER:BUSINESS:100.00",
    }


def dataset(number: int, known: Mapping[str, str]) -> dict[str, Any]:
    """A data set of the Data Lab with two forms."""
    address = f"https://daten.example.org/bench/{number}"
    return {
        "uri": address,
        "title_de": f"Zählung {number} (fiktiv)",
        "description_de": "Alle Zählungen eines Jahres.",
        "keywords": ["Zählung", "Verkehr"],
        "publisher_id": known["publisher"],
        "legal_basis": "§ 12a EGovG",
        "personal_data": "NONE",
        "topics": [known["topic"]],
        "distributions": [
            {"format": form, "accessUrl": f"{address}.{form.lower()}", "license": CC_BY} for form in ("CSV", "JSON")
        ],
    }


TOPIC = "SELECT slug FROM topic_parent ORDER BY slug LIMIT 1"
CALL = "SELECT id FROM funding_call ORDER BY id LIMIT 1"
KINDS = (
    Kind("cip", "projects", ".csv", project, {"topic": TOPIC, "call": CALL}),
    Kind(
        "civic_data_lab",
        "datasets",
        ".json",
        dataset,
        {"topic": TOPIC, "publisher": "SELECT id FROM actor_fact ORDER BY id LIMIT 1"},
    ),
    Kind("cip", "offers", ".csv", call, {"topic": TOPIC}),
)
MADE_UP: Mapping[str, str] = {"publisher": "org_bench", "topic": "inclusion"}
ACTOR = """INSERT INTO actor_fact (id, kind, state, sector, is_non_profit)
VALUES ('org_bench', 'ORGANISATION', 'ACTIVE', 'WELFARE', true) ON CONFLICT DO NOTHING"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_import", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of each file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civic-bench-import-") as home:
        folder = Path(home)
        folder.chmod(0o755)
        with postgres.running(folder / "postgres") as server:
            print(f"{'what':<46} {'rows':>8} {'seconds':>8} {'rows/s':>8} {'MiB':>6}  said")
            for kind in KINDS:
                measure(kind, server, folder, chosen.rows)


def measure(kind: Kind, server: postgres.Server, folder: Path, rows: int) -> None:
    url = asyncio.run(prepared(kind, server))
    known = asyncio.run(asked(kind, url))
    file = folder / f"{kind.table}{kind.suffix}"
    write(file, (kind.row(number, known) for number in range(rows)))
    for what, more in (("dry run", ["--dry-run"]), ("new", []), ("repeated", [])):
        report(kind, what, rows, *imported(kind, url, file, *more))
    write(file, (changed(kind.row(number, known), number) for number in range(rows)))
    report(kind, f"one of {EVERY} changed", rows, *imported(kind, url, file))
    file.unlink()


def changed(row: dict[str, Any], number: int) -> dict[str, Any]:
    title = "title" if "title" in row else "title_de"
    return row if number % EVERY else {**row, title: f"{row[title]}, anders"}


async def prepared(kind: Kind, server: postgres.Server) -> str:
    """A database of the house with its demo data."""
    name = f"{kind.house}_{kind.table}"
    connection = await connect(server.url("postgres"))
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    url = server.url(name)
    for command in ("migrate", "seed"):
        run(kind, url, command)
    return url


async def asked(kind: Kind, url: str) -> Mapping[str, str]:
    """What rows refer to."""
    connection = await connect(url, server_settings={"search_path": kind.house})
    try:
        await connection.execute(ACTOR)
        return {name: await value(connection, name, sql) for name, sql in kind.asked.items()}
    finally:
        await connection.close()


async def value(connection: asyncpg.Connection[asyncpg.Record], name: str, sql: str) -> str:
    return str(await connection.fetchval(sql) or MADE_UP[name])


def write(file: Path, rows: Iterator[dict[str, Any]]) -> None:
    """One after the other: what this process holds would count as the command's."""
    with file.open("w", encoding="utf-8", newline="") as out:
        first = next(rows)
        if file.suffix == ".json":
            out.write(f"[{json.dumps(first)}")
            out.writelines(f",\n{json.dumps(row)}" for row in rows)
            out.write("]")
            return
        writer = csv.DictWriter(out, first.keys())
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


def imported(kind: Kind, url: str, file: Path, *more: str) -> tuple[float, float, str]:
    """Seconds, MiB, and what it said last."""
    before = time.monotonic()
    said, memory = run(kind, url, "import", kind.table, str(file), *more)
    return time.monotonic() - before, memory, said.strip().splitlines()[-1]


def run(kind: Kind, url: str, *arguments: str) -> tuple[str, float]:
    """What the command said, and the most memory that it held in MiB."""
    environment = {**os.environ, f"{kind.house.upper()}_DATABASE_URL": url}
    command = [sys.executable, "-m", f"services.{kind.house}", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ours
        said = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {said[-2_000:]}")
    return said, usage.ru_maxrss / 1024


def report(kind: Kind, what: str, rows: int, seconds: float, memory: float, said: str) -> None:
    name = f"{kind.house} {kind.table}, {what}"
    print(f"{name:<46} {rows:>8} {seconds:>8.1f} {rows / seconds:>8.0f} {memory:>6.0f}  {said}", flush=True)


if __name__ == "__main__":
    main()
