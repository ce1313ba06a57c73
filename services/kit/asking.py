"""How another house's events are asked for: a POST with this house's token, within a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from services.kit.errors import StartError
from services.kit.following import Ask, CursorRefusedError, Event, SourceError

WITHIN = aiohttp.ClientTimeout(total=15)  # seconds for one answer
LARGEST_ANSWER = 8 * 2**20  # bytes; a page of events holds ids, states and dates
FEEDS: Mapping[str, str] = {
    "marketplace": "civicCodingEvents",
    "cip": "cipEvents",
    "ideenwerkstatt": "ideenwerkstattEvents",
    "civic_data_lab": "civicDataLabEvents",
}
"""House -> the field of its events."""
QUERY = (
    "query($since: String, $first: Int) {{ events: {feed}(since: $since, first: $first) "
    "{{ cursor kind subjectType subjectId actorIds payload }} }}"
)


@asynccontextmanager
async def asks_over_http(addresses: Mapping[str, str], token_file: Path | None) -> AsyncIterator[dict[str, Ask]]:
    """How each house at these addresses is asked; ``StartError`` for one that is not known, or without a token."""
    unknown = sorted(addresses.keys() - FEEDS.keys())
    if unknown:
        raise StartError(f"..._FEEDS: there is no {', '.join(unknown)}; there are {', '.join(FEEDS)}.")
    if addresses and token_file is None:
        raise StartError("..._FEEDS needs ..._FEED_TOKEN_FILE: events are for the scope service:events.")
    async with aiohttp.ClientSession() as session:
        yield (
            {}
            if token_file is None
            else {name: asking(session, url, FEEDS[name], token_file) for name, url in addresses.items()}
        )


def asking(session: aiohttp.ClientSession, url: str, feed: str, token_file: Path) -> Ask:
    """Asks for the events of the house at ``url``. The token is read each time: whoever issues it may renew it."""
    query = QUERY.format(feed=feed)

    async def ask(since: str | None, first: int) -> Sequence[Event]:
        body = orjson.dumps({"query": query, "variables": {"since": since, "first": first}})
        try:
            headers = {"content-type": "application/json", **authorization(token_file)}
            async with session.post(url, data=body, headers=headers, timeout=WITHIN, allow_redirects=False) as response:
                content = await response.content.read(LARGEST_ANSWER)
                while not response.content.at_eof() and len(content) < LARGEST_ANSWER:
                    content += await response.content.read(LARGEST_ANSWER)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise SourceError(f"{url} cannot be reached: {error or type(error).__name__}") from error
        return events_of(url, content)

    return ask


def authorization(token_file: Path) -> dict[str, str]:
    """The header of this house. Raises OSError or ValueError for a token that cannot be read."""
    return {"authorization": f"Bearer {token_file.read_text(encoding='ascii').strip()}"}


def events_of(url: str, content: bytes) -> Sequence[Event]:
    """The events of an answer. Raises ``SourceError``, or ``CursorRefusedError`` when our place is unknown there."""
    try:
        answer = orjson.loads(content)
        errors = answer.get("errors") or []
        if any(error.get("extensions", {}).get("code") == "BAD_USER_INPUT" for error in errors):
            raise CursorRefusedError(f"{url} does not know our place: {errors[0].get('message')}")
        records = answer["data"]["events"]
        return [_event(record) for record in records]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{url} gives no events: {content[:200].decode('utf-8', 'replace')}") from error


def _event(record: Mapping[str, Any]) -> Event:
    payload = orjson.loads(record["payload"])
    if not isinstance(payload, dict):
        raise TypeError("a payload is a JSON object")
    return Event(
        str(record["cursor"]),
        str(record["kind"]),
        str(record["subjectType"]),
        str(record["subjectId"]),
        tuple(map(str, record["actorIds"])),
        payload,
    )
