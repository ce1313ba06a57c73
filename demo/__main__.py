"""``python -m demo``: writes ``services/<name>/demo/*.csv`` and ``demo/personas.json``. The same files on every run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from demo.steps.personas import build_personas
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
    world = build_world()
    for name, tables in tables_of(world).items():
        write_tables(root / "services" / name / "demo", tables)
        print(f"{name}: {sum(len(one.rows) for one in tables)} rows in {len(tables)} tables")
    write_personas(root / "demo" / "personas.json", world)


def write_personas(file: Path, world: World) -> None:
    personas = build_personas(world.hubs.members, world.ideenwerkstatt.experts)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(personas, ensure_ascii=False, indent=2) + "\n"
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
