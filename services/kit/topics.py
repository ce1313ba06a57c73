"""The copy of the tree of topics, which the marketplace owns: with it a topic means its sub-topics here, too."""

from __future__ import annotations

from collections.abc import Sequence

from services.kit.database import Database
from services.kit.errors import BadInputError
from services.kit.following import Event
from services.kit.ground import QUERIES


async def take_topic(inside: Database, event: Event) -> None:
    """The effect of ``topic.changed {slug, parent}``; inside a transaction, and once done as good as twice.

    ``ValueError`` for a payload that is none: the event is put aside, and the tree stays as it is.
    """
    slug, parent = event.payload.get("slug"), event.payload.get("parent")
    if not isinstance(slug, str) or not slug or not isinstance(parent, str | None):
        raise ValueError(f"topic.changed needs slug and parent, and has {dict(event.payload)!r}")
    if event.payload.get("isGone") is True:
        await inside.do(QUERIES.drop_topic, slug)
        return
    await inside.do(QUERIES.take_topic, slug, parent)


async def unknown_topics(database: Database, slugs: Sequence[str]) -> list[str]:
    """Those that the copy does not have; none while nothing was told yet. Asks only for topics."""
    return await database.rows(str, QUERIES.unknown_topics, list(slugs)) if slugs else []


async def check_topics(database: Database, slugs: Sequence[str] | None, argument: str) -> None:
    """``BadInputError`` for a filter by topics that there are not: an empty list would not say so."""
    unknown = await unknown_topics(database, slugs or ())
    if unknown:
        raise BadInputError(f"{argument}: there is no topic {', '.join(map(repr, unknown[:5]))}.")
