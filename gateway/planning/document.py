"""A finished step -> the text that is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from gateway.model.operation import (
    Argument,
    Field,
    Fragment,
    ListValue,
    ObjectValue,
    Operation,
    OperationKind,
    Selections,
    Value,
    Variable,
    print_directives,
    print_selections,
    print_value,
    with_variables,
)
from gateway.model.plan import EntityCall, Fetch, Rename
from gateway.planning.steps import Step


def write_fetch(step: Step, operation: Operation, renames: tuple[Rename, ...], type_names: Mapping[str, str]) -> Fetch:
    """The step as a Fetch: calls and their variables named, variables declared, text written."""
    calls = _named(step.calls, operation)
    selections = step.root.selections if step.root else ()
    every = selections + tuple(each for call in calls for each in call.selections)
    # Every subgraph knows a directive of the client's at the places where the operation may have it, which are not
    # those of the queries that follow a mutation.
    directives = operation.directives if step.kind is operation.kind else ()
    used = frozenset(chain(_variables(every), _variables_in(each.arguments for each in directives)))
    declared = [definition for definition in operation.variables if definition.name in used]
    heads = [
        f"${each.name}: {each.type}"
        + (f" = {print_value(each.default)}" if each.has_default else "")
        + print_directives(each.directives)
        for each in declared
    ]
    heads += [f"${call.variable}: [_Any!]!" for call in calls]
    heads += [f"${each.variable}: {each.type}" for call in calls for each in call.context]
    body = _body(step, calls, type_names)
    keyword = step.kind.value
    if heads or directives:
        declarations = f" ({', '.join(heads)})" if heads else ""
        document = f"{keyword}{declarations}{print_directives(directives)} {body}"
    else:
        document = body if step.kind is OperationKind.QUERY else f"{keyword} {body}"
    return Fetch(
        id=step.number,
        subgraph=step.subgraph,
        kind=step.kind,
        document=document,
        variables=tuple(definition.name for definition in declared),
        after=tuple(sorted(step.after)),
        root=step.root,
        entities=calls,
        renames=renames,
        definitions=tuple(declared),
        directives=directives,
        type_names=type_names,
        order=step.order,
    )


def _body(step: Step, calls: tuple[EntityCall, ...], names: Mapping[str, str]) -> str:
    if step.root:
        return print_selections(_in_its_words(step.root.selections, names))
    own = (replace(call, selections=_in_its_words(call.selections, names)) for call in calls)
    return "{ " + " ".join(_call(call) for call in own) + " }"


def _in_its_words(selections: Selections, names: Mapping[str, str]) -> Selections:
    """With the subgraph's own names of types in the fragments."""
    if not names:
        return selections
    inner = (replace(each, selections=_in_its_words(each.selections, names)) for each in selections)
    return tuple(
        replace(each, type_condition=names.get(each.type_condition, each.type_condition))
        if isinstance(each, Fragment)
        else each
        for each in inner
    )


def _named(calls: tuple[EntityCall, ...], operation: Operation) -> tuple[EntityCall, ...]:
    taken = {definition.name for definition in operation.variables}
    prefix = "representations"
    while any(name.startswith(prefix) for name in taken):
        prefix = f"_{prefix}"
    if len(calls) == 1:
        return (replace(calls[0], alias="_entities", variable=prefix),)
    return tuple(
        replace(_apart(call, number), alias=f"_e{number}", variable=f"{prefix}{number}")
        for number, call in enumerate(calls)
    )


def _apart(call: EntityCall, number: int) -> EntityCall:
    """With variables of its own: what two calls take from a context may come from different objects."""
    names = {value.variable: f"{value.variable}_{number}" for value in call.context}
    if not names:
        return call
    context = tuple(replace(value, variable=names[value.variable]) for value in call.context)
    return replace(call, context=context, selections=with_variables(call.selections, names))


def _call(call: EntityCall) -> str:
    alias = "" if call.alias == "_entities" else f"{call.alias}: "
    return f"{alias}_entities(representations: ${call.variable}) {print_selections(call.selections)}"


def _variables(selections: Selections) -> Iterator[str]:
    for selection in selections:
        if isinstance(selection, Field):
            yield from _variables_in((selection.arguments,))
            yield from _variables_in(each.arguments for place in selection.directives for each in place)
        yield from _variables(selection.selections)


def _variables_in(every: Iterable[tuple[Argument, ...]]) -> Iterator[str]:
    for argument in chain.from_iterable(every):
        yield from _variables_of(argument.value)


def _variables_of(value: Value) -> Iterator[str]:
    match value:
        case Variable(name):
            yield name
        case ListValue(items):
            for item in items:
                yield from _variables_of(item)
        case ObjectValue(fields):
            for _, item in fields:
                yield from _variables_of(item)
