"""Who asks: what a verified token says about its bearer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Caller:
    """``subject`` is None for somebody who showed no token. ``claims``: everything that the token says.

    ``token``: the token itself where it did not come as a bearer in Authorization, which is where services look.
    """

    subject: str | None = None
    scopes: frozenset[str] = frozenset()
    claims: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    token: str | None = field(default=None, repr=False, compare=False)

    @property
    def is_authenticated(self) -> bool:
        return self.subject is not None


ANONYMOUS = Caller()
