"""``python -m services.marketplace serve | sdl | migrate | seed | import | inbox``."""

from __future__ import annotations

from pathlib import Path

from services.kit.cli import Service, main
from services.marketplace import threads  # noqa: F401 - before numpy, which the next line imports
from services.marketplace.app import opened
from services.marketplace.schema import SCHEMA
from services.marketplace.settings import PREFIX, from_environment
from services.marketplace.store.importing import TABLES
from services.marketplace.store.notifying import effects_here

SERVICE = Service(
    name="marketplace",
    prefix=PREFIX,
    home=Path(__file__).parent,
    sdl=SCHEMA.as_str,
    read_settings=from_environment,
    opened=opened,
    imports=TABLES,
    effects=lambda settings: effects_here(settings.clock),
)

if __name__ == "__main__":
    raise SystemExit(main(SERVICE))
