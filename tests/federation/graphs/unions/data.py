"""Unions whose members differ by subgraph, and fields of one name with different types in them."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Page": [
        {
            "id": "p1",
            "title": "Start",
            "text": "...",
            "related": [*refs("Image", "i1"), *refs("Page", "p2")],
            "author": ref("Author", "a"),
        },
        {"id": "p2", "title": None, "text": None, "related": None, "author": None},
    ],
    "Image": [{"id": "i1", "title": "Pic", "url": "/i1", "author": ref("Author", "a")}],
    "Sound": [{"id": "s1", "title": 7, "seconds": 30}],
    "Author": [{"id": "a", "name": "Jo", "work": ref("Sound", "s1")}],
}

FIELDS = {
    ("Query", "search"): lambda _, a, s: s.of("Page") + s.of("Image"),
    ("Query", "latest"): lambda _, a, s: s.find(ref("Sound", "s1")),
    ("Query", "home"): lambda _, a, s: {"__typename": "Home", "hero": s.find(ref("Image", "i1"))},
}
