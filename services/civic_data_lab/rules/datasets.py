"""The life cycle of a data set and the guards of its verbs (domain_slice2 2.9; DCAT-AP.de 3.0). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

import strawberry

from services.civic_data_lab.rules.projects import faults_of_region
from services.civic_data_lab.rules.vocabulary import DatasetStatus
from services.kit.addresses import is_media_type
from services.kit.changing import Fault, FaultCode
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    LONGEST_TITLE,
    faults_of_line,
    faults_of_list,
    faults_of_localized,
    faults_of_reference,
    faults_of_url,
    invalid,
)
from services.kit.transitions import LifeCycle, deeds, transitions

LONGEST_NOTE = 2_000
LONGEST_WORD = 100
LARGEST_FILE = 2**31 - 1  # bytes; GraphQL 3.5.1: an Int has 32 bits
SHA256 = re.compile(r"[0-9a-f]{64}")
FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"
"""DCAT-AP 3.0: dct:accrualPeriodicity takes its values from the EU's vocabulary of frequencies."""
FREQUENCY = re.compile(re.escape(FREQUENCIES) + r"[A-Z0-9_]{2,40}")
OF_THE_STATE = frozenset({"PUBLIC_ADMINISTRATION", "MUNICIPALITY"})
PERSONAL = frozenset({"PERSONAL", "SPECIAL_CATEGORY"})


class Role(Enum):
    """What somebody is to a data set."""

    PUBLISHER = "PUBLISHER"  # the publisher, or who acts for it
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a data set.")
class DatasetAction(Enum):
    SUBMIT = "SUBMIT"
    PUBLISH = "PUBLISH"
    RETURN = "RETURN"
    DEPRECATE = "DEPRECATE"
    WITHDRAW = "WITHDRAW"
    EDIT = "EDIT"


Status = DatasetStatus
PUBLISHER, STAFF = frozenset({Role.PUBLISHER}), frozenset({Role.STAFF})
SHOWN = frozenset({Status.PUBLISHED, Status.DEPRECATED})
DATASET: LifeCycle[DatasetStatus, Role] = LifeCycle(
    "data set",
    transitions(
        ("SUBMIT", {Status.DRAFT}, Status.IN_REVIEW, PUBLISHER),
        ("PUBLISH", {Status.IN_REVIEW}, Status.PUBLISHED, STAFF),
        ("RETURN", {Status.IN_REVIEW}, Status.DRAFT, STAFF),
        ("DEPRECATE", {Status.PUBLISHED}, Status.DEPRECATED, STAFF),
        ("WITHDRAW", SHOWN, Status.WITHDRAWN, STAFF),
    ),
    deeds(
        ("EDIT", {Status.DRAFT}, PUBLISHER),
        ("EDIT", {Status.DRAFT, Status.IN_REVIEW, *SHOWN}, STAFF),
    ),
)
WITH_A_REASON = frozenset({"RETURN", "WITHDRAW"})


@dataclass(frozen=True, slots=True)
class DistributionWish:
    """A form in which the data can be had (DistributionInput)."""

    title: Mapping[str, str] | None
    format: str
    media_type: str | None
    access_url: str
    download_url: str | None
    byte_size: int | None
    license_uri: str
    checksum: str | None


@dataclass(frozen=True, slots=True)
class DescriptionWish:
    """How somebody describes a data set (DatasetInput)."""

    title: Mapping[str, str]
    description: Mapping[str, str]
    keywords: tuple[str, ...]
    topic_slugs: tuple[str, ...]
    region_ars: tuple[str, ...]
    publisher_id: str
    contact_point: str | None
    temporal_from: date | None
    temporal_until: date | None
    accrual_periodicity: str | None
    access_rights: str
    legal_basis: str | None
    personal_data: str
    distributions: tuple[DistributionWish, ...]
    project_id: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows of what a description names. ``sector``: the publisher's, None for an unknown one."""

    sector: str | None
    licenses: Collection[str]
    regions: Collection[str]


def roles_of(*, is_publisher: bool, is_staff: bool) -> frozenset[Role]:
    """What the viewer is to a data set."""
    return (PUBLISHER if is_publisher else frozenset()) | (STAFF if is_staff else frozenset())


def faults_of_description(wish: DescriptionWish) -> list[Fault]:
    """What is wrong with a description in itself."""
    found = faults_of_localized("title", wish.title, LONGEST_TITLE)
    found += faults_of_localized("description", wish.description, LONGEST_TEXT)
    found += faults_of_list("keywords", wish.keywords) + faults_of_list("topicSlugs", wish.topic_slugs)
    if any(not word.strip() or len(word) > LONGEST_WORD for word in wish.keywords):
        found.append(invalid("keywords", "are words of 1 to {most} characters", most=LONGEST_WORD))
    found += faults_of_list("regionArs", wish.region_ars)
    found += [fault for ars in wish.region_ars for fault in faults_of_region("regionArs", ars)][:1]
    found += faults_of_reference("projectId", wish.project_id)
    found += _faults_of_length("contactPoint", wish.contact_point, LONGEST_TITLE)
    found += _faults_of_length("legalBasis", wish.legal_basis, LONGEST_SUMMARY)
    if wish.temporal_from and wish.temporal_until and wish.temporal_until < wish.temporal_from:
        found.append(invalid("temporalUntil", "is before the first day"))
    if wish.accrual_periodicity is not None and not FREQUENCY.fullmatch(wish.accrual_periodicity):
        found.append(
            invalid(
                "accrualPeriodicity",
                "is one of the EU's frequencies, such as {example}",
                example=f"{FREQUENCIES}ANNUAL",
            )
        )
    if wish.access_rights == "PUBLIC" and wish.personal_data in PERSONAL:
        found.append(
            invalid("personalData", "are never public: choose other access rights, or publish them anonymised")
        )
    return found + faults_of_distributions(wish.distributions)


def _faults_of_length(path: str, text: str | None, longest: int) -> list[Fault]:
    return [] if len(text or "") <= longest else [invalid(path, "may have {most} characters", most=longest)]


def faults_of_distributions(wishes: tuple[DistributionWish, ...]) -> list[Fault]:
    """Each form at an address of its own."""
    found = faults_of_list("distributions", [(each.access_url, each.format) for each in wishes])
    for place, each in enumerate(wishes):
        at = f"distributions.{place}"
        found += faults_of_line(f"{at}.format", each.format, LONGEST_WORD)
        found += faults_of_url(f"{at}.accessUrl", each.access_url) + faults_of_url(
            f"{at}.downloadUrl", each.download_url
        )
        if each.media_type is not None and not is_media_type(each.media_type):
            found.append(invalid(f"{at}.mediaType", "is a media type, such as {example}", example="text/csv"))
        if each.title is not None:
            found += faults_of_localized(f"{at}.title", each.title, LONGEST_TITLE)
        if each.byte_size is not None and not 0 <= each.byte_size <= LARGEST_FILE:
            found.append(invalid(f"{at}.byteSize", "is a number of bytes"))
        if each.checksum is not None and not SHA256.fullmatch(each.checksum):
            found.append(invalid(f"{at}.checksumSha256", "has 64 hexadecimal digits, small ones"))
    return found


def faults_of_known(wish: DescriptionWish, known: Known) -> list[Fault]:
    """What the description names must be there; the state says on which ground it gives data away, or why not."""
    found = []
    if known.sector is None:
        found.append(invalid("publisherId", "names no member and no organisation of the network"))
    elif known.sector in OF_THE_STATE and not (wish.legal_basis or "").strip():
        found.append(invalid("legalBasis", "must say the legal ground of a public body, or why there is none"))
    strange = [ars for ars in wish.region_ars if ars not in known.regions]
    if strange:
        found.append(
            invalid("regionArs", "names regions that the catalogue does not know: {values}", values=strange[:5])
        )
    for place, each in enumerate(wish.distributions):
        if each.license_uri not in known.licenses:
            found.append(invalid(f"distributions.{place}.licenseUri", "is none of the licences of the catalogue"))
    return found


def faults_of_publisher(*, is_own: bool, is_staff: bool) -> list[Fault]:
    """One publishes for oneself, or for an organisation that one acts for; the staff for everybody."""
    if is_own or is_staff:
        return []
    message = "Publish for yourself, or for an organisation that you act for."
    return [Fault(FaultCode.FORBIDDEN, message, ("publisherId",))]


def faults_of_change(
    status: DatasetStatus, to: DatasetStatus, roles: frozenset[Role], note: str | None, distributions: int
) -> list[Fault]:
    """Why a data set does not go there now."""
    action = next((each.action for each in DATASET.transitions if each.target is to), "")
    came = DATASET.target(action, status, roles)
    if isinstance(came, Fault):
        return [came]
    if action in WITH_A_REASON and not (note or "").strip():
        return [invalid("note", "says why: the publisher reads it")]
    if len(note or "") > LONGEST_NOTE:
        return [invalid("note", "may have {most} characters", most=LONGEST_NOTE)]
    if to is Status.PUBLISHED:
        return faults_of_publishing(distributions)
    return []


def faults_of_publishing(distributions: int) -> list[Fault]:
    """What is published can be had somewhere, under a licence."""
    return (
        [] if distributions else [invalid("distributions", "of a published data set are one at least, with a licence")]
    )


def may_edit(status: DatasetStatus, roles: frozenset[Role]) -> bool:
    """Whether ``saveDataset`` would be done."""
    return DATASET.refusal("EDIT", status, roles) is None


def actions_of_dataset(status: DatasetStatus, roles: frozenset[Role]) -> list[DatasetAction]:
    """What the viewer may do now; what lacks can still speak against it."""
    return [DatasetAction(action) for action in DATASET.actions(status, roles)]


def uri_of(base: str, dataset_id: str) -> str:
    """The address that names a data set for good. ``base``: of the catalogue, without a slash at its end.

    >>> uri_of("https://daten.example.org", "dataset_01J9")
    'https://daten.example.org/id/dataset-01J9'
    """
    return f"{base}/id/{dataset_id.replace('_', '-')}"
