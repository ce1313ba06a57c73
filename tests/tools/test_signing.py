"""The tool that says what a signed call costs measures signatures that hold."""

from __future__ import annotations

import pytest

from tools.bench import signing


def test_what_is_measured_is_a_signature_and_a_check_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "CALLS", 2)
    monkeypatch.setattr(signing, "ROUNDS", 1)
    assert min(signing.measured()) > 0
