"""Moments as people in this house say them: local time. Pure."""

from __future__ import annotations

from datetime import datetime

from services.kit.clock import BERLIN


def in_berlin(moment: datetime) -> str:
    """Day and time in Berlin, with the distance to UTC: one hour of the year is there twice.

    >>> from datetime import UTC
    >>> in_berlin(datetime(2025, 10, 26, 0, 30, tzinfo=UTC)), in_berlin(datetime(2025, 10, 26, 1, 30, tzinfo=UTC))
    ('2025-10-26 02:30 +02:00', '2025-10-26 02:30 +01:00')
    """
    local = moment.astimezone(BERLIN)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:]}"
