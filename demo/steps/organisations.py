"""Organisations, all invented, and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from demo import chance
from demo.nouns.hubs import Member, Membership, Organisation, Region, Topic
from demo.nouns.words import FICTIONAL, numbered, slug_of
from demo.steps.places import HALLE
from demo.texts import read

ORGANISATIONS = 170
KINDS = {"association": 93, "charity": 26, "university": 17, "municipality": 20, "company": 14}
ASSOCIATIONS = {
    "environment": ("Naturschutzgruppe", "Umweltwerkstatt"),
    "climate": ("Klimabündnis", "Energiewende"),
    "mobility": ("Wegebündnis", "Bürgerbus"),
    "health": ("Gesundheitstreff", "Selbsthilfenetz"),
    "inclusion": ("Selbstbestimmt Leben", "Wortbrücke"),
    "education": ("Lernwerkstatt", "Lesewelt"),
    "work": ("Arbeitswelt", "Werkbank Zukunft"),
    "administration": ("Bürgerdaten", "Rechtshilfe"),
    "democracy": ("Demokratiewerkstatt", "Faktenraum"),
    "family": ("Familienkreis", "Generationenhaus"),
    "cohesion": ("Nachbarschaftswerk", "Freiwilligenforum"),
    "places": ("Dorfbündnis", "Geschichtsverein"),
}
CHARITIES = ("Sozialwerk", "Teilhabe", "Pflegeverbund", "Jugendhilfe", "Bildungswerk", "Assistenz")
UNIVERSITIES = ("Hochschule", "Technische Hochschule", "Universität", "Forschungsinstitut")
TOWNS = ("Stadt", "Gemeinde", "Landkreis", "Verwaltungsgemeinschaft")
COMPANIES = ("Datenhandwerk", "Lupenwerk", "Sinnsoft", "Klarblick Analytik", "Stadtlabor")
# What the stories need: number: (kind, name, main topic, region).
PLANTED = {
    3: ("association", "Naturschutzgruppe Saaleaue e. V.", "biodiversity", HALLE),
    7: ("association", "Wortbrücke Halle e. V.", "plain-language", HALLE),
    9: ("municipality", "Stadt Musterheim an der Saale", "citizen-services", HALLE),
    10: ("association", "Rollende Räder Halle e. V.", "accessible-mobility", HALLE),
    11: ("charity", "Offene Wege gGmbH", "accessible-places", "150030000000"),
    12: ("university", "Hochschule Lindental", "plain-language", "150880220220"),
    14: ("company", "Datenhandwerk Lindental GmbH", "open-data", "147130000000"),
    21: ("association", "Nachbarschaftswerk Musterheim e. V.", "neighbourhood", "053150000000"),
    22: ("association", "Nachbarschaftswerk Musterheim e. V.", "neighbourhood", "091620000000"),
}


def build_organisations(regions: Sequence[Region], topics: Sequence[Topic]) -> tuple[Organisation, ...]:
    """170 organisations; 21 and 22 have the same name, as happens."""
    kinds = chance.spread(KINDS, "organisation kinds")
    taken: set[str] = set()
    made = []
    for number in range(1, ORGANISATIONS + 1):
        planted = PLANTED.get(number)
        topic = chance.pick([one for one in topics if one.parent], "organisation topic", number)
        if planted:
            topic = next(one for one in topics if one.slug == planted[2])
        kind = planted[0] if planted else kinds[number - 1]
        name = planted[1] if planted else free_name(kind, topic, number, taken)
        taken.add(name)
        home = chance.weighted(regions, [region.weight for region in regions], "seat", number).ars
        made.append(organisation(number, kind, name, topic, planted[3] if planted else home))
    return tuple(made)


def free_name(kind: str, topic: Topic, number: int, taken: set[str]) -> str:
    """The first combination that nobody has yet."""
    places = read("world/names")["organisation_head"]
    for attempt in range(1000):
        head = chance.pick(heads(kind, topic), "organisation head", number, attempt)
        name = with_form(kind, f"{head} {chance.pick(places, 'organisation place', number, attempt)}")
        if name not in taken and name != "Nachbarschaftswerk Musterheim e. V.":
            return name
    raise ValueError(f"no free name for organisation {number}")


def heads(kind: str, topic: Topic) -> tuple[str, ...]:
    match kind:
        case "association":
            return ASSOCIATIONS[topic.parent or topic.slug]
        case "charity":
            return CHARITIES
        case "university":
            return UNIVERSITIES
        case "municipality":
            return TOWNS
        case _:
            return COMPANIES


def with_form(kind: str, name: str) -> str:
    return name + {"association": " e. V.", "charity": " gGmbH", "company": " GmbH"}.get(kind, "")


def organisation(number: int, kind: str, name: str, topic: Topic, home: str) -> Organisation:
    form, sector = form_and_sector(kind, number)
    slug = slug_of(name.removesuffix(" e. V.").removesuffix(" gGmbH").removesuffix(" GmbH"))
    return Organisation(
        id=numbered("org", number),
        display_name=f"{name} {FICTIONAL}",
        handle=f"demo-{slug}" + ("-2" if number == 22 else ""),
        legal_form=form,
        is_non_profit=kind in {"association", "charity", "university"},
        sector=sector,
        region=home,
        topics=tuple(slug for slug in (topic.slug, topic.parent) if slug),
        website=f"https://{slug}.example.org" if chance.holds(0.85, "website", number) else None,
    )


def form_and_sector(kind: str, number: int) -> tuple[str, str]:
    match kind:
        case "association":
            return "e. V.", chance.weighted(("CIVIL_SOCIETY", "WELFARE"), (9, 1), "association sector", number)
        case "charity":
            return "gGmbH", chance.weighted(("WELFARE", "CIVIL_SOCIETY"), (7, 3), "charity sector", number)
        case "university":
            return "Körperschaft des öffentlichen Rechts", "SCIENCE"
        case "municipality":
            return "Gebietskörperschaft", "MUNICIPALITY"
        case _:
            return "GmbH", chance.pick(("BUSINESS", "STARTUP"), "company sector", number)


def build_memberships(organisations: Sequence[Organisation], members: Sequence[Member]) -> tuple[Membership, ...]:
    """One to five active members each, first the admin; member 2 is the admin of story (d)'s organisation."""
    active = [one.id for one in members if one.state == "ACTIVE" and one.id != "member_0002"]
    made = []
    for one in organisations:
        people = chance.sample(active, chance.between(1, 5, "staff", one.id), "staff of", one.id)
        if one.id == "org_0007":
            people = ["member_0002", "member_0001", *people]
        made += [membership(one.id, person, place) for place, person in enumerate(dict.fromkeys(people))]
    return tuple(made)


def membership(organisation: str, person: str, place: int) -> Membership:
    role = "ADMIN" if place == 0 else "REPRESENTATIVE" if place == 1 else "MEMBER"
    first = Membership(organisation, person, role, True)
    return first if place < 2 else replace(first, verified=chance.holds(0.6, "verified", organisation, person))
