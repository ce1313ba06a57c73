"""A running house with the demo data on the demo's day, its gateway, and tokens for anybody: for the acceptance."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gateway.identity.signing import Issuer, Persona
from tests.house.conftest import processes
from tests.ports import free_ports
from tools.run.settings import DEFAULT_PORTS, ROOT

DAY = "2025-06-16"  # all three anchor projects run, and every step of funding has a call
READY = "Civic Coding Graph is running."
WITHIN = 300.0  # seconds for the start of everything on a busy machine
START = (
    "from tools.run import settings\n"
    f"settings.DEMO_DAY = {DAY!r}\n"
    "from tools.run.__main__ import main\n"
    "raise SystemExit(main())\n"
)
# What the marketplace tells of its actors, for a house that does not tell it by itself yet.
TELL_ACTORS = """
INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
SELECT 'actor.changed', initcap(a.kind), a.id, jsonb_build_object('kind', a.kind, 'state', coalesce(m.state, 'ACTIVE'),
  'sector', a.sector, 'isNonProfit', coalesce(o.is_non_profit, false)), $1
FROM actor a LEFT JOIN member m ON m.actor_id = a.id LEFT JOIN organisation o ON o.actor_id = a.id
WHERE NOT EXISTS (SELECT FROM outbox_snapshot WHERE kind = 'actor.changed')
"""
TELL_MANDATES = """
INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
SELECT 'organisation.member_changed', 'Organisation', organisation_id,
  jsonb_build_object('organisationId', organisation_id, 'memberId', member_id, 'actsFor', true), $1
FROM organisation_membership
WHERE role = 'ADMIN' AND verified
  AND NOT EXISTS (SELECT FROM outbox_snapshot WHERE kind = 'organisation.member_changed')
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A house that runs. ``data``: the folder of its PostgreSQL; ``personas``: the demo's, by their ids."""

    process: subprocess.Popen[str]
    ports: Mapping[str, int]
    home: Path
    data: Path
    personas: Mapping[str, Persona]

    def ask(self, query: str, variables: Mapping[str, Any], persona: Persona | None, port: str = "gateway") -> Any:
        """The whole answer to an operation, of the gateway or of a service's own port."""
        headers = {"content-type": "application/json"}
        if persona is not None:
            headers["authorization"] = f"Bearer {self.token(persona)}"
        body = json.dumps({"query": query, "variables": dict(variables)}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[port]}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def token(self, persona: Persona) -> str:
        key = load_pem_private_key((self.home / "dev-issuer" / "private.pem").read_bytes(), None)
        assert isinstance(key, Ed25519PrivateKey)
        return Issuer(f"http://127.0.0.1:{self.ports['gateway']}", "civic-coding", key, {}).token(persona)

    def url(self, service: str) -> str:
        socket = (self.data / "postmaster.pid").read_text().splitlines()[4]
        return f"postgresql://{service}@/{service}?host={socket}"

    @contextmanager
    def silent(self, part: str) -> Iterator[None]:
        """The part answers nobody for as long as the block lasts; its connections stay."""
        pids = [
            pid for pid, parent, command in processes() if parent == self.process.pid and f"services.{part}" in command
        ]
        assert pids
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


def anybody(actor_id: str, *scopes: str, acr: str = "STORK-QAA-Level-3") -> Persona:
    """Somebody who is no demo person."""
    return Persona(id=f"sub-{actor_id}", name=actor_id, actor_id=actor_id, scopes=list(scopes), acr=acr)


@contextmanager
def running(home: Path) -> Iterator[Running]:
    """Starts everything and waits until it is there; stops it at the end."""
    ports = dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True))
    own = {f"{part.upper()}_PORT": str(port) for part, port in ports.items()}
    environment = {**os.environ, **own, "RUN_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: Queue[str] = Queue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    try:
        data = _wait(process, lines)
        listed = json.loads((ROOT / "demo" / "personas.json").read_text(encoding="utf-8"))
        personas = {each["id"]: Persona(**each) for each in listed}
        yield Running(process, ports, home, data, personas)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()


async def tell_actors(house: Running, at: Any) -> None:
    """Lets the marketplace tell of its actors where it does not yet."""
    connection = await asyncpg.connect(house.url("marketplace"), server_settings={"search_path": "marketplace"})
    try:
        await connection.execute(TELL_ACTORS, at)
        await connection.execute(TELL_MANDATES, at)
    finally:
        await connection.close()


def until_told(house: Running, service: str) -> None:
    """Waits until a ministry has read what the marketplace tells of its actors; mandates come last."""
    while not asyncio.run(_knows_mandates(house, service)):
        time.sleep(0.2)


async def _knows_mandates(house: Running, service: str) -> bool:
    connection = await asyncpg.connect(house.url(service), server_settings={"search_path": service})
    try:
        sql = "SELECT EXISTS (SELECT FROM acts_for WHERE member_id = 'member_0373')"
        return bool(await connection.fetchval(sql))
    finally:
        await connection.close()


def _read(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            lines.put(line)


def _wait(process: subprocess.Popen[str], lines: Queue[str]) -> Path:
    """Until all parts are there; where the data are."""
    said: list[str] = []
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        try:
            said.append(lines.get(timeout=0.2))
        except Empty:
            if process.poll() is not None and lines.empty():
                break
            continue
        if READY in said[-1]:
            return Path(re.findall(r"\(data: (.*)\)", "".join(said))[0])
    raise AssertionError(f"The house did not start. It said:\n{''.join(said)}")
