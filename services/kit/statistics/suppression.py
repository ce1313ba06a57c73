"""What is not told of persons: cells below five, and as many others as keep them from being worked out. Pure.

All answers about persons come out of tables by one or two dimensions whose sums by line are told, too. A hidden cell
can be worked out from those sums exactly when it is a bridge of the graph of hidden cells: lines are its points, cells
its edges (Gusfield 1988, "A graph theoretic approach to statistical data security"). So cells are hidden until no edge
is a bridge, and until what is hidden of a line is at least five persons, and more than there are hidden cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST = 5
"""Persons that a told number is about at least (domain_slice2 2.15)."""
Cell = tuple[str, str]
Value = TypeVar("Value", str, tuple[str, str])
OPEN = ("", "")
"""The point of all lines whose own sums are not told: only the sum of them all can be worked out."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The lines whose sums are not told, and the cells."""

    rows: frozenset[str]
    columns: frozenset[str]
    cells: frozenset[Cell]


def hidden_values(counts: Mapping[str, int]) -> frozenset[str]:
    """Of counts by one dimension, whose total is told.

    >>> sorted(hidden_values({"a": 40, "b": 3, "c": 7, "d": 9}))
    ['b', 'c']
    >>> sorted(hidden_values({"a": 40, "b": 3, "c": 4, "d": 9}))
    ['b', 'c']
    >>> hidden_values({"a": 40, "b": 5})
    frozenset()
    """
    hidden = {value for value, count in counts.items() if count < LEAST}
    while hidden and is_thin([counts[value] for value in hidden]) and len(hidden) < len(counts):
        hidden.add(least(counts, counts.keys() - hidden))
    return frozenset(hidden)


def hidden_cells(cells: Mapping[Cell, int], rows: Mapping[str, int], columns: Mapping[str, int]) -> Hidden:
    """Of counts by two dimensions; ``rows`` and ``columns`` are the counts by each of them.

    What is hidden by one dimension is hidden by two: else its parts would tell it.
    """
    bare_rows, bare_columns = hidden_values(rows), hidden_values(columns)
    hidden = {cell for cell, count in cells.items() if count < LEAST or cell[0] in bare_rows or cell[1] in bare_columns}
    while (weak := weak_line(cells, hidden, bare_rows, bare_columns)) is not None:
        hidden.add(least(cells, weak))
    return Hidden(bare_rows, bare_columns, frozenset(hidden))


def weak_line(
    cells: Mapping[Cell, int], hidden: set[Cell], rows: frozenset[str], columns: frozenset[str]
) -> set[Cell] | None:
    """Cells of which one more must be hidden; None when nothing can be worked out (or nothing is left to hide)."""
    lines = lines_of(cells, rows, columns)
    for line in lines:
        inside = line & hidden
        if inside and inside < line and is_thin([cells[cell] for cell in inside]):
            return line - hidden
    bare = bridges([(point(0, row, rows), point(1, column, columns), (row, column)) for row, column in sorted(hidden)])
    for cell in sorted(bare):
        shown = set[Cell]().union(*(line - hidden for line in lines if cell in line))
        if shown:
            return shown
    return None


def lines_of(cells: Iterable[Cell], rows: frozenset[str], columns: frozenset[str]) -> list[set[Cell]]:
    """The cells of each row and column whose sum can be worked out; those that are not told count as one."""
    lines: dict[tuple[int, object], set[Cell]] = {}
    for cell in cells:
        lines.setdefault((0, point(0, cell[0], rows)), set()).add(cell)
        lines.setdefault((1, point(1, cell[1], columns)), set()).add(cell)
    return [lines[key] for key in sorted(lines, key=repr)]


def point(side: int, value: str, untold: frozenset[str]) -> tuple[int, tuple[str, str]]:
    """A line as a point of the graph."""
    return side, OPEN if value in untold else ("line", value)


def is_thin(hidden: list[int]) -> bool:
    """Whether the sum of what is hidden tells too much: of few persons, of one cell, or that each is one person."""
    return len(hidden) < 2 or sum(hidden) < LEAST or sum(hidden) <= len(hidden)


def least(counts: Mapping[Value, int], among: Iterable[Value]) -> Value:
    """The smallest of some cells; of equal ones the first by name, so that the answer is always the same."""
    return min(among, key=lambda cell: (counts[cell], cell))


def bridges(edges: Sequence[tuple[object, object, Cell]]) -> set[Cell]:
    """The cells whose edge is the only way between its ends (Tarjan 1974); several edges may have the same ends."""
    near: dict[object, list[tuple[object, Cell]]] = {}
    for one, other, cell in edges:
        near.setdefault(one, []).append((other, cell))
        near.setdefault(other, []).append((one, cell))
    found: set[Cell] = set()
    seen: dict[object, int] = {}

    def visit(here: object, by: Cell | None) -> int:
        seen[here] = lowest = len(seen)
        for there, cell in near[here]:
            if cell == by:
                continue
            if there in seen:
                lowest = min(lowest, seen[there])
                continue
            reach = visit(there, cell)
            lowest = min(lowest, reach)
            if reach > seen[here]:
                found.add(cell)
        return lowest

    for start in near:
        if start not in seen:
            visit(start, None)
    return found
