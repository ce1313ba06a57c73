"""``python -m services.ideenwerkstatt serve | sdl | migrate | seed``."""

from __future__ import annotations

import sys

from services.ideenwerkstatt.app import SERVICE
from services.kit.cli import main

if __name__ == "__main__":
    sys.exit(main(SERVICE))
