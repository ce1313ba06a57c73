"""@override moves fields: the old subgraph must not be asked for them any more."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref

RECORDS = {
    "Person": [
        {"id": "1", "name": "A", "age": 30, "city": "Kiel", "badge": ref("Badge", "b1")},
        {"id": "2", "name": None, "age": None, "city": None, "badge": None},
    ],
    "Badge": [{"id": "b1", "text": "t", "colour": "blue"}],
}

FIELDS = {
    ("Query", "people"): lambda _, a, s: s.of("Person"),
    ("Person", "greeting"): lambda p, a, s: None if p["age"] is None else f"Hi {p['age']}",
}
