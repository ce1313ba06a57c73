"""Null keys, entities that the other subgraph does not know, nulls in lists of lists."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Row": [
        {
            "id": "1",
            "code": "a",
            "value": 1,
            "text": "x",
            "child": ref("Row", "2"),
            "tags": ["p", None],
            "matrix": [[1, None], None, []],
        },
        {"id": "2", "code": None, "value": None, "text": None, "child": ref("Row", "1"), "tags": None, "matrix": None},
        {"id": None, "code": "c", "value": 3, "text": None, "child": None, "tags": None, "matrix": [[3]]},
        {"id": None, "code": None, "value": 4, "text": None, "child": ref("Row", "2"), "tags": None, "matrix": None},
    ]
}

FIELDS = {
    ("Query", "rows"): lambda _, a, s: [*s.of("Row"), None],
    ("Query", "first"): lambda _, a, s: s.of("Row")[0],
    ("Query", "deep"): lambda _, a, s: [refs("Row", "1", "2"), None, []],
    ("Query", "gone"): lambda _, a, s: None,
    ("Query", "many"): lambda _, a, s: [],
}
