"""What HTTP caches are told of answers."""

from __future__ import annotations

from enum import StrEnum


class CacheControl(StrEnum):
    """What the setting ``cache_control`` may say."""

    OFF = "off"
    """Nothing is to be kept."""
    MERGE = "merge"
    """As long as every service allows it of its part."""
