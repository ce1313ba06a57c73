"""The committed files are what the generator writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.__main__ import main
from demo.write.table import table

ROOT = Path(__file__).parents[2]
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    main(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("name", SERVICES)
def test_the_committed_files_are_fresh(name: str, written: Path) -> None:
    """After a change of the generator: `make demo-data`."""
    assert contents(written / "services" / name / "demo") == contents(ROOT / "services" / name / "demo")


def test_the_personas_are_fresh(written: Path) -> None:
    assert (written / "demo" / "personas.json").read_bytes() == (ROOT / "demo" / "personas.json").read_bytes()


def test_a_second_run_writes_the_same(written: Path, tmp_path: Path) -> None:
    main(tmp_path)
    for name in SERVICES:
        assert contents(tmp_path / "services" / name / "demo") == contents(written / "services" / name / "demo")


def test_the_files_stay_small() -> None:
    size = sum(file.stat().st_size for name in SERVICES for file in (ROOT / "services" / name / "demo").iterdir())
    assert size < 8_000_000


def test_a_stale_table_is_removed(tmp_path: Path) -> None:
    stale = tmp_path / "services" / "cip" / "demo" / "no_more.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("id\n")
    main(tmp_path)
    assert not stale.exists()


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns, but a row has 1 cells"):
        table("example", "id name", [("a",)])
