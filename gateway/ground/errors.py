"""The tree of errors: each knows whose fault it is, its public code, and whether its text may be shown.

    GatewayError
    ├── RequestError         the client's fault; the text is shown
    ├── SubgraphError        a ministry's service failed; its own words are shown as far as `error_detail` says
    ├── ConfigurationError   the operator's fault; ends the start-up or refuses a reload, with all that is wrong
    └── InternalError        our fault; logged whole, shown as a reference number

A class is a fault; a code (`gateway.ground.codes`) is what a client switches on. Codes that the field already knows are
used where they fit (GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, DOWNSTREAM_SERVICE_ERROR, SUBREQUEST_HTTP_ERROR).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from gateway.ground.codes import PublicCode

NO_EXTENSIONS: Mapping[str, Any] = MappingProxyType({})


class GatewayError(Exception):
    """Any error that the gateway raises itself. ``code`` is public and stable."""

    code: PublicCode = PublicCode.INTERNAL_SERVER_ERROR

    def __init__(
        self, message: str, *, code: PublicCode | None = None, extensions: Mapping[str, Any] = NO_EXTENSIONS
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.extensions = extensions

    def anew(self) -> Self:
        """The same, never raised so far: to be kept, or to be raised where one that is kept is told again.

        One that was raised holds by its traceback all that was being worked with, and everything of whom it was told.
        """
        other = type(self).__new__(type(self), *self.args)
        vars(other).update(vars(self))
        return other


class RequestError(GatewayError):
    """The client's request cannot be answered as it is; the text says what to change."""

    code: PublicCode = PublicCode.BAD_REQUEST

    def __init__(
        self,
        message: str,
        *,
        code: PublicCode | None = None,
        extensions: Mapping[str, Any] = NO_EXTENSIONS,
        locations: tuple[tuple[int, int], ...] = (),
        path: tuple[str | int, ...] | None = None,
    ) -> None:
        super().__init__(message, code=code, extensions=extensions)
        self.locations = locations
        self.path = path


class CollectedRequestError(RequestError):
    """Several errors of one request, collected (validation reports all of them at once)."""

    def __init__(self, errors: tuple[RequestError, ...]) -> None:
        super().__init__(errors[0].message, code=errors[0].code)
        self.errors = errors


class SubgraphError(GatewayError):
    """A subgraph could not be reached or gave no usable answer. Costs only the fields that it serves."""

    code: PublicCode = PublicCode.SUBREQUEST_HTTP_ERROR

    def __init__(
        self,
        service: str,
        message: str,
        *,
        code: PublicCode | None = None,
        extensions: Mapping[str, Any] = NO_EXTENSIONS,
    ) -> None:
        super().__init__(message, code=code, extensions=extensions)
        self.service = service


class ConfigurationError(GatewayError):
    """The operator's settings or supergraph cannot be used; ``problems`` lists everything that is wrong."""

    code: PublicCode = PublicCode.INVALID_CONFIGURATION

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), code: PublicCode | None = None) -> None:
        super().__init__(message, code=code)
        self.problems = problems


class InternalError(GatewayError):
    """Our own fault. The client sees only ``reference``; the log has the rest."""

    def __init__(self, message: str, *, reference: str) -> None:
        super().__init__(message)
        self.reference = reference
