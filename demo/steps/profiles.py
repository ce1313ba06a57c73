"""The Profilmarkt, and the consents that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from demo import chance
from demo.nouns.hubs import Member, Organisation, Region, Skill, Topic
from demo.nouns.market import Consent, Profile
from demo.nouns.words import TODAY, moment, numbered
from demo.texts import read

OF_MEMBERS, OF_ORGANISATIONS = 325, 85
STATUS = {"PUBLISHED": 320, "PAUSED": 41, "DRAFT": 37, "HIDDEN_BY_MODERATION": 12}
MEMBERS_OFFER = (
    "DOMAIN_EXPERTISE",
    "AI_DEVELOPMENT",
    "DATA_SCIENCE",
    "UX_DESIGN",
    "PROJECT_MANAGEMENT",
    "LAW_AND_ETHICS",
    "FUNDING_KNOWLEDGE",
    "VOLUNTEERING",
)
ORGANISATIONS_OFFER = ("DATA_ACCESS", "TEST_FIELD", "FINANCING")
WITHDREW_ALL = "member_0018"


def build_profiles(
    members: Sequence[Member],
    organisations: Sequence[Organisation],
    regions: Mapping[str, Region],
    topics: Mapping[str, Topic],
    skills: Sequence[Skill],
) -> tuple[Profile, ...]:
    """410 profiles of active members and organisations; member 1 to 3 and organisation 7 are among them."""
    active = [one for one in members if one.state == "ACTIVE"]
    chosen: list[Member | Organisation] = [*active[:3], *chance.sample(active[3:], OF_MEMBERS - 3, "profile members")]
    chosen.append(organisations[6])
    chosen += chance.sample([*organisations[:6], *organisations[7:]], OF_ORGANISATIONS - 1, "profile organisations")
    chosen.sort(key=lambda one: one.id)
    statuses = dict(zip((one.id for one in chosen), chance.spread(STATUS, "profile status"), strict=True))
    statuses |= dict.fromkeys(("member_0001", "member_0002", "member_0003", "org_0007"), "PUBLISHED")
    return tuple(
        profile(number, one, statuses[one.id], regions, topics, skills) for number, one in enumerate(chosen, start=1)
    )


def profile(
    number: int,
    owner: Member | Organisation,
    status: str,
    regions: Mapping[str, Region],
    topics: Mapping[str, Topic],
    skills: Sequence[Skill],
) -> Profile:
    company = isinstance(owner, Organisation)
    offers = offers_of(owner)
    others = [kind for kind in (*MEMBERS_OFFER, *ORGANISATIONS_OFFER) if kind not in offers]
    seeks = chance.sample(others, chance.between(1, 3, "seeks", owner.id), "seek kinds", owner.id)
    in_english = not company and chance.holds(0.15, "profile language", owner.id)
    headline, about = words_of(owner, offers[0], seeks, regions[owner.region], topics[owner.topics[0]], in_english)
    fields = {topics[slug].parent or slug for slug in owner.topics}
    known = [one.slug for one in skills if one.kind in offers and (not one.topics or fields & set(one.topics))]
    since = owner.since if isinstance(owner, Member) else date(2021, 8, 1)
    published = moment(
        chance.day(max(since, date(2021, 7, 1)), date(2025, 6, 11), "profile day", owner.id), 11, number % 60
    )
    return Profile(
        id=numbered("profile", number),
        owner=owner.id,
        status=status,
        visibility=chance.weighted(("PUBLIC", "MEMBERS", "CONTACTS", "PRIVATE"), (62, 30, 5, 3), "visibility", owner.id)
        if number > 3 and owner.id != "org_0007"
        else "PUBLIC",
        headline=headline,
        about=about,
        language="EN" if in_english else "DE",
        offers=tuple(offers),
        seeks=tuple(seeks),
        skills=tuple(
            chance.sample(known or ["citizen-science"], chance.between(2, 5, "skills", owner.id), "skill", owner.id)
        ),
        hours=None if company else chance.pick((2, 4, 6, 8, 10, 16, 20, 40), "hours", owner.id),
        published=None if status == "DRAFT" else published,
        updated=min(published + timedelta(days=chance.between(0, 90, "profile update", owner.id)), moment(TODAY)),
    )


def offers_of(owner: Member | Organisation) -> list[str]:
    """Organisations offer data or a place to test, companies money too; whatever comes first makes the headline."""
    count = chance.between(1, 3, "offers", owner.id)
    if isinstance(owner, Member):
        return chance.sample(MEMBERS_OFFER, count, "offer kinds", owner.id)
    first = ORGANISATIONS_OFFER if owner.legal_form == "GmbH" else ORGANISATIONS_OFFER[:2]
    more = (*ORGANISATIONS_OFFER[:2], "DOMAIN_EXPERTISE", "PROJECT_MANAGEMENT", "VOLUNTEERING")
    chosen = [chance.pick(first, "first offer", owner.id), *chance.sample(more, count, "more offers", owner.id)]
    return list(dict.fromkeys(chosen))[:count]


def words_of(
    owner: Member | Organisation, kind: str, seeks: Sequence[str], home: Region, topic: Topic, in_english: bool
) -> tuple[str, str]:
    """Headline and about, in the owner's language and number (I or we)."""
    phrases = read("fragments/people")
    english = topic.label.en or topic.label.de
    label = english[0].lower() + english[1:] if in_english else topic.label.de
    fill = {"label": label, "where": home.where}
    if in_english:
        about = [
            *chance.sample(phrases["english"]["about"], 2, "about", owner.id),
            f"What I care about: {topic.english}",
        ]
        headline = chance.pick(phrases["english"]["headline"], "headline", owner.id)
        return headline.format_map(fill), " ".join(about).format_map(fill)
    company = isinstance(owner, Organisation)
    wishes = [chance.pick(phrases["seek"][seek], "sought", owner.id, seek) for seek in seeks[:2]]
    # A relative clause ends with a comma.
    sought = (", und " if "," in wishes[0] else " und ").join(wishes)
    sentences = [
        chance.pick(phrases["organisation"], "who", owner.id) if company else "",
        chance.pick(phrases["offer"][kind], "offer", owner.id),
        concern(owner, topic),
        f"{'Wir suchen' if company else 'Ich suche'} {sought}.",
        chance.pick(phrases["closing_we" if company else "closing"], "closing", owner.id),
    ]
    headline = chance.pick(phrases["headline"][kind], "headline", owner.id).format_map(fill)
    return headline, " ".join(sentence for sentence in sentences if sentence).format_map(fill)


def concern(owner: Member | Organisation, topic: Topic) -> str:
    """What moves somebody about the topic: a problem that one of its solutions is for."""
    phrases = read("fragments/people")["concern_we" if isinstance(owner, Organisation) else "concern"]
    solution = chance.pick(topic.solutions, "concern", owner.id)
    return f"{chance.pick(phrases, 'concern phrase', owner.id)} {solution.problems[0]}"


def build_consents(
    members: Sequence[Member], organisations: Sequence[Organisation], profiles: Sequence[Profile]
) -> tuple[Consent, ...]:
    """Append-only: terms twice (version 2 since July 2025), profile and matching for those who have a profile."""
    shown = {one.owner: one for one in profiles}
    rows = [row for one in members if one.state == "ACTIVE" for row in of_member(one, shown.get(one.id))]
    rows += [row for one in organisations if one.id in shown for row in of_profile(one.id, shown[one.id])]
    return tuple(sorted(rows, key=lambda row: (row.changed, row.actor, row.purpose)))


def of_member(member: Member, shown: Profile | None) -> Iterator[Consent]:
    joined = moment(member.since, 10)
    yield Consent(member.id, "TERMS_OF_USE", True, "2021-06", joined)
    yield Consent(member.id, "NEWSLETTER", chance.holds(0.55, "newsletter", member.id), "2021-06", joined)
    if member.cip_number:
        yield Consent(member.id, "CIP_MIGRATION", True, "2025-11", moment(max(date(2025, 5, 26), member.since), 9))
    if shown:
        yield from of_profile(member.id, shown)
    elif chance.holds(0.5, "matching", member.id):
        yield Consent(member.id, "MATCHING", True, "2021-06", joined)
    if member.id == WITHDREW_ALL:
        for purpose in ("TERMS_OF_USE", "NEWSLETTER", "PROFILE_PUBLIC", "MATCHING"):
            yield Consent(member.id, purpose, False, "2021-06", moment(date(2025, 6, 12), 12))


def of_profile(owner: str, shown: Profile) -> Iterator[Consent]:
    given: datetime = (shown.published or shown.updated) - timedelta(minutes=5)
    if shown.status != "DRAFT":
        yield Consent(owner, "PROFILE_PUBLIC", True, "2021-06", given)
    yield Consent(
        owner,
        "MATCHING",
        chance.holds(0.93, "matching", owner) or owner in {"org_0007", "member_0001"},
        "2021-06",
        given,
    )
    if shown.status == "PAUSED":
        yield Consent(owner, "PROFILE_PUBLIC", False, "2021-06", shown.updated)
