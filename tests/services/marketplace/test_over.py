"""What the time has closed or ended is found by its name and by nothing else: with what it is now, and counted so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.database import open_connection
from services.marketplace.matching.documents import Candidate, Document, Entry, MatchKind
from services.marketplace.matching.naming import MOST_WORDS, is_named, marked, words_of
from services.marketplace.matching.refresh import Matching
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT, SCHEMA, holds, until_true
from tests.services.marketplace.test_saved_searches import JO, NEW_IDEA, looking, save, told

CALL, EVENT, BY_HAND = "call_past", "event_past", "call_by_hand"
OWNER = "Kulturfonds Bühne (fiktiv)"
PUT = """INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics,
  regions, audiences, apply_until, organiser) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', '{}', '{}', $8, $9)"""
HELD = """INSERT INTO community_event
  VALUES ($1, 'FORUM', '2026-02-20T09:00Z', '2026-02-20T16:00Z', NULL, true, '{}', 80)"""
TITLES = {
    CALL: "Technikzuschuss für Amateurtheater",
    EVENT: "Forum Gezeiten und Deichbau",
    BY_HAND: "Zuschuss Trachtenkapelle",
}
SUMMARIES = {CALL: "Scheinwerfer und Funkmikrofone für Freilichtbühnen", EVENT: "Sandsäcke füllen", BY_HAND: "Posaunen"}
STORY = f"""Wir spielen seit Jahren Stücke im Freien und fragen, ob es wie beim {TITLES[CALL]} wieder Geld gibt,
  denn unsere Lampen sind alt."""

# The index follows the fixture's rows, and an own offer's card is a trip of its own.
OTHERS = {
    *("documents", "document_parts", "embeddings", "save_terms", "save_embeddings"),
    *("forget_terms", "forget_vectors", "own_cards"),
}
BOTH = """query ($text: String!, $kinds: [MatchKind!], $status: [DocumentStatus!], $until: DateTime) {
  search(query: $text, kinds: $kinds, filter: {status: $status, openUntil: $until}, first: 100) { totalCount
    facets(by: [KIND, STATUS]) { by values { value label count } } nodes { relevance highlights target { ...T } } }
  match(input: {text: $text, kinds: $kinds, status: $status, openUntil: $until}, first: 100) { totalCount
    facets(by: [KIND, STATUS]) { by values { value label count } }
    nodes { relevance explanation { wordsInCommon passage } target { ...T } }
    byKind(first: 50) { kind totalCount nodes { target { ...T } } } } }
fragment T on MatchTarget { __typename ... on FundingCall { id } ... on CommunityEvent { id status } ... on Idea { id }
  ... on Workshop { id } ... on ProjectCounselling { id } ... on Profile { id } ... on FundedProject { id }
  ... on PilotProject { id } ... on Dataset { id } ... on AcceleratorProgramme { id } }"""


@pytest.fixture
async def past(writable: tuple[House, Matching]) -> AsyncIterator[tuple[House, Matching]]:
    """A call whose deadline is over, an event that is over, and a call that somebody closed."""
    house, matching = writable
    rows = [
        (CALL, "FundingCall", "cip", "FUNDING", "OPEN", "2026-02-01T00:00Z", OWNER),
        (EVENT, "CommunityEvent", "civic-coding", "EVENT", "ANNOUNCED", None, None),
        (BY_HAND, "FundingCall", "cip", "FUNDING", "CLOSED", "2026-02-01T00:00Z", OWNER),
    ]
    for each, type_name, programme, kind, status, until, owner in rows:
        await put(house, each, type_name, programme, kind, status, TITLES[each], SUMMARIES[each], until, owner)
    for each in (CALL, EVENT):
        await until_true(partial(holds, matching, each))
    yield house, matching


async def put(house: House, entity_id: str, *values: Any) -> None:
    type_name, programme, kind, status, title, summary, until, owner = values
    async with open_connection(house.url, schema=SCHEMA) as connection, connection.transaction():
        given_ = (entity_id, type_name, programme, kind, status, {"de": title}, {"de": summary})
        moment = None if until is None else await connection.fetchval("SELECT $1::text::timestamptz", until)
        await connection.execute(PUT, *given_, moment, owner)
        if type_name == "CommunityEvent":
            await connection.execute(HELD, entity_id)


async def both(house: House, text: str, **filters: Any) -> dict[str, Any]:
    answer = await ask(house.app, BOTH, {"text": text, **filters})
    assert answer.errors == []
    data: dict[str, Any] = answer.data
    return data


def ids(nodes: list[Any]) -> list[str]:
    return [each["target"]["id"] for each in nodes]


def everywhere(found: dict[str, Any]) -> list[list[str]]:
    """Ids that a search, a match and its groups give out, each in order."""
    groups = [each for group in found["match"]["byKind"] for each in ids(group["nodes"])]
    return [ids(found["search"]["nodes"]), ids(found["match"]["nodes"]), groups]


def counts(listed: Any, by: str) -> dict[str, int]:
    (facet,) = (each for each in listed["facets"] if each["by"] == by)
    return {each["value"]: each["count"] for each in facet["values"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TITLES[CALL], CALL),
        ("Technikzuschuss Amateurtheater", CALL),
        ("technik-zuschuss für die amateurtheater", CALL),
        ("Tecnikzuschuss Amateurteater", CALL),
        ("Technikzuschuss Amateurtheater Kulturfonds", CALL),
        ("Kulturfonds Bühne", CALL),
        ("der Kulturfonds Buehne", CALL),
        (TITLES[EVENT], EVENT),
        ("Deichbau Gezeiten Forum", EVENT),
    ],
)
async def test_it_is_found_by_its_title_or_owner(past: tuple[House, Matching], text: str, expected: str) -> None:
    found = await both(past[0], text)
    assert [some[:1] for some in everywhere(found)[:2]] == [[expected]] * 2
    assert expected in everywhere(found)[2]
    status = {CALL: "CLOSED", EVENT: "ENDED"}[expected]
    for listed in (found["search"], found["match"]):
        assert counts(listed, "STATUS")[status] == 1
        assert sum(counts(listed, "KIND").values()) == listed["totalCount"] == len(listed["nodes"])
    (offers,) = (group for group in found["match"]["byKind"] if group["kind"] == "SUPPORT_OFFER")
    assert offers["totalCount"] == len(offers["nodes"]) == counts(found["match"], "KIND")["SUPPORT_OFFER"]
    if expected == EVENT:
        assert found["search"]["nodes"][0]["target"]["status"] == "ENDED"
    if text == TITLES[CALL]:
        first = found["match"]["nodes"][0]
        assert first["explanation"] == {
            "wordsInCommon": ["Technikzuschuss", "Amateurtheater"],
            "passage": SUMMARIES[CALL],
        }
        assert first["relevance"] > 0.9


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Amateurtheater",
            "Zuschuss",
            "Technik",
            "Kulturfonds",
            "Bühne",
            "Scheinwerfer für Freilichtbühnen",
            "Deichbau",
        ),
        *("Zuschuss für Funkmikrofone im Amateurtheater", "Sandsäcke füllen", "Geld vom Kulturfonds Bühne", STORY),
        TITLES[BY_HAND],
    ],
)
async def test_nothing_else_finds_it(past: tuple[House, Matching], text: str) -> None:
    for filters in ({}, {"status": ["CLOSED", "ENDED"]}):
        for some in everywhere(await both(past[0], text, **filters)):
            assert not {CALL, EVENT, BY_HAND}.intersection(some)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"status": ["OPEN", "ANNOUNCED"]}, 0),
        ({"until": "2026-01-15T00:00:00Z"}, 0),
        ({"until": "2026-03-15T00:00:00Z"}, 0),
        ({"kinds": ["IDEA", "PROJECT"]}, 0),
        ({"kinds": ["SUPPORT_OFFER"]}, 1),
        ({"status": ["CLOSED"]}, 1),
        ({"status": ["CLOSED"], "until": "2026-01-15T00:00:00Z"}, 0),
    ],
)
async def test_filters_hold_for_it(past: tuple[House, Matching], filters: dict[str, Any], count: int) -> None:
    found = await both(past[0], TITLES[CALL], **filters)
    for some in everywhere(found):
        assert some.count(CALL) == count
    for listed in (found["search"], found["match"]):
        assert counts(listed, "STATUS").get("CLOSED", 0) == count
        assert listed["totalCount"] == len(listed["nodes"])


async def test_an_idea_of_the_same_words_is_not_told_of_it_in_the_same_request_either(
    past: tuple[House, Matching],
) -> None:
    house, matching = past
    async with open_connection(house.url, schema=SCHEMA) as connection:
        await connection.execute(NEW_IDEA, "idea_stage", TITLES[CALL], AT)
    await until_true(partial(holds, matching, "idea_stage"))
    one = "totalCount nodes { target { __typename ... on FundingCall { id } } }"
    query = f"""{{ text: match(input: {{text: "{TITLES[CALL]}"}}, first: 100) {{ {one} }}
      idea: match(input: {{ideaId: "idea_stage"}}, first: 100) {{ {one} byKind {{ nodes {{ target {{ __typename
        ... on FundingCall {{ id }} }} }} }} }} }}"""
    answer = await ask(house.app, query, headers=bearer("member_ada"))
    assert answer.errors == []
    for name, count in (("text", 1), ("idea", 0)):
        found = answer.data[name]
        assert [each["target"].get("id") for each in found["nodes"]].count(CALL) == count
        assert found["totalCount"] == len(found["nodes"])
    assert CALL not in str(answer.data["idea"])


async def test_no_alert_tells_of_it(writable: tuple[House, Matching]) -> None:
    house, matching = writable
    await save(house, JO, TITLES[CALL])
    async with looking(writable) as chores:
        for each, title in ((CALL, TITLES[CALL]), ("call_open", f"{TITLES[CALL]} neu")):
            until = "2026-02-01T00:00Z" if each == CALL else "2026-05-01T00:00Z"
            await put(house, each, "FundingCall", "cip", "FUNDING", "OPEN", title, SUMMARIES[CALL], until, OWNER)
            await until_true(partial(holds, matching, each))
            await chores.round()
            assert len([one for one in await told(house) if one[0] == "SavedSearch"]) == (0 if each == CALL else 1)


async def test_what_is_open_stands_before_it(past: tuple[House, Matching]) -> None:
    house, matching = past
    await put(
        house, "call_open", "FundingCall", "cip", "FUNDING", "OPEN", TITLES[CALL], "Neu", "2026-05-01T00:00Z", OWNER
    )
    await until_true(partial(holds, matching, "call_open"))
    for some in everywhere(await both(house, "Technikzuschuss Amateurtheater")):
        assert [each for each in some if each in {CALL, "call_open"}] == ["call_open", CALL]


async def test_it_costs_no_trip(past: tuple[House, Matching]) -> None:
    house, _ = past
    query = f'{{ search(query: "{TITLES[CALL]}") {{ totalCount nodes {{ highlights target {{ __typename }} }} }} }}'
    house.trips.clear()
    await ask(house.app, query)
    asked = [each for each in house.trips if each not in OTHERS]
    # "Zuschuss" is a kind of help, which has a statement of its own.
    assert asked == ["ids_of_finer_kinds", "terms_found", "found_cards", "still_shown"]


@given(
    st.lists(st.tuples(st.sampled_from(list(MatchKind)), st.floats(0, 1), st.booleans()), max_size=20),
)
def test_marking_keeps_all_and_the_order_of_the_others(given_: list[tuple[MatchKind, float, bool]]) -> None:
    found = [
        Candidate(Entry(Document(f"d{at:02}", "Any", kind), "", np.zeros(1, np.float32)), 0.5, 1 - at / 100, relevance)
        for at, (kind, relevance, _) in enumerate(given_)
    ]
    over = frozenset(
        f"d{at:02}" for at, (kind, _, is_over) in enumerate(given_) if is_over and kind is MatchKind.SUPPORT_OFFER
    )
    order = marked(found, over)
    assert sorted(each.document.entity_id for each in order) == [each.document.entity_id for each in found]
    assert {each.document.entity_id for each in order if each.though_over} == over
    assert [each for each in order if not each.though_over] == [
        each for each in found if each.document.entity_id not in over
    ]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_a_name(text: str, title: str, owner: str) -> None:
    is_named(text, [title], [owner])
    assert is_named(title, [title], []) is (1 <= len(words_of(title)) <= MOST_WORDS)
