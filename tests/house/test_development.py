"""What a team does all day: save a change, and see it in the graph; the database dies; only some houses run."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.conftest import House, started
from tools.run.settings import ROOT

LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__")
OTHER = "{ workshops(first: 2) { id } }"
FIELD = '''
    @field()
    async def saved_now(self) -> str | None:
        """A field that was saved a moment ago."""
        return "served"
'''
ASK = '{ __type(name: "Query") { fields { name } } }'


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """The repository as a developer has it, to be changed."""
    with tempfile.TemporaryDirectory(prefix="civic-development-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        for part in ("gateway", "services", "tools", "schema", "demo"):
            shutil.copytree(
                ROOT / part, Path(folder, part), ignore=shutil.ignore_patterns("node_modules", "__pycache__")
            )
        yield Path(folder)


@pytest.fixture(scope="module")
def house(copy: Path) -> Iterator[House]:
    services = {"SERVICES": "cip,ideenwerkstatt"}
    with started(copy / "var", more=services, root=copy) as running:
        running.wait_for_line("Ctrl-C stops everything")
        yield running


class Traffic(threading.Thread):
    """Asks another house all the time, and keeps what went wrong."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.house = house
        self.wrong: list[Any] = []
        self.asked = 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            try:
                answer = self.house.ask(OTHER)
                if "errors" in answer:
                    self.wrong.append(answer)
            except OSError as error:
                self.wrong.append(error)
            self.asked += 1


def test_houses_that_do_not_run_count_as_away(house: House) -> None:
    answer = house.ask("{ workshops(first: 1) { id } anchorProjects { __typename } }")
    assert answer.get("data"), answer
    assert answer["data"]["workshops"]
    assert answer["data"]["anchorProjects"] is None
    assert answer["errors"][0]["extensions"]["service"] == "marketplace"


def test_a_saved_field_is_in_the_graph_and_no_other_house_fails(house: House, copy: Path) -> None:
    query = copy / "services/cip/schema/query.py"
    traffic = Traffic(house)
    traffic.start()
    query.write_text(query.read_text(encoding="utf-8") + FIELD, encoding="utf-8")
    house.wait_for_line("The code of cip has changed")
    house.wait_for_line("The graph has the schema of cip now")
    assert "savedNow" in {each["name"] for each in house.ask(ASK)["data"]["__type"]["fields"]}
    assert house.ask("{ savedNow }") == {"data": {"savedNow": "served"}}
    traffic.is_over.set()
    traffic.join()
    assert traffic.asked > 0
    assert traffic.wrong == []


def test_a_database_that_dies_is_started_again(house: House) -> None:
    (postgres,) = house.pids_of_program("postgres")
    os.kill(postgres, signal.SIGKILL)
    house.wait_for_line("PostgreSQL has ended")
    house.wait_for_line("PostgreSQL is back")
    answer = {}
    for _ in range(100):
        answer = house.ask(OTHER)
        if "errors" not in answer:
            break
    assert answer["data"]["workshops"]
