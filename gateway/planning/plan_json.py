"""A plan in the JSON form that plan viewers read: ``{kind: "QueryPlan", node}`` with Sequence and Parallel.

The waves are only a way to show the plan; ``id`` and ``depends`` of each Fetch are the DAG that is executed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gateway.model.operation import Field, OperationKind, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, Plan
from gateway.model.result import EVERY

Json = dict[str, Any]


def plan_json(plan: Plan) -> Json:
    """The plan as JSON data. For ``python -m gateway plan --format json``."""
    waves: dict[int, list[Json]] = defaultdict(list)
    level: dict[int, int] = {}
    for fetch in plan.fetches:
        level[fetch.id] = 1 + max((level[earlier] for earlier in fetch.after), default=-1)
        waves[level[fetch.id]].append(_node(fetch))
    nodes = [_group("Parallel", waves[number]) for number in sorted(waves)]
    if plan.kind is OperationKind.SUBSCRIPTION and nodes:
        rest = _group("Sequence", nodes[1:]) if nodes[1:] else None
        return {"kind": "QueryPlan", "node": {"kind": "Subscription", "primary": nodes[0], "rest": rest}}
    return {"kind": "QueryPlan", "node": _group("Sequence", nodes) if nodes else None}


def _group(kind: str, nodes: list[Json]) -> Json:
    return nodes[0] if len(nodes) == 1 else {"kind": kind, "nodes": nodes}


def _node(fetch: Fetch) -> Json:
    node: Json = {
        "kind": "Fetch",
        "id": fetch.id,
        "depends": list(fetch.after),
        "serviceName": fetch.subgraph,
        "operationKind": fetch.kind.value,
        "operation": fetch.document,
        "variableUsages": list(fetch.variables),
    }
    if fetch.renames:
        node["outputRewrites"] = [
            {"KeyRenamer": {"path": [*_path(each.path), each.internal], "renameKeyTo": each.key}}
            for each in fetch.renames
        ]
    if fetch.root is not None:
        return _flattened(fetch.root.path, node)
    if len(fetch.entities) == 1 and len(fetch.entities[0].paths) == 1:
        call = fetch.entities[0]
        return _flattened(call.paths[0], {**node, **_requires(call)})
    calls = [
        {"alias": call.alias, "paths": [_path(path) for path in call.paths], **_requires(call)}
        for call in fetch.entities
    ]
    return {**node, "kind": "BatchFetch", "entityBatch": {"aliases": calls}}


def _requires(call: EntityCall) -> Json:
    requires: list[Json] = []
    rewrites: list[Json] = []
    for each in call.representations:
        selections = [{"kind": "Field", "name": "__typename"}, *_selections(each.selections)]
        for name in sorted(each.on):
            requires.append({"kind": "InlineFragment", "typeCondition": name, "selections": selections})
            if name != each.typename:
                path = [{"TypenameEquals": [name]}, {"Key": "__typename"}]
                rewrites.append({"ValueSetter": {"path": path, "setValueTo": each.typename}})
    return {"requires": requires, **({"inputRewrites": rewrites} if rewrites else {})}


def _selections(selections: Selections) -> list[Json]:
    found: list[Json] = []
    for each in selections:
        inner = {"selections": _selections(each.selections)} if each.selections else {}
        if isinstance(each, Field):
            alias = {"alias": each.alias} if each.alias else {}
            found.append({"kind": "Field", **alias, "name": each.name, **inner})
        else:
            found.append({"kind": "InlineFragment", "typeCondition": each.type_condition, **inner})
    return found


def _flattened(path: MergePath, node: Json) -> Json:
    return {"kind": "Flatten", "path": _path(path), "node": node} if path else node


def _path(path: MergePath) -> list[Any]:
    found: list[Any] = []
    for step in path:
        match step:
            case Key(name):
                found.append({"Field": name})
            case Each():
                found.append(EVERY)
            case OnTypes(names):
                found.append({"TypeCondition": sorted(names)})
    return found
