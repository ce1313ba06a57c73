"""One response key, different fields and types by runtime type; a root that returns the root."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref

RECORDS = {
    "One": [
        {"key": "1", "value": "v", "when": [1], "size": {"width": 2}, "nested": ref("One", "1", "key"), "far": None}
    ],
    "Two": [{"key": "2", "value": None, "when": None, "size": 5, "nested": None, "far": 9}],
}

FIELDS = {
    ("Query", "things"): lambda _, a, s: [*s.of("One"), None, *s.of("Two")],
    ("Query", "other"): lambda _, a, s: s.of("Two") + s.of("One"),
    ("Query", "self"): lambda _, a, s: {},
}
