"""Suggestions for a text, an idea or a profile: from the library, and asked of the database again before they go out.

The library follows the database within milliseconds; the second look makes sure that a document which was hidden in
between is in no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.kit.errors import BadInputError, ForbiddenError, UnavailableError
from services.marketplace.loaders.context import MarketplaceContext
from services.marketplace.matching.documents import MatchKind, Subject, Suggestion, Wanted
from services.marketplace.matching.embed import text_hash
from services.marketplace.matching.index import Vector
from services.marketplace.matching.library import Library
from services.marketplace.matching.rank import fuse
from services.marketplace.matching.refresh import NotReadyError
from services.marketplace.store.documents import words_found, written
from services.marketplace.store.rows import DocumentRow

LONGEST_QUESTION = 20_000  # characters
DENSE_HITS = 50  # nearest documents that take part in a search beside those with the words


class MatchingNotReadyError(UnavailableError):
    """The index is being filled, or no model could be loaded; the same request may work later."""

    code = "MATCHING_NOT_READY"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions in order; a free text is known by the hash of its words."""

    subject_id: str
    suggestions: Sequence[Suggestion]


def library(context: MarketplaceContext) -> Library:
    """The library, or ``MatchingNotReadyError``."""
    try:
        return context.matching.library
    except NotReadyError as error:
        raise MatchingNotReadyError(f"{error} Try again in a few seconds.") from error


def checked_question(text: str) -> str:
    """A free text that can be searched for; ``BadInputError`` when it is empty or too long."""
    if not text.strip():
        raise BadInputError("The text must not be empty.")
    if len(text) > LONGEST_QUESTION:
        raise BadInputError(f"The text may have {LONGEST_QUESTION} characters, not {len(text)}.")
    return text


async def for_text(context: MarketplaceContext, text: str, wanted: Wanted) -> Suggested:
    """Suggestions for a free text; the wanted topics count as the text's own."""
    shelf = library(context)
    vector = await shelf.vector_of(checked_question(text))
    subject = Subject(topics=wanted.topics, regions=wanted.regions)
    return Suggested(
        f"text-{text_hash(text)[:12]}",
        await _shown(context, await shelf.suggestions(vector, subject, _allowed(context, wanted))),
    )


async def for_idea(context: MarketplaceContext, idea_id: str, wanted: Wanted) -> Suggested:
    """Suggestions for an idea that the viewer may see; ``BadInputError`` when there is none."""
    row = await context.matches.subject_idea.load(idea_id)
    if row is None:
        raise BadInputError("There is no such idea, or you may not see it.")
    return await _for_row(context, row, wanted)


async def for_profile(context: MarketplaceContext, profile_id: str, wanted: Wanted) -> Suggested:
    """Suggestions for the viewer's own profile; ``ForbiddenError`` for others' and without the consent MATCHING."""
    row = await context.matches.subject_profile.load(profile_id)
    if row is None:
        raise ForbiddenError("Matches of a profile are for its owner, and only with the consent MATCHING.")
    return await _for_row(context, row, wanted)


async def _for_row(context: MarketplaceContext, row: DocumentRow, wanted: Wanted) -> Suggested:
    shelf = library(context)
    own = written(row)
    vector = await shelf.vector(row.entity_id)
    if vector is None:
        vector = await shelf.vector_of(own.text)
    subject = Subject(
        entity_id=row.entity_id,
        programme=own.document.programme,
        topics=own.document.topics,
        regions=own.document.regions,
        offers=own.document.offers,
        seeks=own.document.seeks,
    )
    pairs = await context.matches.not_to_suggest.load(row.entity_id)
    without = wanted.without | {row.entity_id} | {pair.target for pair in pairs}
    chosen = _allowed(context, replace(wanted, without=without))
    return Suggested(row.entity_id, await _shown(context, await shelf.suggestions(vector, subject, chosen)))


async def ideas_like(context: MarketplaceContext, entity_id: str, first: int) -> list[str]:
    """Ids of the ideas nearest to a document, itself left out; none for a document that is not matched."""
    shelf = library(context)
    vector = await shelf.vector(entity_id)
    return [] if vector is None else await _nearest_ideas(context, shelf, vector, entity_id, first)


async def ideas_like_idea(context: MarketplaceContext, idea_id: str, first: int) -> list[str]:
    """The same for an idea, published or not."""
    shelf = library(context)
    vector = await shelf.vector(idea_id)
    if vector is None:
        row = await context.matches.subject_idea.load(idea_id)
        vector = await shelf.vector_of(row.search_text if row else "")
    return await _nearest_ideas(context, shelf, vector, idea_id, first)


async def _nearest_ideas(
    context: MarketplaceContext, shelf: Library, vector: Vector, entity_id: str, first: int
) -> list[str]:
    wanted = Wanted(kinds=frozenset({MatchKind.IDEA}), without=frozenset({entity_id}))
    hits = [hit.entity_id for hit in await shelf.nearest(vector, 2 * first, Subject(), wanted)]
    shown = await context.matches.is_shown.load_many(hits)
    return [each for each, is_shown in zip(hits, shown, strict=True) if is_shown][:first]


async def search(context: MarketplaceContext, text: str, kinds: frozenset[MatchKind]) -> list[tuple[str, float]]:
    """Ids and fused scores of what has the words and what is near in meaning, best first."""
    shelf = library(context)
    vector = await shelf.vector_of(checked_question(text))
    hits = await shelf.nearest(vector, DENSE_HITS, Subject(), _allowed(context, Wanted(kinds=kinds)))
    words = await words_found(context.database, context.viewer, text, sorted(kinds, key=str) or None)
    found = [pair for pair in fuse(words, [hit.entity_id for hit in hits]) if pair[0] in shelf.documents]
    shown = await context.matches.is_shown.load_many([entity_id for entity_id, _ in found])
    return [pair for pair, is_shown in zip(found, shown, strict=True) if is_shown]


def _allowed(context: MarketplaceContext, wanted: Wanted) -> Wanted:
    return replace(wanted, with_members_only=context.viewer.member_id is not None)


async def _shown(context: MarketplaceContext, found: Sequence[Suggestion]) -> list[Suggestion]:
    shown = await context.matches.is_shown.load_many([each.document.entity_id for each in found])
    return [each for each, is_shown in zip(found, shown, strict=True) if is_shown]
