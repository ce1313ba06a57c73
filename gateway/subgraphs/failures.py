"""What goes wrong between the gateway and a service, in the words that clients see; the log has the rest."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import orjson

from gateway.ground.errors import SubgraphError
from gateway.ground.unpacking import PackedError, UnpackedTooLargeError, unpacked
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest

log = logging.getLogger("gateway.subgraphs")


class ClosedError(SubgraphError):
    """The service closed the connection before it answered; it may or may not have begun to work."""


class StatusError(SubgraphError):
    """The service answered with a status and no GraphQL. ``answer``: whose headers may be worth something."""

    def __init__(self, service: str, message: str, answer: SubgraphAnswer) -> None:
        super().__init__(service, message, extensions={"http": {"status": answer.status}})
        self.answer = answer


def failure(
    request: SubgraphRequest,
    what: str,
    cause: BaseException | None = None,
    *,
    kind: type[SubgraphError] = SubgraphError,
) -> SubgraphError:
    """The client learns which service failed; address and system error are for the log only."""
    log.warning("subgraph %s at %s %s: %s", request.subgraph, request.url, what, cause or "-")
    return kind(request.subgraph, f"The service {request.subgraph!r} {what}.")


def closed(request: SubgraphRequest, cause: BaseException | None = None) -> SubgraphError:
    return failure(request, "closed the connection without an answer", cause, kind=ClosedError)


def unreachable(request: SubgraphRequest, cause: BaseException | None = None) -> SubgraphError:
    return failure(request, "cannot be reached", cause)


def unasked(request: SubgraphRequest, cause: BaseException | None = None) -> SubgraphError:
    return failure(request, "could not be asked", cause)


def without_codings(request: SubgraphRequest, body: bytes, codings: str, largest: int) -> bytes:
    """The body unpacked. Raises SubgraphError if it cannot be, or is too large then."""
    try:
        return unpacked(body, codings, largest)
    except PackedError as error:
        raise failure(request, "gave an answer that could not be unpacked", error) from error
    except UnpackedTooLargeError as error:
        raise too_large(request, largest) from error


def unsendable(request: SubgraphRequest, cause: BaseException | None = None) -> SubgraphError:
    return failure(request, "has an address or a header that cannot be sent", cause)


def too_large(request: SubgraphRequest, largest: int) -> SubgraphError:
    return failure(request, f"gave an answer of more than {largest} bytes")


def check_answer(request: SubgraphRequest, answer: SubgraphAnswer) -> SubgraphAnswer:
    """The answer. Raises StatusError for a status that is not 200, unless a GraphQL answer came with it.

    GraphQL over HTTP 6.4: an answer of any status may be a well-formed GraphQL response.
    """
    status = answer.status
    if status != HTTPStatus.OK and not _is_graphql(answer.body):
        known = status in HTTPStatus._value2member_map_
        reason = f"{status} {HTTPStatus(status).phrase}" if known else str(status)
        message = failure(request, f"answered {reason} and no GraphQL").message
        raise StatusError(request.subgraph, message, answer)
    return answer


def _is_graphql(body: bytes) -> bool:
    try:
        answer: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return isinstance(answer, dict) and ("data" in answer or isinstance(answer.get("errors"), list))
