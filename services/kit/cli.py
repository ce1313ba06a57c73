"""``python -m services.<name> serve | sdl | migrate | seed | import | inbox``, the same for every subservice."""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import uvicorn
from starlette.types import ASGIApp

from services.kit.arrival import protocol_of
from services.kit.database import Connection, open_connection, open_database
from services.kit.errors import ServiceError, StartError
from services.kit.followed import Effects
from services.kit.garbage import spare_what_is_here
from services.kit.importing import Table, run_import
from services.kit.logs import write_logs
from services.kit.migrate import load_migrations, migrate, pending
from services.kit.observed import watched
from services.kit.parked import parked, retry
from services.kit.seed import Rows, seed
from services.kit.settings import Settings, required_database_url
from services.kit.telling import Telling
from services.kit.watching import watches_of

SettingsKind = TypeVar("SettingsKind", bound=Settings)
MIGRATIONS = Path("sql", "migrations")
DEMO = Path("demo")


def follows_nobody(settings: Settings) -> Effects:
    return {}


@dataclass(frozen=True, slots=True)
class Service(Generic[SettingsKind]):
    """What the commands need to know of a service.

    ``home`` is its folder (with ``sql/migrations`` and, perhaps, ``demo``), ``prefix`` that of its variables,
    ``opened`` gives the application for as long as the block lasts, and ``effects`` is what others' events do here.
    ``imports``: what can be imported, by its name.
    """

    name: str
    prefix: str
    home: Path
    sdl: Callable[[], str]
    read_settings: Callable[[Mapping[str, str]], SettingsKind]
    opened: Callable[[SettingsKind], AbstractAsyncContextManager[ASGIApp]]
    effects: Callable[[SettingsKind], Effects] = follows_nobody
    imports: Mapping[str, Table] = field(default_factory=dict)


Step = Callable[[Service[SettingsKind], SettingsKind], Coroutine[None, None, None]]


def main(service: Service[SettingsKind], arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code. A ``StartError`` is one line on stderr, never a traceback."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service.name}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer GraphQL requests").add_argument(
        "--prepare", action="store_true", help="migrate first, and load the demo data into an empty database"
    )
    commands.add_parser("sdl", help="print the subgraph's schema")
    commands.add_parser("migrate", help="bring the database to the newest form")
    commands.add_parser("seed", help="load the demo data").add_argument(
        "--anew", action="store_true", help="empty the tables first"
    )
    importing = commands.add_parser("import", help="take over rows of a file, all or none")
    importing.add_argument("table", choices=sorted(service.imports), help="what the file holds")
    importing.add_argument("file", type=Path, help="CSV (the first line names the columns) or JSON (a list of objects)")
    importing.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="the value of a column where a row has none; several times for several columns",
    )
    importing.add_argument("--dry-run", action="store_true", help="say what would come of it, and keep nothing")
    commands.add_parser("inbox", help="list the events of others that were put aside").add_argument(
        "--retry", nargs=2, metavar=("SOURCE", "SEQ"), help="do what this one does, and take it from the list"
    )
    chosen = parser.parse_args(arguments)
    try:
        run(service, chosen)
    except StartError as error:
        print(f"{service.name}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(service: Service[SettingsKind], chosen: argparse.Namespace) -> None:
    """One command."""
    if chosen.command == "sdl":
        print(service.sdl())
        return
    settings = service.read_settings(os.environ)
    match chosen.command:
        case "serve":
            serve(service, settings, first=prepare if chosen.prepare else require_migrated)
        case "migrate":
            asyncio.run(run_migrations(service, settings))
        case "seed":
            asyncio.run(load_demo_data(service, settings, Rows.REPLACED if chosen.anew else Rows.REFUSED))
        case "import":
            asyncio.run(import_file(service, settings, chosen))
        case "inbox":
            asyncio.run(look_into_inbox(service, settings, chosen.retry))


def serve(service: Service[SettingsKind], settings: SettingsKind, first: Step[SettingsKind]) -> None:
    """Listens until it is told to stop. The port is taken before anything else is opened, then ``first`` is done."""
    write_logs(settings.log_format)
    with listening_socket(settings) as listener, asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(first(service, settings))
        runner.run(answer(service, settings, listener))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it is installed (uvicorn knows), else asyncio's own."""
    return uvicorn.Config(app="", loop="auto", log_config=None).get_loop_factory()


def listening_socket(settings: Settings) -> socket.socket:
    """A bound socket; a ``StartError`` names the address that is taken or not ours."""
    address = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise StartError(f"Cannot listen on {address}: {reason}.") from error


async def answer(service: Service[SettingsKind], settings: SettingsKind, listener: socket.socket) -> None:
    """Serves requests on the socket while the service is open."""
    watches, close = watches_of(settings, os.environ, service.name)
    async with service.opened(settings) as opened:
        app = watched(opened, watches)
        spare_what_is_here()
        config = uvicorn.Config(
            app,
            http=protocol_of(settings.limits),
            ws="none",
            lifespan="on",
            access_log=False,
            log_level="info",
            log_config=None,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=settings.limits.idle,
        )
        try:
            await uvicorn.Server(config).serve(sockets=[listener])
        finally:
            await asyncio.to_thread(close)


async def require_migrated(service: Service[SettingsKind], settings: SettingsKind) -> None:
    """``StartError`` when the database is older than the code: every query would fail one by one."""
    async with connected(service, settings) as connection:
        missing = await pending(connection, load_migrations(service.home / MIGRATIONS))
    if missing:
        raise StartError(f"{len(missing)} migrations are missing. Run `python -m services.{service.name} migrate`.")


async def run_migrations(service: Service[SettingsKind], settings: SettingsKind) -> None:
    migrations = load_migrations(service.home / MIGRATIONS)
    async with connected(service, settings) as connection:
        applied = await migrate(connection, migrations)
    for migration in applied:
        print(f"{service.name}: applied {migration.number:04}_{migration.name}")
    if not applied:
        print(f"{service.name}: the database is up to date")


async def load_demo_data(service: Service[SettingsKind], settings: SettingsKind, rows: Rows) -> None:
    async with connected(service, settings) as connection:
        loaded = await seed(connection, service.home / DEMO, rows)
    if loaded:
        print(f"{service.name}: {sum(loaded.values())} rows in {len(loaded)} tables")


async def import_file(service: Service[SettingsKind], settings: SettingsKind, chosen: argparse.Namespace) -> None:
    """Says every line that does not fit; ``StartError`` when there is one: then nothing was imported."""
    url = required_database_url(settings, service.prefix)
    given = dict(each.split("=", 1) if "=" in each else (each, "") for each in chosen.set)
    # A large file is one transaction, whose end may take long: nobody waits for it but who called this.
    async with open_database(url, schema=settings.schema, pool_size=2, is_patient=True) as database:
        table, now = service.imports[chosen.table], settings.clock.now()
        came = await run_import(
            database, table, chosen.file, now, dry_run=chosen.dry_run, given=given, progress=Telling(service.name)
        )
    for unfit in came.unfit:
        print(f"{chosen.file}, {unfit.where}: {unfit.why}.")
    fit = f"{came.new} new and {came.changed} changed rows fit, {came.same} are there as they are"
    if came.unfit:
        raise StartError(f"{fit}, {len({each.where for each in came.unfit})} do not; nothing was imported.")
    print(f"{service.name}: {fit}; {'nothing was imported (dry run)' if chosen.dry_run else 'all were imported'}")


async def look_into_inbox(
    service: Service[SettingsKind], settings: SettingsKind, again: tuple[str, str] | None
) -> None:
    """Lists what was put aside, or does one of them again."""
    url = required_database_url(settings, service.prefix)
    async with open_database(url, schema=settings.schema, pool_size=1) as database:
        if again is None:
            aside = await parked(database)
            if not aside:
                print(f"{service.name}: nothing was put aside", file=sys.stderr)
            for each in aside:
                event = each.event
                subject = f"{event['kind']} {event['subject_type']} {event['subject_id']}"
                print(f"{each.source} {each.number}  {each.at:%Y-%m-%d %H:%M:%SZ}  {subject}  {each.reason}")
            return
        source, number = again
        if not number.isdecimal():
            raise StartError(f"SEQ is the number of an event, as `inbox` shows it, and not {number!r}.")
        try:
            done = await retry(database, service.effects(settings), source, int(number))
        except (ServiceError, ValueError, KeyError) as error:
            raise StartError(f"{source} {number} fails again and stays where it is: {error}") from error
        print(f"{service.name}: {source} {number} is done{'' if done else ' by somebody else'}")


async def prepare(service: Service[SettingsKind], settings: SettingsKind) -> None:
    """Migrates, and loads the demo data (where the service comes with some) into an empty database."""
    await run_migrations(service, settings)
    if (service.home / DEMO).is_dir():
        await load_demo_data(service, settings, Rows.KEPT)


def connected(service: Service[SettingsKind], settings: SettingsKind) -> AbstractAsyncContextManager[Connection]:
    return open_connection(required_database_url(settings, service.prefix), schema=settings.schema)
