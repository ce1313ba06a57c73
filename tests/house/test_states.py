"""Bad states of a start end with a clear word and spoil nothing: homes, ports, addresses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import free_ports
from tools.run.home import taken
from tools.run.parts import refuse_ports
from tools.run.settings import DEFAULT_PORTS, ROOT, RunError


def started(home: Path | str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to end by itself."""
    ports = {f"{part.upper()}_PORT": str(port) for part, port in zip(DEFAULT_PORTS, free_ports(5), strict=True)}
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env={**os.environ, **ports, "RUN_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def a_file(folder: Path) -> Path:
    (folder / "file").write_text("")
    return folder / "file"


def below_a_file(folder: Path) -> Path:
    return a_file(folder) / "home"


def too_long(folder: Path) -> Path:
    return folder / ("long" * 100)


def unwritable(_: Path) -> Path:
    return Path("/proc/civic-coding")  # not even for root


def with_a_folder_for_a_file(folder: Path) -> Path:
    (folder / "home" / "supergraph.yaml").mkdir(parents=True)
    return folder / "home"


def with_a_file_for_a_folder(folder: Path) -> Path:
    (folder / "home").mkdir()
    (folder / "home" / "postgres").write_text("")
    return folder / "home"


def with_a_file_for_the_logs(folder: Path) -> Path:
    folder.chmod(0o755)
    (folder / "home").mkdir()
    (folder / "home" / "logs").write_text("")
    return folder / "home"


@pytest.mark.parametrize(
    "state",
    [
        with_a_file_for_the_logs,
        a_file,
        below_a_file,
        too_long,
        unwritable,
        with_a_folder_for_a_file,
        with_a_file_for_a_folder,
    ],
)
def test_a_home_that_cannot_be_used_is_said(tmp_path: Path, state: object) -> None:
    assert callable(state)
    ended = started(state(tmp_path))
    assert ended.returncode == 1
    assert "cannot be used: " in ended.stderr
    assert "RUN_HOME" in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


def test_a_second_run_in_the_same_home_changes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "supergraph.yaml").write_text("of the first run")
    with taken(tmp_path):
        ended = started(tmp_path)
    assert ended.returncode == 1
    assert f"Another run (process {os.getpid()}) uses the folder {tmp_path}" in ended.stderr
    assert (tmp_path / "supergraph.yaml").read_text() == "of the first run"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["run.lock", "supergraph.yaml"]
    with taken(tmp_path):
        pass  # it is free again


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CIP_PORT": "none"}, "CIP_PORT must be a port between 1 and 65535"),
        ({"CIP_PORT": "4999", "GATEWAY_PORT": "4999"}, "gateway and cip want the same port 4999"),
        ({"RUN_HOST": "192.0.2.1"}, "RUN_HOST=192.0.2.1 is no address to listen on"),
        ({"RUN_HOST": "no such name"}, "RUN_HOST=no such name is no address to listen on"),
        ({"CIP_DATABASE_URL": "postgresql://x/y"}, "Some databases are set, but not these"),
    ],
)
def test_settings_that_cannot_be_used_are_said(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    ended = started(tmp_path, **environment)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_every_taken_port_is_named() -> None:
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
            each.listen()
        ports = {"gateway": one.getsockname()[1], "cip": other.getsockname()[1]}
        with pytest.raises(RunError) as caught:
            refuse_ports("127.0.0.1", ports)
    for part, port in ports.items():
        assert f"{part} wants port {port}, which is taken ({part.upper()}_PORT)" in str(caught.value)
