"""``python -m demo``: writes ``services/<name>/demo/*.csv``. The same files on every run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from demo.world import World, build_world
from demo.write import cip, civic_data_lab, ideenwerkstatt, marketplace
from demo.write.table import Table, write_tables

ROOT = Path(__file__).parent.parent


def tables_of(world: World) -> Mapping[str, tuple[Table, ...]]:
    """The tables of each service, in the order of loading."""
    return {
        "cip": cip.tables(world),
        "ideenwerkstatt": ideenwerkstatt.tables(world),
        "civic_data_lab": civic_data_lab.tables(world),
        "marketplace": marketplace.tables(world),
    }


def main(root: Path = ROOT) -> None:
    """Writes all files below ``root`` and says how much it is."""
    for name, tables in tables_of(build_world()).items():
        write_tables(root / "services" / name / "demo", tables)
        print(f"{name}: {sum(len(one.rows) for one in tables)} rows in {len(tables)} tables")


if __name__ == "__main__":
    main()
