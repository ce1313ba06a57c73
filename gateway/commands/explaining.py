"""``explain``: what a public code means and what to do about it."""

from __future__ import annotations

import difflib
import sys
from argparse import Namespace
from collections.abc import Mapping
from types import MappingProxyType

from gateway.composition.explanations import ERRORS, HINTS, NEVER, explain
from gateway.errors import ConfigurationError

REQUEST_CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "INVALID_JSON": ("400", "The body is not JSON in UTF-8, or nested too deeply. The text says where."),
        "BAD_REQUEST": ("400", "The body or the address has not the form of a GraphQL request."),
        "MISSING_QUERY": ("400", "The request holds no document: send one as `query`."),
        "PERSISTED_QUERY_NOT_FOUND": ("200", "This gateway has not seen the document of the hash: send both together."),
        "PERSISTED_QUERY_NOT_SUPPORTED": (
            "200",
            "Documents are not kept here (`persisted_queries`): send the document.",
        ),
        "PERSISTED_QUERY_HASH_MISMATCH": ("400", "The hash is not the SHA-256 of the document beside it."),
        "BATCHING_NOT_SUPPORTED": ("400", "Arrays of operations are switched off here: send one at a time."),
        "BATCH_LIMIT_EXCEEDED": ("400", "The array holds too many operations: send a shorter one."),
        "UNAUTHENTICATED": (
            "401, or 200 with a path",
            "The token does not hold or has expired, or the field asks for a login: log in.",
        ),
        "FORBIDDEN": (
            "200",
            "The caller has not the right to this field; it is null. Ask for the scope that it needs.",
        ),
        "METHOD_NOT_ALLOWED": ("405", "Mutations come by POST."),
        "NOT_ACCEPTABLE": ("406", "Take `application/graphql-response+json` or `application/json`."),
        "REQUEST_TOO_LARGE": ("413", "The body is larger than the setting `limit_body` allows."),
        "UNSUPPORTED_MEDIA_TYPE": ("415", "Send `application/json` in UTF-8, and say so in Content-Type."),
        "GRAPHQL_PARSE_FAILED": ("400 or 200", "The document is not GraphQL; the text says where."),
        "GRAPHQL_VALIDATION_FAILED": ("400 or 200", "The document is not valid for this graph; all errors are listed."),
        "BAD_USER_INPUT": ("400 or 200", "The variables do not fit their types, or are nested too deeply."),
        "MAX_DEPTH_EXCEEDED": ("400 or 200", "The operation nests too deeply: ask for fewer levels."),
        "MAX_ALIASES_EXCEEDED": ("400 or 200", "The operation has too many aliases: ask for less at a time."),
        "MAX_ROOT_FIELDS_EXCEEDED": ("400 or 200", "The operation has too many root fields: ask for less at a time."),
        "SUBREQUEST_HTTP_ERROR": ("200", "A service is down or gave no GraphQL: `extensions.service` names it."),
        "SUBREQUEST_TIMEOUT": ("200", "A service took longer than `subgraph_deadline`: `extensions.service` names it."),
        "SERVICE_UNAVAILABLE": ("503", "The identity provider's keys cannot be had: try again."),
        "INTERNAL_SERVER_ERROR": ("500", "Our fault, or with a path the service's; the log has the `reference`."),
    }
)
"""Code -> HTTP status, and what to do. Composition explains its own codes."""


def explain_command(arguments: Namespace) -> int:
    """Prints the explanation. Raises ConfigurationError for an unknown code, with those that look like it."""
    code = arguments.code.upper()
    found = _request_code(code) or explain(code)
    if found is None:
        known = {*REQUEST_CODES, *(entry.code for entry in (*ERRORS, *HINTS, *NEVER))}
        close = difflib.get_close_matches(code, sorted(known))
        raise ConfigurationError(f"There is no code {code}.", problems=tuple(f"Did you mean {each}?" for each in close))
    sys.stdout.write(found.rstrip() + "\n")
    return 0


def _request_code(code: str) -> str | None:
    if code not in REQUEST_CODES:
        return None
    status, text = REQUEST_CODES[code]
    return f"{code} (of a request, status {status})\n\n{text}\n"


def table() -> str:
    """The codes of requests as the rows of a Markdown table."""
    return "".join(f"| `{code}` | {status} | {text} |\n" for code, (status, text) in REQUEST_CODES.items())
