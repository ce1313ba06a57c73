"""``plan``: how an operation would be answered, without asking anybody."""

from __future__ import annotations

import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

import orjson
from graphql import parse, print_ast

from gateway.commands.sources import active_labels, engine_from, operation_from
from gateway.model.operation import Field, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, PathStep, Plan

NOTHING_TO_FETCH = "No subgraph is asked: the gateway answers this by itself.\n"


def plan_command(arguments: Namespace) -> int:
    """Prints the plan. Raises RequestError for an operation that clients could not send either."""
    engine = engine_from(arguments)
    operation = operation_from(engine, arguments)
    plan = (
        engine.plan(operation, labels=active_labels(arguments))
        if operation is not None and operation.selections
        else None
    )
    if arguments.format == "json":
        sys.stdout.write(orjson.dumps(plan_as_json(plan), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(plan_in_words(plan) if plan else NOTHING_TO_FETCH)
    return 0


def plan_in_words(plan: Plan) -> str:
    """Every fetch with what it waits for, where its answer goes, and what is sent."""
    fetches = plan.fetches
    rounds = max(wave(fetches).values(), default=0)
    head = f"{plan.kind.value}: fetches: {len(fetches)}, rounds: {rounds}\n"
    return head + "".join(f"\n{_fetch(fetch)}" for fetch in fetches)


def wave(fetches: Iterable[Fetch]) -> dict[int, int]:
    """In which round, counted from 1, each fetch starts if all answers take equally long."""
    rounds: dict[int, int] = {}
    for fetch in fetches:  # each stands after those that it waits for
        rounds[fetch.id] = 1 + max((rounds[earlier] for earlier in fetch.after), default=0)
    return rounds


def _fetch(fetch: Fetch) -> str:
    after = f", after {', '.join(f'#{earlier}' for earlier in fetch.after)}" if fetch.after else ""
    lines = [f"#{fetch.id} {fetch.subgraph}{after}\n"]
    lines += [f"    for {line}\n" for call in fetch.entities for line in _entities(call)]
    return "".join(lines) + textwrap.indent(print_ast(parse(fetch.document)), "    ") + "\n"


def _entities(call: EntityCall) -> Iterable[str]:
    sent = "; ".join(f"{each.typename} by {selections_in_words(each.selections)}" for each in call.representations)
    yield f"{', '.join(path_in_words(path) for path in call.paths)}: {sent}"


def path_in_words(path: MergePath) -> str:
    """``awards.@.entry``; a step that holds for some types only is written ``|[A,B]``."""
    words: list[str] = []
    for step in path:
        if isinstance(step, OnTypes) and words:
            words[-1] += _step(step)
        else:
            words.append(_step(step))
    return ".".join(words) or "the root"


def _step(step: PathStep) -> str:
    match step:
        case Key(name):
            return name
        case Each():
            return "@"
        case OnTypes(names):
            return f"|[{','.join(sorted(names))}]"


def selections_in_words(selections: Selections) -> str:
    """The selections on one line, as GraphQL writes them."""
    words = []
    for selection in selections:
        if isinstance(selection, Field):
            alias = f"{selection.alias}: " if selection.alias and selection.alias != selection.name else ""
            head = f"{alias}{selection.name}{'(...)' if selection.arguments else ''}"
        else:
            head = f"... on {selection.type_condition}"
        words.append(f"{head} {selections_in_words(selection.selections)}" if selection.selections else head)
    return "{ " + " ".join(words) + " }"


def plan_as_json(plan: Plan | None) -> dict[str, Any]:
    """For programs; a plan without fetches when no subgraph is asked."""
    if plan is None:
        return {"kind": "query", "fetches": []}
    rounds = wave(plan.fetches)
    return {"kind": plan.kind.value, "fetches": [_fetch_as_json(fetch, rounds[fetch.id]) for fetch in plan.fetches]}


def _fetch_as_json(fetch: Fetch, rounds: int) -> dict[str, Any]:
    return {
        "id": fetch.id,
        "subgraph": fetch.subgraph,
        "kind": fetch.kind.value,
        "round": rounds,
        "after": list(fetch.after),
        "document": fetch.document,
        "variables": list(fetch.variables),
        "entities": [
            {
                "paths": [path_in_words(path) for path in call.paths],
                "representations": [
                    {"typename": each.typename, "selections": selections_in_words(each.selections)}
                    for each in call.representations
                ],
            }
            for call in fetch.entities
        ],
    }
