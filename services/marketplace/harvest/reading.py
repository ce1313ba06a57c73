"""One page of a feed: one request to the ministry, then nouns. Nothing is kept here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.kit.civic import ProjectStatus, Sector, SupportOfferKind, SupportOfferStatus
from services.marketplace.harvest.documents import Card, CursorRefusedError, FeedError, Page
from services.marketplace.harvest.ministries import Ministry

LONGEST_ID = 200  # characters
PAGE = 200  # documents in one request
Answer = Mapping[str, Any]
Record = Mapping[str, Any]
"""A line of a feed, by the names of ``ChangeRecord`` in the graph."""
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]
"""Sends a query with variables; the GraphQL response. Raises FeedError when there is none."""

LANGUAGES = ("de", "en", "deSimple")
KINDS = frozenset(kind.value for kind in SupportOfferKind)
SECTORS = frozenset(sector.value for sector in Sector)
OFFER, PROJECT, DATASET = "SUPPORT_OFFER", "PROJECT", "DATASET"
STATUSES: Mapping[str, frozenset[str]] = {
    OFFER: frozenset({*(status.value for status in SupportOfferStatus), "CANCELLED"}),
    PROJECT: frozenset(status.value for status in ProjectStatus),
    DATASET: frozenset({"PUBLISHED", "DEPRECATED"}),
}
ALWAYS = frozenset({"cursor", "entityType", "entityId", "deleted"})
TEXT = "{ de en deSimple }"
FIELDS = (
    f"cursor entityType entityId deleted title {TEXT} summary {TEXT} kind storedStatus opensAt applyUntil endsAt url "
    "programme topicSlugs audiences regions startsAt actorIds"
)


async def read_page(ministry: Ministry, ask: Ask, since: str | None) -> Page | None:
    """What follows the cursor; None when there is nothing new.

    Raises ``FeedError``; an answer with errors is none, since what is passed over once is not told again.
    """
    records = records_of(ministry, since, await ask(feed_query(ministry), {"since": since, "first": PAGE}))
    if not records:
        return None
    newest = {record["entityId"]: record for record in records if is_id(record["entityId"])}
    faults = [f"{each['entityId']!r:.50} cannot be an id" for each in records if not is_id(each["entityId"])]
    cards = list[Card]()
    for entity_id, record in newest.items():
        if not is_gone(record):
            try:
                cards.append(card_of(record))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                faults.append(f"{entity_id} cannot be kept: {error!r}")
    kept = {card.entity_id for card in cards}
    return Page(
        since=since,
        until=records[-1]["cursor"],
        is_last=len(records) < PAGE,
        cards=tuple(cards),
        gone=tuple(entity_id for entity_id in newest if entity_id not in kept),
        faults=tuple(faults),
    )


def is_id(value: object) -> bool:
    """Whether PostgreSQL can keep it as a key and tell it in a notification."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and "\0" not in value


def is_gone(record: Record) -> bool:
    """Told as deleted, or not there any more when the record was read."""
    return bool(record["deleted"]) or (record.get("title") is None and record.get("storedStatus") is None)


def feed_query(ministry: Ministry) -> str:
    return (
        "query Feed($since: String, $first: Int) "
        f"{{ records: {ministry.feed}(since: $since, first: $first) {{ {FIELDS} }} }}"
    )


def records_of(ministry: Ministry, since: str | None, answer: Answer) -> list[Record]:
    """The records of a feed's answer."""
    errors = answer.get("errors") or []
    if since is not None and code_of(errors) == "BAD_USER_INPUT":
        raise CursorRefusedError(f"the feed will be read from the beginning: {told(errors)}")
    records = data_of(answer).get("records")
    if not isinstance(records, list) or not all(
        isinstance(each, Mapping) and each.keys() >= ALWAYS for each in records
    ):
        raise FeedError(f"{ministry.feed} answers something else than records")
    return records


def data_of(answer: Answer) -> Mapping[str, Any]:
    if errors := answer.get("errors"):
        raise FeedError(told(errors))
    data = answer.get("data")
    if not isinstance(data, Mapping):
        raise FeedError("the answer has neither data nor errors")
    return data


def code_of(errors: Sequence[Any]) -> str:
    """The code of the first error."""
    try:
        return str(errors[0]["extensions"]["code"])
    except (IndexError, KeyError, TypeError):
        return ""


def told(errors: Sequence[Any]) -> str:
    """The first error in words, for the log."""
    first = errors[0] if errors else None
    message = first.get("message") if isinstance(first, Mapping) else first
    return f"{code_of(errors)} {message}".strip()


def card_of(record: Record) -> Card:
    """What the catalogue keeps; ``KeyError``, ``TypeError`` or ``ValueError`` when the record does not fit.

    A project's title is written in its own language, which the ministries do not tell: it stands for the German one.
    """
    category = category_of(record)
    return Card(
        entity_id=record["entityId"],
        type_name=text(record["entityType"]),
        status=one_of(STATUSES[category], record["storedStatus"]),
        title=localized(record["title"]),
        summary=localized(record["summary"]),
        category=category,
        kind=None if record["kind"] is None else one_of(KINDS, record["kind"]),
        programme_slug=None if record["programme"] is None else text(record["programme"]),
        topics=tuple(map(text, record["topicSlugs"])),
        regions=tuple(map(text, record["regions"])),
        audiences=tuple(one_of(SECTORS, sector) for sector in record["audiences"]),
        opens_at=moment(record["opensAt"]),
        apply_until=moment(record["applyUntil"]),
        ends_at=moment(record["endsAt"]),
        url=address(record["url"]),
        starts_at=moment(record["startsAt"]),
        actors=tuple(map(text, record["actorIds"])),
    )


def category_of(record: Record) -> str:
    """Offers have a kind, and projects are in states that data sets know nothing of: so a new type needs no table."""
    if record["kind"] is not None:
        return OFFER
    return PROJECT if record["storedStatus"] in STATUSES[PROJECT] else DATASET


def localized(value: Mapping[str, Any]) -> dict[str, str]:
    """A text in the languages that it has; German always."""
    return {"de": text(value["de"])} | {name: text(value[name]) for name in LANGUAGES if value.get(name)}


def text(value: Any) -> str:
    """A text that PostgreSQL can hold."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    return value


def one_of(words: frozenset[str], word: Any) -> str:
    if word not in words:
        raise ValueError(word)
    return str(word)


def moment(value: Any) -> str | None:
    """A point in time, as it is written."""
    return None if value is None else datetime.fromisoformat(value).isoformat()


def address(value: Any) -> str | None:
    """An address that a browser can open, else None: an identifier such as ``urn:...`` is none."""
    return text(value) if value is not None and str(value).startswith(("https://", "http://")) else None
