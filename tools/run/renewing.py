"""The development loop: what is saved is served. A house whose code changed is started anew, and the graph follows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from gateway.renewal.watching import Watched
from tools.run.parts import schema_file
from tools.run.processes import Part
from tools.run.screen import say
from tools.run.settings import ROOT, RunSettings

LOOK_EVERY = 0.25
"""Seconds between two looks at the code; a change counts when two looks find the same."""
CODE = (".py", ".sql", ".csv")
SCHEMA = {"query": "{ _service { sdl } }"}


def code_of(service: str, root: Path = ROOT) -> Iterator[Path]:
    """The files that a house is made of: its own folder's and the kit's."""
    for folder in (root / "services" / service, root / "services" / "kit"):
        yield from (file for file in folder.rglob("*") if file.suffix in CODE)


@dataclass(frozen=True, slots=True)
class Renewing:
    """``changed``: set when the code of the house of that name is no longer what runs. ``turn``: one schema at a time.

    ``token``: lets us tell the gateway to look at the schemas anew.
    """

    settings: RunSettings
    token: str
    changed: dict[str, asyncio.Event]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def watch(self, root: Path = ROOT) -> None:
        """Until it is cancelled."""
        watched = {service: Watched(lambda service=service: code_of(service, root)) for service in self.changed}  # type: ignore[misc]
        while True:
            for service, each in watched.items():
                # Some hundred files: walking through them is no work for the loop that keeps the parts.
                if await asyncio.to_thread(each.has_settled_anew):
                    say(f"The code of {service} has changed: starting it anew ...")
                    self.changed[service].set()
            await asyncio.sleep(LOOK_EVERY)

    async def follow(self, part: Part) -> None:
        """After a house has started: what it says of its schema is what the graph is made of."""
        file = schema_file(self.settings, part.name)
        async with self.turn, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as client:
            try:
                async with client.post(f"{part.address}/graphql", json=SCHEMA) as answer:
                    sdl = (await answer.json())["data"]["_service"]["sdl"]
                if sdl.strip() == file.read_text(encoding="utf-8").strip():
                    return
                file.write_text(sdl, encoding="utf-8")
                await self._reload(client, part)
            except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
                say(f"The graph does not follow {part.name}: {error!r}")

    async def _reload(self, client: aiohttp.ClientSession, part: Part) -> None:
        headers = {"authorization": f"Bearer {self.token}"}
        async with client.post(f"{self.settings.url('admin')}/admin/reload", headers=headers) as answer:
            said = await answer.json()
        refused = said.get("refused") or said.get("message")
        say(
            f"The graph stays as it was; it refuses the schema of {part.name}: {refused}"
            if refused
            else f"The graph has the schema of {part.name} now ({said['supergraph']})"
        )
