"""``check --against``: what is served is told by a running gateway, a file, or a revision of git."""

from __future__ import annotations

import asyncio
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.__main__ import parser
from tools.run.settings import ROOT

READMES = [ROOT / "README.md", *(ROOT / folder / "README.md" for folder in ("gateway", "services", "schema"))]
REMOVED = "breaking: FIELD_REMOVED: Field Book.stars was removed."


def commands_of(text: str) -> Iterator[list[str]]:
    """What stands behind ``python -m gateway`` in the lines of a document."""
    for line in text.splitlines():
        before, found, after = line.partition("python -m gateway ")
        if found and before.strip() in ("", ".venv/bin/"):
            yield shlex.split(after, comments=True)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "As it is served")


def lose_stars(listed: Path) -> None:
    reviews = listed.parent / "reviews.graphql"
    reviews.write_text(reviews.read_text().replace("stars: Int", "rating: Int"))


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.parent.name)
def test_every_command_of_the_documents_is_one(readme: Path) -> None:
    # A word that the command line does not know ends the parser with SystemExit.
    commands = [parser().parse_args(words) for words in commands_of(readme.read_text(encoding="utf-8"))]
    assert commands or readme.parent.name == "schema", "only the page of the words types none"
    assert all(callable(command.run) for command in commands)


def test_the_documents_name_each_kind_of_baseline() -> None:
    said = list(commands_of((ROOT / "services" / "README.md").read_text(encoding="utf-8")))
    baselines = [words[words.index("--against") + 1].partition(":")[0] for words in said if words[0] == "check"]
    assert baselines == ["git", "https"]


def test_a_file_is_a_baseline(run: Any, listed: Path) -> None:
    served = listed.parent / "served.graphql"
    run("compose", listed, "-o", served)
    assert run("check", listed, "--against", served).code == 0
    lose_stars(listed)
    ended = run("check", listed, "--against", served)
    assert (ended.code, ended.out.splitlines()[0]) == (1, REMOVED)


def test_a_revision_is_a_baseline_whatever_was_composed_since(run: Any, listed: Path) -> None:
    """The very case that went wrong: the new supergraph lies where the old one was."""
    committed = listed.parent / "supergraph.graphql"
    run("compose", listed, "-o", committed)
    commit(listed.parent)
    lose_stars(listed)
    run("compose", listed, "-o", committed)
    for place in ("git:main", "git:HEAD", "git:main:supergraph.graphql", "git:"):
        ended = run("check", listed, "--against", place)
        assert (ended.code, ended.out.splitlines()[0]) == (1, REMOVED), ended.err
    assert run("check", listed, "--against", committed).code == 0, "the new one compared with itself"


@pytest.mark.parametrize("place", ["git:nowhere", "git:main:no.graphql", "git:--output=made", "no.graphql", "git:main"])
def test_what_is_no_baseline_is_said(run: Any, listed: Path, place: str) -> None:
    if place != "git:main":  # there, the folder is in no repository
        commit(listed.parent)
    ended = run("check", listed, "--against", place)
    assert ended.code == 2
    assert f"{place} cannot be read" in ended.err
    assert not (listed.parent / "made").exists()


async def test_a_running_gateway_is_a_baseline(run: Any, serve: Any, listed: Path) -> None:
    async with serve("--subgraphs", listed) as gateway:
        same = await asyncio.to_thread(run, "check", listed, "--against", gateway.url)
        assert (same.code, same.out) == (0, "Passed: 0 breaking, 0 dangerous, 0 safe, 0 saved operations broken.\n")
        assert "the paths between subgraphs were not compared" in same.err
        operations = listed.parent / "operations"
        operations.mkdir()
        (operations / "stars.graphql").write_text("{ books { stars } }")
        lose_stars(listed)
        words: tuple[Any, ...] = ("check", listed, "--against", gateway.url, "--operations", operations)
        changed = await asyncio.to_thread(run, *words)
        assert (changed.code, changed.out.splitlines()[0]) == (1, REMOVED)
        assert "breaking: operation stars: Cannot query field 'stars' on type 'Book'." in changed.out
    gone = await asyncio.to_thread(run, *words)
    assert gone.code == 2
    assert "cannot be asked for its schema" in gone.err


async def test_a_gateway_that_does_not_tell_its_schema_is_said(run: Any, serve: Any, listed: Path) -> None:
    async with serve("--subgraphs", listed, GATEWAY_INTROSPECTION="false") as gateway:
        ended = await asyncio.to_thread(run, "check", listed, "--against", gateway.url)
        assert ended.code == 2
        assert "does not tell its schema" in ended.err
        page = await asyncio.to_thread(run, "check", listed, "--against", gateway.url.replace("/graphql", "/health"))
        assert page.code == 2
        assert "does not tell its schema: status 405" in page.err


def test_the_agreed_schema_is_compared_as_the_document_says(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["cp", "-r", ROOT / "schema", tmp_path / "schema"], check=True)
    commit(tmp_path)
    monkeypatch.chdir(tmp_path)
    (words, *_) = commands_of((ROOT / "services" / "README.md").read_text(encoding="utf-8"))
    assert run(*words).code == 0
    cip = tmp_path / "schema" / "subgraphs" / "cip.graphql"
    cip.write_text(cip.read_text(encoding="utf-8").replace("  prize: Money!", ""), "utf-8")
    changed = run(*words)
    assert changed.code == 1
    assert "breaking: FIELD_REMOVED: Field Award.prize was removed." in changed.out.splitlines()
