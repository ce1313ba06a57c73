"""What matching may see, with its vectors, and the news of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np

from services.kit.database import Database, open_connection
from services.marketplace.matching.documents import Document, MatchKind
from services.marketplace.matching.refresh import Source, StoredVector, Written
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.hubs import umbrella_slug
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import DocumentRow, EmbeddingRow, PairRow

CHANNEL = "document"
FLOAT = np.dtype("<f4")
MOST_WORD_HITS = 200
LOST = ""  # in the queue of changes: the connection is gone


def written(row: DocumentRow) -> Written:
    document = Document(
        entity_id=row.entity_id,
        type_name=row.type_name,
        kind=MatchKind(row.kind),
        owner_id=row.owner_id,
        members_only=row.visibility != "PUBLIC",
        programme=row.programme_slug,
        topics=frozenset(row.topics),
        regions=frozenset(row.regions),
        offers=frozenset(row.offers),
        seeks=frozenset(row.seeks),
    )
    return Written(document, row.search_text)


async def documents(database: Database, ids: Sequence[str] | None) -> list[Written]:
    """The documents of these ids or owners, None for all."""
    if ids is None:
        rows = await database.rows(DocumentRow, QUERIES.documents)
    else:
        rows = await database.rows(DocumentRow, QUERIES.documents_of, list(ids))
    return [written(row) for row in rows]


async def vectors(database: Database, model: str, ids: Sequence[str]) -> list[StoredVector]:
    rows = await database.rows(EmbeddingRow, QUERIES.embeddings, model, list(ids))
    return [StoredVector(row.entity_id, row.text_hash, np.frombuffer(row.vector, FLOAT)) for row in rows]


async def save_vectors(database: Database, model: str, made: Sequence[StoredVector]) -> None:
    if made:
        await database.do(
            QUERIES.save_embeddings,
            model,
            len(made[0].vector),
            [each.entity_id for each in made],
            [each.vector.astype(FLOAT).tobytes() for each in made],
            [each.text_hash for each in made],
        )


async def changes(url: str, schema: str | None) -> AsyncIterator[frozenset[str] | None]:
    """Ids of changed documents as their transactions commit; None first, since something may have been missed.

    Ends with ``StartError`` when the connection cannot be opened, with ``ConnectionError`` when it is lost.
    """
    news: asyncio.Queue[str] = asyncio.Queue()
    async with open_connection(url, schema=schema) as connection:
        await connection.add_listener(CHANNEL, lambda *heard: news.put_nowait(str(heard[3])))
        connection.add_termination_listener(lambda _: news.put_nowait(LOST))
        yield None
        while True:
            changed = {await news.get()}
            while not news.empty():
                changed.add(news.get_nowait())
            if LOST in changed:
                raise ConnectionError("the connection that listens for changes is lost")
            yield frozenset(changed)


def source(database: Database, url: str, schema: str | None) -> Source:
    """The store as matching needs it."""
    return Source(
        umbrella=lambda: umbrella_slug(database),
        documents=lambda ids: documents(database, ids),
        vectors=lambda model, ids: vectors(database, model, ids),
        save=lambda model, made: save_vectors(database, model, made),
        changes=lambda: changes(url, schema),
    )


async def still_shown(database: Database, viewer: Viewer, ids: Sequence[str]) -> frozenset[str]:
    """Which of these documents may be given to the viewer at this moment."""
    return frozenset(await database.rows(str, QUERIES.still_shown, list(ids), viewer.member_id is not None))


async def words_found(database: Database, viewer: Viewer, words: str, kinds: Sequence[MatchKind] | None) -> list[str]:
    """Ids of documents that hold the words, best first."""
    wanted = None if kinds is None else [kind.value for kind in kinds]
    is_member = viewer.member_id is not None
    return await database.rows(str, QUERIES.words_found, words, is_member, wanted, MOST_WORD_HITS)


async def highlights(database: Database, words: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """Passages with the words between ``**``, by document."""
    rows = await database.rows(PairRow, QUERIES.highlights, list(ids), words)
    return {row.owner: row.target.split(" … ") for row in rows}


async def subject_idea(database: Database, viewer: Viewer, idea_id: str) -> Written | None:
    """An idea that the viewer may see, published or not."""
    row = await database.row(DocumentRow, QUERIES.subject_idea, idea_id, viewer.member_id, viewer.is_staff)
    return None if row is None else written(row)


async def subject_document(database: Database, entity_id: str) -> Written | None:
    row = await database.row(DocumentRow, QUERIES.subject_document, entity_id)
    return None if row is None else written(row)


async def not_to_suggest(database: Database, subject_id: str) -> frozenset[str]:
    """Dismissed pairs and the team's own things."""
    return frozenset(await database.rows(str, QUERIES.not_to_suggest, subject_id))


async def match_states(database: Database, subject_id: str, targets: Sequence[str]) -> dict[str, str]:
    rows = await database.rows(PairRow, QUERIES.match_states, subject_id, list(targets))
    return {row.owner: row.target for row in rows}
