"""``python -m services.cip serve | sdl | migrate | seed | inbox``."""

from __future__ import annotations

from pathlib import Path

from services.cip.app import effects, opened
from services.cip.schema import SCHEMA
from services.cip.settings import PREFIX, from_environment
from services.kit.cli import Service, main

SERVICE = Service(
    name="cip",
    prefix=PREFIX,
    home=Path(__file__).parent,
    sdl=SCHEMA.as_str,
    read_settings=from_environment,
    opened=opened,
    effects=lambda settings: effects(settings.clock),
)

if __name__ == "__main__":
    raise SystemExit(main(SERVICE))
