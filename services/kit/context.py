"""What a resolver knows about the request: who asks, and in which language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

import strawberry

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.identity import Caller
from services.kit.relation import Loads

Viewer_co = TypeVar("Viewer_co", covariant=True)
CatchUp = Callable[[], Awaitable[bool]]
"""Reads what the marketplace has told until now; whether that could be done."""


async def knows_nothing_newer() -> bool:
    """Nobody is followed: what the copies hold is all that is known."""
    return False


@strawberry.enum(description="Language of a text. DE_SIMPLE is Leichte Sprache (BCP 47: de-simple).")
class Language(Enum):
    DE = "DE"
    EN = "EN"
    DE_SIMPLE = "DE_SIMPLE"


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A service's own context may add to it. ``caller`` is None for anonymous requests.

    ``client``: where an anonymous request came from, as the gateway says without saying it (``x-civic-client``); None
    where it says nothing.
    ``load`` follows a relation of the store: ``await info.context.load(store.topics_of_entity, self.id)``.
    """

    caller: Caller | None
    language: Language
    clock: Clock = field(default_factory=Clock, kw_only=True)
    load: Loads = field(default_factory=Loads, kw_only=True)
    catch_up: CatchUp = field(default=knows_nothing_newer, kw_only=True)
    client: str | None = field(default=None, kw_only=True)

    def forget(self) -> None:
        """After a change: what an earlier field of the same request read may hold no longer."""
        self.load.forget()


@dataclass(frozen=True, slots=True)
class HouseContext(RequestContext, ABC, Generic[Viewer_co]):
    """Of a ministry's house: the database, for root fields, and who looks as its rules see it."""

    database: Database

    @property
    @abstractmethod
    def viewer(self) -> Viewer_co:
        """Who asks, as the rules of the house see it."""

    @property
    def moment(self) -> datetime:
        """The same for the whole request, so that a status is the same wherever it is asked."""
        return self.clock.now()

    @property
    def writes(self) -> tuple[Database, Viewer_co, datetime]:
        """What every change begins with: where, who, when."""
        return self.database, self.viewer, self.moment


def at_moment(context: HouseContext[Any]) -> tuple[datetime]:
    """What relations to offers and to the programme take beside keys."""
    return (context.moment,)


def language_of(accept_language: str | None) -> Language:
    """The first language of an Accept-Language header (RFC 9110, 12.5.4) that the texts know; else German.

    >>> language_of("fr, en;q=0.7, de;q=0.3").value
    'EN'
    >>> language_of("de-simple").value
    'DE_SIMPLE'
    >>> language_of(None).value
    'DE'
    """
    wishes = sorted(_wishes(accept_language or ""), key=lambda wish: -wish[1])
    return next((known for tag, quality in wishes if quality > 0 and (known := _known(tag))), Language.DE)


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            yield tag.strip().lower(), float(value) if name == "q" else 1.0
        except ValueError:
            continue  # a weight that is no number: RFC 9110 gives it no meaning


def _known(tag: str) -> Language | None:
    if tag in ("de-simple", "de-x-simple"):
        return Language.DE_SIMPLE
    primary = tag.partition("-")[0]
    return {"de": Language.DE, "en": Language.EN}.get(primary)
