"""What the words of facets and contributions are called in German and English."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "DRAFT": ("Entwurf", "Draft"),
    "IN_REVIEW": ("In Prüfung", "In review"),
    "PUBLISHED": ("Veröffentlicht", "Published"),
    "PAUSED": ("Ruht", "Paused"),
    "IN_IMPLEMENTATION": ("In Umsetzung", "In implementation"),
    "COMPLETED": ("Abgeschlossen", "Completed"),
    "WITHDRAWN": ("Zurückgezogen", "Withdrawn"),
    "HIDDEN_BY_MODERATION": ("Von der Moderation verborgen", "Hidden by moderation"),
    "ARCHIVED": ("Archiviert", "Archived"),
    "IDEA": ("Idee", "Idea"),
    "PROFILE": ("Profil", "Profile"),
    "SUPPORT_OFFER": ("Angebot", "Offer"),
    "PROJECT": ("Projekt", "Project"),
    "DATASET": ("Datensatz", "Data set"),
    "ANNOUNCED": ("Angekündigt", "Announced"),
    "OPEN": ("Offen", "Open"),
    "CLOSED": ("Abgelaufen", "Closed"),
    "ENDED": ("Beendet", "Ended"),
    "PLANNED": ("Geplant", "Planned"),
    "RUNNING": ("Läuft", "Running"),
    "DISCONTINUED": ("Eingestellt", "Discontinued"),
    "DEPRECATED": ("Veraltet", "Deprecated"),
    # The ministries keep the names of their programmes; these are what lists of all houses call them.
    "civic-innovation-platform": ("Civic Innovation Platform", "Civic Innovation Platform"),
    "ki-ideenwerkstatt": ("KI-Ideenwerkstatt", "AI Ideas Workshop"),
    "civic-data-lab": ("Civic Data Lab", "Civic Data Lab"),
    "civic-coding": ("Civic Coding", "Civic Coding"),
    "DE": ("Deutsch", "German"),
    "EN": ("Englisch", "English"),
    "CONCEPT": ("Konzept", "Concept"),
    "PROTOTYPE": ("Prototyp", "Prototype"),
    "PILOT": ("Pilot", "Pilot"),
    "IN_USE": ("Im Einsatz", "In use"),
    "NLP": ("Sprachverarbeitung", "Natural language processing"),
    "LLM": ("Große Sprachmodelle", "Large language models"),
    "COMPUTER_VISION": ("Bilderkennung", "Computer vision"),
    "SPEECH": ("Gesprochene Sprache", "Speech"),
    "TABULAR_ML": ("Maschinelles Lernen auf Tabellen", "Machine learning on tables"),
    "TIME_SERIES": ("Zeitreihen", "Time series"),
    "RECOMMENDER": ("Empfehlungen", "Recommendation"),
    "GEO_AI": ("KI mit Geodaten", "Geospatial AI"),
    "ROBOTICS": ("Robotik", "Robotics"),
    "NONE_YET": ("Noch offen", "None yet"),
    "CIVIL_SOCIETY": ("Zivilgesellschaft", "Civil society"),
    "WELFARE": ("Wohlfahrt", "Welfare"),
    "SCIENCE": ("Wissenschaft", "Science"),
    "BUSINESS": ("Wirtschaft", "Business"),
    "STARTUP": ("Start-up", "Start-up"),
    "PUBLIC_ADMINISTRATION": ("Verwaltung", "Public administration"),
    "MUNICIPALITY": ("Kommune", "Municipality"),
    "TRADE_UNION": ("Gewerkschaft", "Trade union"),
    "PRIVATE_PERSON": ("Privatperson", "Private person"),
    "DOMAIN_EXPERTISE": ("Fachwissen", "Domain expertise"),
    "AI_DEVELOPMENT": ("KI-Entwicklung", "AI development"),
    "DATA_SCIENCE": ("Datenwissenschaft", "Data science"),
    "UX_DESIGN": ("Gestaltung", "UX design"),
    "PROJECT_MANAGEMENT": ("Projektleitung", "Project management"),
    "LAW_AND_ETHICS": ("Recht und Ethik", "Law and ethics"),
    "FUNDING_KNOWLEDGE": ("Wissen über Förderung", "Funding knowledge"),
    "DATA_ACCESS": ("Zugang zu Daten", "Data access"),
    "TEST_FIELD": ("Erprobung", "Test field"),
    "VOLUNTEERING": ("Ehrenamt", "Volunteering"),
    "FINANCING": ("Geld", "Financing"),
}


def label_of(value: str, in_english: bool) -> str:
    """The label of an enum's value; the value itself when it has none.

    >>> label_of("LLM", in_english=False)
    'Große Sprachmodelle'
    """
    german, english = LABELS.get(value, (value, value))
    return english if in_english else german
