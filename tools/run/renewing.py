"""The development loop: what is saved is served. A house whose code changed is started anew, and the graph follows.

While the house is away its new schema is read from the code and put into the graph: when it answers again, its new
fields are there. What it says of itself then counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from gateway.renewal.watching import Watched
from tools.run.parts import schema_file
from tools.run.processes import Part, byte_code, end_with_parent
from tools.run.screen import say
from tools.run.settings import ROOT, RunSettings

LOOK_EVERY = 0.15
"""Seconds between two looks at the code; a change counts when two looks find the same."""
CODE = (".py", ".sql", ".csv", ".toml", ".tsv")
SCHEMA = {"query": "{ _service { sdl } }"}
PATIENCE = aiohttp.ClientTimeout(total=60)


def code_of(service: str, root: Path = ROOT) -> Iterator[Path]:
    """The files that a house is made of: its own folder's and the kit's."""
    for folder in (root / "services" / service, root / "services" / "kit"):
        yield from (file for file in folder.rglob("*") if file.suffix in CODE)


@dataclass(frozen=True, slots=True)
class Renewing:
    """``changed``: set when the code of the house of that name is no longer what runs. ``turn``: one schema at a time.

    ``token``: lets us tell the gateway to look at the schemas anew. ``told``: what is to be said of a house's schema
    when it answers again, by its name. ``root``: where the code lies.
    """

    settings: RunSettings
    token: str
    changed: dict[str, asyncio.Event]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    told: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    async def watch(self) -> None:
        """Until it is cancelled."""
        watched = {service: Watched(lambda service=service: code_of(service, self.root)) for service in self.changed}  # type: ignore[misc]
        async with asyncio.TaskGroup() as tasks:
            while True:
                for service, each in watched.items():
                    # Some hundred files: walking through them is no work for the loop that keeps the parts.
                    if await asyncio.to_thread(each.has_settled_anew):
                        say(f"The code of {service} has changed: starting it anew ...")
                        self.changed[service].set()
                        tasks.create_task(self.foresee(service))
                await asyncio.sleep(LOOK_EVERY)

    async def foresee(self, service: str) -> None:
        """Puts the schema of the saved code into the graph while the house is away. Code that has none is no matter of
        ours: the house will say what is wrong with it.
        """
        async with self.turn:
            sdl = await schema_of(service, self.settings.home, self.root)
            if sdl is not None:
                await self._follow(service, sdl)

    async def follow(self, part: Part) -> None:
        """After a house has started: what it says of its schema is what the graph is made of."""
        async with self.turn:
            try:
                async with (
                    aiohttp.ClientSession(timeout=PATIENCE) as client,
                    client.post(f"{part.address}/graphql", json=SCHEMA) as answer,
                ):
                    sdl = (await answer.json())["data"]["_service"]["sdl"]
            except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
                say(f"The graph does not follow {part.name}: {error!r}")
            else:
                await self._follow(part.name, sdl)
            if told := self.told.pop(part.name, None):
                say(told)

    async def _follow(self, service: str, sdl: str) -> None:
        file = schema_file(self.settings, service)
        if sdl.strip() == file.read_text(encoding="utf-8").strip():
            return
        file.write_text(sdl, encoding="utf-8")
        try:
            self.told[service] = await self._reload(service)
        except aiohttp.ClientConnectorError:
            self.told[service] = f"The graph has the schema of {service} as soon as the gateway is there"
        except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            self.told[service] = f"The graph does not follow {service}: {error!r}"

    async def _reload(self, service: str) -> str:
        headers = {"authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as client,
            client.post(f"{self.settings.url('admin')}/admin/reload", headers=headers) as answer,
        ):
            said = await answer.json()
        refused = said.get("refused") or said.get("message")
        if refused:
            return f"The graph stays as it was; it refuses the schema of {service}: {refused}"
        return f"The graph has the schema of {service} now ({said['supergraph']})"


async def schema_of(service: str, home: Path, root: Path = ROOT) -> str | None:
    """What the code of a house says of its schema; None if it cannot be read."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"services.{service}", "sdl"),
        cwd=root,
        env={**os.environ, **byte_code(home)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    return said.decode() if process.returncode == 0 else None
