"""What a part asks for is what it imports; what runs, what checks and what trains are pinned apart."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools.run.settings import ROOT
from tools.wheels.__main__ import PARTS, build, wrongs

LISTS = ("requirements", "requirements-check", "requirements-model")
OURS = {"gateway", "services", "demo", "tools", "tests"}
RUNNING = ["gateway", "services", "demo", "tools/run", "tools/postgres.py", "tools/schema.py"]
NAMESPACES = {"opentelemetry": "opentelemetry-sdk"}  # of several distributions; this one brings the others
LOADED_BY_NAME = {"faiss-cpu"}  # imported under its own name by what the list asks for


@cache
def pinned(name: str) -> dict[str, str]:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE))


def bare(requirement: str) -> str:
    """The name in a requirement."""
    return re.split(r"[\[<>=;! ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def python_files(place: Path) -> Iterator[Path]:
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return (each for each in found if "node_modules" not in each.parts and "build" not in each.parts)


def imported(place: Path) -> set[str]:
    """Names of distributions behind the imports, without the standard library and our own."""
    names: set[str] = set()
    for file in python_files(place):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    return {
        NAMESPACES.get(name) or known[name][0].lower().replace("_", "-")
        for name in names - OURS - sys.stdlib_module_names
    }


@pytest.mark.parametrize("place", RUNNING)
def test_what_runs_needs_only_what_runs(place: str) -> None:
    assert imported(ROOT / place) <= pinned("requirements").keys()


@pytest.mark.parametrize("place", ["tests", "tools"])
def test_everything_that_is_imported_is_pinned(place: str) -> None:
    assert imported(ROOT / place) <= {name for each in LISTS for name in pinned(each)}


def test_the_lists_agree() -> None:
    run, check, model = map(pinned, LISTS)
    for one, other in ((run, check), (run, model), (check, model)):
        assert {name: one[name] for name in one.keys() & other.keys()} == {
            name: other[name] for name in one.keys() & other.keys()
        }
    heavy = {"torch", "sentence-transformers", "transformers", "scikit-learn", "scipy"}
    assert heavy <= model.keys()
    assert not heavy & (run.keys() | check.keys())
    assert not {"pytest", "ruff", "mypy", "hypothesis"} & run.keys()
    assert not [name for name in model if name.startswith("nvidia")]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_asks_for_what_it_imports_and_all_of_it_is_pinned(part: str) -> None:
    project = tomllib.loads((PARTS[part] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {bare(each) for each in project["dependencies"]} - {"civic-coding-kit"}
    kit = tomllib.loads((PARTS["services/kit"] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    given = {bare(each) for each in kit["dependencies"]} if "civic-coding-kit" in project["dependencies"] else set()
    extras = {bare(each) for extra in project.get("optional-dependencies", {}).values() for each in extra}
    assert imported(PARTS[part]) <= asked | given | extras
    assert asked <= pinned("requirements").keys()
    assert extras <= pinned("requirements").keys() | pinned("requirements-model").keys()
    docker = PARTS[part] / "Dockerfile"
    if docker.exists():
        assert re.search(r"--constraint \S*requirements.txt", docker.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_builds_alone_and_its_wheel_is_whole(part: str, tmp_path: Path) -> None:
    try:
        wheel = build(part, tmp_path)
    except subprocess.CalledProcessError as error:
        pytest.fail(error.stderr)
    assert list(wrongs(part, wheel)) == []
