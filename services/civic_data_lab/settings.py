"""Settings of the service: those of ``services.kit.settings``, and one of its own.

==========================  =====================================================================================
variable                    meaning
==========================  =====================================================================================
``<P>_DEMO_DAY``            a day (ISO 8601) that stands for today, or ``DEMO_DAY``; for demo data, whose appointments
                            do not move on with the calendar
==========================  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from services.kit.errors import StartError
from services.kit.settings import Settings, read_settings

PREFIX = "CIVIC_DATA_LAB"
PORT = 4003


@dataclass(frozen=True, slots=True)
class DataLabSettings(Settings):
    """``demo_day`` is its midnight in UTC; None: the clock tells the day."""

    demo_day: datetime | None = None


def from_environment(environment: Mapping[str, str]) -> DataLabSettings:
    """Raises ``StartError`` for a value that cannot be used."""
    common = read_settings(environment, PREFIX, PORT)
    values = {field.name: getattr(common, field.name) for field in fields(common)}
    return DataLabSettings(**values, demo_day=demo_day(environment))


def demo_day(environment: Mapping[str, str]) -> datetime | None:
    text = environment.get(f"{PREFIX}_DEMO_DAY") or environment.get("DEMO_DAY")
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise StartError(f"{PREFIX}_DEMO_DAY must be a day such as 2026-03-01, not {text!r}.") from error
