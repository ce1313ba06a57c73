"""One page of a feed with its details: two requests to the ministry, then nouns. Nothing is kept here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.kit.civic import ProjectStatus, Sector, SupportOfferKind, SupportOfferStatus
from services.marketplace.harvest.documents import Card, CursorRefusedError, FeedError, Page, Record
from services.marketplace.harvest.ministries import Ministry

LONGEST_ID = 200  # characters
PAGE = 200  # documents in one request for details
Answer = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]
"""Sends a query with variables; the GraphQL response. Raises FeedError when there is none."""

LANGUAGES = ("de", "en", "deSimple")
KINDS = frozenset(kind.value for kind in SupportOfferKind)
SECTORS = frozenset(sector.value for sector in Sector)
STATUSES: Mapping[str, frozenset[str]] = {
    "offerStatus": frozenset(status.value for status in SupportOfferStatus),
    "projectStatus": frozenset(status.value for status in ProjectStatus),
    "datasetStatus": frozenset({"PUBLISHED", "DEPRECATED"}),
}


async def read_page(ministry: Ministry, ask: Ask, since: str | None) -> Page | None:
    """What follows the cursor; None when there is nothing new.

    Raises ``FeedError``; an answer with errors is none, since what is passed over once is not told again.
    """
    records = records_of(ministry, since, await ask(feed_query(ministry), {"since": since, "first": PAGE}))
    if not records:
        return None
    newest = {record.entity_id: record for record in records if is_id(record.entity_id)}
    shown = [record for record in newest.values() if not record.deleted and record.type_name in ministry.types]
    entities = entities_of(shown, await ask(*details(ministry, shown))) if shown else []
    cards, faults = list[Card](), [f"there is no type {name}" for name in sorted(unknown_types(ministry, records))]
    faults += [f"{record.entity_id!r:.50} cannot be an id" for record in records if not is_id(record.entity_id)]
    for record, entity in zip(shown, entities, strict=True):
        if entity is not None:
            try:
                cards.append(card_of(record, entity))
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{record.entity_id} cannot be kept: {error!r}")
    kept = {card.entity_id for card in cards}
    return Page(
        since=since,
        until=records[-1].cursor,
        is_last=len(records) < PAGE,
        cards=tuple(cards),
        gone=tuple(entity_id for entity_id in newest if entity_id not in kept),
        faults=tuple(faults),
    )


def is_id(value: object) -> bool:
    """Whether PostgreSQL can keep it as a key and tell it in a notification."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and "\0" not in value


def unknown_types(ministry: Ministry, records: Sequence[Record]) -> set[str]:
    return {record.type_name for record in records if record.type_name not in ministry.types}


def feed_query(ministry: Ministry) -> str:
    return (
        "query Feed($since: String, $first: Int) "
        f"{{ records: {ministry.feed}(since: $since, first: $first) {{ cursor entityType entityId deleted }} }}"
    )


def details(ministry: Ministry, records: Sequence[Record]) -> tuple[str, Mapping[str, Any]]:
    """One query for all the documents of a page, whatever their types."""
    names = sorted({record.type_name for record in records})
    parts = " ".join(f"... on {name} {{ {ministry.types[name]} }}" for name in names)
    query = (
        f"query Details($representations: [_Any!]!) {{ _entities(representations: $representations) {{ {parts} }} }}"
    )
    return query, {"representations": [{"__typename": record.type_name, "id": record.entity_id} for record in records]}


def records_of(ministry: Ministry, since: str | None, answer: Answer) -> list[Record]:
    """The records of a feed's answer."""
    errors = answer.get("errors") or []
    if since is not None and code_of(errors) == "BAD_USER_INPUT":
        raise CursorRefusedError(f"the feed will be read from the beginning: {told(errors)}")
    try:
        records = [
            Record(each["cursor"], each["entityType"], each["entityId"], each["deleted"])
            for each in data_of(answer)["records"]
        ]
    except (KeyError, TypeError) as error:
        raise FeedError(f"{ministry.feed} answers something else than records") from error
    return records


def entities_of(records: Sequence[Record], answer: Answer) -> list[Mapping[str, Any] | None]:
    """For each record its entity, None where there is none any more."""
    entities = data_of(answer).get("_entities")
    if not isinstance(entities, list) or len(entities) != len(records):
        raise FeedError("_entities answers something else than the documents that were asked for")
    return entities


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


def card_of(record: Record, entity: Mapping[str, Any]) -> Card:
    """What the catalogue keeps; ``KeyError``, ``TypeError`` or ``ValueError`` when the details do not fit.

    A project's title is written in its own language, which the ministries do not tell: it stands for the German one.
    """
    (status,) = STATUSES.keys() & entity.keys()
    places = [entity.get("region"), *(entity.get("coverage") or ())]
    return Card(
        entity_id=record.entity_id,
        type_name=record.type_name,
        status=one_of(STATUSES[status], entity[status]),
        title=localized({"de": entity["name"]} if "name" in entity else entity["title"]),
        summary=localized(entity["summary"]),
        kind=one_of(KINDS, entity["kind"]) if "kind" in entity else None,
        programme_slug=text(entity["programme"]["slug"]) if "programme" in entity else None,
        topics=keys(entity["topics"], "slug"),
        regions=keys(places, "ars"),
        nuts=keys(places, "nuts"),
        audiences=tuple(one_of(SECTORS, sector) for sector in entity.get("audiences", ())),
        apply_until=moment(entity.get("applyUntil")),
        url=address(entity.get("url", entity.get("uri"))),
    )


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


def keys(entities: Sequence[Any], name: str) -> tuple[str, ...]:
    """The keys of references, without those that are null here, or known by another key."""
    return tuple(text(entity[name]) for entity in entities if entity is not None and name in entity)


def address(value: Any) -> str | None:
    """An address that a browser can open, else None: an identifier such as ``urn:...`` is none."""
    return text(value) if value is not None and str(value).startswith(("https://", "http://")) else None
