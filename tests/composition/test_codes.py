"""Every code has an explanation, and every explanation's example gives its code."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from gateway.composition import compose
from gateway.composition.codes import HINT_LEVELS
from gateway.composition.explanations import ERRORS, HINTS, NEVER, Explanation, explain, table
from gateway.model.composition import Composed, CompositionFailed, SubgraphSource

ROOM = Path(__file__).parents[2] / "gateway" / "composition"
START = "<!-- table: written by `make accept`, compared by tests/composition/test_codes.py -->"
END = "<!-- end of table -->"
CODE = re.compile(r'"([A-Z]+(?:_[A-Z]+)+)"')


def sources(entry: Explanation) -> list[SubgraphSource]:
    return [SubgraphSource(name, f"http://{name}.example", sdl) for name, sdl in entry.example.items()]


@pytest.mark.parametrize("entry", ERRORS, ids=lambda entry: entry.code)
def test_error(entry: Explanation) -> None:
    result = compose(sources(entry))
    assert isinstance(result, CompositionFailed)
    assert entry.code in {error.code for error in result.errors}, result.errors
    found = next(error for error in result.errors if error.code == entry.code)
    assert found.message
    for place in found.locations:
        assert place.subgraph in entry.example
        assert place.line <= len(entry.example[place.subgraph].split("\n"))


@pytest.mark.parametrize("entry", ERRORS, ids=lambda entry: entry.code)
def test_error_says_where(entry: Explanation) -> None:
    # What is wrong with all subgraphs together, or with a name, has no place in a text.
    result = compose(sources(entry))
    found = next(error for error in getattr(result, "errors", ()) if error.code == entry.code)
    nowhere = {"INVALID_SUBGRAPH_NAME", "NO_QUERIES"}
    assert bool(found.locations) is (entry.code not in nowhere), found


@pytest.mark.parametrize("entry", HINTS, ids=lambda entry: entry.code)
def test_hint(entry: Explanation) -> None:
    result = compose(sources(entry))
    assert entry.code in {hint.code for hint in result.hints}, result
    if entry.code != "INCONSISTENT_ENTITY":
        assert isinstance(result, Composed), result


def test_every_hint_is_explained_once() -> None:
    words = [entry.code for entry in HINTS] + [entry.code for entry in NEVER if entry.code in HINT_LEVELS]
    assert sorted(words) == sorted(HINT_LEVELS)


def test_there_are_91_error_codes() -> None:
    words = [entry.code for entry in ERRORS] + [entry.code for entry in NEVER if entry.code not in HINT_LEVELS]
    assert len(words) == len(set(words)) == 91


def test_every_code_in_the_room_is_explained() -> None:
    explained = {entry.code for entry in (*ERRORS, *HINTS, *NEVER)}
    for path in ROOM.rglob("*.py"):
        if path.parent.name not in ("explanations", "changes"):
            for word in CODE.findall(path.read_text()):
                if word not in {"FIELD_DEFINITION", "INPUT_FIELD_DEFINITION", "ARGUMENT_DEFINITION"}:
                    assert word in explained or _is_no_code(word), f"{word} in {path.name}"


def _is_no_code(word: str) -> bool:
    """Names of places where directives stand, and of strategies for their arguments."""
    return word in {
        "ENUM_VALUE",
        "INPUT_OBJECT",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
        "NULLABLE_MAX",
        "NULLABLE_UNION",
        "NULLABLE_AND",
        "DNF_CONJUNCTION",
    }


def test_explanation_for_people() -> None:
    text = explain("key_invalid_fields")
    assert text is not None
    assert "To mend:" in text
    assert "# subgraph a" in text
    assert explain("NO_SUCH_CODE") is None


def test_golden_table_of_the_readme() -> None:
    path = ROOM / "README.md"
    before, rest = path.read_text().split(START)
    after = rest.split(END)[1]
    wanted = f"{before}{START}\n{table()}\n{END}{after}"
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        path.write_text(wanted)
    assert path.read_text() == wanted, "write it anew with `make accept`"
