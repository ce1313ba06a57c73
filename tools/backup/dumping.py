"""Each house's schema into a file of its own, as it was at one moment of its database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg

MANIFEST = "manifest.json"
EXTENSIONS = """
SELECT extname, nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE extname <> 'plpgsql' ORDER BY extname
"""


class BackupError(Exception):
    """It cannot be done; the text says why."""


async def backup(urls: Mapping[str, str], folder: Path, programs: Path) -> None:
    """One file for each house and a manifest. ``urls``: its database by its name, which is that of its schema, too.

    The manifest is written last: a folder without one is not whole. Raises BackupError; nothing is written over.
    """
    _make(folder)
    houses = {}
    for service, url in urls.items():
        houses[service] = await _house(service, url)
        await run(
            *(programs / "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--schema={service}"),
            *(f"--file={folder / service}.dump", f"--dbname={url}"),
        )
    (folder / MANIFEST).write_text(json.dumps({"version": 1, "houses": houses}, indent=2) + "\n", encoding="utf-8")


def _make(folder: Path) -> None:
    """What is in it is the houses' data: nobody else may read it."""
    if folder.exists():
        raise BackupError(f"{folder} is there already: choose another folder.")
    folder.mkdir(parents=True, mode=0o700)


async def _house(service: str, url: str) -> dict[str, Any]:
    """What a restored schema needs around it."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, asyncpg.PostgresError) as error:
        raise BackupError(f"The database of {service} cannot be opened: {error}") from error
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", service):
            raise BackupError(f"There are no data of {service}.")
        rows = await connection.fetch(EXTENSIONS)
        return {"extensions": {row["extname"]: row["nspname"] for row in rows}}
    finally:
        await connection.close()


async def run(*command: str | Path) -> None:
    """One of PostgreSQL's programs to its end. Raises BackupError with what it said."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    if process.returncode:
        raise BackupError(f"{Path(command[0]).name} failed:\n{said.decode(errors='replace').strip()}")
