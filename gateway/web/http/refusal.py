"""What the web room itself says no to, before the graph is asked: every refusal is a GraphQL error body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.ground.codes import PublicCode
from gateway.ground.errors import NO_EXTENSIONS, RequestError


class RefusedError(RequestError):
    """A request that HTTP already answers, with its code's status. ``headers``: what goes with it."""

    def __init__(
        self,
        message: str,
        *,
        code: PublicCode = PublicCode.BAD_REQUEST,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        extensions: Mapping[str, Any] = NO_EXTENSIONS,
    ) -> None:
        super().__init__(message, code=code, extensions=extensions)
        self.headers = headers
