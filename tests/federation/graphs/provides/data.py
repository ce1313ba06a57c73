"""@provides: several on one type, nested, through a union and an interface; provided data exists on that path only."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref

RECORDS = {
    "Post": [
        {
            "id": "1",
            "title": "One",
            "author": ref("Author", "a"),
            "teaser": ref("Author", "a"),
            "editor": ref("Author", "b"),
        },
        {"id": "2", "title": None, "author": ref("Author", "b"), "teaser": None, "editor": ref("Author", "a")},
    ],
    "Author": [
        {"id": "a", "name": "Anna", "age": 40, "address": {"__typename": "Address", "city": "Bonn", "street": "X"}},
        {"id": "b", "name": None, "age": None, "address": None},
    ],
    "Clip": [{"id": "c", "title": "Clip", "length": 3, "owner": ref("Author", "a")}],
    "Song": [{"id": "s", "title": "Song", "bpm": 120, "owner": ref("Author", "b")}],
}

FIELDS = {
    ("Query", "posts"): lambda _, a, s: s.of("Post"),
    ("Query", "feed"): lambda _, a, s: [ref("Clip", "c"), None, ref("Song", "s")],
    ("Query", "media"): lambda _, a, s: ref("Song", "s"),
    ("Query", "wrapped"): lambda _, a, s: {
        "__typename": "Wrapper",
        "media": ref("Song", "s"),
        "inner": {"__typename": "Wrapper", "inner": None, "media": ref("Clip", "c")},
    },
}
