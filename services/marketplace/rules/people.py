"""Who may join the network and speak for whom: the guards of registrations, consents and organisations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.civic import Sector
from services.marketplace.rules.faults import invalid, too_long, too_many, unwritten
from services.marketplace.rules.vocabulary import OrganisationRole

HANDLE = re.compile(r"[a-z0-9-]{3,40}")
LONGEST_NAME = 200
LONGEST_ADDRESS = 500
MOST_TOPICS = 20
TIME_TO_AGREE = timedelta(weeks=4)
"""After it whoever has not answered a new required wording reads and leaves, but does not write."""


class ConsentPurpose(Enum):
    """What somebody agrees to, or does not."""

    TERMS_OF_USE = "TERMS_OF_USE"
    PROFILE_PUBLIC = "PROFILE_PUBLIC"
    MATCHING = "MATCHING"
    CONTACT_BY_MINISTRIES = "CONTACT_BY_MINISTRIES"
    NEWSLETTER = "NEWSLETTER"
    RESEARCH_STATISTICS = "RESEARCH_STATISTICS"
    CIP_MIGRATION = "CIP_MIGRATION"


@dataclass(frozen=True, slots=True)
class Person:
    """What a person says of themselves when they register."""

    handle: str
    display_name: str
    sector: Sector
    region_ars: str | None
    topic_slugs: tuple[str, ...]
    terms_version: str


@dataclass(frozen=True, slots=True)
class Body:
    """What somebody says of an organisation."""

    handle: str
    display_name: str
    legal_name: str
    legal_form: str | None
    is_non_profit: bool
    sector: Sector
    region_ars: str | None
    website: str | None
    topic_slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of a consent that holds."""

    version: str
    valid_from: date
    is_required: bool


Wordings = Mapping[ConsentPurpose, Wording]
"""The newest of each purpose."""


def faults_of_person(person: Person) -> list[Fault]:
    return [
        *faults_of_handle(person.handle),
        *unwritten({"displayName": person.display_name}),
        *too_long({"displayName": person.display_name}, LONGEST_NAME),
        *too_many({"topicSlugs": person.topic_slugs}, MOST_TOPICS),
    ]


def faults_of_body(body: Body) -> list[Fault]:
    names = {"displayName": body.display_name, "legalName": body.legal_name}
    found = [
        *faults_of_handle(body.handle),
        *unwritten(names),
        *too_long({**names, "legalForm": body.legal_form}, LONGEST_NAME),
        *too_long({"website": body.website}, LONGEST_ADDRESS),
        *too_many({"topicSlugs": body.topic_slugs}, MOST_TOPICS),
    ]
    if body.website is not None and not body.website.startswith(("https://", "http://")):
        found.append(invalid("website", "must begin with https:// or http://"))
    if body.sector is Sector.PRIVATE_PERSON:
        found.append(invalid("sector", "of an organisation is not that of a private person"))
    return found


def faults_of_handle(handle: str) -> list[Fault]:
    """What is wrong with the short name that addresses are made of.

    >>> faults_of_handle("mira-2"), faults_of_handle("Mira!")[0].path
    ([], ('input', 'handle'))
    """
    if HANDLE.fullmatch(handle):
        return []
    return [invalid("handle", "has 3 to 40 characters: small letters from a to z, digits and hyphens")]


def faults_of_terms(given: str, wordings: Wordings) -> list[Fault]:
    """Nobody joins without the terms of use as they are today."""
    newest = wordings.get(ConsentPurpose.TERMS_OF_USE)
    if newest is not None and newest.version == given:
        return []
    message = "The terms of use are needed in their newest version, {version}: read it, then agree."
    return [Fault(FaultCode.CONSENT_MISSING, message, ("input", "termsVersion"), {"version": version_of(newest)})]


def version_of(newest: Wording | None) -> str:
    return "–" if newest is None else newest.version


def faults_of_consent(purpose: ConsentPurpose, granted: bool, version: str, wordings: Wordings) -> list[Fault]:
    newest = wordings.get(purpose)
    if newest is None or newest.version != version:
        message = "The newest wording is {version}; read it before you answer."
        return [Fault(FaultCode.CONFLICT_VERSION, message, ("textVersion",), {"version": version_of(newest)})]
    if purpose is ConsentPurpose.TERMS_OF_USE and not granted:
        message = "Nobody takes part without the terms of use: leave the network by erasing your account."
        return [Fault(FaultCode.INVALID, message, ("granted",))]
    return []


def due(wordings: Wordings, granted: Mapping[ConsentPurpose, str], today: date) -> list[ConsentPurpose]:
    """The required ones that were not given in their newest wording. ``granted``: purpose -> version agreed to."""
    return [
        purpose
        for purpose, newest in wordings.items()
        if newest.is_required and newest.valid_from <= today and granted.get(purpose) != newest.version
    ]


def faults_of_delay(wordings: Wordings, granted: Mapping[ConsentPurpose, str], today: date) -> list[Fault]:
    """Why somebody may not write any more: a new wording of what they once agreed to waits too long for an answer."""
    late = [
        purpose.value
        for purpose in due(wordings, granted, today)
        if purpose in granted and today >= wordings[purpose].valid_from + TIME_TO_AGREE
    ]
    if not late:
        return []
    message = "There is a newer wording of {purposes}: answer it, then go on."
    return [Fault(FaultCode.CONSENT_MISSING, message, (), {"purposes": late})]


def faults_of_membership(
    role: OrganisationRole | None, before: OrganisationRole | None, others: int, is_verified: bool
) -> list[Fault]:
    """``others``: verified administrators beside this member. ``is_verified``: this member is one now."""
    leads = before is OrganisationRole.ADMIN and is_verified
    if leads and role is not OrganisationRole.ADMIN and others == 0:
        message = "The last verified administrator cannot go; make somebody else administrator before."
        return [Fault(FaultCode.WRONG_STATE, message, ("role",))]
    return []


def forbidden(message: str) -> Fault:
    return Fault(FaultCode.FORBIDDEN, message)


def missing(what: str, *path: str) -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such {thing}.", path, {"thing": what})


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
