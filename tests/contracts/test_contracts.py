"""The import contracts hold, and would break: a violation of each is planted in a copy of the sources."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.run.settings import ROOT

PLANTED: Mapping[str, tuple[str, str]] = {
    "Gateway floors": ("gateway/planning/planted.py", "import gateway.execution"),
    "Rooms of the web": ("gateway/web/http/planted.py", "import gateway.web.pages"),
    "The core does no I/O": ("gateway/projection/planted.py", "import asyncio"),
    "The core tells nobody": ("gateway/operations/planted.py", "import gateway.observe.events"),
    "Observe counts": ("gateway/observe/planted.py", "import logging"),
    "Gateway, services and demo stay apart": ("services/cip/types/planted.py", "import services.marketplace"),
    "The kit imports no service": ("services/kit/planted.py", "import services.cip"),
    "Service floors": ("services/cip/store/planted.py", "import services.cip.schema"),
    "Only a service's store": ("services/cip/types/planted_sql.py", "import asyncpg"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for part in ("gateway", "services", "demo"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("node_modules", "static", "*.csv"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_sources_keep_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_each_contract_notices_its_violation(copy: Path) -> None:
    for path, line in PLANTED.values():
        (copy / path).write_text(f"{line}\n")
    done = lint(copy)
    for path, _ in PLANTED.values():
        (copy / path).unlink()
    broken = [line for line in done.stdout.splitlines() if line.rstrip().endswith("BROKEN")]
    assert len(broken) == len(PLANTED), done.stdout
    for contract in PLANTED:
        assert any(line.startswith(contract) for line in broken), f"{contract}: {broken}"
