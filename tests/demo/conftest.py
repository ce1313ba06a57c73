"""The world, built once for all tests of the demo data, and a view on its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from demo.__main__ import tables_of
from demo.world import World, build_world
from demo.write.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of all services."""

    by_service: Mapping[str, tuple[Table, ...]]

    def rows(self, place: str) -> list[dict[str, Cell]]:
        """The rows of ``service.table`` with the names of their columns."""
        service, name = place.split(".")
        found = next(one for one in self.by_service[service] if one.name == name)
        return [dict(zip(found.columns.split(), row, strict=True)) for row in found.rows]

    def column(self, place: str) -> list[Cell]:
        """The cells of ``service.table.column``."""
        table, column = place.rsplit(".", 1)
        return [row[column] for row in self.rows(table)]


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()


@pytest.fixture(scope="session")
def tables(world: World) -> Tables:
    return Tables(tables_of(world))
