"""Names that people shorten, spelled out. Pure, a list: letters alone do not tell what they stand for."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+")
SPELLED_OUT = {
    "adfc": "Allgemeiner Deutscher Fahrrad-Club",
    "asb": "Arbeiter-Samariter-Bund",
    "awo": "Arbeiterwohlfahrt",
    "bi": "Bürgerinitiative",
    "brk": "Bayerisches Rotes Kreuz",
    "bund": "Bund für Umwelt und Naturschutz",
    "ccc": "Chaos Computer Club",
    "dgs": "Deutsche Gebärdensprache",
    "dlrg": "Deutsche Lebens-Rettungs-Gesellschaft",
    "drk": "Deutsches Rotes Kreuz",
    "ffw": "Freiwillige Feuerwehr",
    "fw": "Feuerwehr",
    "jva": "Justizvollzugsanstalt",
    "ki": "Künstliche Intelligenz",
    "kita": "Kindertagesstätte",
    "kiga": "Kindergarten",
    "llm": "Sprachmodell",
    "nabu": "Naturschutzbund",
    "ngo": "Nichtregierungsorganisation",
    "ogs": "Offene Ganztagsschule",
    "thw": "Technisches Hilfswerk",
    "vdk": "Sozialverband VdK",
    "vhs": "Volkshochschule",
    "öpnv": "öffentlicher Nahverkehr Bus Bahn",
}
ONLY_IN_CAPITALS = frozenset({"bund", "bi", "fw"})  # else they are words of their own


def spelled_out(text: str) -> str | None:
    """The text with its abbreviations spelled out; None where there are none.

    >>> spelled_out("THW Talheim"), spelled_out("Bund der Länder")
    ('Technisches Hilfswerk Talheim', None)
    """

    def whole(found: re.Match[str]) -> str:
        word = found.group()
        low = word.casefold()
        is_one = low in SPELLED_OUT and (low not in ONLY_IN_CAPITALS or word.isupper())
        return SPELLED_OUT[low] if is_one else word

    spelled = WORD.sub(whole, text)
    return None if spelled == text else spelled
