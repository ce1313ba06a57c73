"""Queries that are easy to get wrong: response keys that collide with keys, requirements, the planner's own words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.federation.example import load
from tests.federation.federated import ask
from tests.federation.subgraph import answer_whole

TRAPS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "library",
        "{ books { id: title isbn: pages reviews { id: stars author { id: name email } } "
        "shippingCost weight: title } }",
        {},
    ),
    ("library", "{ books { __typename: id rating } }", {}),
    ("library", "{ books { __typename: title  reviews { __typename } } }", {}),
    ("library", "{ books { pages: shippingCost  weight: rating reviews { a:id author { name: email } } } }", {}),
    ("library", "{ books { _e0: title _entities: id representations0: rating representations: reviews { id } } }", {}),
    (
        "requires",
        "{ products { price: weight shipping weight: price comments(limit: 2) { text } "
        "firstComment recent(limit: 1) } }",
        {},
    ),
    ("requires", "{ products { comments: firstComment } }", {}),
    ("requires", "{ products { a: e e: a c: b b: d d } }", {}),
    ("requires", "{ products { dimension { unit { name: __typename } width } volume } }", {}),
    ("requires", "{ products { dimension { width: height } volume } }", {}),
    ("requires", "{ products { parts { id: mass } heavyParts } }", {}),
    ("keys", "{ stations { delay groups { x: id tags { k: key key: weight } } } }", {}),
    ("keys", "{ stations { groups { id: tags { key: weight } } delay label } }", {}),
    (
        "keys",
        "{ orders { number: region region: number track invoice customer { tax { country: number "
        "number: country } credit } } }",
        {},
    ),
    ("interface_objects", "{ topRated { title: id id: title __typename ... on Film { x: length } } }", {}),
    ("interface_objects", "{ works { title: rating } }", {}),
    ("interface_objects", "{ topRated { id t: title rating s: summary title: summary } }", {}),
    ("unions", "{ search { ... on Page { id: text title: id } ... on Image { id: url title: id } } }", {}),
    (
        "unions",
        "{ search { ... on Page { id: author { id: name } } ... on Image { id: author { id: name n: name } } } }",
        {},
    ),
    ("nulls", "{ rows { id: value code: text matrix } }", {}),
    (
        "names",
        "{ things { key: __typename ... on One { value: key nested { a: key b: value } } ... on Two { far: key } } }",
        {},
    ),
    ("names", "{ self { self { self { __typename things { __typename } } } } }", {}),
    ("names", "{ self { __typename } }", {}),
    ("mutations", "mutation { id: add(by: 2) { id: value value: id double notes { id: text text: id length } } }", {}),
    ("mutations", "mutation { __typename add(by: 1) { __typename } }", {}),
    (
        "arguments",
        'query($a: Json, $b: [Filter!] = [{text: "z"}], $m: Mode = SLOW) { find { shown(json: {x: '
        "$a, y: [$a]}, list: $b, mode: $m) } }",
        {"a": {"q": 1}},
    ),
    ("arguments", "query($l: Int) { find(limit: $l) { id } }", {}),
    ("arguments", "query($i: [ID!]) { find(ids: $i) { id } }", {"i": "2"}),
    ("arguments", "query($f: Float) { find { price(rate: $f) } }", {"f": 3}),
    ("shared", "{ store { hours { open: close close: open } name: city } home { links { text: href } } }", {}),
    ("provides", "{ posts { author { name: id id: name } } feed { ... on Clip { id: title } } }", {}),
    ("inaccessible", "{ tickets { secret: title weight: id priority } }", {}),
    ("fed1", "{ topProducts { sku: name upc: sku weight: price inStock reviews { author { username: id } } } }", {}),
    ("override", "{ people { age: name name: age greeting badge { id: colour colour: text } } }", {}),
]


@pytest.mark.parametrize(("name", "query", "variables"), TRAPS)
async def test_traps(name: str, query: str, variables: dict[str, Any]) -> None:
    example = load(name)
    expected = answer_whole(example, query, variables, example.store())
    assert await ask(example, query, variables) == expected
