"""Arguments, variables and defaults of every kind; custom scalars that hold anything."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

import json

RECORDS = {
    "Thing": [
        {"id": "1", "mode": "FAST", "json": {"a": [1, 2.5, None, {"b": "ü"}]}, "date": "2026-01-01", "big": 123456789},
        {"id": "2", "mode": None, "json": None, "date": None, "big": [True, False, "x"]},
        {"id": "3", "mode": "SLOW", "json": "text", "date": "2026-02-02", "big": {"__typename": "Fake", "id": 1}},
    ]
}


def find(_source, arguments, store):
    things = [t for t in store.of("Thing") if t["id"] in (arguments.get("ids") or [t["id"]])]
    return [{**t, "date": arguments.get("at") or t["date"]} for t in things[: arguments["limit"]]]


def shown(thing, arguments, _store):
    return thing["id"] + json.dumps(arguments, sort_keys=True)


FIELDS = {
    ("Query", "find"): find,
    ("Query", "echo"): lambda _, a, s: a.get("value"),
    ("Thing", "shown"): shown,
    ("Thing", "price"): lambda t, a, s: len(a["currency"]) * (a.get("rate") or 1.5),
}
