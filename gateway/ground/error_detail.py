"""How much of a service's own errors clients may see."""

from __future__ import annotations

from enum import StrEnum


class ErrorDetail(StrEnum):
    """What the setting ``error_detail`` may say of a subgraph."""

    CODE = "code"
    """The text of errors whose code is public; of others that there was one."""
    MESSAGE = "message"
    """The text of all errors; of the extensions those that the operator named."""
    ALL = "all"
    """Whatever the service says."""
