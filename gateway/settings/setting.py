"""One setting: its default, its sentence in the table, and the smallest number that makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any


def setting(default: Any, text: str, *, least: float | None = None) -> Any:
    """A field of Settings: its default, its sentence in the table, and the smallest number that makes sense."""
    metadata = {"text": text, "least": least}
    if isinstance(default, Mapping):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)
