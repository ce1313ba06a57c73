"""Takes out of an operation what its caller may not see; each place comes back as null, with an error that names it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.recent import Recent
from gateway.ground.unauthorised import Unauthorised
from gateway.guard.rights import Alternatives, Asked, Policies, Rights, Verdict, asked_by, rights_of, together
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import Field, Operation, Selection, Selections, count_selections
from gateway.model.result import EVERY, FieldError, Guarded
from gateway.model.supergraph import Supergraph

TYPENAME = "__typename"
NO_RIGHTS = Rights(is_authenticated=False, scopes=frozenset(), policies=frozenset())
"""Enough where nothing is guarded."""

Path: TypeAlias = tuple[str, ...]
GuardOperation: TypeAlias = Callable[[Operation, GraphQLRequest], Guarded]


def guard(
    supergraph: Supergraph,
    policies: Policies,
    memory: int = 4_194_304,
    mode: Unauthorised = Unauthorised.FILTER,
) -> GuardOperation:
    """The guard of one supergraph. ``mode``: what becomes of an operation of which the
    caller may not see everything.

    Decided once for each operation and each set of rights; ``memory`` bytes of decisions are kept, twice as
    much at most. An operation is known by its identity, which holds because the memory keeps it alive.
    """
    asked: Asked = asked_by(supergraph.auth)
    decided: Recent[tuple[int, Rights], tuple[Operation, Guarded]] = Recent(memory, _size)

    def guard_operation(operation: Operation, request: GraphQLRequest) -> Guarded:
        rights = rights_of(request.caller, asked, policies) if supergraph.auth else NO_RIGHTS
        known = decided.get((id(operation), rights))
        if known is not None and known[0] is operation:
            return known[1]
        guarded = without_forbidden(operation, supergraph, rights)
        # More rights never take anything out: what is whole for nobody is whole for all.
        if not guarded.errors and not without_forbidden(operation, supergraph, NO_RIGHTS).errors:
            guarded = Guarded(operation, for_all=True)
        if guarded.errors and mode is Unauthorised.REJECT:
            raise _rejection(guarded.errors)
        decided.put((id(operation), rights), (operation, guarded))
        return guarded

    return guard_operation


def _rejection(errors: tuple[FieldError, ...]) -> RequestError:
    is_login_asked = any(error.code is PublicCode.UNAUTHENTICATED for error in errors)
    extensions: dict[str, object] = {"unauthorised": [list(error.path or ()) for error in errors]}
    if not is_login_asked:
        lists = (tuple(map(tuple, error.extensions["requires"])) for error in errors)
        extensions["requires"] = [list(each) for each in together(lists)]
    return RequestError(
        "Log in to ask this." if is_login_asked else "You have not the right to ask this.",
        code=PublicCode.UNAUTHENTICATED if is_login_asked else PublicCode.FORBIDDEN,
        extensions=extensions,
    )


def _size(_: tuple[int, Rights], known: tuple[Operation, Guarded]) -> int:
    """Bytes, roughly: the operation, which may live only here, and what was left of it."""
    return 1000 + 400 * count_selections(known[0].selections)


def without_forbidden(operation: Operation, supergraph: Supergraph, rights: Rights) -> Guarded:
    """The operation without the fields that ``rights`` do not reach, and one error for each of them.

    The same object comes back when nothing is taken out.
    """
    if not supergraph.auth:
        return Guarded(operation)
    filtering = _Filtering(supergraph, rights)
    selections = filtering.selections(operation.selections, operation.root_type, (), ())
    if not filtering.errors:
        return Guarded(operation)
    return Guarded(replace(operation, selections=selections), tuple(filtering.errors))


@dataclass(slots=True)
class _Filtering:
    supergraph: Supergraph
    rights: Rights
    errors: list[FieldError] = field(default_factory=list)

    def selections(self, selections: Selections, parent: str, path: Path, plain: Path) -> Selections:
        """``path`` shows lists, ``plain`` does not."""
        kept = (self._selection(selection, parent, path, plain) for selection in selections)
        return tuple(selection for selection in kept if selection is not None)

    def _selection(self, selection: Selection, parent: str, path: Path, plain: Path) -> Selection | None:
        if not isinstance(selection, Field):
            inner = self.selections(selection.selections, selection.type_condition, path, plain)
            return replace(selection, selections=inner) if inner else None
        if selection.name == TYPENAME:
            return selection
        here, here_plain = (*path, selection.key), (*plain, selection.key)
        verdict = self._verdict(parent, selection.name)
        if verdict is not Verdict.ALLOWED:
            lists = self._unmet(parent, selection.name) if verdict is Verdict.FORBIDDEN else ()
            self.errors.append(_refusal(verdict, here, here_plain, lists))
            return None
        if not selection.selections:
            return selection
        returned = self._type_of(parent, selection.name)
        below = (*here, *(EVERY for _ in range(_list_levels(returned))))
        inner = self.selections(selection.selections, get_named_type(returned).name, below, here_plain)
        # GraphQL 2.5: an object needs a selection. Asking for its type alone still tells null from an object.
        return replace(selection, selections=inner or (Field(TYPENAME),))

    def _verdict(self, parent: str, name: str) -> Verdict:
        for coordinate in self._coordinates(parent, name):
            requirement = self.supergraph.auth.get(coordinate)
            if requirement is not None:
                verdict = self.rights.verdict(requirement)
                if verdict is not Verdict.ALLOWED:
                    return verdict
        return Verdict.ALLOWED

    def _unmet(self, parent: str, name: str) -> Iterator[Alternatives]:
        for coordinate in sorted(self._coordinates(parent, name), key=lambda each: ("." not in each, each)):
            requirement = self.supergraph.auth.get(coordinate)
            yield from self.rights.unmet(requirement) if requirement is not None else ()

    def _coordinates(self, parent: str, name: str) -> Iterator[str]:
        """Every place whose requirement counts for this field.

        Asked of an abstract type, the field may come from any of the types behind it: who may not see all of them asks
        for those that he may see by fragments.
        """
        for owner in {parent, *self.supergraph.possible.get(parent, ())}:
            yield owner
            yield f"{owner}.{name}"
        yield get_named_type(self._type_of(parent, name)).name

    def _type_of(self, parent: str, name: str) -> GraphQLOutputType:
        owner = cast(GraphQLObjectType | GraphQLInterfaceType, self.supergraph.schema.type_map[parent])
        return cast(GraphQLOutputType, owner.fields[name].type)


def _list_levels(returned: GraphQLOutputType) -> int:
    levels = 0
    while is_list_type(returned) or is_non_null_type(returned):
        levels += is_list_type(returned)
        returned = returned.of_type
    return levels


def _refusal(verdict: Verdict, path: Path, plain: Path, lists: Iterable[Alternatives]) -> FieldError:
    """``lists``: what the caller lacks. The schema says the same to everybody, so that nothing is given away."""
    messages = {
        Verdict.UNAUTHENTICATED: "Log in to use this field.",
        Verdict.FORBIDDEN: "You have not the right to use this field.",
    }
    extensions = {"requires": [list(each) for each in together(lists)]} if verdict is Verdict.FORBIDDEN else {}
    return FieldError(messages[verdict], verdict.value, path, covers=(plain,), extensions=extensions)
