"""The maker of the environment: what is half made is made anew, what is whole costs nothing, what is not ours stays."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.run.settings import ROOT

LISTS = ("requirements.txt", "requirements-check.txt", "requirements-model.txt")


# Makes real environments, but with a pip that installs nothing and has no uv: ensurepip would take seconds each time.
PIP = """
import pathlib, sys
lists = [pathlib.Path(each).read_text() for each in sys.argv if each.endswith(".txt")]
sys.exit("uv" in sys.argv or any("no-such" in each for each in lists))
"""
PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*)
    {python} -m venv --without-pip "$3"
    set -- "$3"/lib/python*/site-packages
    mkdir "$1/pip" && touch "$1/pip/__init__.py" && cp "$PIP_OF_THE_TEST" "$1/pip/__main__.py" ;;
  *) exec {python} "$@" ;;
esac
"""


def program(file: Path, text: str) -> Path:
    file.write_text(text)
    file.chmod(0o755)
    return file


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of nothing but the maker and empty lists."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "bootstrap.sh", tmp_path / "tools")
    for name in LISTS:
        (tmp_path / name).write_text("")
    (tmp_path / "pip.py").write_text(PIP)
    program(tmp_path / "python", PYTHON.format(python=sys.executable))
    return tmp_path


def start(project: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    base = {"PATH": "/usr/bin:/bin", "PYTHON": str(project / "python"), "PIP_FIND_LINKS": "/nowhere"}
    base["PIP_OF_THE_TEST"] = str(project / "pip.py")
    command = ["sh", "tools/bootstrap.sh", *words]
    return subprocess.Popen(command, cwd=project, env={**base, **environment}, stderr=subprocess.PIPE, text=True)


def make(project: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Exit code, and what was said."""
    with start(project, *words, **environment) as process:
        _, said = process.communicate()
        return process.returncode, said


def lose_pip(venv: Path) -> None:
    """What `python -m venv` leaves where ensurepip is missing."""
    for folder in venv.glob("lib/python*/site-packages/pip*"):
        shutil.rmtree(folder)
    (venv / ".ready-run").unlink()


def lose_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to(venv / "gone")


def break_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").write_text("#!/bin/sh\nexit 127\n")
    (venv / "bin" / "python").chmod(0o755)


def interrupt(venv: Path) -> None:
    (venv / ".making").touch()


def rewrite(venv: Path, line: int, text: str) -> None:
    stamp = venv / ".ready-run"
    lines = stamp.read_text().splitlines()
    lines[line] = text
    stamp.write_text("\n".join(lines))


HALF_MADE: list[tuple[Callable[[Path], None], str]] = [
    (lose_pip, "it has no pip"),
    (lose_python, "its Python is gone"),
    (break_python, "its Python does not start"),
    (interrupt, "an installation was interrupted"),
    (lambda venv: rewrite(venv, 0, "/elsewhere/.venv"), "it was made in another place"),
    (lambda venv: rewrite(venv, 1, "Python 3.10"), "it was made for another Python"),
]


def test_what_is_whole_costs_nothing_and_what_is_half_made_is_made_anew(project: Path) -> None:
    venv = project / ".venv"
    code, said = make(project)
    assert code == 0, said
    assert "Step 1 of 3" in said
    assert "Installed: " in said
    for damage, reason in HALF_MADE:
        assert make(project) == (0, "")
        (venv / "old").touch()
        damage(venv)
        code, said = make(project)
        assert code == 0, (reason, said)
        assert f"cannot be used ({reason}); making it anew." in said
        assert not (venv / "old").exists()
        assert subprocess.run([venv / "bin" / "python", "-c", "import pip"], check=False).returncode == 0


def test_more_is_installed_into_what_is_there(project: Path) -> None:
    make(project)
    kept = project / ".venv" / "kept"
    kept.touch()
    assert "Installed: " in make(project, "check")[1]
    assert make(project, "run") == make(project, "check") == (0, ""), "the larger one has the smaller one"
    (project / "requirements.txt").write_text("# changed\n")
    assert "Installed: " in make(project, "check")[1]
    (project / "requirements.txt").write_text("no-such-package==1\n")
    code, said = make(project)
    assert code == 1
    assert "could not be installed; the lines above say why" in said
    (project / "requirements.txt").write_text("# changed\n")
    assert make(project, "check") == (0, ""), "what failed before it changed anything has broken nothing"
    assert kept.exists()


def test_two_at_once_do_not_disturb_each_other(project: Path) -> None:
    (project / ".venv.lock").mkdir()
    with subprocess.Popen(["sleep", "600"]) as other:
        (project / ".venv.lock" / "owner").write_text(str(other.pid))
        with start(project) as waiting:
            assert waiting.stderr is not None
            assert f"(process {other.pid}) makes the environment" in waiting.stderr.readline()
            assert not (project / ".venv").exists()
            other.kill()  # and whoever dies holding the lock is not waited for
            other.wait()
            assert "Step 1 of 3" in waiting.stderr.read()
    assert waiting.returncode == 0
    assert not (project / ".venv.lock").exists()


WITHOUT_ENSUREPIP = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin"; ln -s "$0" "$3/bin/python"; echo "ensurepip is not available"; exit 1 ;;
  *) exec {python} "$@" ;;
esac
"""


def test_what_cannot_be_made_is_said_and_leaves_nothing(project: Path) -> None:
    bare = program(project / "python-without-ensurepip", WITHOUT_ENSUREPIP.format(python=sys.executable))
    code, said = make(project, PYTHON=str(bare))
    assert code == 1
    assert "ensurepip is not available" in said
    assert "apt-get install python3-venv" in said
    assert not (project / ".venv").exists()
    assert make(project, PYTHON="none") == (1, "Python 3.11 or newer is needed, and 'none' is not there.\n")
    assert make(project, "everything")[0] == 1


def test_a_folder_of_somebody_else_stays(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "letter.txt").write_text("mine")
    code, said = make(project)
    assert code == 1
    assert "is no Python environment" in said
    assert (project / ".venv" / "letter.txt").read_text() == "mine"
