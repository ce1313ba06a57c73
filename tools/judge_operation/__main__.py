"""Does to a whole house what can happen to it, under steady traffic, and prints what its clients saw.

One table: for each case the requests that failed (of the houses that it may cost, and of all others), and the 99th
percentile before, during and after it, of those houses that it must not cost where there are some. Exit code 1 when a
request failed that must not.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.judge_operation.cases import CASES, EVERYBODY, Case, rolling_restart
from tools.judge_operation.house import House, housed
from tools.judge_operation.traffic import Traffic
from tools.run.settings import ROOT

DISK = 900
"""Megabytes of the small disk: a house with its demo data has half of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case came to. ``wrong``: failures of houses that it must not cost, by code."""

    case: Case
    traffic: Traffic
    allowed: Counter[str]
    wrong: Counter[str]
    told: str

    @property
    def row(self) -> str:
        cells = [self.case.name, str(len(self.traffic.asked)), _counted(self.wrong), _counted(self.allowed)]
        # Who is answered when a frozen house goes on has waited for that house, and for nobody else.
        others = EVERYBODY - self.case.may_fail or EVERYBODY
        cells += [f"{self.traffic.p99(phase, others):.0f}" for phase in ("before", "during", "after")]
        return f"| {' | '.join((*cells, self.told))} |"


HEAD = """| case | requests | failed | failed, of what it may cost | p99 before | during | after (ms) | what was seen |
|---|---|---|---|---|---|---|---|"""


def _counted(failures: Counter[str]) -> str:
    return ", ".join(f"{number} {code}" for code, number in failures.most_common()) or "0"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.judge_operation", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each case")
    parser.add_argument("--rate", type=float, default=50.0, help="requests in a second")
    parser.add_argument("--only", default="", help="a word in the names of the cases to run")
    chosen = parser.parse_args()
    sys.stdout.write(f"{chosen.rate:g} requests/s, {chosen.seconds:g} s a case, {os.cpu_count()} cores\n\n{HEAD}\n")
    is_well = True
    for case in CASES:
        if chosen.only in case.name:
            is_well &= asyncio.run(judge(case, chosen.seconds, chosen.rate))
    return 0 if is_well else 1


async def judge(case: Case, seconds: float, rate: float) -> bool:
    """Whether no request failed that must not."""
    with home_for(case) as home:
        if home is None:
            sys.stdout.write(f"| {case.name} | | | | | | | not run: a small disk needs the right to mount one |\n")
            return True
        root = await asyncio.to_thread(copied, home) if case.is_copied else ROOT
        async with housed(home / "run", root, GATEWAY_WORKERS=str(case.workers)) as house:
            traffic = Traffic(house.address(), rate)
            if case.do is rolling_restart:
                told = await case.do(house, traffic, seconds)
            else:
                told = await _with_traffic(case, house, traffic, seconds)
    failed = [each for each in traffic.asked if each.wrong is not None]
    allowed = Counter(str(each.wrong) for each in failed if each.house in case.may_fail)
    wrong = Counter(f"{each.wrong} ({each.house})" for each in failed if each.house not in case.may_fail)
    load = f"load {os.getloadavg()[0]:.1f}"
    sys.stdout.write(f"{Outcome(case, traffic, allowed, wrong, '; '.join(filter(None, (told, load)))).row}\n")
    sys.stdout.flush()
    return not wrong


async def _with_traffic(case: Case, house: House, traffic: Traffic, seconds: float) -> str:
    async with traffic.running():
        await asyncio.sleep(2)  # connections, plans
        traffic.phase("before")
        await asyncio.sleep(min(10.0, seconds / 4))
        traffic.phase("during")
        told = await case.do(house, traffic, seconds)
        traffic.phase("after")
        await asyncio.sleep(min(10.0, seconds / 4))
    return told


@contextmanager
def home_for(case: Case) -> Iterator[Path | None]:
    """A folder that the database's user reaches, too; None where its disk cannot be made."""
    folder = Path(tempfile.mkdtemp(prefix="civic-judge-"))
    folder.chmod(0o755)
    mounted = False
    try:
        if case.is_on_small_disk:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m,mode=755", "tmpfs", str(folder)]
            mounted = shutil.which("mount") is not None and not subprocess.run(mount, check=False).returncode  # noqa: S603
            if not mounted:
                yield None
                return
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S603, S607
        shutil.rmtree(folder, ignore_errors=True)


def copied(home: Path) -> Path:
    """A copy of the code that may be changed."""
    for part in ("gateway", "services", "tools", "schema", "demo"):
        ignored = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / part, home / "code" / part, ignore=ignored)
    return home / "code"


if __name__ == "__main__":
    sys.exit(main())
