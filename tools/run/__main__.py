"""`python -m tools.run`: starts everything, says where to look, and stops everything."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import subprocess
import sys

from tools import postgres
from tools.run.databases import keep_server, server_for, urls_for
from tools.run.home import taken
from tools.run.invitation import invitation
from tools.run.looking import where_to_look
from tools.run.parts import (
    calls_key,
    gateway_part,
    index_token,
    refuse_ports,
    service_part,
    used_ports,
    write_supergraph_file,
)
from tools.run.processes import Part, keep
from tools.run.renewing import Renewing
from tools.run.screen import complain, say, show
from tools.run.settings import ROOT, SERVICES, RunError, RunSettings, read_settings


def main() -> int:
    """Exit code 0 after Ctrl-C, SIGTERM or the end of the terminal; 1 with a clear word otherwise."""
    try:
        settings = read_settings()
        with taken(settings.home):
            refuse_ports(settings.host, used_ports(settings))
            prepare(settings)
            with server_for(settings) as server:
                asyncio.run(run(settings, server))
    except RunError as error:
        complain(str(error))
        return 1
    except OSError as error:
        # Whatever stands in the way in the folder of the run: a file instead of a folder, a full disk, missing rights.
        complain(
            f"{error.filename or 'The run'} cannot be used: {error.strerror or error}. Is RUN_HOME as it should be?"
        )
        return 1
    except KeyboardInterrupt:
        pass  # Ctrl-C before the loop took over the signals
    say("Stopped.")
    return 0


def prepare(settings: RunSettings) -> None:
    """What must lie in the home of the run: keys of the development issuer and of calls, a token, the addresses."""
    keys = settings.home / "dev-issuer"
    if not (keys / "private.pem").exists():
        gateway("dev-key", str(keys))
    if not (calls_key(settings) / "private.pem").exists():
        gateway("dev-key", str(calls_key(settings)), "--calls")
    personas = str(ROOT / "demo" / "personas.json")
    issued = ("--issuer", settings.url("gateway"), "--to", str(index_token(settings)))
    gateway("dev-token", str(keys), "index", "--personas", personas, *issued)
    write_supergraph_file(settings)


def gateway(*arguments: str) -> None:
    """One of the gateway's commands, to its end."""
    command = [sys.executable, "-m", "gateway", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise RunError(f"`python -m gateway {arguments[0]}` did not work:\n{done.stderr}")


async def run(settings: RunSettings, server: postgres.Server | None) -> None:
    """Starts the parts and stays until a signal comes or something cannot go on (RunError)."""
    ending = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ending.set)
    databases = await urls_for(settings, server)
    services = [service_part(settings, service, databases[service]) for service in settings.services]
    houses = "the four subservices" if settings.services == SERVICES else ", ".join(settings.services)
    say(f"Starting {houses} and the gateway (the first time the demo data are loaded) ...")
    household = asyncio.create_task(live(settings, services, server))
    stop = asyncio.create_task(ending.wait())
    await asyncio.wait({household, stop}, return_when=asyncio.FIRST_COMPLETED)
    if ending.is_set():
        say("Stopping ...")
    stop.cancel()
    household.cancel()
    await end_of(household)


async def end_of(household: asyncio.Task[None]) -> None:
    """Waits until all parts are stopped. Raises the RunError that ended them, if that was it."""
    with contextlib.suppress(asyncio.CancelledError):
        await household


def first_error(group: ExceptionGroup[RunError]) -> RunError:
    error = group.exceptions[0]
    return first_error(error) if isinstance(error, ExceptionGroup) else error


async def live(settings: RunSettings, services: list[Part], server: postgres.Server | None) -> None:
    """Runs all parts until cancelled; the first RunError of any of them ends the others and is what the user hears."""
    token = secrets.token_urlsafe()
    renewing = Renewing(settings, token, {part.name: asyncio.Event() for part in services})
    try:
        async with asyncio.TaskGroup() as tasks:
            if server is not None:
                tasks.create_task(keep_server(server))
            # Before they start: what is saved while they do is not what they have read.
            tasks.create_task(renewing.watch())
            await start_all(tasks, [*services, gateway_part(settings, token)], renewing)
            # It is the marketplace that invites.
            can_invite = "marketplace" in settings.services
            invited = await asyncio.to_thread(invitation, settings.url("gateway")) if can_invite else None
            show(where_to_look(settings, invited))
    except ExceptionGroup as group:
        known = group.subgroup(RunError)
        if known is None:
            raise
        raise first_error(known) from None


async def start_all(tasks: asyncio.TaskGroup, parts: list[Part], renewing: Renewing) -> None:
    """All at once: the gateway composes from files and does not need the services to start.

    A house tells its schema when the gateway is there to hear it.
    """
    ready = {part.name: asyncio.Event() for part in parts}

    async def greet(part: Part) -> None:
        await ready["gateway"].wait()
        await renewing.follow(part)

    for part in parts:
        changed = renewing.changed.get(part.name)
        tasks.create_task(keep(part, ready[part.name], changed, greet if changed else None))
    for event in ready.values():
        await event.wait()


if __name__ == "__main__":
    sys.exit(main())
