"""What is done about what operations cost."""

from __future__ import annotations

from enum import StrEnum


class CostMode(StrEnum):
    """What the setting ``cost`` may say."""

    OFF = "off"
    """Nothing."""
    MEASURE = "measure"
    """It is estimated, and counted afterwards."""
    ENFORCE = "enforce"
    """The same, and what would cost too much is refused."""
