"""``python -m tools.backup backup [--to FOLDER]`` and ``restore FOLDER``: each house's data as a file of ``pg_dump``.

Whose databases: those of the run's settings (``DATABASE_URL``, ``<SERVICE>_DATABASE_URL``), else those of ``make run``
in ``RUN_HOME``, whether it runs or not. ``SERVICES`` names some of the houses.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tools import postgres
from tools.backup.dumping import BackupError, backup
from tools.backup.restoring import restore
from tools.run.databases import urls_for
from tools.run.settings import RunError, RunSettings, read_settings


def main(words: Sequence[str] | None = None) -> int:
    """0 when all was done; 1 with a sentence otherwise."""
    parser = argparse.ArgumentParser("python -m tools.backup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backup").add_argument("--to", type=Path, help="the folder to write (RUN_HOME/backups/<time>)")
    commands.add_parser("restore").add_argument("folder", type=Path, help="a folder that `backup` has written")
    chosen = parser.parse_args(words)
    try:
        settings = read_settings()
        with databases(settings) as (urls, programs):
            if chosen.command == "backup":
                folder = chosen.to or settings.home / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
                asyncio.run(backup(urls, folder, programs))
                sys.stdout.write(f"Wrote {folder}\n")
            else:
                asyncio.run(restore(urls, chosen.folder, programs))
                sys.stdout.write(f"Restored {', '.join(urls)} from {chosen.folder}\n")
    except (BackupError, RunError, postgres.PostgresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


@contextmanager
def databases(settings: RunSettings) -> Iterator[tuple[Mapping[str, str], Path]]:
    """The database of each house, and the folder of PostgreSQL's programs."""
    who = postgres.account()
    installation = postgres.find_installation(who)
    if settings.databases:
        yield settings.databases, installation.bin
        return
    home = settings.home / "postgres"
    socket = postgres.running_at(home)
    if socket is not None:
        yield {name: postgres.url_at(socket, name, name) for name in settings.services}, installation.bin
        return
    with postgres.running(home) as server:
        yield asyncio.run(urls_for(settings, server)), installation.bin


if __name__ == "__main__":
    sys.exit(main())
