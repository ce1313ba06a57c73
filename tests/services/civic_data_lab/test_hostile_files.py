"""Files that mean harm: nothing is fetched for them, nothing grows, and each is refused with its reason."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from rdflib.plugins.shared.jsonld.context import Context

from services.civic_data_lab.rules.dcat_reading import PARSERS
from services.kit.errors import StartError
from services.kit.reading import MOST_COLUMNS, from_csv, from_json, read

FAR = "https://far.invalid/context"
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
  xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="https://x.example/1"><dct:title>%s</dct:title>
</dcat:Dataset></rdf:RDF>"""
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 20}">' for n in range(9))
DEEP = 5_000


def told(tmp_path: Path, name: str, content: str | bytes) -> str:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(StartError) as refused:
        list(read({".csv": from_csv, ".json": from_json, **PARSERS}, file))
    return str(refused.value)


@pytest.mark.parametrize(
    "contexts",
    [
        FAR,
        [{}, FAR],
        [[FAR]],
        {"@version": 1.1, "@import": FAR},
        {"@import": "file:///etc/hostname"},
        {"part": {"@id": "https://x.example/part", "@context": [[FAR]]}},
        {"@context": [[FAR]]},
    ],
)
def test_no_context_is_fetched(contexts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(Context, "_fetch_context", lambda _, source, *__: fetched.append(source))
    document = {"@id": "https://x.example/1", "@type": "http://www.w3.org/ns/dcat#Dataset", "part": {"a": 1}}
    for whole in ({"@context": contexts, **document}, {**document, "part": [{"@context": contexts}]}):
        assert "lies elsewhere" in told(tmp_path, "x.jsonld", json.dumps(whole))
    assert fetched == []


@pytest.mark.parametrize(
    "declared",
    [LAUGHS, f'<!ENTITY a8 SYSTEM "{FAR}">', '<!ENTITY a8 SYSTEM "file:///etc/hostname">', f'<!ENTITY % a8 "{FAR}">'],
)
def test_entities_are_refused_before_they_are_read(declared: str, tmp_path: Path) -> None:
    content = f"<!DOCTYPE x [{declared}]>" + RDF % "&a8;"
    assert "it declares an entity, a" in told(tmp_path, "x.rdf", content)


def test_what_stands_outside_a_document_type_is_not_taken_for_one() -> None:
    (row,) = PARSERS[".rdf"](BytesIO((RDF % "<![CDATA[<!ENTITY a 'b'>]]> &amp; &#65;").encode()))
    assert row.given["title_de"] == "<!ENTITY a 'b'> & A"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonld", "[" * DEEP + "]" * DEEP),
        ("x.jsonld", '{"a":' * 1_000 + "1" + "}" * 1_000),
        ("x.json", "[" * DEEP + "]" * DEEP),
        ("x.ttl", "<x:a> <x:b> " + "[" * DEEP),
        ("x.ttl", "<x:a> <x:b> " + "(" * DEEP),
        ("x.rdf", RDF % ("<a>" * DEEP)),
        ("x.csv", "a,b\n" + "x" * 200_000 + ",1"),
    ],
)
def test_what_is_too_deep_or_too_long_is_told(name: str, content: str, tmp_path: Path) -> None:
    assert " is no " in told(tmp_path, name, content)


def test_a_table_is_no_wider_than_a_spreadsheet(tmp_path: Path) -> None:
    widest = ",".join(f"c{place}" for place in range(MOST_COLUMNS))
    assert len([*from_csv(BytesIO(f"{widest}\n1".encode()))]) == 1
    for content in (widest + ",x\n1", "a\n" + "1," * MOST_COLUMNS):
        assert "more than 16384 columns" in told(tmp_path, "x.csv", content)
    assert "names c0 more than once" in told(tmp_path, "x.csv", widest[: -len(",c16383")] + ",c0")
