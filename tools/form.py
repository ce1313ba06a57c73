"""``python -m tools.form``: the services' form in figures, as ARCHITECTURE.md shows it.

Lines of Python of each service, without ``matching`` and ``harvest``, for each object type of its exported SDL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.run.settings import ROOT, SERVICES
from tools.schema import SCHEMA

LEFT_OUT = frozenset({"matching", "harvest"})


@dataclass(frozen=True, slots=True)
class Form:
    service: str
    lines: int
    types: int

    @property
    def lines_per_type(self) -> float:
        return self.lines / self.types


def forms(root: Path = ROOT) -> Iterator[Form]:
    """Each service, then all of them."""
    every = [form_of(root, service) for service in SERVICES]
    yield from every
    yield Form("all", sum(each.lines for each in every), sum(each.types for each in every))


def form_of(root: Path, service: str) -> Form:
    home = root / "services" / service
    files = [path for path in home.rglob("*.py") if LEFT_OUT.isdisjoint(path.relative_to(home).parts)]
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    sdl = (root / SCHEMA.relative_to(ROOT) / "subgraphs" / f"{service}.graphql").read_text(encoding="utf-8")
    return Form(service, lines, sum(line.startswith("type ") for line in sdl.splitlines()))


if __name__ == "__main__":
    for each in forms():
        print(f"{each.service:16} {each.lines:6} lines {each.types:4} types {each.lines_per_type:6.1f} lines a type")
