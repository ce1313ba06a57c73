"""Runs a tutorial as a reader would: its files are written, its commands typed, its outputs compared."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?P<before>[^\n]*(?:\n[^\n`]+)*)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
FILE = re.compile(r"`([\w.]+\.(?:py|graphql|yaml))`")
BEGIN = "set -e\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n"
"""A command that fails is the end, and so is the last one: nothing stays behind in the background."""
NEXT = "~~ the next block ~~"
WITHIN = "3600"
"""Seconds after which something hangs; nothing depends on how slow the machine is."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. ``file``: what the line before it calls it, if it is a file."""

    kind: str
    text: str
    file: str | None


def blocks(tutorial: str, replaced: Mapping[str, str]) -> Iterator[Block]:
    """The blocks in order; ``replaced``: addresses of the text that are others in a test."""
    text = (ROOT / "docs" / tutorial).read_text(encoding="utf-8")
    for old, new in replaced.items():
        text = text.replace(old, new)
    for match in BLOCK.finditer(text):
        named = FILE.findall(match["before"].rsplit("\n\n", 1)[-1])
        is_file = match["kind"] in ("python", "graphql", "yaml")
        yield Block(match["kind"], match["text"], named[-1] if named and is_file else None)


def follow(tutorial: str, folder: Path, replaced: Mapping[str, str]) -> None:
    """Does what the tutorial says, in ``folder``; fails where something else comes out than it shows."""
    commands: list[str] = []
    shown: list[Block] = []
    for block in blocks(tutorial, replaced):
        match block.kind:
            case "sh":
                commands.append(f"{block.text}\necho '{NEXT}'\n")
            case "json" | "text":
                shown.append(Block(block.kind, block.text, str(len(commands) - 1)))
            case _:
                assert block.file, f"{tutorial}: a block of {block.kind} has no name"
                (folder / block.file).write_text(block.text, encoding="utf-8")
    assert commands, f"{tutorial} types nothing"
    assert shown, f"{tutorial} shows nothing that comes of it"
    said = _typed("".join([BEGIN, *commands]), folder).split(f"{NEXT}\n")
    for block in shown:
        _compare(tutorial, block, said[int(block.file or 0)])


def _compare(tutorial: str, block: Block, said: str) -> None:
    if block.kind == "json":
        assert json.loads(said.strip().splitlines()[-1]) == json.loads(block.text), tutorial
    for line in block.text.splitlines() if block.kind == "text" else ():
        assert line in said, f"{tutorial} shows {line!r}, but this came:\n{said}"


def _typed(script: str, folder: Path) -> str:
    """What a shell says to the script. What the script started in the background ends with it."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "REPOSITORY": str(ROOT),
    }
    done = subprocess.run(
        ["timeout", WITHIN, "bash", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.stdout.count(f"{NEXT}\n") == script.count(NEXT), f"a command failed:\n{done.stdout}"
    return done.stdout
