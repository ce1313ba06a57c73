"""What matching may see, with its vectors, and the news of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np

from services.kit.database import Database, open_connection
from services.marketplace.matching.documents import Document, MatchKind
from services.marketplace.matching.parts import parts_of
from services.marketplace.matching.refresh import Source, StoredVector, Written
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.hubs import umbrella_slug
from services.marketplace.store.reading import QUERIES, Fetch, keyed
from services.marketplace.store.rows import DocumentRow, EmbeddingRow, EntryRow, MatchStateRow, PairRow, ScoredRow

CHANNEL = "document"
FLOAT = np.dtype("<f4")
MOST_WORD_HITS = 200
QUESTION_READ = 500  # characters whose words are looked up: what decides stands first
SELECTIVE = 200  # documents of a kind that may have a term which chooses candidates; what more have says little
ENOUGH = 100  # documents of a kind from which commoner terms choose no more
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
    return Written(document, parts_of(row.parts))


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
        # Words first: another replica that sees the vector takes it that everything is written.
        await database.do(QUERIES.save_terms, [each.entity_id for each in made])
        await database.do(
            QUERIES.save_embeddings,
            model,
            len(made[0].vector),
            [each.entity_id for each in made],
            [each.vector.astype(FLOAT).tobytes() for each in made],
            [each.text_hash for each in made],
        )


async def forget(database: Database, ids: Sequence[str] | None) -> None:
    """Deletes words and vectors of these ids, None for all, unless they still are documents."""
    if ids is None or ids:
        await database.do(QUERIES.forget_terms, ids)
        await database.do(QUERIES.forget_vectors, ids)


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
        forget=lambda ids: forget(database, ids),
        changes=lambda: changes(url, schema),
    )


def still_shown(database: Database, viewer: Viewer) -> Fetch[str]:
    """Which of these documents may be given to the viewer at this moment."""
    return keyed(database, str, QUERIES.still_shown, viewer.member_id is not None)


def subject_ideas(database: Database, viewer: Viewer) -> Fetch[DocumentRow]:
    """Ideas that the viewer may see, published or not."""
    return keyed(database, DocumentRow, QUERIES.subject_ideas, viewer.member_id, viewer.is_staff)


def subject_profiles(database: Database, viewer: Viewer) -> Fetch[DocumentRow]:
    """The viewer's own profiles, if their owners agreed to matching."""
    return keyed(database, DocumentRow, QUERIES.subject_profiles, viewer.member_id)


def not_to_suggest(database: Database) -> Fetch[PairRow]:
    """For each subject the dismissed targets and the team's own things."""
    return keyed(database, PairRow, QUERIES.not_to_suggest)


def match_states(database: Database) -> Fetch[MatchStateRow]:
    return keyed(database, MatchStateRow, QUERIES.match_states)


async def words_found(
    database: Database, viewer: Viewer, words: str, kinds: Sequence[MatchKind] | None
) -> list[EntryRow]:
    """Documents that hold the words, best first."""
    wanted = None if kinds is None else [kind.value for kind in kinds]
    is_member = viewer.member_id is not None
    return await database.rows(EntryRow, QUERIES.words_found, words, is_member, wanted, MOST_WORD_HITS)


async def terms_found(
    database: Database, words: str, kinds: Sequence[MatchKind] | None = None, among: Sequence[str] = ()
) -> dict[str, float]:
    """Ids with some of the words, or parts of them, and a score: the more and the rarer, the better.

    Those of ``among`` that have some, and what the rarest words lead to in the ``kinds`` (None: all). For ranking only:
    they may be of documents that are not shown any more.
    """
    wanted = None if kinds is None else [kind.value for kind in kinds]
    limits = (QUESTION_READ, SELECTIVE, ENOUGH)
    rows = await database.rows(ScoredRow, QUERIES.terms_found, words, wanted, list(among), *limits)
    return {row.entity_id: row.score for row in rows}


async def highlights(database: Database, words: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """Passages with the words between ``**``, by document."""
    rows = await database.rows(PairRow, QUERIES.highlights, list(ids), words)
    return {row.owner: row.target.replace("\n", " ").split(" … ") for row in rows}
