"""Matching through the graph, with a small embedder behind its seam: filters, reasons, rights, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.asking import ask, entities
from tests.services.conftest import House, bearer

MATCH = """query ($input: MatchInput!, $first: Int) { match(input: $input, first: $first) {
  totalCount pageInfo { hasNextPage } nodes {
    id kind score state target { __typename ... on Idea { id } ... on Profile { id } }
    explanation { similarity sharedTopics { slug } complementarySkills sameRegion crossesMinistries modelVersion }
  } } }"""


async def matched(market: House, headers: dict[str, str] | None = None, **input: Any) -> list[dict[str, Any]]:
    answer = await ask(market.app, MATCH, {"input": input, "first": 100}, headers or {})
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["match"]["nodes"]
    assert answer.data["match"]["totalCount"] == len(nodes)
    assert [each["score"] for each in nodes] == sorted((each["score"] for each in nodes), reverse=True)
    return nodes


def targets(nodes: list[dict[str, Any]]) -> list[str]:
    return [each["id"].partition(".")[2] for each in nodes]


async def test_a_text_finds_what_shares_its_words(market: House) -> None:
    nodes = await matched(market, text="Vogelstimmen im Wald erkennen")
    assert targets(nodes)[0] == "idea_birds"
    assert set(targets(nodes)[1:3]) == {"workshop_1", "pilot_1"}
    assert nodes[0]["kind"] == "IDEA"
    assert nodes[0]["target"] == {"__typename": "Idea", "id": "idea_birds"}
    assert nodes[0]["explanation"]["modelVersion"] == "word-beginnings@1"


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        ({"kinds": ["PROJECT"]}, {"project_f1", "pilot_1"}),
        ({"kinds": ["SUPPORT_OFFER", "DATASET"]}, {"workshop_1", "call_1", "event_1", "dataset_1"}),
        ({"topicSlugs": ["birds"]}, {"idea_birds", "profile_jo", "pilot_1", "workshop_1"}),
        # A topic stands for its sub-topics, as in the lists of ideas, profiles and offers.
        ({"topicSlugs": ["biodiversity", "birds"]}, {"idea_birds", "profile_jo", "pilot_1", "workshop_1"}),
        ({"regionArs": ["150000000000"]}, {"idea_plain", "project_f1", "dataset_1"}),
        ({"crossMinistryOnly": True}, {"idea_plain", "project_f1", "pilot_1", "workshop_1", "call_1", "dataset_1"}),
    ],
)
async def test_filters_work_inside_the_search(market: House, filter: dict[str, Any], ids: set[str]) -> None:
    text = (
        "Vogelstimmen erkennen im Wald, Bescheide in Leichte Sprache, Geld, aus Halle, Kommunen, mit KI, hören. "
        "Wir treffen uns"
    )
    assert set(targets(await matched(market, text=text, **filter))) == ids


async def test_closed_hidden_and_withdrawn_documents_are_never_found(market: House) -> None:
    text = "Werkstatt von gestern Vorbei Verborgene Vogelstimmen Zurückgezogene Bescheide Geheimer Entwurf Alte Idee"
    gone = {"workshop_old", "idea_hidden", "dataset_old", "idea_draft", "idea_old", "accelerator_1", "profile_ada"}
    assert gone.isdisjoint(targets(await matched(market, bearer("member_jo", "moderation"), text=text)))


IN_WORDS = """{ match(input: { ideaId: "idea_plain", kinds: [PROFILE, PROJECT] }, first: 9) {
  nodes { id explanation { inWords } } } }"""


@pytest.mark.parametrize(
    ("language", "project", "profile"),
    [
        ("de", "Gemeinsame Themen: Leichte Sprache. Gleiche Region.", "Ergänzt sich: Datenwissenschaft."),
        ("en", "Shared topics: Plain language. Same region.", "Complementary: Data science."),
    ],
)
async def test_reasons_are_said_in_words(market: House, language: str, project: str, profile: str) -> None:
    answer = await ask(market.app, IN_WORDS, headers={**bearer("member_mira"), "accept-language": language})
    words = {node["id"]: node["explanation"]["inWords"] for node in answer.data["match"]["nodes"]}
    assert words["match_idea_plain.project_f1"].endswith(project)
    assert words["match_idea_plain.profile_jo"].endswith(profile)


async def test_an_idea_is_matched_with_its_reasons(market: House) -> None:
    nodes = {each["id"]: each for each in await matched(market, bearer("member_mira"), ideaId="idea_plain")}
    project = nodes["match_idea_plain.project_f1"]
    assert project["state"] == "SEEN"
    assert project["explanation"]["sharedTopics"] == [{"slug": "plain-language"}]
    assert project["explanation"]["sameRegion"] is True
    assert project["explanation"]["crossesMinistries"] is False  # both belong to the same programme
    assert nodes["match_idea_plain.dataset_1"]["explanation"]["crossesMinistries"] is True
    assert nodes["match_idea_plain.profile_jo"]["explanation"]["complementarySkills"] == ["DATA_SCIENCE"]
    # The pair was dismissed; the idea itself and the profile of its team are no suggestions.
    absent = {"match_idea_plain.call_1", "match_idea_plain.idea_plain", "match_idea_plain.profile_haus"}
    assert absent.isdisjoint(nodes)


async def test_a_members_only_profile_is_for_members(market: House) -> None:
    text = "Testfeld im Nachbarschaftshaus Wir testen Leichte Sprache"
    assert "profile_haus" not in targets(await matched(market, text=text))
    assert targets(await matched(market, bearer("member_jo"), text=text))[0] == "profile_haus"
    search = (
        "query ($q: String!) { search(query: $q, kinds: [PROFILE]) { nodes { target { ... on Profile { id } } } } }"
    )
    assert (await ask(market.app, search, {"q": "Nachbarschaftshaus"})).data["search"]["nodes"] == []


async def test_a_draft_is_matched_for_its_team_only(market: House) -> None:
    assert (await matched(market, bearer("member_jo"), ideaId="idea_draft")) != []
    answer = await ask(market.app, MATCH, {"input": {"ideaId": "idea_draft"}}, bearer("member_mira"))
    assert answer.codes == [("BAD_USER_INPUT", "match")]


@pytest.mark.parametrize(
    ("headers", "profile", "code"),
    [
        ({}, "profile_jo", "FORBIDDEN"),
        (bearer("member_mira"), "profile_jo", "FORBIDDEN"),  # somebody else's
        (bearer("member_ada"), "profile_ada", "FORBIDDEN"),  # consent withdrawn
        (bearer("member_jo", "marketplace:manage"), "profile_haus", "FORBIDDEN"),  # staff neither
    ],
)
async def test_a_person_is_matched_only_for_itself(
    market: House, headers: dict[str, str], profile: str, code: str
) -> None:
    answer = await ask(market.app, MATCH, {"input": {"profileId": profile}}, headers)
    assert answer.codes == [(code, "match")]


async def test_an_owner_sees_what_fits_its_profile(market: House) -> None:
    query = """{ organisation(id: "org_haus") { profile { matches(first: 1, kinds: [PROFILE]) { totalCount nodes {
      target { ... on Profile { id } } explanation { complementarySkills } } pageInfo { hasNextPage } } } } }"""
    answer = await ask(market.app, query, headers=bearer("member_mira"))
    assert answer.data["organisation"]["profile"]["matches"] == {
        "totalCount": 1,
        "nodes": [
            {
                "target": {"id": "profile_jo"},
                "explanation": {"complementarySkills": ["DATA_SCIENCE", "TEST_FIELD"]},
            }
        ],
        "pageInfo": {"hasNextPage": False},
    }
    anonymous = await ask(market.app, '{ member(id: "member_jo") { profile { matches { totalCount } } } }')
    assert anonymous.codes == [("UNAUTHENTICATED", "member.profile.matches")]


async def test_a_match_is_known_by_its_pair(market: House) -> None:
    ids = [
        "match_idea_plain.project_f1",
        "match_idea_plain.call_1",
        "match_idea_draft.idea_birds",
        "match_text-1.x",
        "x",
    ]
    references = [{"__typename": "Match", "id": each} for each in ids]
    # What the team did with a suggestion is for the team, also for those who act for its organisation.
    for headers, state in (({}, "SUGGESTED"), (bearer("member_mira"), "SEEN"), (bearer("member_ada"), "SEEN")):
        answer = await entities(market.app, "... on Match { id kind state }", references, headers)
        assert answer.errors == []
        assert answer.data == [
            {"id": "match_idea_plain.project_f1", "kind": "PROJECT", "state": state},
            None,
            None,
            None,
            None,
        ]


async def test_search_joins_words_and_meaning(market: House) -> None:
    query = """query ($q: String!, $first: Int, $after: String) { search(query: $q, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { score highlights target { __typename
        ... on Idea { title } } } } }"""
    answer = await ask(market.app, query, {"q": "bescheid", "first": 2})
    page = answer.data["search"]
    assert page["pageInfo"]["hasNextPage"] is True
    # The German stem of "bescheid" is in "Bescheide".
    assert all("**Bescheide**" in " ".join(hit["highlights"]) for hit in page["nodes"])
    rest = await ask(market.app, query, {"q": "bescheid", "after": page["pageInfo"]["endCursor"]})
    assert len(rest.data["search"]["nodes"]) == page["totalCount"] - 2


async def test_similar_ideas_are_other_ideas(market: House) -> None:
    answer = await ask(
        market.app,
        '{ idea(id: "idea_plain") { similarIdeas(first: 1) { id } matches(kinds: [IDEA]) { nodes { id } } } }',
    )
    assert answer.data["idea"]["similarIdeas"] == [{"id": "idea_fork"}]
    assert answer.data["idea"]["matches"]["nodes"][0]["id"] == "match_idea_plain.idea_fork"


WALK = """query ($input: MatchInput!, $after: String) { match(input: $input, first: 2, after: $after) {
  edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage } totalCount } }"""


async def test_suggestions_are_walked_by_the_cursors_of_their_edges(market: House) -> None:
    asked: dict[str, Any] = {"text": "Vogelstimmen im Wald erkennen"}
    whole = [each["id"] for each in await matched(market, **asked)]
    seen: list[str] = []
    after: str | None = None
    while len(seen) < len(whole):
        page = (await ask(market.app, WALK, {"input": asked, "after": after})).data["match"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["totalCount"] == len(whole)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasNextPage"] is (len(seen) < len(whole))
        after = page["edges"][-1]["cursor"]
    assert seen == whole


async def test_a_cursor_of_other_suggestions_is_refused(market: House) -> None:
    page = (await ask(market.app, WALK, {"input": {"text": "Vogelstimmen"}})).data["match"]
    cursor = page["edges"][0]["cursor"]
    answer = await ask(market.app, WALK, {"input": {"text": "Bescheide in Leichter Sprache"}, "after": cursor})
    assert answer.codes == [("BAD_USER_INPUT", "match")]
