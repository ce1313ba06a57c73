"""The errors of a subservice: whose fault, which public code; whatever else happens is masked.

    ServiceError
    ├── BadInputError         the client's fault; the text says what to change
    ├── UnauthenticatedError  a login is missing
    ├── ForbiddenError        a right is missing; the text never tells whether the row exists
    ├── NotFoundError         a field that must have a value has none here
    ├── TooMuchError          the operation is larger than the service answers; what it has too much of says the child
    │   ├── TooDeepError, TooManyAliasesError, TooManyFieldsError, TooManyRootFieldsError
    │   └── LimitError        answering it is more work than one request may ask for
    ├── RefusedError          the HTTP request is none that can be answered; the status says why
    └── UnavailableError      the service cannot answer at the moment (its database is away)

An exception outside this tree reaches the client as a reference number only; the log has it whole.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from graphql import GraphQLError, GraphQLSyntaxError

log = logging.getLogger(__name__)


class ServiceError(Exception):
    """An error whose text may be shown. ``code`` is public and stable."""

    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInputError(ServiceError):
    """The request cannot be answered as it is."""

    code = "BAD_USER_INPUT"


class UnauthenticatedError(ServiceError):
    """The field needs a login."""

    code = "UNAUTHENTICATED"

    def __init__(self, message: str = "Log in to see this.") -> None:
        super().__init__(message)


class ForbiddenError(ServiceError):
    """The caller lacks the right."""

    code = "FORBIDDEN"

    def __init__(self, message: str = "You are not allowed to see this.") -> None:
        super().__init__(message)


class NotFoundError(ServiceError):
    """There is nothing under this key, in a place that cannot be null."""

    code = "NOT_FOUND"


class TooMuchError(ServiceError):
    """The operation asks for too much at once."""


class TooDeepError(TooMuchError):
    """The operation nests too deeply."""

    code = "MAX_DEPTH_EXCEEDED"


class TooManyAliasesError(TooMuchError):
    """The document has too many aliases."""

    code = "MAX_ALIASES_EXCEEDED"


class TooManyFieldsError(TooMuchError):
    """The document has too many fields, or repeats one too often."""

    code = "MAX_FIELDS_EXCEEDED"


class TooManyRootFieldsError(TooMuchError):
    """The operation has too many root fields."""

    code = "MAX_ROOT_FIELDS_EXCEEDED"


class LimitError(TooMuchError):
    """Answering is more work than one request may ask for: nobody knew before it was begun."""

    code = "LIMIT_EXCEEDED"


CODE_OF_STATUS = {
    400: "BAD_REQUEST",
    404: "PATH_NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    408: "REQUEST_TIMEOUT",
    413: "REQUEST_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    431: "HEADERS_TOO_LARGE",
}


class RefusedError(ServiceError):
    """The HTTP request is none that can be answered: ``status`` is of CODE_OF_STATUS; ``headers`` go along with it."""

    def __init__(self, status: int, message: str, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.code = CODE_OF_STATUS[status]


class UnavailableError(ServiceError):
    """The service cannot answer at the moment; the same request may work later."""

    code = "SERVICE_UNAVAILABLE"


class DeadlineError(ServiceError):
    """Nobody waits for the answer any more (``x-deadline-ms``)."""

    code = "DEADLINE_EXCEEDED"

    def __init__(self) -> None:
        super().__init__("The answer would have come later than it was waited for.")


class MissingRowError(Exception):
    """A row that a foreign key guarantees is missing: our fault, so clients learn a reference only."""


class StartError(Exception):
    """The operator's fault: the service cannot start or a command cannot be done. Ends the process with its text."""


def error_entry(message: str, code: str, **extensions: Any) -> dict[str, Any]:
    """One entry of a response's ``errors`` (GraphQL 7.1.2); ``extensions.code`` is always there."""
    return {"message": message, "extensions": {"code": code, **extensions}}


def public_errors(errors: Iterable[GraphQLError], *, before_execution: bool) -> list[dict[str, Any]]:
    """What the client may see of the errors of one operation.

    One failing trip to the database fails many fields with one exception: it is logged once, under one reference.
    """
    found = list(errors)
    unknown = {id(error.original_error): error for error in reversed(found) if is_unknown(error.original_error)}
    entries = {key: masked(error.original_error, f"at {error.path}") for key, error in unknown.items()}
    return [_public(error, before_execution, entries) for error in found]


def is_unknown(original: Exception | None) -> bool:
    """Whether nobody expected it: neither graphql-core found a fault in the request, nor did the service tell one."""
    return not isinstance(original, GraphQLError | ServiceError | None)


def _public(error: GraphQLError, before_execution: bool, unknown: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    match error.original_error:
        case None | GraphQLError():
            # graphql-core found it: in the document, in a variable (then wrapped once more), or in an argument.
            entry = error_entry(error.message, _code(error, before_execution))
        case ServiceError() as known:
            entry = error_entry(known.message, known.code)
        case unexpected:
            entry = dict(unknown[id(unexpected)])
    if error.locations:
        entry["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        entry["path"] = error.path
    return entry


def _code(error: GraphQLError, before_execution: bool) -> str:
    if isinstance(error, GraphQLSyntaxError):
        return "GRAPHQL_PARSE_FAILED"
    return "GRAPHQL_VALIDATION_FAILED" if before_execution else BadInputError.code


def masked(unknown: BaseException | None, where: str) -> dict[str, Any]:
    """The entry of an error that nobody expected: a reference; the log has it whole."""
    reference = uuid4().hex[:12]
    log.error("reference %s %s", reference, where, exc_info=unknown)
    return error_entry(f"An error of this service, reference {reference}.", ServiceError.code, reference=reference)
