"""What can be set for the local run, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
BERLIN = ZoneInfo("Europe/Berlin")
DEMO_DAY = "2025-06-16"  # what the demo data take for today
DEFAULT_PORTS = {"gateway": 4000, "cip": 4001, "ideenwerkstatt": 4002, "civic_data_lab": 4003, "marketplace": 4004}
ADMIN_BESIDE = 9  # as the gateway has it
ROOT = Path(__file__).resolve().parents[2]


class RunError(Exception):
    """The run cannot start or go on; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """``services``: the houses of this run; the others count as away.

    ``home``: where data and logs lie. ``databases``: the URLs that were given; none means: start our own.

    ``clock_shift``: seconds by which the houses' clocks are moved, so that today is the day of the demo data. Worked
    out once: a house that is started again gets the same.
    """

    home: Path
    ports: Mapping[str, int]
    databases: Mapping[str, str]
    host: str = "127.0.0.1"
    clock_shift: int = 0
    services: tuple[str, ...] = SERVICES

    def url(self, part: str) -> str:
        """The address of a part, without a path."""
        return f"http://{self.host}:{self.ports[part]}"


def read_settings(environment: Mapping[str, str] = os.environ) -> RunSettings:
    """Reads SERVICES, RUN_HOME, RUN_HOST, <PART>_PORT, DATABASE_URL and <SERVICE>_DATABASE_URL. Raises RunError."""
    services = read_services(environment)
    ports = {part: read_port(environment, part, default) for part, default in DEFAULT_PORTS.items()}
    return RunSettings(
        services=services,
        home=Path(environment.get("RUN_HOME", ROOT / "var")).resolve(),
        ports={**ports, "admin": read_port(environment, "admin", ports["gateway"] + ADMIN_BESIDE)},
        databases=read_databases(environment, services),
        host=environment.get("RUN_HOST", "127.0.0.1"),
        clock_shift=shift_to(date.fromisoformat(DEMO_DAY), datetime.now(BERLIN)),
    )


def shift_to(day: date, now: datetime) -> int:
    """Seconds from now to the same time of that day in Berlin; a day there may be 23 or 25 hours long.

    >>> shift_to(date(2025, 6, 16), datetime(2026, 11, 28, 23, 20, tzinfo=BERLIN)) % 86_400 == 86_400 - 3_600
    True
    """
    then = datetime.combine(day, now.astimezone(BERLIN).time(), BERLIN)
    return round((then.astimezone(UTC) - now.astimezone(UTC)).total_seconds())


def read_port(environment: Mapping[str, str], part: str, default: int) -> int:
    """
    >>> read_port({"CIP_PORT": "5001"}, "cip", 4001)
    5001
    """
    name = f"{part.upper()}_PORT"
    text = environment.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise RunError(f"{name} must be a port between 1 and 65535, and it is {text!r}.")
    return int(text)


def read_services(environment: Mapping[str, str]) -> tuple[str, ...]:
    """
    >>> read_services({"SERVICES": "marketplace, cip"})
    ('cip', 'marketplace')
    """
    wanted = [word.strip() for word in environment.get("SERVICES", "").split(",") if word.strip()]
    unknown = [word for word in wanted if word not in SERVICES]
    if unknown:
        raise RunError(f"SERVICES: there is no house {', '.join(unknown)}; there are {', '.join(SERVICES)}.")
    return tuple(service for service in SERVICES if service in wanted) or SERVICES


def read_databases(environment: Mapping[str, str], services: tuple[str, ...] = SERVICES) -> dict[str, str]:
    """Each service's own URL, else the shared one; either all services have one or none has."""
    shared = environment.get("DATABASE_URL")
    given = {service: environment.get(f"{service.upper()}_DATABASE_URL") or shared for service in services}
    missing = [f"{service.upper()}_DATABASE_URL" for service, url in given.items() if not url]
    if missing and len(missing) < len(services):
        raise RunError(f"Some databases are set, but not these: {', '.join(missing)}. Set all of them, or none.")
    return {service: url for service, url in given.items() if url}
