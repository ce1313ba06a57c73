"""Bad input: a clear error with a code, never a traceback, a 500 or a silent default."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import orjson
import pytest

from services.kit.paging import encode_cursor
from tests.kit.asking import ask, request
from tests.services.conftest import House

BAD = [
    "{ ideas(first: 0) { totalCount } }",
    "{ ideas(first: 101) { totalCount } }",
    "{ ideas(first: null) { totalCount } }",
    '{ ideas(after: "no cursor") { totalCount } }',
    '{ ideas(orderBy: MOST_SUPPORTED, after: "WyIyMDI0LTAxLTAxIiwiYSJd") { totalCount } }',
    f'{{ ideas(filter: {{ text: "{"x" * 501}" }}) {{ totalCount }} }}',
    '{ ideas(filter: { text: "a\\u0000b" }) { totalCount } }',
    "{ profiles(first: -1) { totalCount } }",
    '{ supportOffers(after: "W10") { totalCount } }',
    "{ idea { id } }",
    '{ idea(id: "a", slug: "b") { id } }',
    "{ member { id } }",
    "{ region { ars } }",
    "{ match(input: {}) { totalCount } }",
    '{ match(input: { text: "a", ideaId: "b" }) { totalCount } }',
    '{ match(input: { text: "   " }) { totalCount } }',
    f'{{ match(input: {{ text: "{"x" * 20_001}" }}) {{ totalCount }} }}',
    '{ match(input: { text: "a" }, first: 1000) { totalCount } }',
    '{ match(input: { text: "a", regionArs: ["1"] }) { totalCount } }',
    '{ match(input: { text: "a", topicSlugs: ["nonsense"] }) { totalCount } }',
    '{ ideas(filter: { originProgramme: "" }) { totalCount } }',
    '{ ideas(filter: { topicSlugs: [""] }) { totalCount } }',
    '{ topics(parent: "nonsense") { slug } }',
    '{ match(input: { ideaId: "idea_none" }) { totalCount } }',
    '{ search(query: "") { totalCount } }',
    '{ search(query: "a", after: "x") { totalCount } }',
]


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
async def test_bad_arguments_are_the_clients_fault(market: House, query: str) -> None:
    answer = await ask(market.app, query)
    assert [code for code, _ in answer.codes] == ["BAD_USER_INPUT"]
    assert list(answer.data.values()) == [None]


@pytest.mark.parametrize(
    "query",
    [
        '{ search(query: "???") { totalCount } }',
        '{ search(query: "der die das") { totalCount } }',
        '{ search(query: "\\"offen und & | ! : * <->") { totalCount nodes { highlights } } }',
        '{ match(input: { text: "你好 мир 🦉 \\u202e" }) { totalCount } }',
        '{ ideas(filter: { text: "%\' OR 1=1 --" }) { totalCount } }',
        '{ topic(slug: "") { slug } organisation(id: "") { id } }',
        '{ region(ars: "") { ars } }',
        '{ idea(id: "\\u00e4") { id } }',
    ],
)
async def test_odd_but_allowed_arguments_have_an_answer(market: House, query: str) -> None:
    assert (await ask(market.app, query)).errors == []


MATCH = """query ($text: String!, $first: Int) { match(input: { text: $text }, first: $first) { totalCount nodes {
  id explanation { passage inWords } target { __typename } } } }"""
SEARCH = """query ($text: String!, $first: Int) { search(query: $text, first: $first) { totalCount nodes {
  highlights target { __typename } } } }"""
both = pytest.mark.parametrize("query", [MATCH, SEARCH], ids=["match", "search"])


@both
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "must not be empty"),
        (" \n\t\u00a0 ", "must not be empty"),
        ("Wald " * 20_000, "20000 characters, not 100000"),
        ("Wald\0Vogel", "NUL"),
        ("\0", "NUL"),
    ],
    ids=["empty", "blank", "100,000", "a NUL in it", "a NUL"],
)
async def test_a_text_that_cannot_be_asked_for(market: House, query: str, text: str, says: str) -> None:
    answer = await ask(market.app, query, {"text": text})
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert says in answer.errors[0]["message"]


@both
@pytest.mark.parametrize(
    "text", ["?!.,;:-–—…", "🦉🌳👩\u200d👩", "\ufeff\u200b\u202e", "\u0001\u007f", "& | ! ( ) <-> :* '"]
)
async def test_what_says_nothing_finds_nothing(market: House, query: str, text: str) -> None:
    answer = await ask(market.app, query, {"text": text})
    assert answer.errors == []
    assert next(iter(answer.data.values())) == {"totalCount": 0, "nodes": []}


@both
@pytest.mark.parametrize(
    "text",
    [
        "der die das und oder the of",
        "Распознавание голосов птиц",
        "التعرف على أصوات الطيور",
        "用人工智能识别鸟声",
        "x" * 20_000,
        "Donaudampfschifffahrt" * 900,
        "a b " * 5_000,
        "a\u0301" * 100,
        "Vögel & | ! ( ) <-> :* 'a' \\ \"offen",
        "%s %% {} $1 '; DROP TABLE idea; -- Wald",
    ],
    ids=range(10),
)
async def test_odd_texts_have_an_answer(market: House, query: str, text: str) -> None:
    answer = await ask(market.app, query, {"text": text, "first": 3})
    assert answer.errors == []
    (page,) = answer.data.values()
    assert len(page["nodes"]) == min(3, page["totalCount"])


@both
@pytest.mark.parametrize("first", [0, -1, 101, 2_147_483_647, None])
async def test_first_out_of_range(market: House, query: str, first: int | None) -> None:
    answer = await ask(market.app, query, {"text": "Wald", "first": first})
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert "from 1 to 100" in answer.errors[0]["message"]


@both
@pytest.mark.parametrize(
    "variables", [{"text": "a", "first": 99_999_999_999}, {"text": 1}, {"text": ["a"]}, {"text": None}, {}]
)
async def test_variables_of_another_type(market: House, query: str, variables: dict[str, Any]) -> None:
    answer = await ask(market.app, query, variables)
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]


@both
@pytest.mark.parametrize("text", ['"\\ud800"', '"a \\udfff b"', '"\xff\xfe"'])
async def test_what_is_no_unicode_is_no_request(market: House, query: str, text: str) -> None:
    # Half of a surrogate pair is no text (RFC 8259, 8.2); the last is no UTF-8 either.
    body = f'{{"query": {json.dumps(query)}, "variables": {{"text": {text}}}}}'.encode("latin-1")
    reply = await request(market.app, "POST", "/graphql", body=body, headers={"content-type": "application/json"})
    assert (reply.status, reply.json["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "after", ["", "W10", "WzBd", "Wy0xXQ", "WzEuNV0", "W3RydWVd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTld", "ä", "WzFd\0"]
)
async def test_a_cursor_that_search_did_not_make(market: House, after: str) -> None:
    query = 'query ($after: String) { search(query: "Wald", after: $after) { totalCount } }'
    answer = await ask(market.app, query, {"after": after})
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert "pageInfo.endCursor" in answer.errors[0]["message"]


async def test_a_cursor_behind_the_end_is_an_empty_page(market: House) -> None:
    query = 'query ($after: String) { search(query: "Vogelstimmen", after: $after) { %s pageInfo { hasNextPage } } }'
    (first, *_) = (await ask(market.app, query % "edges { cursor }")).data["search"]["edges"]
    listed, place = orjson.loads(b64decode(first["cursor"] + "==", b"-_"))
    assert place == 1
    answer = await ask(market.app, query % "nodes { score }", {"after": encode_cursor(listed, (9999,))})
    assert answer.data == {"search": {"nodes": [], "pageInfo": {"hasNextPage": False}}}


@pytest.mark.parametrize(
    ("input", "codes"),
    [
        ({"text": "Wald", "kinds": ["NOPE"]}, ["BAD_USER_INPUT"]),
        ({"text": "Wald", "kinds": [None]}, ["BAD_USER_INPUT"]),
        ({"text": "Wald", "regionArs": ["\0"]}, ["BAD_USER_INPUT"]),
        ({"text": "Wald", "regionArs": ["nonsense"]}, ["BAD_USER_INPUT"]),
        ({"ideaId": "\0"}, ["BAD_USER_INPUT"]),
        ({"ideaId": "x" * 20_000}, ["BAD_USER_INPUT"]),
        ({"profileId": "\0"}, ["BAD_USER_INPUT"]),
        ({"profileId": "nobody"}, ["FORBIDDEN"]),  # whether there is such a profile is nobody's business
        ({"text": "Wald", "topicSlugs": ["\0"]}, ["BAD_USER_INPUT"]),
        ({"text": "Wald", "topicSlugs": ["", "nonsense"]}, ["BAD_USER_INPUT"]),
        ({"text": "Wald", "kinds": [], "topicSlugs": [], "regionArs": []}, []),
        ({"text": "Wald", "kinds": None, "topicSlugs": None, "regionArs": None, "crossMinistryOnly": None}, []),
    ],
)
async def test_filters_that_name_nothing(market: House, input: dict[str, Any], codes: list[str]) -> None:
    query = "query ($input: MatchInput!) { match(input: $input) { totalCount } }"
    answer = await ask(market.app, query, {"input": input})
    assert [error["extensions"]["code"] for error in answer.errors] == codes
