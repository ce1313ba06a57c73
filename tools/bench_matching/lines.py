"""Figures as they come: one line of a table each, told as progress at once and printed as tables at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tools.bench_matching.timing import Times


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; ``cells`` are texts by the names of columns, the first of them says what is measured."""

    table: str
    cells: Mapping[str, str]


def say(line: Line) -> None:
    """To whoever started this process."""
    print(json.dumps({"table": line.table, "cells": line.cells}, ensure_ascii=False), flush=True)


def say_all(lines: Iterable[Line]) -> None:
    for line in lines:
        say(line)


def heard(text: str) -> Line:
    known = json.loads(text)
    return Line(known["table"], known["cells"])


def progress(line: Line) -> str:
    return f"{line.table}: " + ", ".join(f"{name} {text}" for name, text in line.cells.items())


def tables(lines: Iterable[Line]) -> str:
    """All lines as tables in Markdown; what a line does not say stays empty.

    >>> print(tables([Line("sizes", {"what": "a", "MB": "1"}), Line("sizes", {"what": "b"})]))
    | sizes: what | MB |
    |---|--:|
    | a | 1 |
    | b |  |
    """
    named: dict[str, list[Mapping[str, str]]] = {}
    for line in lines:
        named.setdefault(line.table, []).append(line.cells)
    return "\n\n".join(table(name, rows) for name, rows in named.items())


def table(name: str, rows: list[Mapping[str, str]]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    head = f"| {name}: " + " | ".join(columns) + " |"
    body = ["| " + " | ".join(row.get(column, "") for column in columns) + " |" for row in rows]
    return "\n".join([head, "|---|" + "--:|" * (len(columns) - 1), *body])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.1f}"


def latency(times: Times) -> dict[str, str]:
    """With the mean of what an answer made all threads compute."""
    spread = {f"p{share} ms": milliseconds(times.percentile(share / 100)) for share in (50, 99)}
    return {"CPU ms": milliseconds(times.computing / len(times.seconds)), **spread}


def under_load(times: Times) -> dict[str, str]:
    # CPU / wall above 1 is more than one core for one caller: threads that gain nothing.
    shares = {"asked/s": f"{times.rate:.0f}", "CPU / wall": f"{times.computing / times.window:.2f}"}
    spread = f"{times.percentile(0.99) / times.percentile(0.5):.1f}"
    return {**shares, **latency(times), "p99 / p50": spread}
