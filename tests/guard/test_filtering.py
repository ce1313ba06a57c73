"""Forbidden fields leave the operation before planning; each leaves an error behind, and nothing else changes."""

from __future__ import annotations

import pytest
from graphql import build_schema, parse
from hypothesis import given
from hypothesis import strategies as st

from gateway.ground.errors import RequestError
from gateway.ground.unauthorised import Unauthorised
from gateway.guard.filtering import guard, without_forbidden
from gateway.guard.rights import Policies, Rights, Verdict, asked_by, rights_of
from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import Field, Fragment, Operation, OperationKind, Selection, Selections
from gateway.model.result import Guarded
from gateway.model.supergraph import AuthRequirement, Supergraph

SCHEMA = build_schema("""
  type Query { me: Member, ideas: [Idea!]!, search: [Hit!]!, node: Node, stats: Statistics, secret: Secret }
  interface Node { id: ID! }
  type Member implements Node { id: ID!, email: String, ideas: [[Idea]] }
  type Idea implements Node { id: ID!, title: String, draft: String, owner: Member }
  union Hit = Idea | Member
  type Statistics { count: Int }
  scalar Secret
""")
AUTH = {
    "Member.email": AuthRequirement(authenticated=True),
    "Idea.draft": AuthRequirement(scopes=(("ideas:write",), ("moderation", "audit:read"))),
    "Member.id": AuthRequirement(authenticated=True),
    "Statistics": AuthRequirement(policies=(("analyst",),)),
    "Secret": AuthRequirement(authenticated=True, scopes=(("service:index",),)),
}
POSSIBLE = {
    "Node": frozenset({"Member", "Idea"}),
    "Hit": frozenset({"Member", "Idea"}),
    "Member": frozenset({"Member"}),
    "Idea": frozenset({"Idea"}),
}
SUPERGRAPH = Supergraph(sdl="", subgraphs={}, schema=SCHEMA, api=SCHEMA, auth=AUTH, possible=POSSIBLE)
POLICIES: Policies = {"analyst": lambda caller: caller.claims.get("role") == "analyst"}
ANNA = Caller("anna", frozenset({"ideas:write"}))


def operation(text: str) -> Operation:
    """A small reader: fields, aliases and fragments with a type condition."""

    def read(node: object) -> Selections:
        found: list[Selection] = []
        for each in node.selection_set.selections:  # type: ignore[attr-defined]
            inner = read(each) if each.selection_set else ()
            if each.kind == "field":
                found.append(Field(each.name.value, each.alias.value if each.alias else None, (), inner))
            else:
                found.append(Fragment(each.type_condition.name.value, inner))
        return tuple(found)

    return Operation(OperationKind.QUERY, "Query", read(parse(text).definitions[0]))


def asked(text: str, caller: Caller) -> Guarded:
    rights = rights_of(caller, asked_by(AUTH), POLICIES)
    return without_forbidden(operation(text), SUPERGRAPH, rights)


@pytest.mark.parametrize(
    ("caller", "before", "after", "errors"),
    [
        (ANONYMOUS, "{ me { email } }", "{ me { __typename } }", {"me/email": "UNAUTHENTICATED"}),
        (ANONYMOUS, "{ ideas { title mail: owner { x: email } } }", "{ ideas { title mail: owner { __typename } } }",
         {"ideas/@/mail/x": "UNAUTHENTICATED"}),
        (ANONYMOUS, "{ me { ideas { draft title } } }", "{ me { ideas { title } } }",
         {"me/ideas/@/@/draft": "UNAUTHENTICATED"}),
        (Caller("ben"), "{ ideas { draft title } }", "{ ideas { title } }", {"ideas/@/draft": "FORBIDDEN"}),
        (Caller("ben", frozenset({"moderation"})), "{ ideas { draft title } }", "{ ideas { title } }",
         {"ideas/@/draft": "FORBIDDEN"}),
        (ANONYMOUS, "{ stats { count } ideas { title } }", "{ ideas { title } }", {"stats": "UNAUTHENTICATED"}),
        (ANNA, "{ stats { count } ideas { title } }", "{ ideas { title } }", {"stats": "FORBIDDEN"}),
        (ANNA, "{ secret ideas { title } }", "{ ideas { title } }", {"secret": "FORBIDDEN"}),
        (ANONYMOUS, "{ node { id __typename } }", "{ node { __typename } }", {"node/id": "UNAUTHENTICATED"}),
        (ANONYMOUS, "{ node { ... on Idea { id } ... on Member { id } } }", "{ node { ... on Idea { id } } }",
         {"node/id": "UNAUTHENTICATED"}),
        (ANONYMOUS, "{ search { ... on Member { email } } }", "{ search { __typename } }",
         {"search/@/email": "UNAUTHENTICATED"}),
    ],
)  # fmt: skip
def test_what_a_caller_may_not_see_is_taken_out(
    caller: Caller, before: str, after: str, errors: dict[str, str]
) -> None:
    guarded = asked(before, caller)
    assert guarded.operation == operation(after)
    found = {"/".join(map(str, error.path or ())): error.code for error in guarded.errors}
    assert found == errors
    for error in guarded.errors:
        assert error.covers == (tuple(str(step) for step in error.path or () if step != "@"),)


@pytest.mark.parametrize(
    ("caller", "text"),
    [
        (ANNA, "{ me { email ideas { draft } } node { id } }"),
        (Caller("ben", frozenset({"moderation", "audit:read"})), "{ ideas { draft } }"),
        (Caller("carla", claims={"role": "analyst"}), "{ stats { count } }"),
        (Caller("index", frozenset({"service:index"})), "{ secret }"),
        (ANONYMOUS, "{ ideas { title owner { __typename } } node { __typename } }"),
    ],
)
def test_what_a_caller_may_see_stays_as_it_is(caller: Caller, text: str) -> None:
    before = operation(text)
    guarded = without_forbidden(before, SUPERGRAPH, rights_of(caller, asked_by(AUTH), POLICIES))
    assert guarded.operation is before
    assert guarded.errors == ()


def test_a_policy_without_a_function_is_met_by_nobody() -> None:
    rights = rights_of(Caller("carla", claims={"role": "analyst"}), asked_by(AUTH), {})
    assert rights.verdict(AuthRequirement(policies=(("analyst",),))) is Verdict.FORBIDDEN


def test_a_policy_must_say_true_and_nothing_like_it() -> None:
    rights = rights_of(ANNA, asked_by(AUTH), {"analyst": lambda caller: "yes"})  # type: ignore[dict-item, return-value]
    assert rights.policies == frozenset()


words = st.sampled_from("abc")
alternatives = st.none() | st.lists(st.lists(words, max_size=3).map(tuple), max_size=3).map(tuple)


@given(alternatives, alternatives, st.booleans(), st.booleans(), st.frozensets(words), st.frozensets(words))
def test_more_rights_never_show_less(
    scopes: tuple[tuple[str, ...], ...] | None,
    policies: tuple[tuple[str, ...], ...] | None,
    authenticated: bool,
    is_authenticated: bool,
    held: frozenset[str],
    granted: frozenset[str],
) -> None:
    requirement = AuthRequirement(authenticated, scopes, policies)
    everything = Rights(True, frozenset("abc"), frozenset("abc"))
    if Rights(is_authenticated, held, granted).verdict(requirement) is Verdict.ALLOWED:
        assert everything.verdict(requirement) is Verdict.ALLOWED
    if authenticated and not is_authenticated:
        assert Rights(is_authenticated, held, granted).verdict(requirement) is Verdict.UNAUTHENTICATED


def test_one_decision_serves_all_callers_of_equal_rights() -> None:
    guard_operation = guard(SUPERGRAPH, POLICIES)
    before = operation("{ ideas { draft title } }")
    anna = guard_operation(before, GraphQLRequest("", caller=ANNA))
    anonymous = guard_operation(before, GraphQLRequest("", caller=ANONYMOUS))
    assert anna.operation is before
    assert anonymous.operation != before
    another = Caller("another", claims={"more": "claims"})
    first = guard_operation(before, GraphQLRequest("", caller=Caller("ben")))
    assert guard_operation(before, GraphQLRequest("", caller=another)) is first


@pytest.mark.parametrize(
    ("caller", "text", "requires"),
    [
        (Caller("ben"), "{ ideas { draft } }", [["ideas:write"], ["moderation", "audit:read"]]),
        (
            Caller("ben", frozenset({"moderation"})),
            "{ ideas { draft } }",
            [["ideas:write"], ["moderation", "audit:read"]],
        ),
        (ANNA, "{ stats { count } }", [["analyst"]]),
        (ANNA, "{ secret }", [["service:index"]]),
        (ANNA, "{ both { id } }", [["a", "analyst"], ["b", "analyst"]]),
        (Caller("ben", frozenset({"a"})), "{ both { id } }", [["analyst"]]),
        (Caller("ben", frozenset({"closed"})), "{ closed }", []),
    ],
)
def test_who_is_refused_is_told_what_is_lacking(caller: Caller, text: str, requires: list[list[str]]) -> None:
    schema = build_schema("type Query { ideas: [Idea!]!, stats: S, secret: X, both: B, closed: X } scalar X"
                          " type Idea { draft: X } type S { count: X } type B { id: X }")  # fmt: skip
    auth = {
        **AUTH, "Query.secret": AUTH["Secret"], "Query.stats": AUTH["Statistics"],
        "Query.both": AuthRequirement(scopes=(("a",), ("b",))), "B": AuthRequirement(policies=(("analyst",),)),
        "Query.closed": AuthRequirement(scopes=()),
    }  # fmt: skip
    supergraph = Supergraph(sdl="", subgraphs={}, schema=schema, api=schema, auth=auth, possible={})
    guarded = without_forbidden(operation(text), supergraph, rights_of(caller, asked_by(auth), POLICIES))
    assert [error.extensions for error in guarded.errors] == [{"requires": requires}]
    strict = guard(supergraph, POLICIES, mode=Unauthorised.REJECT)
    with pytest.raises(RequestError) as caught:
        strict(operation(text), GraphQLRequest("", caller=caller))
    assert caught.value.extensions["requires"] == requires
    anonymous = without_forbidden(operation(text), supergraph, rights_of(ANONYMOUS, asked_by(auth), POLICIES))
    assert [error.extensions for error in anonymous.errors] == [{}], "who is nobody logs in first"
