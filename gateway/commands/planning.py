"""``plan``: how an operation would be answered, without asking anybody."""

from __future__ import annotations

import sys
from argparse import Namespace

import orjson

from gateway.commands.sources import graph_from, prepared_from
from gateway.planning import plan_json, plan_text


def plan_command(arguments: Namespace) -> int:
    """Prints the plan. Raises RequestError for an operation that clients could not send either."""
    plan = prepared_from(graph_from(arguments), arguments).plan
    if arguments.format == "json":
        sys.stdout.write(orjson.dumps(plan_json(plan), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stdout.write(plan_text(plan))
    return 0
