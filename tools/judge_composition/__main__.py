"""`make judge-composition SETS=file.jsonl`: our verdict on subgraph sets against those of independent composers.

SETS has one set a line, `{"id", "subgraphs": [{"name", "sdl"}]}`; without it, the examples of our explanations are
taken, which have every feature and every fault once. From the sets, mutated ones are made, too, and others from nothing
(`worlds.py`). Prints every difference and exits with 1 where fewer than 995 of 1,000 verdicts equal Apollo's. Needs
Node and `npm install` in this folder; says so and stops where they are missing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.composition import compose
from gateway.composition.codes import OWN_HINTS
from gateway.composition.explanations import ERRORS, HINTS
from gateway.model.composition import Composed, SubgraphSource
from tools.judge_composition.mutate import Subgraphs, mutations
from tools.judge_composition.worlds import worlds

HERE = Path(__file__).parent
ENOUGH = 0.995


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a composer says; ``lines``: of the supergraph, as a set, because their order means nothing."""

    accepted: bool
    codes: frozenset[str]
    hints: frozenset[str]
    lines: frozenset[str]
    supergraph: str = ""


def ours(subgraphs: Subgraphs) -> Verdict:
    """Our own verdict."""
    result = compose([SubgraphSource(each["name"], f"http://{each['name']}", each["sdl"]) for each in subgraphs])
    hints = frozenset(hint.code for hint in result.hints) - OWN_HINTS
    if isinstance(result, Composed):
        return Verdict(True, frozenset(), hints, _lines(result.supergraph_sdl), result.supergraph_sdl)
    return Verdict(False, frozenset(error.code for error in result.errors), hints, frozenset())


def _lines(sdl: str) -> frozenset[str]:
    return frozenset(line.strip() for line in sdl.split("\n") if line.strip())


def theirs(answer: Mapping[str, Any]) -> Verdict:
    """The verdict of another composer, as judge.mjs prints it."""
    hints = frozenset(hint.partition(":")[0] for hint in answer.get("hints", ()))
    return Verdict(answer["accepted"], frozenset(answer["codes"]), hints, _lines(answer.get("supergraphSdl") or ""))


def differences(one: Verdict, other: Verdict) -> Iterator[str]:
    """What two verdicts say differently, worst first."""
    if one.accepted is not other.accepted:
        yield f"verdict: {_verdict(one)} / {_verdict(other)}"
    elif one.codes != other.codes:
        how = "codes" if one.codes & other.codes else "other codes"
        yield f"{how}: {sorted(one.codes)} / {sorted(other.codes)}"
    elif one.accepted and one.hints != other.hints:
        yield f"hints: {sorted(one.hints - other.hints)} / {sorted(other.hints - one.hints)}"
    elif one.lines != other.lines:
        yield f"supergraph: {sorted(one.lines - other.lines)[:3]} / {sorted(other.lines - one.lines)[:3]}"


def _verdict(verdict: Verdict) -> str:
    return "accepted" if verdict.accepted else f"rejected {sorted(verdict.codes)}"


def read_sets(path: Path) -> list[tuple[str, Subgraphs]]:
    """The sets of a JSONL file."""
    entries = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return [(str(entry["id"]), entry["subgraphs"]) for entry in entries]


def examples() -> Iterator[tuple[str, Subgraphs]]:
    """The sets that explain our codes."""
    for entry in (*ERRORS, *HINTS):
        yield entry.code, [{"name": name, "sdl": sdl} for name, sdl in entry.example.items()]


def ask(modules: Path, questions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers of the composers under ``modules``/node_modules, in order."""
    node = shutil.which("node") or "node"
    text = "\n".join(map(json.dumps, questions))
    done = subprocess.run(  # noqa: S603  # our own script
        [node, str(HERE / "judge.mjs"), str(modules)], input=text, capture_output=True, text=True, check=True
    )
    return (json.loads(line) for line in done.stdout.splitlines())


def main() -> int:
    """Compares, prints, and returns the exit code."""
    parser = argparse.ArgumentParser(prog="tools.judge_composition", description=__doc__)
    parser.add_argument("sets", type=Path, nargs="?", help="JSONL file of subgraph sets")
    parser.add_argument("--modules", type=Path, default=HERE, help="folder with node_modules")
    parser.add_argument("--mutations", type=int, default=300, help="how many mutated sets to make")
    parser.add_argument("--worlds", type=int, default=700, help="how many sets to make from nothing")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if shutil.which("node") is None or not (options.modules / "node_modules").is_dir():
        print("skipped: this judge needs Node, and `npm install` in tools/judge_composition")
        return 0
    given = read_sets(options.sets) if options.sets else list(examples())
    made = mutations([subgraphs for _, subgraphs in given], options.mutations, options.seed)
    sets = list(given)
    sets += ((f"mutation {number}", subgraphs) for number, subgraphs in enumerate(made))
    sets += ((f"world {number}", subgraphs) for number, subgraphs in enumerate(worlds(options.worlds, options.seed)))
    mine = [ours(subgraphs) for _, subgraphs in sets]
    questions = [
        {"id": name, "subgraphs": subgraphs, "supergraph": verdict.supergraph}
        for (name, subgraphs), verdict in zip(sets, mine, strict=True)
    ]
    return _report(mine, ask(options.modules, questions))


def _report(verdicts: list[Verdict], answers: Iterable[dict[str, Any]]) -> int:
    equal = 0
    for mine, answer in zip(verdicts, answers, strict=True):
        name, apollo, hive = answer["id"], theirs(answer["apollo"]), theirs(answer["hive"])
        equal += mine.accepted is apollo.accepted
        if answer.get("unreadable"):
            print(f"{name}: Apollo's planner cannot read our supergraph: {answer['unreadable']}")
        for difference in differences(mine, apollo):
            print(f"{name}: ours / Apollo's {difference} (Hive: {_verdict(hive)})")
    share = equal / len(verdicts)
    print(f"{equal} of {len(verdicts)} verdicts equal Apollo's ({share:.1%})")
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
