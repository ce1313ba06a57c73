"""Which form of answer a client gets."""

from __future__ import annotations

import pytest

from gateway.web.http.negotiation import Media, answer_media, is_browser_page, is_json

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, Media.JSON),
        ("", Media.JSON),
        ("*/*", Media.JSON),
        ("application/*", Media.JSON),
        ("application/json", Media.JSON),
        ("application/graphql-response+json", Media.GRAPHQL),
        ("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", Media.GRAPHQL),
        ("application/json, application/graphql-response+json", Media.GRAPHQL),
        ("application/json, application/graphql-response+json;q=0.5", Media.JSON),
        ("application/json;q=0.5, */*", Media.GRAPHQL),
        ("application/json;q=0, */*", Media.GRAPHQL),
        ("application/graphql-response+json, */*", Media.GRAPHQL),
        ("APPLICATION/JSON", Media.JSON),
        ("text/event-stream, application/json", Media.JSON),
        (BROWSER, Media.JSON),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nonsense", None),
        ("application/json; charset=utf-16", None),
        ("application", None),
        (",;,=;", None),
    ],
)
def test_the_accept_header_decides(accept: str | None, media: Media | None) -> None:
    assert answer_media(accept) is media


@pytest.mark.parametrize(
    ("content_type", "taken"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('application/json;charset="UTF-8"', True),
        ("application/json; charset=iso-8859-1", False),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("application/jsonx", False),
        ("", False),
    ],
)
def test_only_json_in_utf8_is_read(content_type: str, taken: bool) -> None:
    assert is_json(content_type) is taken


def test_a_browser_is_recognised() -> None:
    assert is_browser_page(BROWSER)
    assert not is_browser_page("*/*")
    assert not is_browser_page(None)
