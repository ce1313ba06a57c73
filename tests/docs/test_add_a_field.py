"""The worked example of ``services/README.md`` ("Add a field"): its lines, where it says, in a copy of the house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from services.cip.__main__ import SERVICE
from services.kit.database import open_connection
from services.kit.migrate import load_migrations, migrate
from tests.conftest import FreshDatabase
from tests.docs.tutorial import ROOT

SAMPLE = ROOT / "tests" / "services" / "cip" / "sample.sql"
SCRIPT = """
import asyncio, json, os
from services.cip.app import built
from services.cip.store import rows
from services.cip.store.connection import QUERIES
from services.kit.database import open_connection, open_database
from services.kit.identity import Verifier
from services.kit.prepared import faults
from tests.kit.asking import ask

async def main():
    trips = []
    url = os.environ["CIP_DATABASE_URL"]
    async with open_database(url, schema="cip", observe=lambda each: trips.append(each.name)) as database:
        answer = await ask(built(database, Verifier()), "{ fundingCalls { id partnerCount } }")
    async with open_connection(url, schema="cip") as connection:
        wrong = [each for each in await faults(connection, QUERIES, rows) if "partner_count" in each]
    found = {each["id"]: each["partnerCount"] for each in answer.data["fundingCalls"]}
    print(json.dumps([answer.errors, found, trips.count("partner_count_of_call"), wrong]))

asyncio.run(main())
"""


def lines() -> tuple[str, str, str]:
    """The three blocks of the example."""
    text = (ROOT / "services" / "README.md").read_text(encoding="utf-8")
    part = text[text.index("**Add a field.**") : text.index("**Add a list.**")]
    statement, relation, resolver = re.findall(r"```(?:sql|python)\n(.*?)```", part, re.DOTALL)
    return statement, relation, resolver


def put(folder: Path) -> None:
    statement, relation, resolver = lines()
    for name, more in (("sql/funding.sql", statement), ("store/relations.py", relation)):
        file = folder / name
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    file = folder / "types" / "funding.py"
    text = file.read_text(encoding="utf-8")
    end = text.index("\n\n\n", text.index("class FundingCall"))
    file.write_text(f"{text[:end]}\n\n{resolver.rstrip()}{text[end:]}", encoding="utf-8")


async def test_the_lines_of_the_example_add_the_field(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    put(Path(shutil.copytree(ROOT / "services" / "cip", tmp_path / "services" / "cip")))
    url = await fresh_database("template0")
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(SERVICE.home / "sql" / "migrations"))
        await connection.execute(SAMPLE.read_text(encoding="utf-8"))
        counted = await connection.fetch(
            "SELECT f.id, count(DISTINCT c.organisation_id) FROM funding_call f"
            " LEFT JOIN funded_project p ON p.call_id = f.id"
            " LEFT JOIN consortium_partner c ON c.project_id = p.id GROUP BY f.id"
        )
    # The copy stands before the house itself; the kit is that of the project.
    places = os.pathsep.join((str(tmp_path), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": places, "CIP_DATABASE_URL": url}

    def said(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2_000:]
        return done.stdout

    assert "  partnerCount: Int!" in said("-m", "services.cip", "sdl")
    errors, found, trips, wrong = json.loads(said("-c", SCRIPT))
    assert (errors, wrong, trips) == ([], [], 1)
    assert found == {row[0]: row[1] for row in counted}
    assert any(found.values())
