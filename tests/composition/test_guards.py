"""Non-null fields with access control: a hint wherever a client can be refused below what it was given."""

from __future__ import annotations

import pytest

from gateway.composition import compose
from gateway.composition.explanations.entry import federation
from gateway.model.composition import Composed, CompositionFailed, HintLevel, SubgraphSource


def guarded(*sdls: str) -> list[str | None]:
    sources = [SubgraphSource("abc"[place], "http://x", federation(sdl)) for place, sdl in enumerate(sdls)]
    result = compose(sources)
    assert isinstance(result, Composed), result
    hints = [hint for hint in result.hints if hint.code == "GUARDED_FIELD_IS_NON_NULL"]
    assert all(hint.level is HintLevel.WARN and hint.locations for hint in hints)
    return [hint.coordinate for hint in hints]


@pytest.mark.parametrize("guard", ["@authenticated", '@requiresScopes(scopes: [["s"]])', '@policy(policies: [["p"]])'])
def test_a_guarded_non_null_field_is_told(guard: str) -> None:
    sdl = f"type Query {{ prizes: [Prize] }}\ntype Prize {{ title: String amount: Int! {guard} }}"
    assert guarded(sdl) == ["Prize.amount"]
    assert guarded(sdl.replace("Int!", "Int")) == []


def test_a_field_of_a_guarded_type_is_guarded() -> None:
    sdl = "type Query { prizes: [Prize] }\ntype Prize { team: Team! teams: [Team!]! maybe: [Team!] }\n"
    assert guarded(f"{sdl}type Team @authenticated {{ name: String! }}") == ["Prize.team", "Prize.teams"]


@pytest.mark.parametrize("kind", ["scalar Money @authenticated", "enum Money @authenticated { A }"])
def test_so_is_a_field_of_a_guarded_leaf(kind: str) -> None:
    assert guarded(f"type Query {{ prize: Prize }}\ntype Prize {{ amount: Money! }}\n{kind}") == ["Prize.amount"]


def test_who_has_passed_the_parent_has_passed() -> None:
    team = '@requiresScopes(scopes: [["a", "b"]])'
    sdl = f"type Query {{ team: Team }}\ntype Team {team} {{ name: String! %s members: [Member!]! }}\n"
    sdl += 'type Member @requiresScopes(scopes: [["a"], ["c"]]) { name: String! }'
    assert guarded(sdl % team) == []
    assert guarded(sdl % '@requiresScopes(scopes: [["c"]])') == ["Team.name"]


def test_root_fields_count_and_hidden_ones_do_not() -> None:
    sdl = "type Query { me: String! @authenticated open: Int hidden: Int! @authenticated @inaccessible }"
    assert guarded(sdl) == ["Query.me"]


def test_the_guard_may_stand_in_another_subgraph() -> None:
    one = 'type Query { prize: Prize }\ntype Prize @key(fields: "id") { id: ID! amount: Int! @shareable }'
    other = 'type Prize @key(fields: "id") { id: ID! amount: Int! @shareable @authenticated }'
    assert guarded(one, other) == ["Prize.amount"]


def written_as(guard: str) -> Composed | CompositionFailed:
    return compose([SubgraphSource("a", "http://x", federation(f"type Query {{ a: Int {guard} b: Int }}"))])


@pytest.mark.parametrize("argument", ["requiresScopes(scopes: %s)", "policy(policies: %s)"])
def test_what_is_no_list_stands_for_the_list_of_it(argument: str) -> None:
    whole = written_as("@" + argument % '[["x"]]')
    assert isinstance(whole, Composed)
    for text in ('"x"', '["x"]'):
        assert written_as("@" + argument % text) == whole
    several = written_as("@" + argument % '["x", ["y", "z"]]')
    assert several == written_as("@" + argument % '[["x"], ["y", "z"]]')


@pytest.mark.parametrize("argument", ["requiresScopes(scopes: %s)", "policy(policies: %s)"])
@pytest.mark.parametrize("value", ["5", "[5]", "[[5]]", "[[[5]]]", "[[WORD]]", "[[{a: 1}]]", "true", '[["x", 1.5]]'])
def test_scopes_and_policies_that_are_no_texts_are_refused(argument: str, value: str) -> None:
    failed = written_as("@" + argument % value)
    assert isinstance(failed, CompositionFailed)
    assert {error.code for error in failed.errors} == {"INVALID_GRAPHQL"}
    assert "must be a list of lists of texts" in failed.errors[0].message
