"""Matching in the graph: suggestions with their reasons, and search."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

import strawberry
from strawberry import ID, federation

from services.kit.batch import Asked
from services.kit.connections import Listing, listed
from services.kit.context import Language
from services.kit.errors import BadInputError, ForbiddenError
from services.kit.field import field, sliced
from services.kit.letters import usual
from services.kit.making import made
from services.kit.paging import PageRequest
from services.kit.paging import page as cut_page
from services.kit.schema import key
from services.kit.selected import selects
from services.marketplace.matching.documents import Candidate, Explanation, MatchKind, Wanted
from services.marketplace.matching.languages import is_understood, language_not_understood
from services.marketplace.matching.narrowing import SearchFacet
from services.marketplace.matching.passages import PassageWanted, words_in_common
from services.marketplace.matching.translating import translated
from services.marketplace.rules.labels import label_of
from services.marketplace.rules.notices import notice, notice_of_translated
from services.marketplace.rules.profile_life import MatchAction, match_actions
from services.marketplace.rules.reasons import Reasons, in_words
from services.marketplace.rules.vocabulary import ContributionKind, MatchState
from services.marketplace.store.documents import ShownCard, match_states, own_subjects
from services.marketplace.store.hubs import topics_by_slugs
from services.marketplace.store.rows import CardRow, IdeaRow, ProfileRow
from services.marketplace.suggesting.asking import candidate_id, candidate_key, count_shown, with_cards
from services.marketplace.suggesting.groups import Group, by_kind
from services.marketplace.suggesting.suggestions import Suggested
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import profiles as profile_types
from services.marketplace.types import understood as understood_types
from services.marketplace.types.context import Info
from services.marketplace.types.foreign import DATASETS, FOREIGN, OFFERS, PROJECTS
from services.marketplace.types.found_facets import FoundFacet, found_facets
from services.marketplace.types.own_offers import OWN, offer, offer_of_own_card
from services.marketplace.types.references import IdeaType, ProfileType, TopicType

MOST_OF_A_KIND = 50  # matches in a group
MATCH_CURSOR = (str,)  # the id of a match
FAR = 50  # places of a first page from which on what lies behind the nearest may be on it
IS_ESTIMATE = "Whether more than 1000 fit: then as many are counted, in facets too, and given out."
if TYPE_CHECKING:
    MatchTarget: TypeAlias = object
else:
    MatchTarget = Annotated[
        Union[(IdeaType, ProfileType, *OFFERS.values(), *OWN.values(), *PROJECTS.values(), *DATASETS.values())],
        strawberry.union(name="MatchTarget"),
    ]
LABEL_OF = {
    Language.DE: "de",
    Language.EN: "en",
    Language.DE_SIMPLE: "deSimple",
}  # keys of a label in several languages


def notice_of(text: str, is_empty: bool, language: Language) -> str | None:
    """What there is to say of the answer to a free text; None where there is nothing."""
    found = translated(text)
    if found is not None:
        return notice_of_translated(found.language, found.words, is_empty, language)
    said = usual(text)
    return notice(is_understood(said), is_empty, language, language_not_understood(said))


def wants_all(info: Info, request: PageRequest) -> bool:
    """Whether somebody counts all that fits or turns pages; of whom wants the first only, no more is looked at."""
    names = ("totalCount", "totalCountIsEstimate", "facets", "hasNextPage")
    return request.after is not None or request.first >= FAR or selects(info, *names)


async def thing_of(info: Info, type_name: str, entity_id: str) -> MatchTarget | None:
    """The thing of a type and id; None when it is gone or not for the viewer."""
    if type_name == "Idea":
        return await idea_types.idea_by_id(info, entity_id)
    if type_name == "Profile":
        return await profile_types.profile_by_id(info, entity_id)
    foreign = FOREIGN.get(type_name)
    return await offer(info, type_name, entity_id) if foreign is None else foreign(id=ID(entity_id))


def target_of(type_name: str, card: ShownCard | None) -> MatchTarget | None:
    """What a match or a hit points at, by what was read of it when it was asked whether it may be shown; None where
    nobody wants it.
    """
    if card is None:
        return None
    match card.row:
        case IdeaRow():
            return idea_types.idea(card.row)
        case ProfileRow():
            return made(profile_types.Profile, card.row)
        case CardRow():
            return offer_of_own_card(card.row)
        case None:
            return FOREIGN[type_name](id=ID(card.entity_id))


@strawberry.type
class MatchExplanation:
    similarity: float
    complementary_skills: list[ContributionKind]
    same_region: bool
    crosses_ministries: bool
    model_version: str
    shared_topics: list[TopicType]
    topic_slugs: strawberry.Private[tuple[str, ...]]
    passage_wanted: strawberry.Private[PassageWanted]
    relevance: strawberry.Private[float]

    @field(
        name="wordsInCommon",
        description="Words of the question that the target has, as the question writes them.",
        cost=2,
    )
    async def words_in_common(self, info: Info) -> list[str]:
        parts = await info.context.visits.texts.load(self.passage_wanted.target)
        return [] if parts is None else words_in_common(self.passage_wanted.asked, parts)

    @field(description="The reasons as sentences, in the language of the request.")
    async def in_words(self, info: Info) -> str:
        language, slugs = info.context.language, list(self.topic_slugs)
        topics = [row.label for row in await info.context.load.each(topics_by_slugs, slugs)]
        in_english = language is Language.EN
        reasons = Reasons(
            self.relevance,
            [label.get(LABEL_OF[language]) or label["de"] for label in topics],
            [label_of(each.value, in_english) for each in self.complementary_skills],
            self.same_region,
            self.crosses_ministries,
            await self.words_in_common(info),
        )
        return in_words(reasons, language)

    @field(description="The sentence of the target that is nearest in meaning; null when it has no text.", cost=5)
    async def passage(self, info: Info) -> str | None:
        info.context.allowance.take(1)
        return await info.context.visits.passages.load(self.passage_wanted)


def explanation(
    reasons: Explanation, passage: PassageWanted, topics: Mapping[str, hub_types.Topic], relevance: float
) -> MatchExplanation:
    return MatchExplanation(
        similarity=reasons.similarity,
        complementary_skills=[ContributionKind(each) for each in reasons.complementary],
        same_region=reasons.same_region,
        crosses_ministries=reasons.crosses_ministries,
        model_version=reasons.model_version,
        shared_topics=[topics[each] for each in reasons.shared_topics if each in topics],
        topic_slugs=reasons.shared_topics,
        passage_wanted=passage,
        relevance=relevance,
    )


@federation.type(keys=["id"], description="A suggested match with its reasons; never an automatic decision (Matching).")
class Match:
    id: ID
    kind: MatchKind
    score: float
    relevance: float = strawberry.field(
        description="How sure it is that it fits, 0 to 1: the same for every question, and from 0.5 on it fits."
    )
    explanation: MatchExplanation
    state: MatchState
    target: MatchTarget | None
    subject_id: strawberry.Private[str | None]

    @field(
        description="What the caller may do with the match by hand now (rateMatch): of an idea of their team, or of "
        "their own profile; nothing with what a text or others' ideas found."
    )
    async def viewer_actions(self, info: Info) -> list[MatchAction]:
        subject = self.subject_id
        is_own = subject is not None and await info.context.is_the_viewers(own_subjects, subject)
        return match_actions(self.state, is_own=is_own)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Match | None:
        return await match_by_id(info, key(representation, "id"))


def match_id(subject_id: str, target_id: str) -> ID:
    """A match is its pair: the same pair has the same id whenever it is asked for."""
    return ID(f"match_{subject_id}.{target_id}")


async def match_by_id(info: Info, match: str) -> Match | None:
    """The match of an idea or a profile, computed anew; matches of free texts are not kept."""
    subject_id, _, target_id = match.removeprefix("match_").partition(".")
    info.context.allowance.question(1)
    suggested = await info.context.visits.pair.load((subject_id, target_id))
    found = [] if suggested is None else await matches(info, suggested, 1)
    return found[0] if found else None


async def matches(info: Info, suggested: Suggested, count: int) -> list[Match]:
    """The best that may be given out, as matches, with what was done with each pair."""
    asking = info.context.visits.asking
    # First what each subject asks for, empty or not: so all of a level ask for it in one trip.
    is_text = suggested.subject.entity_id is None  # of texts nothing is kept
    rows = [] if is_text else await info.context.load(match_states, suggested.subject_id, asking.viewer.member_id)
    states = {row.target_id: MatchState(row.state) for row in rows}
    topics, given = await asyncio.gather(
        shared_topics(info, suggested),
        with_cards(asking, suggested.candidates, candidate_key, count, are_wanted=selects(info, "target")),
    )
    return [
        Match(
            id=match_id(suggested.subject_id, candidate_id(each)),
            kind=each.document.kind,
            score=each.score,
            relevance=each.relevance,
            explanation=explanation(
                asking.library.explanation(suggested.subject, each),
                PassageWanted(
                    *(suggested.subject_id, candidate_id(each), suggested.vector, suggested.asked, each.though_over)
                ),
                topics,
                each.relevance,
            ),
            state=states.get(candidate_id(each), MatchState.SUGGESTED),
            target=target_of(each.document.type_name, card),
            subject_id=None if is_text else suggested.subject_id,
        )
        for each, card in given
    ]


async def shared_topics(info: Info, suggested: Suggested) -> Mapping[str, hub_types.Topic]:
    """The topics that a subject may share with what is given out, by slug, in one trip; none where nobody asks."""
    own = suggested.subject.topics
    if not own or not selects(info, "sharedTopics"):
        return {}
    rows = await info.context.load.each(topics_by_slugs, sorted(own))
    return {row.slug: made(hub_types.Topic, row) for row in rows}


@strawberry.type(description="What is possible of one kind, the best first.")
class MatchGroup:
    kind: MatchKind
    nodes: list[Match]
    group: strawberry.Private[Group]

    @field(description="How many of this kind are possible, at most 1000.")
    async def total_count(self, info: Info) -> int:
        return await count_shown(info.context.visits.asking, self.group.candidates, candidate_key)


@strawberry.type
class MatchConnection(Listing[Match]):
    suggested: strawberry.Private[Suggested]

    @field(description=IS_ESTIMATE)
    async def total_count_is_estimate(self) -> bool:
        return self.suggested.is_cut

    @field(
        description="The same question asked of each kind by itself; kinds of which nothing fits are left out.",
        cost=50,
        list_size=sliced(sized=("nodes",), most=len(MatchKind)),
    )
    async def by_kind(self, info: Info, first: int = 5) -> list[MatchGroup]:
        if not 1 <= first <= MOST_OF_A_KIND:
            raise BadInputError(f"first must be from 1 to {MOST_OF_A_KIND}, not {first}.")
        for _ in MatchKind:
            info.context.allowance.question(first)
        groups = await by_kind(info.context.visits.asking, self.suggested)
        found = await asyncio.gather(*(matches(info, each.suggested, first) for each in groups))
        return [
            MatchGroup(kind=each.kind, nodes=nodes, group=each)
            for each, nodes in zip(groups, found, strict=True)
            if nodes
        ]

    @field(description="All candidates under the filter, counted; a document counts for each of its values.")
    async def facets(self, info: Info, by: list[SearchFacet]) -> list[FoundFacet]:
        return await found_facets(info, [candidate_key(each) for each in self.suggested.candidates], by)

    @field(
        description="What to know of the answer: that nothing fits, that the question was translated word by word, or "
        "that its language is not understood yet."
    )
    async def notice(self, info: Info) -> str | None:
        return notice_of(self.suggested.typed or "", not self.suggested.candidates, info.context.language)

    @field(description="What the words of the question say besides its subject; leave one out with `without`.")
    async def understood(self) -> list[understood_types.Understood]:
        return [understood_types.understood(each) for each in self.suggested.understood]


async def match_listing(info: Info, suggested: Suggested, request: PageRequest) -> MatchConnection:
    """A page of the suggestions, the best first; a cursor holds the id of its match.

    The total is that of all that is possible and may be given out at this moment, at most ``MOST``.
    """
    rest = replace(suggested, candidates=candidates_after(suggested, request))
    given = await matches(info, rest, request.limit)
    with_facets = selects(info, "facets")

    async def total() -> int:
        asking = info.context.visits.asking
        return await count_shown(asking, suggested.candidates, candidate_key, with_facets=with_facets)

    page = cut_page(given, request)
    return MatchConnection(**listed(page, lambda each: each, lambda each: (each.id,)), total=total, suggested=suggested)


def candidates_after(suggested: Suggested, request: PageRequest) -> Sequence[Candidate]:
    """What comes after the match of the cursor; ``BadInputError`` when it is none of these suggestions any more."""
    if request.after is None:
        return suggested.candidates
    ids = [match_id(suggested.subject_id, candidate_id(each)) for each in suggested.candidates]
    (last,) = request.after
    if last not in ids:
        raise BadInputError("after is none of these suggestions (any more); begin at the first page.")
    return suggested.candidates[ids.index(last) + 1 :]


async def suggested_for_idea(info: Info, idea_id: str, wanted: Wanted) -> Suggested:
    """``BadInputError`` when there is no such idea for the viewer."""
    suggested = await info.context.visits.of_idea.load(Asked(idea_id, wanted))
    if suggested is None:
        raise BadInputError("There is no such idea, or you may not see it.")
    return suggested


async def suggested_for_profile(info: Info, profile_id: str, wanted: Wanted) -> Suggested:
    """``ForbiddenError`` for others' profiles and without the consent MATCHING."""
    suggested = await info.context.visits.of_profile.load(Asked(profile_id, wanted))
    if suggested is None:
        raise ForbiddenError("Matches of a profile are for its owner, and only with the consent MATCHING.")
    return suggested
