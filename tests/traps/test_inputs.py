"""Arguments and variables on their way to several subgraphs; introspection; hidden things; overrides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.federation.example import Example
from tests.traps.trap import ask, assert_same, trap

# Fields that answer with what they were asked, in two subgraphs, below a list.
ECHO = trap(
    {
        "a": """
        scalar JSON
        enum Mode { FAST SLOW @deprecated(reason: "slow") HIDDEN @inaccessible }
        input Point { x: Int! = 1 y: [Int!] = [2] mode: Mode = SLOW next: Point json: JSON }
        input OnlyA @inaccessible { x: Int }
        type Query { things(first: Int! = 2, old: Int @deprecated, hidden: Int = 3 @inaccessible): [Thing!]! modes(of:
          [Mode!] = [FAST]): [Mode] }
        type Thing @key(fields: "id") { id: ID! echoA(p: Point, ps: [[Point]], m: Mode!, f: Float = 1, s: String, i:
          ID, j: JSON): String }
        """,
        "b": """
        scalar JSON
        enum Mode { FAST SLOW HIDDEN @inaccessible }
        input Point { x: Int! = 1 y: [Int!] = [2] mode: Mode = SLOW next: Point json: JSON }
        type Thing @key(fields: "id") {
          id: ID! echoB(p: Point! = {x: 9, next: {y: null}}, l: [String!]! = ["d"], b: Boolean): String mode: Mode
            hard: Mode! modes: [[Mode!]]
          secret: String @inaccessible open: Hidden @inaccessible
        }
        type Hidden @inaccessible { x: Int }
        """,
    },
    {
        "Thing": [
            {"id": "1", "mode": "FAST", "hard": "SLOW", "modes": [["FAST"], None]},
            {"id": "2", "mode": None, "hard": "FAST", "modes": []},
        ]
    },
    {
        ("Query", "things"): lambda _, a, s: s.of("Thing")[: a["first"]],
        ("Query", "modes"): lambda _, a, s: a["of"],
        ("Thing", "echoA"): lambda t, a, s: json.dumps(a, sort_keys=True),
        ("Thing", "echoB"): lambda t, a, s: json.dumps(a, sort_keys=True),
    },
)

CASES: list[tuple[Example, str, dict[str, Any]]] = [
    (ECHO, "{ things { echoA(m: FAST) echoB } }", {}),
    (
        ECHO,
        "{ things { echoA(m: SLOW, p: {x: 3, next: {next: null, mode: FAST}}, ps: [[{}], null, [null, {y: []}]], "
        'j: {a: [1, "x", null, {b: true}], c: E}) } }',
        {},
    ),
    (
        ECHO,
        '{ things { echoA(m: SLOW, p: null, f: 2, s: "a\\"\\n\\u00e4 \\\\", i: 5, j: null) echoB(p: {}, l: '
        '"single", b: null) } }',
        {},
    ),
    (ECHO, '{ things { echoB(p: {y: 3}, l: []) b: echoB(p: {x: 1, y: [1, 2]}) c: echoB(l: ["x", "y"]) } }', {}),
    (
        ECHO,
        "query($m: Mode!, $p: Point, $ps: [[Point]], $f: Float) { things { echoA(m: $m, p: $p, ps: $ps, f: $f) } }",
        {"m": "FAST", "p": {"y": 3}, "ps": [[{"x": 4}], None]},
    ),
    (
        ECHO,
        "query($m: Mode!, $p: Point, $ps: [[Point]], $f: Float) { things { echoA(m: $m, p: $p, ps: $ps, f: $f) } }",
        {"m": "FAST", "p": None, "ps": {"x": 4}, "f": None},
    ),
    (
        ECHO,
        "query($m: Mode = SLOW, $x: Int = 5, $y: [Int!] = 7) { things { echoA(m: $m, p: {x: $x, y: $y, next: {x: "
        "$x}}) } }",
        {},
    ),
    (
        ECHO,
        'query($x: Int!, $s: String!) { things { echoB(p: {x: $x, y: [$x, 2]}, l: [$s, "k"]) echoA(m: FAST, j: '
        "{deep: [$s, {s: $s}]}, s: $s) } }",
        {"x": 3, "s": "§ \U0001f600"},
    ),
    (ECHO, "query($a: [Mode!] = [SLOW], $n: Int! = 1) { modes(of: $a) things(first: $n) { id } x: things { id } }", {}),
    (ECHO, "query($a: [Mode!]) { modes(of: $a) }", {"a": None}),
    (ECHO, "query($a: [Mode!]) { modes(of: $a) }", {}),
    (ECHO, "query($a: [Mode!]) { modes(of: $a) }", {"a": "SLOW"}),
    (ECHO, "query($n: Int = 1) { things(first: $n) { id } }", {}),
    (ECHO, 'query($b: Boolean, $l: [String!]! = ["v"]) { things { echoB(b: $b, l: $l) } }', {"b": False}),
    (
        ECHO,
        "query($skip: Boolean = true, $inc: Boolean! = true) { things { id @skip(if: $skip) @include(if: $inc) "
        "hard @include(if: $inc) mode @skip(if: $skip) } }",
        {},
    ),
    (
        ECHO,
        "query($s: Boolean!) { things @skip(if: $s) { id } ...F @include(if: $s) } fragment F on Query { things "
        "@include(if: $s) { hard } }",
        {"s": True},
    ),
    (
        ECHO,
        "query($s: Boolean!) { things { ... @include(if: $s) { mode } ... on Thing @skip(if: $s) { hard } } }",
        {"s": True},
    ),
    (
        ECHO,
        "{ things { mode hard modes } __schema { queryType { name fields { name args { name defaultValue "
        "isDeprecated } } } } }",
        {},
    ),
    (
        ECHO,
        '{ t: __type(name: "Thing") { kind fields(includeDeprecated: true) { name type { kind name ofType { name '
        '} } args(includeDeprecated: true) { name defaultValue } } } nope: __type(name: "Hidden") { name } }',
        {},
    ),
    (
        ECHO,
        "query($n: String!) { __type(name: $n) { name enumValues(includeDeprecated: true) { name isDeprecated "
        "deprecationReason } inputFields { name defaultValue type { name } } } __typename }",
        {"n": "Mode"},
    ),
    (
        ECHO,
        "query($n: String!) { __type(name: $n) { inputFields { name defaultValue type { name } } } q: __schema { "
        "types { name } directives { name locations isRepeatable args { name } } } }",
        {"n": "Point"},
    ),
    (
        ECHO,
        "{ ...A ...B } fragment A on Query { things { id ...T } } fragment B on Query { things { ...T hard } } "
        "fragment T on Thing { mode modes ...U } fragment U on Thing { __typename t: __typename id }",
        {},
    ),
]


@pytest.mark.parametrize(("example", "query", "variables"), CASES)
async def test_inputs(example: Example, query: str, variables: dict[str, Any]) -> None:
    await assert_same(example, query, variables)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("{ things { echoA(m: HIDDEN) } }", {}),
    ("query($m: Mode!) { things { echoA(m: $m) } }", {"m": "HIDDEN"}),
    ("query($m: Mode!) { things { echoA(m: $m) } }", {"m": None}),
    ("query($m: Mode!) { things { echoA(m: $m) } }", {}),
    ("query($m: Mode!) { things { echoA(m: $m) } }", {"m": 1}),
    ("{ things(hidden: 1) { id } }", {}),
    ("{ things { secret } }", {}),
    ("{ things { open { x } } }", {}),
    ("query($p: Point) { things { echoA(m: FAST, p: $p) } }", {"p": {"z": 1}}),
    ("query($p: Point) { things { echoA(m: FAST, p: $p) } }", {"p": {"x": None}}),
    ("query($p: Point) { things { echoA(m: FAST, p: $p) } }", {"p": {"x": 1.5}}),
    ("query($p: OnlyA) { things { id } }", {}),
    ("query($n: Int = 1) { things(first: $n) { id } }", {"n": "1"}),
    ("query($n: Int = 1) { things(first: $n) { id } }", {"n": 2**31}),
    ("query($n: Int = 1) { things(first: $n) { id } }", {"n": True}),
    ("query A { things { id } } query A { things { id } }", {}),
    ("query A { things { id } } query B { things { id } }", {}),
    ("{ things { id } } query B { things { id } }", {}),
    ("{ things { id id: hard } }", {}),
    ("{ things }", {}),
    ("{ things { id { x } } }", {}),
    ("fragment F on Thing { id }", {}),
    ("{ ...F } fragment F on Query { ...F }", {}),
    ("{ things { id @include } }", {}),
    ("query($s: Boolean) { things { id @include(if: $s) } }", {}),
    ("mutation { x }", {}),
    ("subscription { x }", {}),
    ("{ _entities(representations: []) { __typename } }", {}),
    ("{ _service { sdl } }", {}),
    ("{ things { } }", {}),
    ("", {}),
    ("type X { y: Int }", {}),
]


@pytest.mark.parametrize(("query", "variables"), REFUSED)
async def test_what_the_schema_does_not_allow_is_refused_before_anybody_is_asked(
    query: str, variables: dict[str, Any]
) -> None:
    got = await ask(ECHO, query, variables)
    assert "data" not in got
    assert got["errors"]
