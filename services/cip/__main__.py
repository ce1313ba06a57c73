"""``python -m services.cip serve | sdl | migrate | seed | import | inbox``."""

from __future__ import annotations

from pathlib import Path

from services.cip.app import effects, opened
from services.cip.schema import SCHEMA
from services.cip.settings import PREFIX, from_environment
from services.cip.store.importing import TABLES
from services.kit.cli import Service, main

SERVICE = Service(
    name="cip",
    prefix=PREFIX,
    home=Path(__file__).parent,
    sdl=SCHEMA.as_str,
    read_settings=from_environment,
    opened=opened,
    imports=TABLES,
    effects=lambda settings: effects(settings.clock),
)

if __name__ == "__main__":
    raise SystemExit(main(SERVICE))
