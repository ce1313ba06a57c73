"""The seam between matching and whatever holds the vectors: this process (local_index.py) or an engine of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterable, Sequence
from typing import Protocol, TypeVar

from services.marketplace.matching.documents import Document, Entry, Filter, Hit, Marked, Search

Value = TypeVar("Value")
Steps = Generator[Sequence[Search], list[list[Hit]], Value]
"""A walk through an index: yields searches, is sent their hits, and ends with what came of it. It waits for nothing."""


class VectorIndex(Protocol):
    """Documents with their vectors. Similarity is the inner product, the cosine of vectors of length 1.

    A call that has returned is seen by every later search of the same process. Nothing here blocks the event loop.
    """

    async def keep(self, marked: Sequence[Marked]) -> list[str]:
        """Take over what documents say of themselves, where the vector of the same text is held already.

        Gives back the ids of the others, which have to be ``put``.
        """

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add documents, or replace those of the same id."""

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget documents at once; unknown ids are no error."""

    async def settle(self) -> None:
        """All documents have been looked at: a good moment to tidy up."""

    async def search(self, searches: Sequence[Search]) -> list[list[Hit]]:
        """For each search its hits, the nearest first."""

    async def walk(self, steps: Steps[Value], searches: int = 1) -> Value:
        """All steps of a walk, in one visit where the index is near. ``searches``: how many it makes at most."""

    async def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Those of the documents that are held."""

    async def count(self, most: int) -> int:
        """How many documents are held; ``most`` where there are more."""

    async def owned_by(self, owners: Sequence[str]) -> frozenset[str]:
        """Ids of the documents of these owners."""

    def ids(self) -> AsyncIterator[Sequence[str]]:
        """All ids that are held, page by page."""

    async def close(self) -> None:
        """Let go of what is open."""


def passes(document: Document, rule: Filter) -> bool:
    """Whether a document passes a filter; a topic or region that the document does not name is no match.

    The meaning of ``Filter``: every index must find as if it asked this.
    """
    return (
        (rule.with_members_only or not document.members_only)
        and (not rule.kinds or document.kind in rule.kinds)
        and (not rule.topics or not rule.topics.isdisjoint(document.topics))
        and (not rule.regions or not rule.regions.isdisjoint(document.regions))
        and (rule.not_of is None or (document.programme is not None and document.programme not in rule.not_of))
        and (not rule.programmes or document.programme in rule.programmes)
        and (not rule.languages or not rule.languages.isdisjoint(document.languages))
    )
