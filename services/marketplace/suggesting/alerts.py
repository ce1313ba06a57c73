"""Whom a document that came in is told to: saved searches that it fits, and ideas and profiles that it may help.

One replica does it, every few seconds, in one transaction: what is taken off the list of new documents is noted and
told with it, or stays on the list. A pair is found once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.kit.chores import Chore
from services.kit.clock import BERLIN, end_of
from services.kit.database import Database
from services.marketplace.matching.documents import Document, Filter, MatchKind, Search
from services.marketplace.matching.library import Library
from services.marketplace.matching.narrowing import DocumentStatus, Narrowing, is_open_until, lets_through
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.rank import serves
from services.marketplace.matching.refresh import Matching, NotReadyError
from services.marketplace.matching.spans import span_of
from services.marketplace.matching.translating import in_german
from services.marketplace.matching.understanding import By, said, times_named
from services.marketplace.rules.saved_searches import SearchAlert
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents, hubs, watched
from services.marketplace.store.rows import TraitsRow
from services.marketplace.store.search_rows import AlertedRow
from services.marketplace.store.watched import Fit, Pair
from services.marketplace.suggesting.judging import relevances
from services.marketplace.suggesting.watching import Watch

EVERY = 5.0  # seconds between two looks
TOGETHER = 200  # new documents in one transaction
NEAR = 0.52  # cosine from which a document is told to an idea or a profile: they are near to much
MOST_SUBJECTS = 20  # ideas or profiles that are told of one document
MEMBER = Viewer("somebody")  # owners of searches are members, and see what members see
TOLD_TO: Mapping[MatchKind, MatchKind] = {
    MatchKind.PROFILE: MatchKind.IDEA,
    MatchKind.SUPPORT_OFFER: MatchKind.IDEA,
    MatchKind.PROJECT: MatchKind.IDEA,
    MatchKind.DATASET: MatchKind.IDEA,
    MatchKind.IDEA: MatchKind.PROFILE,
}
"""Whom documents of a kind are told to, beside saved searches."""
TYPE_OF = {MatchKind.IDEA: "Idea", MatchKind.PROFILE: "Profile"}


class Alerts:
    """The chore of one process."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._watch = Watch()

    def chores(self) -> tuple[Chore, ...]:
        return Chore("marketplace alert", self.alert), Chore("marketplace daily word", watched.tell_daily)

    async def alert(self, inside: Database, at: datetime) -> int:
        """Looks at what came in; how many pairs were told or wait to be."""
        try:
            library = self._matching.library
        except NotReadyError:
            return 0
        if await watched.begin_watching(inside, at):
            return 0
        ids = await watched.take_arrived(inside, TOGETHER)
        if not ids:
            return 0
        known = {each.document.entity_id: each.document for each in await documents.documents(inside, ids)}
        kept = await documents.vectors(inside, library.version, list(known))
        vectors = {each.entity_id: each.vector for each in kept if each.entity_id in known}
        fits = await self._searches(inside, library, at, known, vectors)
        fits += await own_subjects(inside, library, known, vectors)
        return await told(inside, at, fits, known)

    async def _searches(
        self,
        inside: Database,
        library: Library,
        at: datetime,
        known: Mapping[str, Document],
        vectors: Mapping[str, Vector],
    ) -> list[Fit]:
        relevant = await relevances(inside, library, self._watch, known, vectors)
        return await narrowed(inside, at, relevant, known)


async def narrowed(
    inside: Database, at: datetime, relevant: Mapping[Pair, float], known: Mapping[str, Document]
) -> list[Fit]:
    """Those whose filters let the document through, as it may be shown to members at this moment."""
    if not relevant:
        return []
    searches = await watched.watched_searches(inside, list({search for search, _ in relevant}))
    rows = await documents.traits(inside, MEMBER, at, list({each for _, each in relevant}))
    traits = {row.entity_id: row for row in rows}
    moments = await documents.moments(inside, list(traits))
    barred = await watched.blocked(
        inside,
        [(row.owner_id, known[each].owner_id or "") for search, each in relevant if (row := searches.get(search))],
    )
    fits = []
    for (search, each), relevance in relevant.items():
        row, some = searches.get(search), traits.get(each)
        if row is None or some is None or (row.owner_id, known[each].owner_id) in barred:
            continue
        if await lets(inside, row, some, known[each], moments.get(each)):
            fits.append(Fit(search, each, relevance, row.alert == SearchAlert.DAILY.value))
    return fits


async def lets(
    inside: Database, search: AlertedRow, traits: TraitsRow, document: Document, moment: datetime | None
) -> bool:
    """Whether a document is one of those that a search is about: its filters, and what its words ask for.

    ``moment``: the time that is compared with times in these words, None where the document has none.
    """
    asked = said(in_german(search.query))
    kinds = set(search.kinds) or {each.value for each in asked if each.by is By.KIND and not each.is_hint}
    states = frozenset(each.value[:2] for each in asked if each.by is By.REGION)
    rule = Narrowing(
        frozenset(search.programmes),
        frozenset(DocumentStatus(each) for each in search.statuses),
        frozenset(search.languages),
        search.open_until,
    )
    if document.owner_id == search.owner_id or (kinds and document.kind.value not in kinds):
        return False
    if (states and not serves(document, states)) or not lets_through(rule, traits):
        return False
    if not is_in_time(search, traits, moment):
        return False
    topics = await hubs.topics_with_parts(inside, search.topics) if search.topics else frozenset()
    regions = await hubs.regions_with_parts(inside, search.regions) if search.regions else frozenset()
    return (not topics or not topics.isdisjoint(document.topics)) and (
        not regions or not regions.isdisjoint(document.regions)
    )


def is_in_time(search: AlertedRow, traits: TraitsRow, moment: datetime | None) -> bool:
    """Whether a document is of the times that a search names, as they were meant on the day when its words were said.

    What has no time is told all the same, as a search hides nothing without a date.
    """
    asked = times_named(in_german(search.query), day_in_berlin(search.changed_at))
    times = [(each.by, span_of(each.value)) for each in asked]
    open_until = [end_of(span.end) for by, span in times if by is By.OPEN_UNTIL and span.end is not None]
    spans = [span for by, span in times if by is By.DATE]
    if not all(is_open_until(end, traits) for end in open_until):
        return False
    return moment is None or not spans or any(span.holds(day_in_berlin(moment)) for span in spans)


def day_in_berlin(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


async def own_subjects(
    inside: Database, library: Library, known: Mapping[str, Document], vectors: Mapping[str, Vector]
) -> list[Fit]:
    """Ideas that an offer, a project, data or a profile is near to, and profiles that an idea is near to."""
    searches = [
        Search(vector, MOST_SUBJECTS, Filter(frozenset({TOLD_TO[known[each].kind]}), with_members_only=True))
        for each, vector in vectors.items()
    ]
    hits = await library.index.search(searches)
    fits = [
        Fit(hit.entry.document.entity_id, each, hit.similarity)
        for each, some in zip(vectors, hits, strict=True)
        for hit in some
        if hit.similarity >= NEAR
    ]
    barred = {
        (row.parent, row.target) for row in await documents.not_to_suggest(inside, [fit.subject_id for fit in fits])
    }
    return [fit for fit in fits if (fit.subject_id, fit.document_id) not in barred]


async def told(inside: Database, at: datetime, fits: Sequence[Fit], known: Mapping[str, Document]) -> int:
    """Notes the pairs and tells of those that are new and do not wait."""
    searches = await watched.watched_searches(inside, list({fit.subject_id for fit in fits}))
    own = [fit.subject_id for fit in fits if fit.subject_id not in searches]
    people = defaultdict[str, list[str]](list)
    for row in await watched.people_of(inside, own):
        people[row.parent].append(row.target)
    wanted = [fit for fit in fits if fit.subject_id in searches or fit.subject_id in people]
    new = await watched.note(inside, wanted, at)
    waiting = {(fit.subject_id, fit.document_id) for fit in wanted if fit.waits}
    counts = Counter(subject for subject, document in new if (subject, document) not in waiting)
    of = {subject: known[document].kind for subject, document in new}
    lines = defaultdict[str, list[str]](list)
    for subject, count in sorted(counts.items()):
        is_search = subject in searches
        kind = watched.SEARCH if is_search else TYPE_OF[TOLD_TO[of[subject]]]
        whom = [searches[subject].owner_id] if is_search else people[subject]
        await watched.tell_found(inside, at, (kind, subject), whom, count)
        lines[kind].append(subject)
    for kind, subjects in lines.items():
        await watched.note_told(inside, at, kind, subjects)
    return len(new)
