"""What matching may see, with its vectors, and the news of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np

from services.kit.database import Database, open_connection
from services.kit.relation import many, one
from services.marketplace.matching.content import content
from services.marketplace.matching.documents import Document, Marked, MatchKind
from services.marketplace.matching.narrowing import Narrowing
from services.marketplace.matching.parts import parts_of
from services.marketplace.matching.refresh import Source, StoredVector, Written
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.hubs import umbrella_slug
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import (
    CardRow,
    DocumentRow,
    EmbeddingRow,
    EntryRow,
    FoundCardRow,
    IdeaRow,
    IdRow,
    LinkUnder,
    MarkRow,
    MatchStateRow,
    MomentRow,
    OfKindRow,
    PartsRow,
    ProfileRow,
    ShownCardRow,
    SubjectRow,
    TermsRow,
    TraitsRow,
)

CHANNEL = "document"
FLOAT = np.dtype("<f4")
MOST_WORD_HITS = 200
QUESTION_READ = 500  # characters whose words are looked up: what decides stands first
SELECTIVE = 200  # documents of a kind that may have a term which chooses candidates; what more have says little
ENOUGH = 100  # documents of a kind from which commoner terms choose no more
MOST_ASKED = 1_000  # characters of a question of which a document must have all words
MOST_NAMED = 20_000  # ids that a filter lets through and that are handed on; more than these say little
SOUNDS_ALIKE, IN_PARTS = 0.8, 0.6  # what a misspelt word, and parts of a compound, count of the word itself
MUCH_SAID = 0.4  # of a question by what it may name; a misspelt word counts less than a whole one
MANY = 100  # documents without a vector from which on their words are written together
# What may wait to be sorted into the index of words, and the memory for sorting it: as a rule, and in a filling.
LITTLE, MUCH = ("256kB", "4MB"), ("4MB", "64MB")
LOST = ""  # in the queue of changes: the connection is gone

own_subjects = one(IdRow, QUERIES.own_subjects)  # ideas and profiles that the viewer acts for
# What was done with pairs of a subject, for those who act for it.
match_states = many(MatchStateRow, QUERIES.match_states, key="subject_id")


@lru_cache(maxsize=10_000)
def shared(values: tuple[str, ...]) -> frozenset[str]:
    """One set for all documents that name the same topics or regions."""
    return frozenset(values)


def marked(row: DocumentRow) -> Marked:
    document = Document(
        entity_id=row.entity_id,
        type_name=row.type_name,
        kind=MatchKind(row.kind),
        owner_id=row.owner_id,
        members_only=row.visibility != "PUBLIC",
        programme=row.programme_slug,
        topics=shared(tuple(row.topics)),
        regions=shared(tuple(row.regions)),
        offers=shared(tuple(row.offers)),
        seeks=shared(tuple(row.seeks)),
        languages=shared(tuple(row.languages)),
    )
    return Marked(document, row.text_hash)


async def documents(database: Database, ids: Sequence[str]) -> list[Marked]:
    return [marked(row) for row in await database.rows(DocumentRow, QUERIES.documents, list(ids))]


async def parts(database: Database, ids: Sequence[str]) -> list[Written]:
    rows = await database.rows(PartsRow, QUERIES.document_parts, list(ids))
    return [Written(row.entity_id, row.text_hash, parts_of(row.parts)) for row in rows]


async def vectors(database: Database, model: str, ids: Sequence[str]) -> list[StoredVector]:
    rows = await database.rows(EmbeddingRow, QUERIES.embeddings, model, list(ids))
    return [StoredVector(row.entity_id, row.text_hash, np.frombuffer(row.vector, FLOAT)) for row in rows]


async def save_words(database: Database, ids: Sequence[str], waiting: tuple[str, str] = LITTLE) -> dict[str, str]:
    """Writes the words of documents; the marks of the texts that they are of, by id. ``waiting``: how much may wait to
    be sorted into their index, and the memory for that.
    """
    rows = await database.rows(MarkRow, QUERIES.save_terms, list(ids), *waiting)
    return {row.entity_id: row.text_hash for row in rows}


async def words_ahead(database: Database, model: str, ids: Sequence[str]) -> dict[str, str]:
    """Writes the words of those of the ids that have no vector of the model, where they are many; the same marks."""
    missing = await database.rows(str, QUERIES.without_vector, model, list(ids))
    return await save_words(database, missing, MUCH) if len(missing) >= MANY else {}


async def save_vectors(
    database: Database, model: str, made: Sequence[StoredVector], worded: Collection[str] = ()
) -> None:
    """Vectors with the words of their documents, but of those whose words are written already."""
    if made:
        # Words first: another replica that sees the vector takes it that everything is written.
        left = [each.entity_id for each in made if each.entity_id not in worded]
        if left:
            await save_words(database, left)
        await database.do(
            QUERIES.save_embeddings,
            model,
            len(made[0].vector),
            [each.entity_id for each in made],
            [each.vector.astype(FLOAT).tobytes() for each in made],
            [each.text_hash for each in made],
        )


async def words_settled(database: Database) -> None:
    """After a filling: nothing waits any more to be sorted into the index of words."""
    await database.rows(int, QUERIES.settle_terms)


async def forget(database: Database, ids: Sequence[str] | None) -> None:
    """Deletes words and vectors of these ids, None for all, unless they still are documents."""
    gone = await database.rows(str, QUERIES.derived_from_nothing) if ids is None else list(ids)
    if gone:
        await database.do(QUERIES.forget_terms, gone)
        await database.do(QUERIES.forget_vectors, gone)


class Heard:
    """Ids as the triggers of the tables tell them: what was committed since the last look is one piece of news."""

    def __init__(self) -> None:
        self._ids: asyncio.Queue[str] = asyncio.Queue()

    def hear(self, entity_id: str) -> None:
        self._ids.put_nowait(entity_id)

    def waiting(self) -> bool:
        return not self._ids.empty()

    async def next(self) -> frozenset[str]:
        changed = {await self._ids.get()}
        while not self._ids.empty():
            changed.add(self._ids.get_nowait())
        if LOST in changed:
            raise ConnectionError("the connection that listens for changes is lost")
        return frozenset(changed)


@asynccontextmanager
async def news(url: str, schema: str | None) -> AsyncIterator[Heard]:
    """Ids of changed documents as their transactions commit. ``StartError`` when the database cannot be reached."""
    heard = Heard()
    async with open_connection(url, schema=schema) as connection:
        await connection.add_listener(CHANNEL, lambda *told: heard.hear(str(told[3])))
        connection.add_termination_listener(lambda _: heard.hear(LOST))
        yield heard


def source(database: Database, url: str, schema: str | None) -> Source:
    """The store as matching needs it."""
    return Source(
        umbrella=lambda: umbrella_slug(database),
        ids_after=lambda last, count: database.rows(str, QUERIES.ids_after, last, count),
        owned=lambda owners: database.rows(str, QUERIES.profile_ids_of_owners, list(owners)),
        documents=lambda ids: documents(database, ids),
        parts=lambda ids: parts(database, ids),
        vectors=lambda model, ids: vectors(database, model, ids),
        save=lambda model, made, worded: save_vectors(database, model, made, worded),
        words_ahead=lambda model, ids: words_ahead(database, model, ids),
        words_settled=lambda: words_settled(database),
        forget=lambda ids: forget(database, ids),
        news=lambda: news(url, schema),
    )


async def still_shown(
    database: Database, viewer: Viewer, at: datetime, ids: Sequence[str], over: Sequence[str] = ()
) -> list[str]:
    """Which of these documents may be given to the viewer at this moment; those of ``over`` also when the time has
    closed or ended them, here and below.
    """
    return await database.rows(str, QUERIES.still_shown, list(ids), viewer.member_id is not None, at, list(over))


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A document that may be given out, with what is shown of it; of another house's document that is its key alone.

    ``passages``: those with the words of a search, one text; None where none has them or nobody asked.
    """

    entity_id: str
    row: IdeaRow | ProfileRow | CardRow | None
    passages: str | None = None


async def shown_cards(
    database: Database, viewer: Viewer, at: datetime, ids: Sequence[str], over: Sequence[str] = ()
) -> list[ShownCard]:
    """Those of these documents that may be given to the viewer at this moment, in one trip whatever they are; only the
    few offers of the marketplace itself are asked for once more.
    """
    asked = (list(ids), viewer.member_id is not None, at, list(over))
    rows = await database.rows(ShownCardRow, QUERIES.shown_cards, *asked)
    offers = await own_offers(database, rows, at)
    return [ShownCard(each.entity_id, card_of(each) or offers.get(each.entity_id)) for each in rows]


async def found_cards(
    database: Database,
    viewer: Viewer,
    at: datetime,
    text: str,
    count: int,
    ids: Sequence[str],
    over: Sequence[str] = (),
) -> list[ShownCard]:
    """The same in the order of the ids, with the passages that have the words of a text of the first ``count``."""
    asked = (list(ids), viewer.member_id is not None, at, begun(text), count, list(over))
    rows = await database.rows(FoundCardRow, QUERIES.found_cards, *asked)
    offers = await own_offers(database, rows, at)
    return [ShownCard(each.entity_id, card_of(each) or offers.get(each.entity_id), each.passages) for each in rows]


async def own_offers(
    database: Database, rows: Sequence[ShownCardRow | FoundCardRow], at: datetime
) -> dict[str, CardRow]:
    """Cards of those that are offers of the marketplace itself; no trip where there is none."""
    own = [each.entity_id for each in rows if each.is_own]
    return {row.id: row for row in await database.rows(CardRow, QUERIES.own_cards, own, at)} if own else {}


def card_of(shown: ShownCardRow | FoundCardRow) -> IdeaRow | ProfileRow | None:
    if shown.idea is not None:
        return IdeaRow(*shown.idea)
    return None if shown.profile is None else ProfileRow(*shown.profile)


async def ids_let_through(database: Database, rule: Narrowing, at: datetime) -> frozenset[str] | None:
    """What passes the part of a filter that hangs on time; None where ``MOST_NAMED`` and more do."""
    found: list[frozenset[str]] = []
    if rule.statuses:
        statuses = [each.value for each in rule.statuses]
        found.append(frozenset(await database.rows(str, QUERIES.ids_with_status, statuses, at, MOST_NAMED)))
    if rule.open_until is not None:
        found.append(frozenset(await database.rows(str, QUERIES.ids_open_until, rule.open_until, MOST_NAMED)))
    named = [each for each in found if len(each) < MOST_NAMED]
    return frozenset.intersection(*named) if named else None


async def ids_in_time(database: Database, begin: datetime | None, end: datetime | None) -> frozenset[str]:
    """Offers that begin, or can be applied for until some time, between two moments; None is an open end. None of them
    where ``MOST_NAMED`` and more do: then a time says little.
    """
    return few(await database.rows(str, QUERIES.ids_in_time, begin, end, MOST_NAMED))


async def ids_for_sectors(database: Database, sectors: Sequence[str]) -> frozenset[str]:
    """Offers that name one of these sectors as their audience; with the same bound."""
    return few(await database.rows(str, QUERIES.ids_for_sectors, list(sectors), MOST_NAMED))


async def ids_of_finer_kinds(database: Database, finer: Iterable[str]) -> frozenset[str]:
    """Offers of these kinds, as the catalogue names them; with the same bound."""
    return few(await database.rows(str, QUERIES.ids_of_finer_kinds, sorted(finer), MOST_NAMED))


async def of_kinds(
    database: Database,
    kinds: Iterable[MatchKind],
    finer: Iterable[str],
    sectors: Iterable[str],
    states: Iterable[str],
    at: datetime,
) -> tuple[frozenset[str], frozenset[str]]:
    """What may be shown at a moment of some kinds, of offers of these finer kinds, and those of them that are for these
    sectors or for everybody, and for these states (two digits) or the country. Nothing does not narrow; with the same
    bound.
    """
    asked = (sorted(each.value for each in kinds), sorted(finer), sorted(sectors), sorted(states))
    rows = await database.rows(OfKindRow, QUERIES.of_kinds, *asked, at, MOST_NAMED)
    return few([row.entity_id for row in rows]), few([row.entity_id for row in rows if row.says_all])


async def moments(database: Database, ids: Sequence[str]) -> dict[str, datetime]:
    """The time of each of these offers that ``ids_in_time`` compares; those without one are left out."""
    return {row.entity_id: row.moment for row in await database.rows(MomentRow, QUERIES.moments, list(ids))}


async def ids_open_until(database: Database, moment: datetime) -> frozenset[str]:
    """Offers that can still be applied for at a moment; with the same bound."""
    return few(await database.rows(str, QUERIES.ids_open_until, moment, MOST_NAMED))


def few(ids: Sequence[str]) -> frozenset[str]:
    return frozenset(ids) if len(ids) < MOST_NAMED else frozenset()


async def traits(
    database: Database, viewer: Viewer, at: datetime, ids: Sequence[str], over: Sequence[str] = ()
) -> list[TraitsRow]:
    """What filters and facets ask of those documents that may be given to the viewer at this moment."""
    asked = (list(ids), viewer.member_id is not None, at, list(over))
    return await database.rows(TraitsRow, QUERIES.document_traits, *asked)


async def shown_parts(
    database: Database, viewer: Viewer, at: datetime, ids: Sequence[str], over: Sequence[str] = ()
) -> list[PartsRow]:
    """The texts of those documents that may be given to the viewer at this moment."""
    asked = (list(ids), viewer.member_id is not None, at, list(over))
    return await database.rows(PartsRow, QUERIES.shown_parts, *asked)


async def subject_ideas(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[SubjectRow]:
    """Ideas that the viewer may see, published or not."""
    return await database.rows(SubjectRow, QUERIES.subject_ideas, list(ids), *viewer.sees)


async def subject_profiles(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[SubjectRow]:
    """The viewer's own profiles, if their owners agreed to matching."""
    return await database.rows(SubjectRow, QUERIES.subject_profiles, list(ids), viewer.member_id)


async def not_to_suggest(database: Database, ids: Sequence[str]) -> list[LinkUnder]:
    """For each subject the dismissed targets and the team's own things."""
    return await database.rows(LinkUnder, QUERIES.not_to_suggest, list(ids))


@dataclass(frozen=True, slots=True)
class Held:
    """What is asked for all of its words: documents that the viewer may see, of some kinds (None: all)."""

    text: str
    viewer: Viewer
    kinds: Sequence[MatchKind] | None = None


async def words_found(database: Database, held: Held) -> list[EntryRow]:
    """Documents that hold all words, best first; none when more than ``MOST_WORD_HITS`` do."""
    return holders(await terms_scored(database, "", held=held))


def holders(row: TermsRow) -> list[EntryRow]:
    """Those that hold all words of a search, best first."""
    return list(map(EntryRow, row.held, row.held_types))


def begun(question: str) -> str:
    """The beginning of a long question, of whole words: to weigh ten thousand words that must all be there took the
    database half a minute.

    >>> begun("Wald"), len(begun("2 " * 9_990)), begun("Wald\\n" * 1_000)[-5:]
    ('Wald', 997, '\\nWald')
    """
    return question if len(question) <= MOST_ASKED else question[:MOST_ASKED].rsplit(None, 1)[0]


async def terms_found(
    database: Database, words: str, kinds: Sequence[MatchKind] | None = None, among: Sequence[str] = ()
) -> dict[str, float]:
    """Ids with some of the words, or parts of them, or what sounds like them, and the share of the words, 0 to 1.

    Those of ``among`` that have some, and what the rarest words lead to in the ``kinds`` (None: all). For ranking only:
    they may be of documents that are not shown any more.
    """
    found = await terms_scored(database, words, kinds, among)
    return dict(zip(found.ids, found.scores, strict=True))


async def terms_scored(
    database: Database,
    words: str,
    kinds: Sequence[MatchKind] | None = None,
    among: Sequence[str] = (),
    held: Held | None = None,
    over_at: datetime | None = None,
) -> TermsRow:
    """The same with what led to them; and in the same trip of a search what holds all of its words, and of what
    the time has closed or ended at a moment what says much of them.
    """
    limits = (QUESTION_READ, SELECTIVE, ENOUGH, SOUNDS_ALIKE, IN_PARTS)
    whole: tuple[object, ...] = (None, False, None)
    if held is not None:
        whole = (begun(held.text), held.viewer.member_id is not None, values(held.kinds))
    asked = (content(words), values(kinds), list(among), *limits, *whole, MOST_WORD_HITS, over_at, MUCH_SAID)
    (found,) = await database.rows(TermsRow, QUERIES.terms_found, *asked)
    return found


def values(kinds: Sequence[MatchKind] | None) -> list[str] | None:
    return None if kinds is None else [kind.value for kind in kinds]
