"""The audits of graphql-http, written by the people who write GraphQL over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.run.settings import SERVICES

AUDITS = 61


def test_every_audit_of_graphql_over_http_passes(judge: Any, gateway: str) -> None:
    found = judge("audits.mjs", f"{gateway}/graphql")
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS


@pytest.mark.parametrize("name", SERVICES)
def test_every_audit_passes_for_each_service(judge: Any, service: Callable[[str], str], name: str) -> None:
    found = judge("audits.mjs", service(name))
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS
