"""What the persons of the story write. Days are those of the demo data's clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tools.run.settings import BERLIN, DEMO_DAY

Text = Mapping[str, Any]


def at(**time: float) -> str:
    """A moment so far from now, as the houses count: on the day of the demo data, at the real time of day."""
    now = datetime.now(BERLIN)
    return (datetime.combine(datetime.fromisoformat(DEMO_DAY), now.timetz()) + timedelta(**time)).isoformat()


def day(days: int) -> str:
    return at(days=days)[:10]


def words(german: str, english: str, simple: str) -> Text:
    return {"de": f"{german} (fiktiv)", "en": f"{english} (fictional)", "deSimple": f"{simple} (ausgedacht)"}


IDEA: Text = {
    "title": "Nachbarschaftskalender in Leichter Sprache",
    "summary": "Ein Kalender, der Termine aus dem Stadtteil in Leichter Sprache erklärt, Monat für Monat.",
    "problem": "Viele Einladungen sind so geschrieben, dass sie nicht alle verstehen.",
    "solution": "Ein Sprachmodell schlägt einfache Sätze vor, eine Prüfgruppe gibt sie frei.",
    "commonGoodBenefit": "Mehr Menschen kommen, und niemand bleibt außen vor.",
    "targetGroups": ["Nachbarschaften"],
    "language": "DE",
    "maturity": "IDEA",
    "aiMethods": ["LLM"],
    "topicSlugs": ["plain-language"],
}
OFFER: Text = {"topicSlugs": ["plain-language"], "audiences": ["CIVIL_SOCIETY", "WELFARE"]}
ROUND: Text = {
    **OFFER,
    "title": words("Gemeinsam wird es KI, nächste Runde", "Gemeinsam wird es KI, next round", "Nächste Runde"),
    "summary": words("Ideen für das Gemeinwohl.", "Ideas for the common good.", "Ideen für alle."),
    "maxAwards": 10,
    "maxPrize": "20000",
    "timeline": [{"phase": "SUBMISSION", "on": day(-30)}, {"phase": "SCREENING", "on": day(0)}],
    "submissionUntil": at(days=0),
}
CALL: Text = {
    **OFFER,
    "title": words("Förderaufruf «Verständliche Wege»", "Funding call 'Clear ways'", "Geld für gute Wege"),
    "summary": words("Verbünde für verständliche Wege.", "Consortia for clear ways.", "Gruppen bekommen Geld."),
    "guidelineUrl": "https://example.org/richtlinie",
    "projectManagementAgency": "Projektträger Musterland (fiktiv)",
    "maxFundingPerProject": "500000",
    "minPartners": 2,
    "requiredSectors": 2,
    "interestUntil": at(days=60),
    "applicationUntil": at(days=120),
}
WORKSHOP: Text = {
    **OFFER,
    "title": words("Werkstatt für Anfängerinnen", "Workshop for beginners", "Werkstatt zum Anfangen"),
    "summary": words("Wir probieren ein Modell aus.", "We try a model.", "Wir probieren etwas aus."),
    "status": "ANNOUNCED",
    "format": "HANDS_ON",
    "startsAt": at(days=40),
    "endsAt": at(days=40, hours=3),
    "capacity": 12,
    "accessibility": ["STEP_FREE"],
    "hostIds": [],
    "expertIds": [],
}
PILOT_CALL: Text = {
    **OFFER,
    "topicSlugs": ["biodiversity"],
    "title": words("Pilotprojekte für die Aue", "Pilot projects for the floodplain", "Projekte am Fluss"),
    "summary": words("Wir begleiten Vereine.", "We accompany associations.", "Wir helfen Vereinen."),
    "places": 2,
    "stageOneUntil": at(days=60),
}
DATA_CALL: Text = {
    **OFFER,
    "title": words("Datenvorhaben im Quartier", "Data projects of the quarter", "Daten im Viertel"),
    "summary": words("Wir begleiten Vorhaben mit Daten.", "We accompany data projects.", "Wir helfen mit Daten."),
    "status": "OPEN",
    "applyUntil": at(days=60),
    "places": 3,
}
DATASET: Text = {
    "title": words("Bordsteine in Halle", "Kerbs in Halle", "Bord-Steine in Halle"),
    "description": words("Höhen von Bordsteinen.", "Heights of kerbs.", "Wie hoch Steine sind."),
    "keywords": ["Bordstein"],
    "topicSlugs": ["plain-language"],
    "regionArs": ["150020000000"],
    "publisherId": "org_0007",
    "accessRights": "PUBLIC",
    "personalData": "NONE",
    "distributions": [
        {
            "format": "CSV",
            "accessUrl": "https://daten.example.org/bordsteine.csv",
            "licenseUri": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        }
    ],
}
