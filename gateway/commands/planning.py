"""``plan``: how an operation would be answered, without asking anybody."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from gateway.commands.sources import active_labels, engine_from, operation_from
from gateway.model.budget import Budget
from gateway.model.operation import OperationKind
from gateway.model.plan import Plan
from gateway.planning import plan_json, plan_text


def plan_command(arguments: Namespace) -> int:
    """Prints the plan. Raises RequestError for an operation that clients could not send either."""
    plan = plan_from(arguments)
    if arguments.format == "json":
        sys.stdout.write(orjson.dumps(plan_json(plan), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(plan_text(plan))
    return 0


def plan_from(arguments: Namespace) -> Plan:
    """The plan of the operation that the command line names; without fetches if no subgraph is asked."""
    engine = engine_from(arguments)
    operation = operation_from(engine, arguments)
    if operation is None or not operation.selections:
        return Plan(operation.kind if operation else OperationKind.QUERY, ())
    return engine.plan(operation, labels=active_labels(arguments), budget=Budget(engine.lanes.allowance.large))
