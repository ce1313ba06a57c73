"""The answer to a request that was not executed: one form for whoever refuses it."""

from __future__ import annotations

from gateway.ground.errors import CollectedRequestError, RequestError
from gateway.ground.json_codec import write_json
from gateway.model.result import error_entry


def body_of(error: RequestError) -> bytes:
    """GraphQL 7.1: the response to a request that could not be executed holds ``errors`` and no ``data``."""
    errors = error.errors if isinstance(error, CollectedRequestError) else (error,)
    return write_json({"errors": [error_entry(each) for each in errors]})
