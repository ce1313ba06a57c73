"""The tutorials that need no running house; the first query is followed in ``tests/house``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.tutorial import ROOT, follow
from tests.ports import free_ports


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial asks with curl, which is not installed")
def test_the_first_subservice(tmp_path: Path) -> None:
    follow("first_subservice.md", tmp_path, dict(zip(("4105", "4106", "4100"), map(str, free_ports(3)), strict=True)))


def test_the_first_change_that_breaks_somebody(tmp_path: Path) -> None:
    follow("first_breaking_change.md", tmp_path, {})


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} leads to {target}"


PAGES = [*sorted(ROOT.glob("docs/*.md")), ROOT / "services/README.md", ROOT / "gateway/README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_whoever_types_a_command_of_ours_was_told_how_to_get_its_environment(page: Path) -> None:
    """A system's own Python has none of the libraries."""
    text = page.read_text(encoding="utf-8")
    commands = re.search(r"^(?:python -m |python libraries|pytest )", text, re.MULTILINE)
    if commands:
        assert 0 <= text.find("\n. .venv/bin/activate\n") < commands.start()
        assert "make setup" in text[: commands.start()]
