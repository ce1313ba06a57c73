"""One guard for all mutations: who writes is an ACTIVE member of the network. Declared once, for the whole type.

A login is not enough: machines have one, a place-holder for somebody who never came has an id, and a token outlives
the erasure of its account. Who passes by a staff scope (``reviewIdea`` and the like) acts for the house and needs no
membership; being staff does not help with what is a member's own, such as writing an idea.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from enum import Enum
from inspect import isawaitable
from typing import Any

from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema, get_named_type
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from services.kit.arguments import fault_of_arguments
from services.kit.changing import NOT_ANSWERED, Fault, FaultCode
from services.kit.civic import user_errors
from services.kit.context import Language
from services.kit.errors import BadInputError, ForbiddenError, UnauthenticatedError, UnavailableError
from services.kit.guard import Guard
from services.kit.identity import Caller
from services.kit.sentences import Sentence, filled

DEFINITION = "strawberry-definition"  # where Strawberry keeps its own definition on a graphql-core type or field
EXEMPT = frozenset({"register", "reportContent", "declineCommunityMigration"})
"""Mutations for those who are no members yet, or do not want to be."""
REFUSED = Fault(FaultCode.FORBIDDEN, "Only active members of the network may do this.")
NOT_REGISTERED = Fault(FaultCode.FORBIDDEN, "You are not registered yet. Register first, then do this again.")


class ActorState(Enum):
    """What an actor id is in the network."""

    ACTIVE = "ACTIVE"
    UNCLAIMED = "UNCLAIMED"
    GHOST = "GHOST"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Membership:
    """``state_of``: the state of an actor, given the context of the request; it raises ``UnavailableError`` when it
    cannot know. ``staff``: the scopes of those who act for the house. ``hindrance``: why a member may not write at the
    moment, if there is a reason; not asked for the mutations in ``always``. ``sentences``: the house's own words.
    """

    state_of: Callable[[Any, str], Awaitable[ActorState]]
    staff: frozenset[str]
    hindrance: Callable[[Any, str], Awaitable[Fault | None]] | None = None
    always: frozenset[str] = frozenset()
    sentences: Mapping[str, Sentence] = part(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForMembers:
    """The resolver of a mutation behind the guard. ``refusal`` makes the payload that says no."""

    name: str
    answer: Callable[..., Any]
    scopes: tuple[frozenset[str], ...]
    refusal: Callable[[Fault], Any]
    membership: Membership

    async def __call__(self, source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        caller: Caller | None = info.context.caller
        if caller is None:
            raise UnauthenticatedError("Log in to change something.")
        try:
            refused = await self._refused(info.context, caller)
            if refused is not None:
                return self.refusal(refused)
        except UnavailableError:
            # Nothing was written, and the same request may be repeated: an outcome to be expected, not a fault of ours.
            return self.refusal(NOT_ANSWERED)
        if self.membership.hindrance and caller.actor_id is not None and self.name not in self.membership.always:
            hindered = await self.membership.hindrance(info.context, caller.actor_id)
            if hindered is not None:
                return self.refusal(hindered)
        unkept = fault_of_arguments(arguments)
        if unkept is not None:
            return self.refusal(unkept)
        answered = self.answer(source, info, **arguments)
        return await answered if isawaitable(answered) else answered

    async def _refused(self, context: Any, caller: Caller) -> Fault | None:
        """Why the caller may not write; a person whom nobody knows is told what to do first."""
        for_the_house = any(caller.scopes >= needed and needed & self.membership.staff for needed in self.scopes)
        if caller.actor_id is None:
            return None if for_the_house else REFUSED
        try:
            state = await self.membership.state_of(context, caller.actor_id)
        except UnavailableError:
            if for_the_house:
                return None  # as somebody unknown: staff need no membership
            raise
        if state is ActorState.ACTIVE or (for_the_house and state is ActorState.UNKNOWN):
            return None
        return NOT_REGISTERED if state is ActorState.UNKNOWN else REFUSED


def guard_mutations(schema: GraphQLSchema, membership: Membership | None) -> None:
    """Puts every mutation behind the guard but the exempt ones. ``TypeError`` when nobody says who may write."""
    if schema.mutation_type is None:
        return
    if membership is None:
        raise TypeError("A subgraph with mutations says who may write: subgraph(..., members=Membership(...)).")
    for name, field in schema.mutation_type.fields.items():
        if name not in EXEMPT:
            field.resolve = _guarded(name, field, membership)


def _guarded(name: str, field: GraphQLField, membership: Membership) -> ForMembers:
    if field.resolve is None:
        raise TypeError(f"The mutation {name} has no resolver.")
    definition = field.extensions.get(DEFINITION)
    extensions = definition.extensions if isinstance(definition, StrawberryField) else ()
    guards = [each for each in extensions if isinstance(each, Guard)]
    refusal = _refusal(field, membership.sentences)
    return ForMembers(name, field.resolve, guards[0].scopes if guards else (), refusal, membership)


def _refusal(field: GraphQLField, own: Mapping[str, Sentence]) -> Callable[[Fault], Any]:
    """Makes the payload that holds nothing but the error, as for every failure that was to be expected.

    What has no such payload is refused as a field without the right is (``ForbiddenError``).
    """
    definition = get_named_type(field.type).extensions.get(DEFINITION)
    if not isinstance(definition, StrawberryObjectDefinition):
        return _fail
    names = [each.python_name for each in definition.fields if each.base_resolver is None]
    if "errors" not in names:
        return _fail

    def refused(fault: Fault) -> Any:
        return definition.origin(**{**dict.fromkeys(names), "errors": user_errors([fault], own)})

    return refused


def _fail(fault: Fault) -> Any:
    text = filled(fault.message, fault.places, Language.EN)
    kinds = {FaultCode.UNAVAILABLE: UnavailableError, FaultCode.INVALID: BadInputError}
    raise kinds.get(fault.code, ForbiddenError)(text)
