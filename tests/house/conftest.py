"""The whole house as a user starts it: `python -m tools.run`, real processes, real HTTP, the demo data."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_ports
from tools.run.settings import DEFAULT_PORTS, ROOT

READY_WITHIN = 180.0

IDEA = {
    "title": "Probelauf aus dem Test",
    "summary": "Eine Idee, die nur geprüft wird.",
    "problem": "Niemand weiß, ob das Haus trägt.",
    "solution": "Wir probieren es aus.",
    "commonGoodBenefit": "Alle können sich darauf verlassen.",
    "targetGroups": ["Teams"],
    "language": "DE",
    "maturity": "IDEA",
    "aiMethods": ["NONE_YET"],
    "topicSlugs": ["biodiversity"],
}
CREATE = "mutation($input: IdeaInput!) { createIdea(input: $input) { idea { id title version } errors { code path } } }"


@dataclass(frozen=True, slots=True)
class House:
    """A running house. ``said`` gives the lines that the run printed."""

    process: subprocess.Popen[str]
    ports: Mapping[str, int]
    lines: queue.Queue[str]
    home: Path

    def ask(self, query: str, variables: Mapping[str, Any] | None = None, token: str | None = None) -> dict[str, Any]:
        """The gateway's answer to a query."""
        return post(
            f"http://127.0.0.1:{self.ports['gateway']}/graphql", {"query": query, "variables": variables}, token
        )

    def login(self, persona: str) -> str:
        """A token of the development issuer for one of the demo persons."""
        answer = post(f"http://127.0.0.1:{self.ports['gateway']}/auth/token", {"persona": persona}, None)
        token = answer["access_token"]
        assert isinstance(token, str)
        return token

    def pids_of(self, part: str) -> list[int]:
        """Processes of this run whose command names the part."""
        return [pid for pid, parent, command in processes() if parent == self.process.pid and part in command]

    def pids_of_program(self, program: str) -> list[int]:
        """Processes that this run started itself, by the name of their program."""
        return [
            pid
            for pid, parent, command in processes()
            if parent == self.process.pid and Path(command[0]).name == program
        ]

    def wait_for_line(self, part: str, seconds: float = READY_WITHIN) -> str:
        """The next printed line that holds ``part``; fails with all that was said when none comes."""
        said: list[str] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                said.append(self.lines.get(timeout=0.2))
            except queue.Empty:
                if self.process.poll() is not None and self.lines.empty():
                    break
                continue
            if part in said[-1]:
                return said[-1]
        pytest.fail(f"The run never said {part!r}. It said:\n{''.join(said)}")


def processes() -> Iterator[tuple[int, int, list[str]]]:
    """Every process of the machine: its id, its parent's, its command."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode().split("\0")
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue  # it ended while we looked
            yield int(entry.name), parent, command


def post(url: str, body: Mapping[str, Any], token: str | None) -> dict[str, Any]:
    headers = {"content-type": "application/json", "accept": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        parsed: dict[str, Any] = json.load(answer)
        return parsed


@contextmanager
def started(
    home: Path, ports: Mapping[str, int] | None = None, more: Mapping[str, str] | None = None, root: Path = ROOT
) -> Iterator[House]:
    """Starts the run and ends it; does not wait. Without ``ports`` on free ones."""
    ports = ports or dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True))
    environment = {f"{part.upper()}_PORT": str(port) for part, port in ports.items()}
    environment = {"ADMIN_PORT": str(free_ports(1)[0]), **environment, **(more or {})}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"],
        cwd=root,
        env={**os.environ, **environment, "RUN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=read_lines, args=(process, lines), daemon=True)
    reader.start()
    try:
        yield House(process, ports, lines, home)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()


def read_lines(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.put(line)


@pytest.fixture(scope="session")
def house_home() -> Iterator[Path]:
    """Open to the database's user as well, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="civic-house-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def house(house_home: Path) -> Iterator[House]:
    """One run for all tests of a module."""
    with started(house_home) as running:
        running.wait_for_line("Ctrl-C stops everything")
        yield running
