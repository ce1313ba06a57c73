"""How a house changes something: one transaction, faults that stop it with nothing written, and keys of requests.

A mutation's payload holds the thing, or the faults. Codes are the same in all houses: programs read ``code`` and
``path``, people the message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import orjson

from services.kit.database import Database
from services.kit.ground import QUERIES

Wanted = ParamSpec("Wanted")
LONGEST_KEY = 200


class FaultCode(Enum):
    """The public codes of UserError."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT_VERSION = "CONFLICT_VERSION"
    WRONG_STATE = "WRONG_STATE"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    CAPACITY_FULL = "CAPACITY_FULL"
    CONSENT_MISSING = "CONSENT_MISSING"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    PROGRAMME_ENDED = "PROGRAMME_ENDED"
    ASSURANCE_TOO_LOW = "ASSURANCE_TOO_LOW"
    UNAVAILABLE = "UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure; ``path`` names the field, empty when the whole request is meant. Where in the request that is, the
    kit says (``services.kit.placing``).

    ``message``: an English sentence with ``{places}``, the key of its other languages (``services.kit.sentences``).
    """

    code: FaultCode
    message: str
    path: tuple[str, ...] = ()
    places: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change: the id of the thing, or the faults that stopped it."""

    entity_id: str | None
    faults: Sequence[Fault] = ()


class RefusedError(Exception):
    """Rolls a transaction back with its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


class AnsweredError(Exception):
    """Ends a transaction in which nothing was written: the same request made ``entity_id`` before."""

    def __init__(self, entity_id: str) -> None:
        super().__init__(entity_id)
        self.entity_id = entity_id


def refuse(faults: Sequence[Fault]) -> None:
    """Ends the transaction when there are faults."""
    if faults:
        raise RefusedError(faults)


async def changed(database: Database, work: Callable[[Database], Awaitable[str]]) -> Changed:
    """Runs ``work`` in one transaction; it gives the id of the thing, or is rolled back with its faults."""
    try:
        async with database.transaction() as inside:
            return Changed(await work(inside))
    except RefusedError as refused:
        return Changed(None, refused.faults)
    except AnsweredError as answered:
        return Changed(answered.entity_id)


def transacted(
    work: Callable[Concatenate[Database, Wanted], Awaitable[str]],
) -> Callable[Concatenate[Database, Wanted], Awaitable[Changed]]:
    """A verb, declared by its work inside the transaction: the same arguments, run as ``changed`` says."""

    @wraps(work)
    async def verb(database: Database, /, *wanted: Wanted.args, **named: Wanted.kwargs) -> Changed:
        return await changed(database, lambda inside: work(inside, *wanted, **named))

    return verb


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What a key was used for before."""

    request_digest: str
    response_id: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may come twice. ``key``: the client's own; None: each time is a new one."""

    actor_id: str
    key: str | None
    digest: str
    at: datetime


def request(actor_id: str, key: str | None, operation: str, body: Mapping[str, Any], at: datetime) -> Request:
    """``body``: all of the input that makes two requests the same or not."""
    text = orjson.dumps([operation, body], option=orjson.OPT_SORT_KEYS, default=str)
    return Request(actor_id, key, hashlib.sha256(text).hexdigest(), at)


async def once(inside: Database, asked: Request, made: str) -> str:
    """Id of what the same request made before, else ``made``; two at once wait for each other here.

    Raises ``RefusedError`` for a key that was used for another request.
    """
    if asked.key is None:
        return made
    if not 0 < len(asked.key) <= LONGEST_KEY:
        raise RefusedError([key_fault("The key of a request has 1 to {most} characters.", most=LONGEST_KEY)])
    taken = await inside.row(KeyRow, QUERIES.take_key, asked.actor_id, asked.key, asked.digest, made, asked.at)
    if taken is not None and taken.request_digest != asked.digest:
        raise RefusedError([KEY_TAKEN])
    return made if taken is None else taken.response_id


async def first_time(inside: Database, asked: Request, made: str) -> None:
    """Goes on for a new request; the same once more ends here, with what it made before. Raises as ``once`` does."""
    known = await once(inside, asked, made)
    if known != made:
        raise AnsweredError(known)


def key_fault(message: str, **places: object) -> Fault:
    return Fault(FaultCode.INVALID, message, ("idempotencyKey",), places)


NOT_ANSWERED = Fault(
    FaultCode.UNAVAILABLE, "A part of the network does not answer now; nothing was changed. Try again later."
)
KEY_TAKEN = key_fault("This key was used for another request.")
