"""Gets the training texts: Debian packages by name with apt, or from a folder of downloads."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools.model.sources import SOURCES


class SourceError(Exception):
    """A training text cannot be had; the text says what to do."""


def packages() -> tuple[str, ...]:
    return tuple(source.package for source in SOURCES if source.package)


def fetch_packages(downloads: Path, unpacked: Path, say: Callable[[str], None]) -> None:
    """Downloads what is missing in ``downloads`` and unpacks each package into a folder of its own name."""
    downloads.mkdir(parents=True, exist_ok=True)
    for package in packages():
        target = unpacked / package
        if target.exists():
            continue
        archive = archive_of(package, downloads) or download(package, downloads, say)
        side = target.with_name(f"{package}.new")
        shutil.rmtree(side, ignore_errors=True)
        side.mkdir(parents=True)
        subprocess.run(["dpkg-deb", "-x", archive, side], check=True)  # noqa: S603, S607 - Debian's own tool
        side.rename(target)


def archive_of(package: str, downloads: Path) -> Path | None:
    return next(iter(sorted(downloads.glob(f"{package}_*.deb"))), None)


def download(package: str, downloads: Path, say: Callable[[str], None]) -> Path:
    """With apt, as any user. Raises SourceError with the way to do it by hand."""
    say(f"downloading {package}")
    if shutil.which("apt-get"):
        subprocess.run(["apt-get", "download", "-qq", package], cwd=downloads, check=False)  # noqa: S603, S607 - Debian's
    archive = archive_of(package, downloads)
    if archive is None:
        raise SourceError(
            f"Debian's package {package} is not in {downloads} and apt-get could not fetch it. Put it there."
        )
    return archive
