"""Bad input: a clear error with a code, never a traceback, a 500 or a silent default."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask
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
        '{ match(input: { text: "a", topicSlugs: ["nonsense"] }) { totalCount } }',
        '{ ideas(filter: { text: "%\' OR 1=1 --" }) { totalCount } }',
        '{ ideas(filter: { originProgramme: "", topicSlugs: [""] }) { totalCount } }',
        '{ topics(parent: "nonsense") { slug } topic(slug: "") { slug } organisation(id: "") { id } }',
        '{ region(ars: "") { ars } }',
        '{ idea(id: "\\u00e4") { id } }',
    ],
)
async def test_odd_but_allowed_arguments_have_an_answer(market: House, query: str) -> None:
    assert (await ask(market.app, query)).errors == []
