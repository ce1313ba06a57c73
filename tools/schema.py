"""`make schema`: exports each service's SDL, composes them, writes schema/ anew; a test asks whether it is fresh."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

from gateway.composition import compose
from gateway.model.composition import CompositionFailed, SubgraphSource
from tools.run.settings import ROOT, SERVICES

SCHEMA = ROOT / "schema"


def exported(service: str) -> str:
    """What the service says it offers; asked of the service itself, as a ministry's team would."""
    command = [sys.executable, "-m", f"services.{service}", "sdl"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own


def subgraphs() -> dict[Path, str]:
    """Path and text of every exported subgraph."""
    with ThreadPoolExecutor() as pool:
        texts = pool.map(exported, SERVICES)
        return {
            SCHEMA / "subgraphs" / f"{service}.graphql": text for service, text in zip(SERVICES, texts, strict=True)
        }


def write(files: Mapping[Path, str]) -> list[Path]:
    """Writes what differs; which files those were."""
    changed = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
    return changed


def composed(texts: Mapping[Path, str]) -> dict[Path, str]:
    """Path and text of the supergraph and the API schema. Raises SystemExit with every error of the composition."""
    listed = yaml.safe_load((SCHEMA / "supergraph.yaml").read_text(encoding="utf-8"))["subgraphs"]
    sources = [
        SubgraphSource(
            name, entry["routing_url"], texts[SCHEMA / entry["schema"]["file"]], entry["owner"], entry["contact"]
        )
        for name, entry in listed.items()
    ]
    result = compose(sources)
    if isinstance(result, CompositionFailed):
        raise SystemExit("\n".join(f"{error.code}: {error.message}" for error in result.errors))
    return {SCHEMA / "supergraph.graphql": result.supergraph_sdl, SCHEMA / "api.graphql": result.api_sdl}


def fresh() -> dict[Path, str]:
    """Everything that ``make schema`` writes."""
    exports = subgraphs()
    return {**exports, **composed(exports)}


def main() -> None:
    changed = write(fresh())
    for path in changed:
        print(f"written: {path.relative_to(ROOT)}")
    if not changed:
        print("schema/ is fresh")


if __name__ == "__main__":
    main()
