"""Every list of all four schemas, and what it can be asked: how many, in which order, of which time, what lacks.

The lists come from the schemas: a new one fails here until it takes what its things can be asked for, or until the
tables say why it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)

from tests.services.lists.test_filters import SCHEMAS

PERIODS = (
    ("from", "until"),
    ("applyFrom", "applyUntil"),
    ("filter.applyAfter", "filter.applyBefore"),
    ("filter.issuedFrom", "filter.issuedUntil"),
    ("filter.publishedSince", "filter.publishedUntil"),
)
FEEDS = (
    *("cipChanges", "cipEvents", "ideenwerkstattChanges", "ideenwerkstattEvents"),
    *("civicDataLabChanges", "civicDataLabEvents", "civicCodingEvents"),
)

MACHINES = "a feed for machines: in the order of changes, from a cursor"
PARTS = "parts of the thing itself: few, and read with it as a whole"
TREE = "the order of the house: the taxonomy of topics, programmes and ministries"
ALL = "some of them, all of which one reads"
RELEVANCE = "what fits best comes first: that is what is asked for"
ADVICE = "a judgement's own few"
PERSONS = "persons are not ranked, and have no date that is anybody's business"
HISTORY = "a history is read in its order"
TO_DO = "what is still to be done, all of it"
STANDING = "a standing offer; its appointments have dates"
MANY_KINDS = "offers of all kinds in one list: what may lack is asked of supportOffers"

WHOLE = {
    PARTS: {
        *("Award.tranches", "CompetitionEntry.team", "Consortium.partners", "ApplicationConsortium.partners"),
        *("CompetitionRound.timeline", "CompetitionRound.criteria", "EligibilityCheck.criteria"),
        *("FundedProject.milestones", "GrantApplication.history", "CipProgramme.publicPages", "Workshop.materials"),
        *("Dataset.distributions", "Dataset.coverage", "DataProjectCall.selectionPrinciples"),
        *("LearningModule.prerequisites", "PilotProject.experts", "Workshop.experts", "Workshop.hosts"),
        *("CommunityFormat.hosts", "Prototype.datasets", "Expert.fields", "*.participants", "DataProject.stageHistory"),
        *("Idea.team", "Idea.openRoles", "Idea.developedInto", "Profile.skills", "Conversation.participants"),
        *("ModerationCase.reports", "ModerationCase.messagesAround", "ErasureRequest.steps"),
        *("Facet.values", "FoundFacet.values", "MatchConnection.*", "SearchConnection.*", "IdeaConnection.facets"),
        *("MatchExplanation.sharedTopics", "Member.organisations", "Organisation.members"),
        *("Statistics.buckets", "StatisticsBucket.keys", "Viewer.consents", "Viewer.consentsDue"),
        *("SlotsPayload.slots", "DataSlotsPayload.slots", "*.errors", "*.sdgs", "Ministry.nameHistory"),
        *("AcceleratorProgramme.challenges", "AcceleratorProgramme.teams", "AcceleratorProgramme.awardedTeams"),
        "Challenge.ideas",
    },
    TREE: {"*.topics", "*.children", "*.ministries", "*.programmes", "Query.anchorProjects"},
    ALL: {"Query.consentTexts", "Query.licenses"},
    ADVICE: {"DataReadiness.gaps", "DataReadiness.advice", "SustainabilityEstimate.hints"},
    MACHINES: {"Query._entities"},
}
"""Lists that are given out as a whole, without ``first``; how many there are at most says each schema (@listSize)."""

A_PAGE = "more than a page is nobody's question: the best few of all, and first goes to 100"
IN_PARTS = "a use has no id of its own; a period (from, until) leads on"
NEXT = "the next few of what may be taken any moment; from leads on"
KEPT = "kept for some months, made one at a time; from and until lead on"
MEASURED = "what one project puts out, some at most; issuedFrom and issuedUntil lead on"
FEW_KINDS = "one group for each kind of thing"
CUT_OFF = {
    MACHINES: {f"Query.{each}" for each in FEEDS},  # since leads on
    A_PAGE: {
        *("*.matchingIdeas", "*.similarIdeas", "Idea.nextSteps", "Idea.recommendedDatasets", "SavedSearch.found"),
        "SearchConnection.actors",
    },
    FEW_KINDS: {"MatchConnection.byKind"},
    IN_PARTS: {"Dataset.usedBy", "*.usedDatasets"},
    NEXT: {"DataConsultation.nextFreeSlots"},
    KEPT: {"Viewer.dataExports"},
    MEASURED: {"DataProject.publishedDatasets", "FundedProject.publishedDatasets", "PilotProject.publishedDatasets"},
}
"""Lists of the first ones that cannot be turned; whoever wants more has another way, or there is no more."""

UNSORTED = {
    MACHINES: {f"Query.{each}" for each in FEEDS},
    RELEVANCE: {
        *("*.matchingIdeas", "*.similarIdeas", "*.matches", "Idea.nextSteps", "Idea.recommendedDatasets"),
        *("Query.match", "Query.search", "SavedSearch.found", "MatchConnection.byKind", "SearchConnection.actors"),
    },
    PERSONS: {"Query.experts"},
    HISTORY: {"Idea.versions"},
    TO_DO: {"*.offersWithoutSimpleLanguage"},
}
"""Lists of some of many that take no order."""

UNDATED = {
    **UNSORTED,
    STANDING: {"Query.aiConsultations", "Query.dataConsultations"},
    PERSONS: {"Query.experts", "Query.organisations"},
}
"""Lists of dated things that take no period."""

WITH_ALL = {
    **UNSORTED,
    MANY_KINDS: {"*.supportOffers", "Viewer.bookmarks"},
    STANDING: {
        *("Query.aiConsultations", "Query.dataConsultations", "Query.pilotCalls", "Query.dataProjectCalls"),
        *("Query.competitionRounds", "Query.fundingCalls", "Query.learningModules", "*.workshops"),
    },
}
"""Lists of things that may lack something, and are not asked for what."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of objects: where it stands, what it takes, what is in it."""

    service: str
    kind: str
    name: str
    taken: frozenset[str]
    node: GraphQLNamedType

    @property
    def places(self) -> frozenset[str]:
        """What the tables may call it."""
        return frozenset((f"{self.kind}.{self.name}", f"*.{self.name}", f"{self.kind}.*"))


def lists() -> Iterator[Listed]:
    for service, sdl in SCHEMAS.items():
        schema = build_schema(sdl.as_str(), assume_valid_sdl=True)
        for kind in schema.type_map.values():
            if not is_object_type(kind) and not is_interface_type(kind):
                continue
            if not kind.name.startswith(("_", "Mutation")):
                for name, field in kind.fields.items():
                    node = node_of(field)
                    if node is not None and name not in ("nodes", "edges"):
                        yield Listed(service, kind.name, name, frozenset(taken(field)), node)


def node_of(field: GraphQLField) -> GraphQLNamedType | None:
    """What is in the list that the field gives; None for no list of objects."""
    bare = field.type.of_type if is_non_null_type(field.type) else field.type
    kind: Any = get_named_type(bare)
    if is_list_type(bare):
        return kind if is_composite_type(kind) else None
    return get_named_type(kind.fields["nodes"].type) if kind.name.endswith("Connection") else None


def taken(field: GraphQLField) -> Iterator[str]:
    """The arguments, with those within a filter as ``filter.x``."""
    for name, argument in field.args.items():
        yield name
        kind = get_named_type(argument.type)
        if isinstance(kind, GraphQLInputObjectType):
            yield from (f"{name}.{inner}" for inner in kind.fields)


def dates(node: GraphQLNamedType) -> list[str]:
    """The days and moments of a thing, and the period in which it runs."""
    if not isinstance(node, GraphQLObjectType | GraphQLInterfaceType):
        return []
    return [
        name
        for name, field in node.fields.items()
        if get_named_type(field.type).name in ("Date", "DateTime", "DateRange")
    ]


def lacking() -> frozenset[str]:
    """Things that some list is asked for what they have not; and their interfaces."""
    return frozenset(each.node.name for each in LISTS if {"without", "filter.without"} & each.taken)


LISTS = list(lists())
PAGED = [each for each in LISTS if "first" in each.taken]


def excused(found: Listed, table: Mapping[str, set[str]]) -> set[str]:
    return {place for places in table.values() for place in places if place in found.places}


def check(lacks: list[Listed], table: Mapping[str, set[str]]) -> None:
    """Each list that lacks something is excused, and no excuse is left over."""
    used: set[str] = set()
    for each in lacks:
        reasons = excused(each, table)
        assert reasons, f"{each.service}: {each.kind}.{each.name}({', '.join(sorted(each.taken))})"
        used |= reasons
    left_over = {place for places in table.values() for place in places} - used
    assert not left_over, sorted(left_over)


def test_every_list_says_how_many_or_is_a_whole() -> None:
    check([each for each in LISTS if "first" not in each.taken], WHOLE)
    assert len(LISTS) > 250 and len(PAGED) > 120


def test_every_list_of_some_goes_on_behind_its_end() -> None:
    """A page that cannot be turned is a list that is cut off."""
    check([each for each in PAGED if "after" not in each.taken], CUT_OFF)


def test_every_list_of_some_can_be_sorted() -> None:
    check([each for each in PAGED if not {"orderBy", "direction"} <= each.taken], UNSORTED)


def test_every_list_of_dated_things_takes_a_period() -> None:
    dated = [each for each in PAGED if dates(each.node)]
    lacks = [each for each in dated if not any(set(period) <= each.taken for period in PERIODS)]
    for each in lacks:
        assert excused(each, UNDATED), (each.service, each.kind, each.name, dates(each.node))
    assert len(dated) > 80


def test_every_list_of_things_that_may_lack_something_can_be_asked_for_what() -> None:
    kinds = lacking()
    assert {"FundedProject", "PilotProject", "DataProject", "CivicProject", "Prototype", "Dataset", "Idea"} <= kinds
    for each in PAGED:
        if each.node.name in kinds and not {"without", "filter.without"} & each.taken:
            assert excused(each, WITH_ALL), (each.service, each.kind, each.name)
