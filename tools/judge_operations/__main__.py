"""`python -m tools.judge_operations`: asks every saved operation of a real run, and says which do not answer.

Starts a run of its own with fresh demo data, and asks each saved operation as the person whom its third line names, in
an order in which they can succeed: ids come out of answers to earlier ones, so that somebody who knows nothing but the
saved operations gets from each to the next. Prints a table; exit code 1 when one gave an error, a refusal or nothing.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tools.judge_operations.asking import Client, all_saved, failures
from tools.judge_operations.story import STORY, Came, Step
from tools.run.settings import DEFAULT_PORTS, ROOT

READY = "Civic Coding Graph is running."
READY_WITHIN = 300.0  # seconds: the demo data are loaded first
STOP_WITHIN = 60.0
PATIENCE = 20.0  # seconds for what takes its time
BREATH = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.judge_operations", description=__doc__)
    parser.add_argument("--url", help="the address of a run's gateway with fresh demo data; else one is started")
    parser.add_argument("--all", action="store_true", help="show also what went well")
    given = parser.parse_args()
    if given.url:
        return judge(Client(given.url), show_all=given.all)
    with fresh_run() as url:
        return judge(Client(url), show_all=given.all)


def judge(client: Client, *, show_all: bool = True) -> int:
    """The exit code."""
    came: Came = {}
    wrong = sum(not told(client, step, came, show_all=show_all) for step in STORY)
    missing = sorted(set(all_saved()) - {step.number for step in STORY})
    if missing:
        print(f"not in tools/judge_operations/story.py: {', '.join(map(str, missing))}")
    print(f"{len(STORY)} steps through {len(all_saved()) - len(missing)} saved operations: {wrong} went wrong")
    return 1 if wrong or missing else 0


def told(client: Client, step: Step, came: Came, *, show_all: bool) -> bool:
    """Asks one and prints its line; whether it went well."""
    saved = all_saved()[step.number]
    person = step.person or saved.person
    try:
        variables = step.given(came)
    except (KeyError, IndexError, TypeError, StopIteration) as error:
        print(f"{saved.number:>4} {person:<15} no ids from earlier answers ({error!r})   {saved.title[:70]}")
        return False
    wrong, took = asked(client, step, person, variables, came)
    if wrong or show_all:
        said = "; ".join(wrong)[:400] or "good"
        print(f"{saved.number:>4} {person:<15} {took:>6.0f} ms  {said}   {saved.title[:70]}")
    return not wrong


def asked(client: Client, step: Step, person: str, variables: Mapping[str, Any], came: Came) -> tuple[list[str], float]:
    """What went wrong, and the milliseconds of the last time; asks anew while the step waits for something."""
    ends = time.monotonic() + PATIENCE
    while True:
        answer, took = client.ask(person, all_saved()[step.number].text, variables)
        came[step.number] = answer.get("data") or {}
        wrong = failures(answer) or not_yet(step, came)
        if not wrong or step.until is None or time.monotonic() > ends:
            return wrong, took
        time.sleep(BREATH)


def not_yet(step: Step, came: Came) -> list[str]:
    """What the step still waits for."""
    if step.until is not None:
        try:
            step.until(came)
        except (KeyError, IndexError, TypeError, StopIteration) as error:
            return [f"what it waits for did not come ({error!r})"]
    return []


@contextmanager
def fresh_run() -> Iterator[str]:
    """The address of the gateway of a run of its own, which ends with us."""
    home = tempfile.mkdtemp(prefix="judge-operations-")
    ports = dict(zip((*DEFAULT_PORTS, "admin"), _free_ports(len(DEFAULT_PORTS) + 1), strict=True))
    environment = {
        **os.environ,
        "RUN_HOME": home,
        **{f"{part.upper()}_PORT": str(port) for part, port in ports.items()},
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.run"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        _wait(process)
        yield f"http://127.0.0.1:{ports['gateway']}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_WITHIN)
        shutil.rmtree(home, ignore_errors=True)


def _wait(process: subprocess.Popen[str]) -> None:
    """Until the run says that it is there. Raises RuntimeError when it ends before, or takes too long."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    said: list[str] = []
    while READY not in "".join(said):
        line = lines.get(timeout=READY_WITHIN)
        if line is None:
            raise RuntimeError("The run did not start:\n" + "".join(said))
        said.append(line)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


if __name__ == "__main__":
    sys.exit(main())
