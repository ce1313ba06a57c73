"""What becomes of an operation of which the caller may not see everything."""

from __future__ import annotations

from enum import StrEnum


class Unauthorised(StrEnum):
    """What the setting ``unauthorised`` may say."""

    FILTER = "filter"
    """What is not for the caller is null, with an error; the rest is answered."""
    REJECT = "reject"
    """Nothing is answered."""
