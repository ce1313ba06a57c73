"""What HTTP caches are told: never more than each service allows of its part."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.answering.caching import caching, naming
from gateway.execution import Call
from gateway.ground.cache_words import directives
from gateway.ground.errors import SubgraphError
from gateway.ground.header_rules import HeaderRules, header_rules
from gateway.model.exchange import Caching, SubgraphAnswer
from gateway.model.operation import OperationKind

QUERY, MUTATION = OperationKind.QUERY, OperationKind.MUTATION
FORWARDED = ("authorization", "accept-language", "x-civic-*")


def told(*headers: dict[str, str], personal: bool = False, kind: OperationKind = QUERY, rules: Any = None) -> Any:
    calls = [Call(number, "cip", kind, b"") for number in range(len(headers))]
    answers = [SubgraphAnswer(200, b"", each) for each in headers]
    named = naming(FORWARDED, header_rules(rules) if rules else HeaderRules())
    return caching(kind, zip(calls, answers, strict=True), named, is_personal=personal)


def says(*controls: str, personal: bool = False) -> str | None:
    found = told(*({"cache-control": control} for control in controls), personal=personal)
    return None if found is None else found.control


@pytest.mark.parametrize(
    ("controls", "control"),
    [
        (["public, max-age=60", "public, max-age=30"], "public, max-age=30"),
        (["max-age=60", "public, max-age=30"], "max-age=30"),
        (["private, max-age=60", "public, max-age=30, s-maxage=5"], "private, max-age=30"),
        (["public, max-age=60, s-maxage=600", "public, max-age=30"], "public, max-age=30"),
        (["public, max-age=60, s-maxage=600"], "public, max-age=60, s-maxage=600"),
        (["public, s-maxage=600"], "public, max-age=0, s-maxage=600"),
        (["Max-Age=\"60\", must-revalidate"], "max-age=60, must-revalidate"),
        (["max-age=99999999999999999999"], "max-age=31536000"),
        (["max-age=soon"], "max-age=0"),
        (["max-age=-1"], "max-age=0"),
        (["max-age=60, no-store"], None),
        (["max-age=60", "no-cache"], None),
        (["public"], None),
        ([""], None),
        (["max-age=60", ""], None),
    ],
)  # fmt: skip
def test_the_strictest_part_decides(controls: list[str], control: str | None) -> None:
    assert says(*controls) == control


def test_what_is_asked_by_somebody_known_is_private_unless_all_is_public() -> None:
    assert says("max-age=60", personal=True) == "private, max-age=60"
    assert says("public, max-age=60", "max-age=50, s-maxage=5", personal=True) == "private, max-age=50"
    assert says("public, max-age=60", personal=True) == "public, max-age=60"


def test_what_is_no_plain_answer_to_a_query_is_not_kept() -> None:
    fine = SubgraphAnswer(200, b"", {"cache-control": "max-age=60"})
    cookie = SubgraphAnswer(200, b"", {"cache-control": "max-age=60"}, ("a=1",))
    named = naming((), HeaderRules())
    assert told({"cache-control": "max-age=60"}, kind=MUTATION) is None
    for other in (SubgraphError("cip", "gone"), cookie, SubgraphAnswer(200, b"")):
        exchanged: Any = [(Call(0, "cip", QUERY, b""), fine), (Call(1, "cip", QUERY, b""), other)]
        assert caching(QUERY, exchanged, named, is_personal=False) is None
    assert caching(QUERY, [], named, is_personal=False) is None


def test_what_was_kept_elsewhere_is_kept_less_long() -> None:
    assert told({"cache-control": "max-age=60, s-maxage=90", "age": "50"}) == Caching(
        "max-age=10, s-maxage=40", ("authorization",)
    )
    assert told({"cache-control": "max-age=60", "age": "100"}) == Caching("max-age=0", ("authorization",))


def test_the_answer_varies_with_what_of_the_clients_headers_the_services_name() -> None:
    fresh = {"cache-control": "public, max-age=60"}
    rules = {"to_subgraphs": {"cip": [{"propagate": "x-a", "rename": "x-b"}, {"insert": "x-c", "value": "1"}]}}
    vary = {"vary": "Accept-Language, accept, X-B, X-C, x-civic-region, cookie, origin"}
    assert told({**fresh, **vary}, rules=rules).vary == ("accept-language", "x-a", "x-civic-region")
    assert told({**fresh, **vary}).vary == ("accept-language", "x-civic-region")
    assert told({**fresh, "vary": "*"}) is None


def test_what_is_not_public_is_kept_apart_for_whoever_says_who_he_is() -> None:
    """Else a cache gives what it has for nobody to somebody, who would get something else."""
    rules = {"to_subgraphs": {"all": [{"propagate": "x-session", "rename": "cookie"}]}}
    assert told({"cache-control": "max-age=60"}).vary == ("authorization",)
    assert told({"cache-control": "private, max-age=60"}, rules=rules).vary == ("authorization", "x-session")
    assert told({"cache-control": "public, max-age=60"}, rules=rules).vary == ()


words = st.sampled_from(
    (
        "public",
        "private",
        "max-age=0",
        "max-age=10",
        "max-age=600",
        "s-maxage=5",
        "s-maxage=700",
        "no-store",
        "no-cache",
    )
)
controls = st.lists(words, max_size=4).map(", ".join)


@given(st.lists(controls, min_size=1, max_size=4), st.booleans())
def test_a_further_part_never_allows_more(parts: list[str], personal: bool) -> None:
    whole, fewer = says(*parts, personal=personal), says(*parts[:-1], personal=personal) if parts[1:] else None
    if whole is None:
        return
    said = directives(whole)
    for part in parts:
        own = directives(part)
        assert not own.keys() & {"no-store", "no-cache"}
        assert int(said["max-age"]) <= int(own.get("max-age", 0))
        assert "private" in said or "private" not in own
        assert "public" not in said or "public" in own
        # RFC 9111 5.2.2.7: no shared cache keeps what is private.
        shared = 0 if "private" in said else int(said.get("s-maxage", said["max-age"]))
        assert shared <= int(own.get("s-maxage", own.get("max-age", 0)))
    if parts[1:]:
        assert fewer is not None
    assert "public" in said or "private" in said or not personal
