"""``python -m services.ideenwerkstatt serve | sdl | migrate | seed | import | inbox``."""

from __future__ import annotations

from pathlib import Path

from services.ideenwerkstatt.app import EFFECTS, opened
from services.ideenwerkstatt.schema import SCHEMA
from services.ideenwerkstatt.settings import PREFIX, from_environment
from services.ideenwerkstatt.store.importing import TABLES
from services.kit.cli import Service, main

SERVICE = Service(
    name="ideenwerkstatt",
    prefix=PREFIX,
    home=Path(__file__).parent,
    sdl=SCHEMA.as_str,
    read_settings=from_environment,
    opened=opened,
    imports=TABLES,
    effects=lambda settings: EFFECTS,
)

if __name__ == "__main__":
    raise SystemExit(main(SERVICE))
