"""The saved operations as GraphiQL offers them, and a client that asks them as the demo persons."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tools.run.settings import ROOT

FOLDER = ROOT / "schema" / "operations"
PERSON = re.compile(r"^# As: (?P<person>\S+)$", re.MULTILINE)
NOBODY = "anybody"
PATIENCE = 60.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Saved:
    """``person``: the demo person whom its third line names; NOBODY asks without logging in."""

    number: int
    title: str
    person: str
    text: str


@cache
def all_saved() -> Mapping[int, Saved]:
    """By number. Raises ValueError when one does not say whose it is."""
    return {each.number: each for each in map(_read, sorted(FOLDER.glob("*.graphql")))}


def _read(file: Any) -> Saved:
    text = file.read_text(encoding="utf-8")
    person = PERSON.search(text)
    if person is None:
        raise ValueError(f"{file.name} does not say whose it is: its third line is `# As: <a demo person>`.")
    return Saved(int(file.name.partition("_")[0]), text.partition("\n")[0].lstrip("# "), person["person"], text)


@dataclass(slots=True)
class Client:
    """``gateway``: its address without a path."""

    gateway: str
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, person: str, text: str, variables: Mapping[str, Any]) -> tuple[Any, float]:
        """The whole answer, and the milliseconds that it took."""
        began = time.perf_counter()
        answer = self._post("/graphql", {"query": text, "variables": variables}, self._login(person))
        return answer, (time.perf_counter() - began) * 1000

    def _login(self, person: str) -> Mapping[str, str]:
        if person == NOBODY:
            return {}
        if person not in self.tokens:
            self.tokens[person] = self._post("/auth/token", {"persona": person}, {})["access_token"]
        return {"authorization": f"Bearer {self.tokens[person]}"}

    def _post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        own = {"content-type": "application/json", "accept": "application/json", "accept-language": "de", **headers}
        request = urllib.request.Request(f"{self.gateway}{path}", json.dumps(body).encode(), own)  # noqa: S310 - our own
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - our own gateway
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)


def failures(answer: Mapping[str, Any]) -> list[str]:
    """What went wrong: the errors of the answer and those in a payload, and a verb or a question that gave nothing."""
    found = [f"{each['message']} {each.get('path', '')}" for each in answer.get("errors", ())]
    data = answer.get("data") or {}
    for name, value in data.items():
        if isinstance(value, dict):
            found += [f"{each['code']}: {each['message']} {each['path']}" for each in value.get("errors", ())]
        elif value is None and not found:
            found.append(f"{name} is null")
    return found or ([] if data else ["no data"])
