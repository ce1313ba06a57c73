"""Mutations strictly in order across subgraphs, each with its entity fetches; a shared mutation is called once."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from tests.federation.example import ref, refs

RECORDS = {
    "Counter": [{"id": "c", "value": 0, "notes": []}],
    "Note": [],
}


def counter(store):
    return store.of("Counter")[0]


def add(_source, arguments, store):
    counter(store)["value"] += arguments["by"]
    store.log.append(f"add {arguments['by']}")
    return dict(counter(store))


def reset(_source, _arguments, store):
    counter(store)["value"] = 0
    store.log.append("reset")
    return dict(counter(store))


def touch(_source, _arguments, store):
    store.log.append("touch")
    return dict(counter(store))


def note(_source, arguments, store):
    number = f"n{len(store.of('Note'))}"
    store.of("Note").append(
        {"__typename": "Note", "id": number, "text": arguments["text"], "counter": ref("Counter", "c"), "query": {}}
    )
    counter(store)["notes"] = [*counter(store)["notes"], *refs("Note", number)]
    store.log.append(f"note {arguments['text']}")
    return store.of("Note")[-1]


FIELDS = {
    ("Query", "log"): lambda _, a, s: list(s.log),
    ("Query", "counter"): lambda _, a, s: counter(s),
    ("Mutation", "add"): add,
    ("Mutation", "reset"): reset,
    ("Mutation", "note"): note,
    ("Mutation", "touch"): touch,
    ("Counter", "double"): lambda c, a, s: c["value"] * 2,
    ("Note", "length"): lambda n, a, s: len(n["text"]),
}
