"""The form of the log: text for people, or an object of JSON on each line for programs; each with its trace."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.observe.trail import TRAIL

FIELDS = "fields"
"""The attribute of a record that holds what is known of it by name."""


class JsonForm(logging.Formatter):
    """One object: time (UTC), level, logger, message, what is known by name, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **traced(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(said, default=str).decode()


class TextForm(logging.Formatter):
    """A line for people, and after it what is known by name."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        named = {**getattr(record, FIELDS, {}), **traced()}
        return " ".join((super().formatMessage(record), *(f"{name}={value}" for name, value in named.items())))


def traced() -> dict[str, str]:
    """The trace of the request that is answered just now."""
    trail = TRAIL.get()
    return {} if trail is None or not trail.trace else {"trace_id": trail.trace, "span_id": trail.span}


def write_logs(form: str, level: str) -> None:
    """The log of this process from now on. ``form``: ``text`` or ``json``. ``level``: as the setting has it."""
    handler = logging.StreamHandler(sys.stdout if form == "json" else sys.stderr)
    handler.setFormatter(JsonForm() if form == "json" else TextForm())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, root.level))
