"""How a house asks the marketplace for an idea: with the caller's own token, so that it answers as to that caller; and
with its own beside, which says that a house asks (``x-civic-house``, see ``signatures``).

The address is that of ``<P>_FEEDS``. An answer within three seconds, two tries; else ``UnavailableError``: nothing is
written, and the same request may be repeated.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import orjson

from services.kit.asking import authorization
from services.kit.errors import UnavailableError

TRIES = 2
WITHIN = aiohttp.ClientTimeout(total=3)  # seconds for one try
LARGEST_ANSWER = 2**20  # bytes; the texts of an idea have some 10,000 characters each
HOUSE = "marketplace"
HOUSE_TOKEN = "x-civic-house"  # noqa: S105 - the name of a header
AWAY = "The marketplace does not answer; nothing was written. Repeat the same request later."
QUERY = """query ($id: ID!) { idea(id: $id) {
  id version status title summary problem solution commonGoodBenefit viewerCanEdit topics { slug }
  team { role actor { __typename id displayName sector } } } }"""


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody on an idea's team; ``role`` and ``sector`` are words of the graph."""

    actor_id: str
    is_organisation: bool
    name: str
    sector: str
    role: str


@dataclass(frozen=True, slots=True)
class AskedIdea:
    """An idea as the marketplace shows it to the caller. ``body``: its longer texts by their names in the graph."""

    id: str
    version: int
    status: str
    title: str
    summary: str
    body: Mapping[str, str]
    may_edit: bool
    topic_slugs: tuple[str, ...]
    team: tuple[TeamMember, ...]


AskIdea: TypeAlias = Callable[[str | None, str], Awaitable[AskedIdea | None]]
"""(the caller's token, the idea's id) -> the idea, or None where the caller sees none. Raises ``UnavailableError``."""


async def knows_no_marketplace(token: str | None, idea_id: str) -> AskedIdea | None:
    """The house has no address of the marketplace."""
    raise UnavailableError(AWAY)


@asynccontextmanager
async def asks_marketplace(addresses: Mapping[str, str], token_file: Path | None = None) -> AsyncIterator[AskIdea]:
    """How ideas are asked for, for as long as the block lasts. ``addresses``: those of the settings' feeds;
    ``token_file``: this house's own token.
    """
    address = addresses.get(HOUSE)
    if address is None:
        yield knows_no_marketplace
        return
    async with aiohttp.ClientSession(timeout=WITHIN) as session:
        yield asking_over_http(session, address, token_file)


def asking_over_http(session: aiohttp.ClientSession, address: str, token_file: Path | None = None) -> AskIdea:
    """Asks the marketplace at ``address``. The house's token is read each time: whoever issues it may renew it."""

    async def ask(token: str | None, idea_id: str) -> AskedIdea | None:
        body = orjson.dumps({"query": QUERY, "variables": {"id": idea_id}})
        headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
        for _ in range(TRIES):
            try:
                if token_file is not None:
                    headers[HOUSE_TOKEN] = authorization(token_file)["authorization"]
                async with session.post(address, data=body, headers=headers, allow_redirects=False) as response:
                    content = await response.content.read(LARGEST_ANSWER)
                    while not response.content.at_eof() and len(content) < LARGEST_ANSWER:
                        content += await response.content.read(LARGEST_ANSWER)
                return idea_of(orjson.loads(content))
            except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError, AttributeError):
                continue  # whatever came is no answer; the second try may bring one
        raise UnavailableError(AWAY)

    return ask


def idea_of(answer: Mapping[str, Any]) -> AskedIdea | None:
    """The idea of an answer. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what is none."""
    if answer.get("errors"):
        raise ValueError("the marketplace answered with errors")
    found = answer["data"]["idea"]
    if found is None:
        return None
    return AskedIdea(
        id=found["id"],
        version=found["version"],
        status=found["status"],
        title=found["title"],
        summary=found["summary"],
        body={name: found[name] for name in ("problem", "solution", "commonGoodBenefit")},
        may_edit=found["viewerCanEdit"],
        topic_slugs=tuple(topic["slug"] for topic in found["topics"]),
        team=tuple(_member(each["role"], each["actor"]) for each in found["team"]),
    )


def _member(role: str, actor: Mapping[str, Any]) -> TeamMember:
    is_organisation = actor["__typename"] == "Organisation"
    return TeamMember(actor["id"], is_organisation, actor["displayName"], actor["sector"], role)
