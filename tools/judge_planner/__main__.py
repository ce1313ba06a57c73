"""python -m tools.judge_planner: the fetches and the depth of our plans beside those of two other planners.

The judges are npm packages (see package.json); without Node.js or without the packages there is nothing to compare
with, and that is said. Exit code 1 where one of our plans is worse than the better of the two.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from gateway.ground.errors import GatewayError
from gateway.model.plan import Plan
from gateway.operations import pick_operation, read_document, specialise
from gateway.operations.document import DocumentLimits
from gateway.planning import plan_operation
from gateway.query_graph import build_query_graph, read_supergraph
from tests.planning.example_graphs import GRAPHS, names, operations
from tests.planning.hard_choices import CASES

HERE = Path(__file__).parent
SCHEMA = HERE.parent.parent / "schema"

NOT_COMPARABLE = {
    "migration: Circle": "Apollo asks for `people { x y }` at once although x is @external there and y @requires it",
    "migration: BelowMutation": "Hive begins the next mutation before all below the first is done",
    "contexts: FromEnclosing": "Hive asks for the price without the value that @fromContext brings",
    "contexts: FromNearest": "Hive asks for the price without the value that @fromContext brings",
    "contexts: FromElsewhere": "Hive asks for the values without those that @fromContext brings",
    "traps: FiveDeep": "Apollo asks for `b` and `c` where they are @external",
    "traps: FiveDeepAndAll": "Apollo asks for `b` and `c` where they are @external",
    "shop: InOrder": "Hive begins the next mutation before all below the first is done",
}
"""Where another plan is smaller because it does something else."""

ALWAYS = frozenset({"percent(100)"})
"""Labels of overrides that are active for every request."""


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    supergraph: str
    query: str


def cases() -> Iterator[Case]:
    """The hard choices, the example graphs and the saved operations."""
    for choice in CASES:
        yield Case(choice.name, choice.supergraph_sdl, choice.query)
    for graph in names():
        sdl = (GRAPHS / f"{graph}.supergraph.graphql").read_text()
        for name, text in operations(graph):
            yield Case(f"{graph}: {name}", sdl, text)
    composed = SCHEMA / "supergraph.graphql"
    if composed.exists():
        for file in sorted((SCHEMA / "operations").glob("*.graphql")):
            yield Case(file.stem, composed.read_text(), file.read_text())


def ours(case: Case) -> dict[str, Any]:
    """Our plan's figures, planned twice so that the second is not the first of the process."""
    try:
        supergraph = read_supergraph(case.supergraph)
        client = pick_operation(read_document(case.query, supergraph.api, DocumentLimits()), None)
        operation = specialise(client, supergraph, tuple(True for _ in client.conditions)).planned
        if operation is None:
            return {"fetches": 0, "depth": 0, "ms": 0.0}
        graph = build_query_graph(supergraph)
        labels = supergraph.labels & ALWAYS
        plan_operation(graph, operation, labels=labels)
        before = perf_counter()
        plan = plan_operation(graph, operation, labels=labels)
    except GatewayError as error:
        return {"error": error.message, "code": error.code}
    return {"fetches": len(plan.fetches), "depth": _depth(plan), "ms": (perf_counter() - before) * 1000}


def _depth(plan: Plan) -> int:
    depth: dict[int, int] = {}
    for fetch in plan.fetches:
        depth[fetch.id] = 1 + max((depth[earlier] for earlier in fetch.after), default=0)
    return max(depth.values(), default=0)


def judge(every: list[Case], node: str) -> list[dict[str, Any]]:
    """What the other planners make of the cases."""
    asked = json.dumps([{"name": each.name, "supergraph": each.supergraph, "query": each.query} for each in every])
    script = HERE / "judge.mjs"
    done = subprocess.run([node, str(script)], input=asked, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603  # our own script
    if done.returncode:
        raise SystemExit(f"The judges failed:\n{done.stderr[-2000:]}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _cell(result: dict[str, Any]) -> str:
    return "no plan" if "error" in result else f"{result['fetches']:>3} /{result['depth']:>2} {result['ms']:>9.1f} ms"


def _is_worse(mine: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """True where another plan is better in one of fetches and depth, and not worse in the other."""
    planned = [(each["fetches"], each["depth"]) for each in others if "error" not in each]
    if "error" in mine:
        return bool(planned)
    figures = mine["fetches"], mine["depth"]
    return any(each != figures and each[0] <= figures[0] and each[1] <= figures[1] for each in planned)


def main() -> int:
    """Print the table."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").exists():
        print("judge-planner: skipped. It needs Node.js 20 and `npm install` in tools/judge_planner.")
        return 0
    every = list(cases())
    worse = []
    print(f"{'fetches / depth, time':<44} {'ours':>20} {'apollo':>20} {'hive':>20}")
    for case, other in zip(every, judge(every, node), strict=True):
        mine = ours(case)
        bad = case.name not in NOT_COMPARABLE and _is_worse(mine, [other["apollo"], other["hive"]])
        worse += [case.name] * bad
        mark = "  worse" if bad else ""
        if mine.get("code") == "GRAPHQL_VALIDATION_FAILED":
            print(f"{case.name:<44} not valid for this graph: {mine['error']}")
            continue
        print(f"{case.name:<44} {_cell(mine):>20} {_cell(other['apollo']):>20} {_cell(other['hive']):>20}{mark}")
    print(f"{len(every)} operations; ours is worse in {len(worse)}" + (f": {', '.join(worse)}" if worse else "."))
    for name, reason in NOT_COMPARABLE.items():
        print(f"Not counted: {name}: {reason}.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
