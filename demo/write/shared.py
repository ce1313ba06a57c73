"""Tables that the Ideenwerkstatt and the Civic Data Lab have alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from demo.nouns.offers import Offer
from demo.world import World
from demo.write.table import Row, Table, table

ID_TOPICS = Iterable[tuple[str, Sequence[str]]]


def programme_table(world: World, slug: str) -> Table:
    own = [one for one in world.hubs.programmes if one.slug == slug]
    return table(
        "programme_text",
        "slug name description status runs_from runs_until operator_name ministry_codes",
        ((p.slug, p.name, p.description, p.status, p.runs_from, p.runs_until, p.operator, p.ministries) for p in own),
    )


def offer_table(offers: Iterable[Offer]) -> Table:
    return table(
        "support_offer",
        "id type_name programme_slug title summary kind status audiences apply_until url published_on",
        (
            (
                *(o.id, o.type_name, o.programme, o.title, o.summary, o.kind, o.status),
                *(o.audiences, o.apply_until, o.url, o.published),
            )
            for o in offers
        ),
    )


def placed(pairs: ID_TOPICS) -> Iterator[Row]:
    """Id, other id, position."""
    for identity, others in pairs:
        for place, other in enumerate(others):
            yield identity, other, place


def topic_table(pairs: ID_TOPICS) -> Table:
    return table("entity_topic", "entity_id topic_slug position", placed(pairs))
