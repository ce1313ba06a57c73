"""Everything stops together, however the end comes, and what was written is there at the next start."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.alive import is_alive, wait_until_gone
from tests.house.conftest import CREATE, IDEA, House, started
from tools.run.settings import SERVICES

WRITTEN = "query($id: ID!) { idea(id: $id) { title } }"


def children_of(house: House) -> list[int]:
    modules = ("gateway", *(f"services.{service}" for service in SERVICES))
    return [pid for module in modules for pid in house.pids_of(module)]


def test_stops_everything_and_keeps_its_data(house_home: Path) -> None:
    with started(house_home) as first:
        first.wait_for_line("Ctrl-C stops everything")
        token = first.login("mira")
        written = first.ask(CREATE, {"input": IDEA}, token)["data"]["createIdea"]["idea"]["id"]
        children = children_of(first)
        assert len(children) == 5
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(120) == 0
    assert not [pid for pid in children if is_alive(pid)]
    with started(house_home) as second:
        second.wait_for_line("Ctrl-C stops everything")
        found = second.ask(WRITTEN, {"id": written}, second.login("mira"))
        assert found["data"]["idea"] == {"title": IDEA["title"]}
        second.process.send_signal(signal.SIGHUP)
        assert second.process.wait(120) == 0


def test_a_killed_run_leaves_no_process_behind(house_home: Path) -> None:
    with started(house_home) as run:
        run.wait_for_line("Ctrl-C stops everything")
        children = [*children_of(run), *run.pids_of("postgres")]
        run.process.kill()
        run.process.wait()
        for pid in children:
            wait_until_gone(pid)
