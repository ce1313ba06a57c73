"""``python -m services.civic_data_lab serve | sdl | migrate | seed | import | inbox``."""

from __future__ import annotations

from pathlib import Path

from services.civic_data_lab.app import EFFECTS, opened
from services.civic_data_lab.schema import SCHEMA
from services.civic_data_lab.settings import PREFIX, from_environment
from services.civic_data_lab.store.importing import TABLES
from services.kit.cli import Service, main

SERVICE = Service(
    name="civic_data_lab",
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
