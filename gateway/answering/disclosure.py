"""What clients learn of a service's own errors: the text of those that are meant for them, of others a reference.

A service that nobody taught to be careful tells its callers what went wrong inside: stack traces, statements,
addresses. What is withheld stands in the log, whole, under the same reference.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from gateway.ground.by_subgraph import BySubgraph, for_all
from gateway.ground.codes import PublicCode
from gateway.ground.error_detail import ErrorDetail
from gateway.model.result import FieldError, Result
from gateway.observe.trail import TRAIL
from gateway.settings import PUBLIC_CODES

log = logging.getLogger(__name__)

LONGEST = 20_000
"""Characters of one text in the log."""

Refer: TypeAlias = Callable[[FieldError], str]
"""Keeps an error for the operator, and gives the reference under which it is found."""


Said: TypeAlias = tuple[str | None, str, str, str]
"""All that a service said of one error, but not where."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """``public_codes``: of errors whose text is meant for clients. ``extensions``: the names of those that go to
    clients; what the gateway says itself (code, service, whom to call) is no service's and always goes.
    """

    detail: BySubgraph[ErrorDetail] = field(default_factory=lambda: for_all(ErrorDetail.CODE))
    public_codes: frozenset[str] = frozenset(PUBLIC_CODES)
    extensions: frozenset[str] = frozenset()


def disclosed(result: Result, rules: Disclosure, refer: Refer) -> Result:
    """The result without what clients must not see; the same object if that is nothing.

    One error has one reference, in however many places it stands.
    """
    found = [each for each in (*result.errors, *result.lost.values()) if each.in_words_of_service]
    if not found:
        return result
    # By identity: the projection tells causes apart by what they are, not by what they say.
    shown: dict[int, FieldError] = {}
    withheld: dict[Said, str] = {}
    for error in found:
        if id(error) not in shown:
            shown[id(error)] = _shown(error, rules, lambda one: _reference(one, withheld, refer))
    if not withheld:
        return result
    return Result(
        result.data,
        tuple(shown.get(id(error), error) for error in result.errors),
        {place: shown.get(id(error), error) for place, error in result.lost.items()},
    )


def _shown(error: FieldError, rules: Disclosure, refer: Refer) -> FieldError:
    detail = rules.detail.of(error.service or "")
    if detail is ErrorDetail.ALL:
        return error
    extensions = {name: value for name, value in error.extensions.items() if name in rules.extensions}
    if detail is ErrorDetail.MESSAGE or error.code in rules.public_codes:
        if len(extensions) == len(error.extensions):
            return error
        return replace(error, extensions={**extensions, "reference": refer(error)})
    return replace(
        error,
        message=f"The service {error.service!r} reported an error.",
        code=PublicCode.DOWNSTREAM_SERVICE_ERROR,
        extensions={**extensions, "reference": refer(error)},
    )


def _reference(error: FieldError, known: dict[Said, str], refer: Refer) -> str:
    said = (error.service, error.code, error.message, _quoted(dict(error.extensions)))
    if said not in known:
        known[said] = refer(error)
    return known[said]


def log_error(error: FieldError) -> str:
    """Writes the whole error into the log. Returns its reference."""
    reference = secrets.token_hex(8)
    trail = TRAIL.get()
    if trail is not None:
        trail.reference = reference
    log.warning(
        "reference %s: service %r reported %s %s, extensions %s",
        *(reference, error.service, _quoted(error.code), _quoted(error.message), _quoted(dict(error.extensions))),
    )
    return reference


def _quoted(value: Any) -> str:
    """In one line, whatever a service sends."""
    try:
        text = repr(value)
    except RecursionError:
        return "(nested too deeply)"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text) - LONGEST} more characters)"
