"""What is told of a watched gateway: how late its loop was in some window, and what held it then."""

from __future__ import annotations

import json
from pathlib import Path

from tools.bench_matching.lag import causes, lateness, read

WORST = 6


def told(file: Path, began: float, ended: float) -> str:
    """Lines for people. The times are of the monotonic clock, which is the same in all processes."""
    if not file.exists():
        return "The gateway was ended before it could tell what held it."
    late = read(file.read_text(encoding="utf-8"))
    lines = [f"the loop: {_pairs(lateness(late, began, ended))}"]
    lines += [f"  {_pairs(cause)}" for cause in causes(late, began, ended, WORST)]
    beside = file.with_name(f"{file.name}.garbage").read_text(encoding="utf-8")
    collected = [each for each in map(json.loads, beside.splitlines()) if began <= each["at"] <= ended]
    for generation in range(3):
        some = [each for each in collected if each["generation"] == generation]
        longest = 1e3 * max((each["computing"] for each in some), default=0.0)
        found = sum(each["found"] for each in some)
        lines.append(f"garbage, generation {generation}: {len(some)} times, {longest:.0f} ms at most, {found} found")
    return "\n".join(lines)


def _pairs(cells: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in cells.items())
