"""A plan for people: one paragraph for each request, in an order in which they can be sent."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.model.operation import Field, Selection, Selections, print_selections, print_value
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, PathStep, Plan, Representation

INDENT = "  "


def plan_text(plan: Plan) -> str:
    """The plan as text. For ``python -m gateway plan --format text`` and ``show fetches``."""
    if not plan.fetches:
        return "No request: the gateway answers by itself.\n"
    return "\n".join("\n".join(_fetch(fetch)) + "\n" for fetch in plan.fetches)


def _fetch(fetch: Fetch) -> Iterator[str]:
    after = f" after {', '.join(str(each) for each in fetch.after)}" if fetch.after else ""
    variables = f" with {', '.join(f'${name}' for name in fetch.variables)}" if fetch.variables else ""
    yield f"{fetch.id} {fetch.kind.value} {fetch.subgraph}{after}{variables}"
    if fetch.root:
        if fetch.root.path:
            yield f"{INDENT}at {path_text(fetch.root.path)}"
        yield from _block(fetch.root.selections, 1)
    for call in fetch.entities:
        yield from _call(call)
    for rename in fetch.renames:
        where = f" at {path_text(rename.path)}" if rename.path else ""
        yield f"{INDENT}rename {rename.internal} to {rename.key}{where}"


def _call(call: EntityCall) -> Iterator[str]:
    for path in call.paths:
        yield f"{INDENT}at {path_text(path)}"
    for value in call.context:
        yield f"{INDENT}${value.variable} is {print_selections(value.selections)} at {path_text(value.path)}"
    for representation in call.representations:
        yield f"{INDENT}send {_representation(representation)}"
    yield from _block(call.selections, 1)


def _representation(representation: Representation) -> str:
    runtime = "|".join(sorted(representation.on))
    renamed = "" if runtime == representation.typename else f"{runtime} as "
    return f"{renamed}{representation.typename} {print_selections(representation.selections)}"


def _block(selections: Selections, depth: int) -> Iterator[str]:
    margin = INDENT * depth
    yield f"{margin}{{"
    for selection in selections:
        yield from _selection(selection, depth + 1)
    yield f"{margin}}}"


def _selection(selection: Selection, depth: int) -> Iterator[str]:
    margin = INDENT * depth
    if isinstance(selection, Field):
        alias = f"{selection.alias}: " if selection.alias else ""
        listed = ", ".join(f"{argument.name}: {print_value(argument.value)}" for argument in selection.arguments)
        head = f"{alias}{selection.name}" + (f"({listed})" if listed else "")
    else:
        head = f"... on {selection.type_condition}"
    inner = selection.selections
    if not inner:
        yield f"{margin}{head}"
        return
    yield f"{margin}{head} {{"
    for each in inner:
        yield from _selection(each, depth + 1)
    yield f"{margin}}}"


def path_text(path: MergePath) -> str:
    """A merge path in one word.

    >>> path_text((Key("pets"), Each(), OnTypes(frozenset({"Dog"})), Key("owner")))
    'pets[]<Dog>.owner'
    """
    return "".join(_step(step) for step in path).removeprefix(".")


def _step(step: PathStep) -> str:
    match step:
        case Key(name):
            return f".{name}"
        case Each():
            return "[]"
        case OnTypes(names):
            return f"<{'|'.join(sorted(names))}>"
