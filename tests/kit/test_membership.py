"""The guard of all mutations: who passes, who does not, and that no schema with mutations is without it."""

from __future__ import annotations

from itertools import product

import pytest
import strawberry

from services.kit.civic import UserError
from services.kit.context import Language, RequestContext
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.identity import Caller
from services.kit.membership import EXEMPT, ActorState, Membership
from services.kit.schema import Subgraph, subgraph

STAFF = "house:manage"
done_so_far: list[str] = []
STATES = {state.value.lower(): state for state in ActorState}  # each actor is called after its state


@strawberry.type
class Payload:
    thing: str | None
    errors: list[UserError]

    @field()
    def length(self) -> int:
        return len(self.thing or "")


def done(name: str) -> Payload:
    done_so_far.append(name)
    return Payload(thing=name, errors=[])


@strawberry.type
class Query:
    nothing: str | None = None


@strawberry.type
class Mutation:
    @field()
    def unguarded(self) -> Payload | None:
        return done("unguarded")

    @field(guard=requires_scopes("write"))
    async def write(self) -> Payload | None:
        return done("write")

    @field(guard=requires_scopes(STAFF))
    async def decide(self) -> Payload | None:
        return done("decide")

    @field(guard=requires_scopes("write", STAFF))
    async def either(self) -> Payload | None:
        return done("either")

    @field()
    def plain(self) -> str | None:
        return done("plain").thing

    @field()
    def register(self) -> Payload | None:
        return done("register")


async def state_of(context: RequestContext, actor_id: str) -> ActorState:
    return STATES[actor_id]


SCHEMA = subgraph(Query, Mutation, members=Membership(state_of, frozenset({STAFF})))
MUTATIONS = tuple(SCHEMA._schema.mutation_type.fields)  # type: ignore[union-attr]
NEEDED = {"write": {"write"}, "decide": {STAFF}, "either": {"write", STAFF}}
SCOPES = (frozenset[str](), frozenset({"write"}), frozenset({STAFF}), frozenset({"write", STAFF}))
ACTORS = (None, *STATES)


def may(name: str, actor: str | None, scopes: frozenset[str]) -> bool:
    """The rule in other words: a scope of those that the mutation names, and a member, or staff by a staff scope."""
    used = scopes & NEEDED.get(name, set())
    if name in EXEMPT:
        return True
    if name in NEEDED and not used:
        return False
    return actor == "active" or (STAFF in used and actor in (None, "unknown"))


@pytest.mark.parametrize(("name", "actor", "scopes"), list(product(MUTATIONS, ACTORS, SCOPES)))
async def test_only_members_write_and_staff_acts_for_the_house(
    name: str, actor: str | None, scopes: frozenset[str]
) -> None:
    done_so_far.clear()
    context = RequestContext(Caller("sub", actor, scopes, None), Language.DE)
    selected = "" if name == "plain" else "{ thing length errors { code path } }"
    answer = await SCHEMA.execute(f"mutation {{ {name} {selected} }}", context_value=context)
    assert answer.data is not None
    assert (done_so_far == [name]) is may(name, actor, scopes)
    if not may(name, actor, scopes):
        payload, refused = (
            answer.data[name],
            {"thing": None, "length": 0, "errors": [{"code": "FORBIDDEN", "path": []}]},
        )
        assert payload in (None, refused)
        assert payload is not None or answer.errors is not None


@pytest.mark.parametrize("name", MUTATIONS)
async def test_nobody_writes_without_a_login(name: str) -> None:
    done_so_far.clear()
    selected = "" if name == "plain" else "{ thing }"
    answer = await SCHEMA.execute(f"mutation {{ {name} {selected} }}", context_value=RequestContext(None, Language.DE))
    assert (done_so_far == [name]) is (name in EXEMPT)
    assert (answer.errors is None) is (name in EXEMPT)


def test_a_schema_with_mutations_says_who_may_write() -> None:
    with pytest.raises(TypeError, match="members=Membership"):
        subgraph(Query, Mutation)
    with pytest.raises(TypeError, match="members=Membership"):
        Subgraph(query=Query, mutation=Mutation)
    assert isinstance(subgraph(Query), Subgraph)
