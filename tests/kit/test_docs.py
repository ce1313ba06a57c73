"""What the documents say of the services is what the code does."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from services.kit import settings
from services.kit.app import CODE_OF_STATUS
from services.kit.errors import ServiceError
from services.kit.settings import read_settings

SERVICES = Path(__file__).parents[2] / "services"
PARTS = sorted(file.parent for file in SERVICES.glob("*/pyproject.toml"))


def codes_of(kind: type[ServiceError]) -> set[str]:
    """Of the kit's own errors; a service may add some of its own to its README."""
    own = [child for child in kind.__subclasses__() if child.__module__ == kind.__module__]
    return {kind.code}.union(*map(codes_of, own))


def test_the_table_of_error_codes_is_whole() -> None:
    _, _, section = (SERVICES / "README.md").read_text(encoding="utf-8").partition("**Errors.**")
    table, _, _ = section.partition("**Identity.**")
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    documented = {code for row in rows for code in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}
    of_documents = {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
    of_services = {"MATCHING_NOT_READY"}  # the marketplace's own; that no code is missing, a test of all codes says
    assert documented == codes_of(ServiceError) | set(CODE_OF_STATUS.values()) | of_documents | of_services


class Asked(Mapping[str, str]):
    """An environment that remembers what was looked up."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_table_of_settings_is_whole() -> None:
    environment = Asked()
    read_settings(environment, "<P>", 1)
    documented = set(re.findall(r"``((?:<P>_)?[A-Z_]+[A-Z])``", settings.__doc__ or ""))
    read = {name for name in environment.names if not name.startswith("<P>_AUTH_")}
    assert documented == read


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_packs_all_its_folders(part: Path) -> None:
    setuptools = tomllib.loads((part / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    name = f"services.{part.name}"
    folders = {file.parent.relative_to(part) for file in part.rglob("__init__.py") if "build" not in file.parts}
    packages = {".".join([name, *folder.parts]) for folder in folders}
    assert set(setuptools["packages"]) == packages
    if (part / "sql").is_dir():
        data = {"sql/*.sql", "sql/migrations/*.sql", *(["demo/*"] if (part / "demo").is_dir() else [])}
        data |= {"texts/*.toml"} if (part / "texts").is_dir() else set()
        assert data <= set(setuptools["package-data"][name])
