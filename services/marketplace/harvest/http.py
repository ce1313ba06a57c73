"""How a ministry's subgraph is asked: a POST with the service's token, within a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from services.kit.errors import StartError
from services.marketplace.harvest.documents import FeedError
from services.marketplace.harvest.follow import Feed
from services.marketplace.harvest.ministries import MINISTRIES
from services.marketplace.harvest.reading import Ask

WITHIN = aiohttp.ClientTimeout(total=15)  # seconds for one answer
LARGEST_ANSWER = 32 * 2**20  # bytes: a page of long texts is less than one of them


@asynccontextmanager
async def feeds_over_http(addresses: Mapping[str, str], token_file: Path | None) -> AsyncIterator[list[Feed]]:
    """The feeds of the ministries at these addresses; ``StartError`` for one that is not known, or without a token."""
    unknown = sorted(addresses.keys() - MINISTRIES.keys())
    if unknown:
        raise StartError(f"MARKETPLACE_FEEDS: there is no {', '.join(unknown)}; there are {', '.join(MINISTRIES)}.")
    if addresses and token_file is None:
        raise StartError(
            "MARKETPLACE_FEEDS needs MARKETPLACE_FEED_TOKEN_FILE: the feeds are for the scope service:index."
        )
    async with aiohttp.ClientSession() as session:
        asks = {} if token_file is None else {name: asking(session, url, token_file) for name, url in addresses.items()}
        yield [Feed(MINISTRIES[name], ask) for name, ask in asks.items()]


def asking(session: aiohttp.ClientSession, url: str, token_file: Path, within: aiohttp.ClientTimeout = WITHIN) -> Ask:
    """Asks the subgraph at ``url``. The token is read each time: whoever issues it may renew it."""

    async def ask(query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        body = orjson.dumps({"query": query, "variables": dict(variables)})
        headers = {"content-type": "application/json", **authorization(token_file)}
        try:
            async with session.post(url, data=body, headers=headers, timeout=within, allow_redirects=False) as response:
                content = await response.content.read(LARGEST_ANSWER)
                while not response.content.at_eof() and len(content) < LARGEST_ANSWER:
                    content += await response.content.read(LARGEST_ANSWER)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FeedError(f"{url} cannot be reached: {error or type(error).__name__}") from error
        return answer_of(url, response.status, content)

    return ask


def authorization(token_file: Path) -> dict[str, str]:
    try:
        return {"authorization": f"Bearer {token_file.read_text(encoding='ascii').strip()}"}
    except (OSError, ValueError) as error:
        raise FeedError(f"the token cannot be read: {error}") from error


def answer_of(url: str, status: int, content: bytes) -> Mapping[str, Any]:
    """The GraphQL response; an HTTP error that carries GraphQL errors is one, too."""
    try:
        answer = orjson.loads(content)
    except ValueError as error:
        raise FeedError(f"{url} answers HTTP {status} and no JSON") from error
    if not isinstance(answer, Mapping):
        raise FeedError(f"{url} answers HTTP {status} and no GraphQL response")
    return answer
