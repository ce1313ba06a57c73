"""Which gateway this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """Of the installed package; ``0`` where the code runs without being installed."""
    try:
        return version("civic-coding-gateway")
    except PackageNotFoundError:
        return "0"
