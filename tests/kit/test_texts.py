"""Texts are written by people who do not read the code: what is wrong with one is told with its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.kit.sentences import Sentence
from services.kit.texts import texts_in

GOOD = '["No."]\nde = "Nein."\nsimple = "Das geht nicht."\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "refusals.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_table_is_a_text(tmp_path: Path) -> None:
    assert texts_in(written(tmp_path, GOOD), Sentence) == {"No.": Sentence("Nein.", "Das geht nicht.")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace('"Nein."', 'Nein."'), "line 2"),
        (GOOD.replace("simple", "simpel"), "the text ['No.'] cannot be used: .*simpel"),
        (GOOD.partition("simple")[0], "the text ['No.'] cannot be used: .*'simple'"),
        ('lost = "Nein."', "the text ['lost'] cannot be used"),
    ],
    ids=["no TOML", "another word", "one missing", "no table"],
)
def test_what_is_wrong_is_told_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}: .*{told.replace('[', '.').replace(']', '.')}"):
        texts_in(path, Sentence)
