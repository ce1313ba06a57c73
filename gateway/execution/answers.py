"""A subgraph's raw answer, read and checked: a GraphQL response or a clear error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateway.ground.codes import PublicCode
from gateway.ground.errors import SubgraphError
from gateway.ground.json_codec import read_json
from gateway.model.exchange import SubgraphAnswer

MALFORMED = PublicCode.SUBGRAPH_RESPONSE_MALFORMED


@dataclass(frozen=True, slots=True)
class Answer:
    """``data``: null is read as an object without fields. ``errors``: as they came, but objects for certain.
    ``is_null``: there was no data.
    """

    data: dict[str, Any]
    errors: tuple[dict[str, Any], ...]
    is_null: bool = False


def read_answer(subgraph: str, answer: SubgraphAnswer, *, exact: bool = False) -> Answer:
    """Raises SubgraphError if this is no GraphQL response (GraphQL 7.1). ``exact``: decimals keep their digits."""
    try:
        content = read_json(answer.body, exact=exact)
    except ValueError:
        raise _unusable(subgraph, answer, "no JSON") from None
    if not isinstance(content, dict) or not ("data" in content or "errors" in content):
        raise _unusable(subgraph, answer, "no GraphQL response")
    data, errors = content.get("data"), content.get("errors")
    if not isinstance(data, dict | None) or not isinstance(errors, list | None):
        raise _unusable(subgraph, answer, "a GraphQL response of the wrong shape")
    if data is None and not errors:
        raise _unusable(subgraph, answer, "neither data nor errors")
    return Answer(data or {}, tuple(_error(error) for error in errors or ()), data is None)


def _error(error: Any) -> dict[str, Any]:
    return error if isinstance(error, dict) else {"message": str(error)}


def _unusable(subgraph: str, answer: SubgraphAnswer, what: str) -> SubgraphError:
    if not 200 <= answer.status < 300:
        message = f"Service '{subgraph}' answered with HTTP status {answer.status}."
        return SubgraphError(subgraph, message, extensions={"http": {"status": answer.status}})
    return SubgraphError(subgraph, f"Service '{subgraph}' answered with {what}.", code=MALFORMED)
