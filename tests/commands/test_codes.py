"""No code leaves the gateway but those of `gateway.ground.codes`: found by reading the code that raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.__main__ import main
from gateway.ground.codes import PublicCode
from gateway.settings import PUBLIC_CODES
from services.kit.errors import CODE_OF_STATUS

GATEWAY = Path(__file__).parents[2] / "gateway"
LOOKS_LIKE_A_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
NOT_OF_REQUESTS = ("composition", "graphiql", "static")  # composition's codes have their own table beside its rules
FOREIGN = "execution/failures.py"  # hands on the codes that services gave


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(GATEWAY.rglob("*.py")):
        name = path.relative_to(GATEWAY).as_posix()
        if name != "ground/codes.py" and not set(NOT_OF_REQUESTS) & set(path.relative_to(GATEWAY).parts):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def named_codes(tree: ast.AST) -> Iterator[str]:
    """Attributes of the enum."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "PublicCode"
            and node.attr.isupper()
        ):
            yield node.attr


def words_as_codes(tree: ast.AST) -> Iterator[str]:
    """Plain words where a code belongs: handed over as ``code``, or held in a name that is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                is_code = isinstance(key, ast.Constant) and key.value == "code"
                if is_code and isinstance(value, ast.Constant):
                    yield str(value.value)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
            word = node.value.value
            if isinstance(word, str) and (word in PublicCode.__members__ or LOOKS_LIKE_A_CODE.fullmatch(word)):
                yield word


def test_no_error_is_raised_with_a_word_that_is_no_member() -> None:
    found = {(name, word) for name, tree in sources() for word in words_as_codes(tree)}
    assert found == set()


def test_every_member_is_used() -> None:
    """A code that nobody raises is a promise that nobody keeps."""
    used = {code for _, tree in sources() for code in named_codes(tree)}
    assert used == set(PublicCode.__members__)


def test_the_reader_of_sources_finds_a_planted_word() -> None:
    planted = ast.parse('CODE = "NOT_A_CODE"\nraise E("x", code="OTHER_CODE")\nx = {"code": "THIRD"}')
    assert set(words_as_codes(planted)) == {"NOT_A_CODE", "OTHER_CODE", "THIRD"}


@pytest.mark.parametrize("code", list(PublicCode))
def test_every_code_is_explained(code: PublicCode, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code.value]) == 0
    said = capsys.readouterr().out
    assert code.meaning in said
    assert code.fault in said
    assert code.value == code.name


# Which nobody who asks can do anything about: the gateway has written what the service says no to, or it is its fault.
FOR_THE_LOG = {
    *("BAD_REQUEST", "PATH_NOT_FOUND", "METHOD_NOT_ALLOWED", "UNSUPPORTED_MEDIA_TYPE", "REQUEST_TIMEOUT"),
    *("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "INTERNAL_SERVER_ERROR"),
}
OF_AN_ERROR = re.compile(r"[A-Z]+(_[A-Z]+)+|FORBIDDEN|UNAUTHENTICATED")


def codes_of_services() -> set[str]:
    """Those of the kit and of the houses: of their errors' classes, of statuses, and of what graphql-core says."""
    found = set(CODE_OF_STATUS.values())
    for path in (GATEWAY.parent / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name) if name.endswith("Error"):
                    found |= {code for each in node.body for code in _named_code(each)}
                case ast.Call(func=ast.Name(id="error_entry"), args=[_, ast.Constant(value=str(code)), *_]):
                    found.add(code)
                case ast.FunctionDef(name=name) if path.name == "errors.py" and "code" in name:
                    words = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
                    found |= {word for word in words if isinstance(word, str) and OF_AN_ERROR.fullmatch(word)}
    return found


def _named_code(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
            yield code
        case ast.AnnAssign(target=ast.Name(id="code"), value=ast.Constant(value=str(code))):
            yield code


def test_every_code_that_services_send_is_public_or_for_the_log() -> None:
    sent, public = codes_of_services(), set(PUBLIC_CODES)
    assert {"MATCHING_NOT_READY", "GRAPHQL_PARSE_FAILED", "NOT_FOUND"} <= sent, "the reader of sources finds them"
    assert sent - public - FOR_THE_LOG == set()
    assert public & FOR_THE_LOG == set()
    assert sent >= FOR_THE_LOG
    assert len(PUBLIC_CODES) == len(public)


def test_every_public_code_is_sent() -> None:
    assert set(PUBLIC_CODES) - codes_of_services() - set(PublicCode.__members__) == set()


def test_codes_of_services_are_told_in_their_readme() -> None:
    told = (GATEWAY.parent / "services/README.md").read_text(encoding="utf-8")
    rows = "".join(re.findall(r"^\| `[A-Z_]+`.*$", told, re.MULTILINE))
    assert {code for code in codes_of_services() if f"`{code}`" not in rows} == set()
