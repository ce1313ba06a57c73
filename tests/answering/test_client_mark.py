"""The mark of where a change comes from: one for a network and a day, never the client's own, never on a query."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.answering.client_mark import DAY, HEADER, ClientMarks, marks_with
from gateway.answering.headers import handing_on
from gateway.ground.errors import ConfigurationError
from gateway.ground.header_rules import header_rules
from gateway.model.operation import OperationKind

MARKS = ClientMarks(b"k" * 32, clock=lambda: 3.5 * DAY)
CHANGE, QUESTION = OperationKind.MUTATION, OperationKind.QUERY


def test_a_network_has_one_mark_for_a_day() -> None:
    one = MARKS.of("203.0.113.77")
    assert one == MARKS.of("203.0.113.78") == MARKS.of("::ffff:203.0.113.1")
    assert one != MARKS.of("203.0.114.77")
    assert MARKS.of("2001:db8:1:2:a::1") == MARKS.of("2001:db8:1:2:b::9%eth0") != MARKS.of("2001:db8:1:3::1")
    assert ClientMarks(b"k" * 32, clock=lambda: 3.9 * DAY).of("203.0.113.77") == one
    assert ClientMarks(b"k" * 32, clock=lambda: 4.0 * DAY).of("203.0.113.77") != one, "tomorrow nobody knows it"
    assert ClientMarks(b"l" * 32, clock=lambda: 3.5 * DAY).of("203.0.113.77") != one
    assert ClientMarks().of("203.0.113.77") != ClientMarks().of("203.0.113.77")
    assert "203" not in (one or "")
    assert "kkk" not in repr(MARKS)


def test_only_changes_are_marked_and_what_clients_say_is_taken_away() -> None:
    said = {"accept-language": "de", HEADER: "forged"}
    marked = MARKS.marked(CHANGE, said, "203.0.113.77")
    assert marked == {"accept-language": "de", HEADER: MARKS.of("203.0.113.77")}
    assert MARKS.marked(QUESTION, said, "203.0.113.77") == {"accept-language": "de"}
    assert MARKS.marked(CHANGE, said, "") == {"accept-language": "de"}
    plain = {"accept-language": "de"}
    assert MARKS.marked(QUESTION, plain, "203.0.113.77") is plain


def test_rules_for_other_headers_do_not_lose_it() -> None:
    rules = header_rules({"to_subgraphs": {"all": [{"insert": "x-a", "value": "1"}]}})
    handed_on = handing_on(("accept-language", HEADER), rules)("cip", {HEADER: "m", "x-b": "2"})
    assert handed_on == {HEADER: "m", "x-a": "1"}


def test_processes_with_one_key_make_one_mark(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("a secret of the operator\n")
    assert marks_with(file).key == marks_with(file).key == b"a secret of the operator"
    file.write_text("short")
    for wrong in (file, tmp_path / "nothing"):
        with pytest.raises(ConfigurationError, match="client_mark_key"):
            marks_with(wrong)
