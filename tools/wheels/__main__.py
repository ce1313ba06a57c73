"""`make wheels`: every part builds alone from its own folder; its wheel holds its files and true metadata."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

from tools.run.settings import ROOT, SERVICES

PARTS = {
    "gateway": ROOT / "gateway",
    **{f"services/{name}": ROOT / "services" / name for name in ("kit", *SERVICES)},
}
LEFT_OUT = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "node_modules")
SOURCES = (".py", ".sql", ".csv", "py.typed")
PYTHON = ">=3.11"
LICENCE = "EUPL-1.2"


def build(part: str, folder: Path) -> Path:
    """The wheel, made from a copy so that nothing is left beside the sources. Raises CalledProcessError."""
    copy = folder / "sources" / part
    shutil.copytree(PARTS[part], copy, ignore=LEFT_OUT)
    wheels = folder / "wheels" / part
    words = [
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(wheels),
        str(copy),
    ]
    subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    (wheel,) = wheels.glob("*.whl")
    return wheel


def wrongs(part: str, wheel: Path) -> Iterator[str]:
    """Everything that is not as it should be."""
    with zipfile.ZipFile(wheel) as archive:
        there = set(archive.namelist())
        (metadata,) = (name for name in there if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(archive.read(metadata).decode())
    for path in sorted(PARTS[part].rglob("*")):
        name = f"{part}/{path.relative_to(PARTS[part])}"
        if path.is_file() and path.name.endswith(SOURCES) and not is_left_out(path, part) and name not in there:
            yield f"{name} is missing"
    if f"{part}/py.typed" not in there:
        yield "py.typed is missing: nobody sees its types"
    for field, wanted in (("Requires-Python", PYTHON), ("License-Expression", LICENCE)):
        if said[field] != wanted:
            yield f"{field} is {said[field]}, not {wanted}"
    if not said["Summary"]:
        yield "it has no description"


def is_left_out(path: Path, part: str) -> bool:
    return bool({"build", "__pycache__", "node_modules", "graphiql"} & set(path.relative_to(PARTS[part]).parts))


def main() -> int:
    """Exit code 1 when a wheel lacks something."""
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="civic-wheels-") as folder:
        for part in PARTS:
            wheel = build(part, Path(folder))
            print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
            problems += [f"{part}: {problem}" for problem in wrongs(part, wheel)]
    print("\n".join(problems) or "Every wheel is whole.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
