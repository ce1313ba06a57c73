"""The copy of the tree of topics, which the marketplace owns: with it a topic means its sub-topics here, too."""

from __future__ import annotations

from services.kit.database import Database
from services.kit.following import Event
from services.kit.ground import QUERIES


async def take_topic(inside: Database, event: Event) -> None:
    """The effect of ``topic.changed {slug, parent}``; inside a transaction, and once done as good as twice.

    ``ValueError`` for a payload that is none: the event is put aside, and the tree stays as it is.
    """
    slug, parent = event.payload.get("slug"), event.payload.get("parent")
    if not isinstance(slug, str) or not slug or not isinstance(parent, str | None):
        raise ValueError(f"topic.changed needs slug and parent, and has {dict(event.payload)!r}")
    await inside.do(QUERIES.take_topic, slug, parent)
