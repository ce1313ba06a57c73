"""Rules for headers: later ones win, what must stay stays, and no rule can hand on what it must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.answering.headers import COOKIE, gives_cookies, handing_on, returned
from gateway.ground.errors import ConfigurationError
from gateway.ground.header_rules import CREDENTIALS, HeaderRules, Propagate, header_rules, is_never_forwarded
from gateway.model.exchange import SubgraphAnswer
from gateway.settings import read_settings
from gateway.web.http.headers import keeper

NAMES = (
    *("x-a", "x-b", "x-civic-a", "baggage", "authorization", "cookie", "set-cookie", "connection", "te", "host"),
    *("content-type", "content-length", "proxy-authorization", "accept", "transfer-encoding", "user-agent"),
)
names = st.sampled_from(NAMES)
patterns = st.sampled_from(("x-*", "x-civic-*", "c*", "a*", "auth*", "h*", "p*", "t*", "set-*", "u*"))
values = st.sampled_from(("1", "2", "a, b"))
written = st.one_of(
    st.fixed_dictionaries({"propagate": names | patterns}),
    st.fixed_dictionaries({"propagate": names, "rename": names}),
    st.fixed_dictionaries({"propagate": names, "default": values}),
    st.fixed_dictionaries({"insert": names, "value": values}),
    st.fixed_dictionaries({"remove": names | patterns}),
)


@given(st.lists(written, max_size=6), st.lists(written, max_size=4), st.dictionaries(names, values))
def test_no_rule_hands_on_what_belongs_to_a_connection_or_credentials_that_it_does_not_name(
    for_all: list[dict[str, str]], for_one: list[dict[str, str]], came: dict[str, str]
) -> None:
    try:
        rules = header_rules({"to_subgraphs": {"all": for_all, "cip": for_one}})
    except ValueError as error:
        assert all(text.startswith("to_subgraphs.") for text in error.args)
        return
    sent = {name.encode(): value.encode() for name, value in came.items()}
    kept = keeper(rules.wanted)(sent)
    gone = handing_on((), rules)("cip", kept)
    assert not any(is_never_forwarded(name) for name in gone)
    named = {word for rule in (*for_all, *for_one) for word in (*rule.values(),)}
    assert gone.keys() & CREDENTIALS <= named
    alone = header_rules({"to_subgraphs": {"all": for_all}})
    assert handing_on((), rules)("other", kept) == handing_on((), alone)("cip", keeper(alone.wanted)(sent))


def test_later_rules_win() -> None:
    given = [{"propagate": "x-a"}, {"insert": "x-a", "value": "mine"}, {"propagate": "x-b"}, {"remove": "x-*"}]
    hand_on = handing_on(("x-c",), header_rules({"to_subgraphs": {"one": given[:2], "two": given, "three": []}}))
    came = {"x-a": "his", "x-b": "2", "x-c": "3"}
    assert hand_on("one", came) == {"x-a": "mine", "x-c": "3"}
    assert hand_on("two", came) == {}
    assert hand_on("three", came) == {"x-c": "3"}


def test_without_rules_the_headers_are_handed_on_as_they_are() -> None:
    came = {"x-a": "1"}
    assert handing_on(("x-a",), HeaderRules())("one", came) is came


def answers(*headers: dict[str, str]) -> list[tuple[str, SubgraphAnswer]]:
    return [(f"s{number}", SubgraphAnswer(200, b"", each)) for number, each in enumerate(headers)]


@pytest.mark.parametrize(("merge", "value"), [("append", "1, 2"), ("first", "1"), ("last", "2")])
def test_what_several_say_is_merged_as_the_rule_says(merge: str, value: str) -> None:
    rules = header_rules({"to_client": {"all": [{"propagate": "x-a", "merge": merge}]}})
    found = returned(rules.to_client, answers({"x-a": "1"}, {"x-b": "0"}, {"x-a": "2"}, {"x-a": "2"}))
    assert found.headers == {"x-a": value}


def test_lines_of_cookies_stay_apart_and_only_a_rule_by_name_lets_them_through() -> None:
    answer = SubgraphAnswer(200, b"", {"x-a": "1"}, ("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"))
    by_name = header_rules({"to_client": {"cip": [{"propagate": COOKIE}]}}).to_client
    by_pattern = header_rules({"to_client": {"cip": [{"propagate": "s*"}]}}).to_client
    assert returned(by_name, [("cip", answer), ("other", answer)]).cookies == answer.cookies
    assert returned(by_pattern, [("cip", answer)]).cookies == ()
    assert [gives_cookies(by_name, name) for name in ("cip", "other")] == [True, False]
    assert not gives_cookies(by_pattern, "cip")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("{to_client: {all: [{propagate: cache-control}]}}", ["said by the gateway itself"]),
        ("{to_subgraphs: {all: [{propagate: host}, {insert: content-x, value: a}]}}", ["never handed on"] * 2),
        ("{to_subgraphs: {all: [{propagate: x-a, rename: te}]}}", ["never handed on"]),
        ("{to_subgraphs: {all: [{propagate: '*'}]}}", ["never handed on"]),
        ("{to_subgraphs: {all: [{propagate: 'x-*', rename: x-b}]}}", ["only one header can be"]),
        ("{to_subgraphs: {all: [{insert: x-a}]}}", ["needs a value"]),
        ("{to_subgraphs: {all: [{insert: x-a, value: \"a\\nb\"}]}}", ["cannot be the value"]),
        ("{to_subgraphs: {all: [{propagate: x-a, merge: last}]}}", ["propagate has no 'merge'"]),
        ("{to_client: {all: [{propagate: x-a, merge: all}]}}", ["is none of append, first, last"]),
        ("{to_subgraphs: {all: [{insert: x-a, value: 1}, {take: x-a}, x-a]}}", ["is none of propagate"] * 3),
        ("{to_subgraphs: {all: {propagate: x-a}}, to_client: []}", ["is not a list of rules", "does not name a list"]),
        ("{to_service: {}}", ["is not a mapping of"]),
        ("[]", ["is not a mapping of"]),
        ("{to_subgraphs: {all: [{propagate: 'a b'}]}}", ["is not the name of a header"]),
    ],
)  # fmt: skip
def test_every_rule_that_cannot_hold_is_said_before_the_start(text: str, problems: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_settings({"GATEWAY_HEADERS": text})
    found = caught.value.problems
    assert len(found) == len(problems)
    assert all(
        said.startswith("GATEWAY_HEADERS: ") and part in said for said, part in zip(found, problems, strict=True)
    )


def test_a_header_may_be_removed_by_any_pattern() -> None:
    rules = header_rules({"to_subgraphs": {"all": [{"remove": "*"}]}})
    assert handing_on(("authorization", "x-a"), rules)("cip", {"authorization": "t", "x-a": "1"}) == {}
    assert Propagate("x-a") not in rules.to_subgraphs.of("all")
