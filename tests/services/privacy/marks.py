"""What is not for everybody in the demo data, said a second time: from the files alone, in other words.

A mark is a value that no answer to somebody without the right may hold: an id, a name, a text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from tests.services.privacy.asking_all import table

PUBLIC_IDEAS = {"PUBLISHED", "PAUSED", "IN_IMPLEMENTATION", "COMPLETED", "ARCHIVED"}
PUBLIC_STAGES = {"KICKOFF", "IMPLEMENTATION", "TESTING", "PUBLISHED", "HANDED_OVER"}
PUBLIC_DATASETS = {"PUBLISHED", "DEPRECATED"}


@dataclass(frozen=True, slots=True)
class Marks:
    """``everybody``: what is hidden from all strangers. ``members_only``: what members may read, and nobody else."""

    everybody: frozenset[str]
    members_only: frozenset[str] = frozenset()


def german(text: str) -> str:
    found: str = json.loads(text)["de"]
    return found


def without(hidden: Iterable[str], public: Iterable[str]) -> frozenset[str]:
    """What also stands in something public is no mark."""
    return frozenset(hidden) - frozenset(public) - {""}


def numbers() -> set[str]:
    return {row["cip_member_number"] for row in table("cip", "legacy_member")}


def cip() -> Marks:
    entries = table("cip", "competition_entry")
    awarded = [row for row in entries if row["status"] == "AWARDED"]
    others = [row for row in entries if row["status"] != "AWARDED"]
    hidden = numbers() | {row["display_name"] for row in table("cip", "legacy_member")}
    hidden |= {row["name_frozen"] for row in table("cip", "entry_team")}
    hidden |= {row[column] for row in table("cip", "legacy_idea") for column in ("title", "summary")}
    columns = ("id", "reference_number", "title_frozen", "abstract_frozen")
    hidden |= {row[column] for row in others for column in columns}
    hidden |= {german(row["condition"]) for row in table("cip", "prize_tranche")}
    written = ("id", "reference_number", "title", "abstract", "consortium_name")
    hidden |= {row[column] for row in table("cip", "grant_application") for column in written}
    public = {row[column] for row in awarded for column in columns}
    # Projects and offers go by titles of their own, which may be those of an idea.
    public |= {row["title"] for row in table("cip", "funded_project")}
    return Marks(without(hidden, public))


def civic_data_lab() -> Marks:
    projects, sets = table("civic_data_lab", "data_project"), table("civic_data_lab", "dataset")
    hidden, public = set[str](), set[str]()
    for row in projects:
        of = public if row["stage"] in PUBLIC_STAGES else hidden
        of |= {row["id"], row["title"], german(row["abstract"])}
    for row in sets:
        of = public if row["status"] in PUBLIC_DATASETS else hidden
        # What was published once and withdrawn is a tombstone at its address; its texts are nobody's.
        is_tombstone = row["status"] == "WITHDRAWN" and row["issued"]
        (public if is_tombstone else of).update({row["id"], row["uri"]})
        of |= {german(row["title"]), german(row["description"])}
        hidden |= {row["contact_point"]}
    hidden |= {row["data_description"] for row in projects}
    hidden |= {row[column] for row in table("civic_data_lab", "consultation_session") for column in ("id", "concern")}
    hidden |= {row["id"] for row in table("civic_data_lab", "enrolment")}
    kept = {row["id"] for row in projects if row["stage"] in PUBLIC_STAGES}
    for row in table("civic_data_lab", "data_project_stage"):
        of = public if row["project_id"] in kept and row["stage"] in PUBLIC_STAGES else hidden
        of |= {row["note"]}
    return Marks(without(hidden, public))


def ideenwerkstatt() -> Marks:
    # Whoever forges an id has it: of a registration that somebody was shown the moment tells.
    moments = {row["registered_at"]: row["id"] for row in table("ideenwerkstatt", "workshop_registration")}
    hidden = {*moments, *moments.values()}
    hidden |= {row[column] for row in table("ideenwerkstatt", "slot_booking") for column in ("question", "outcome")}
    written = ("id", "title", "description")
    hidden |= {row[column] for row in table("ideenwerkstatt", "pilot_application") for column in written}
    public = {row[column] for row in table("ideenwerkstatt", "workshop") for column in ("starts_at", "ends_at")}
    public |= {row["apply_until"] for row in table("ideenwerkstatt", "support_offer")}
    public |= {row["starts_at"] for row in table("ideenwerkstatt", "consultation_slot")}
    return Marks(without(hidden, public))


def marketplace() -> Marks:
    hidden, public, members_only = numbers(), set[str](), set[str]()
    seen = {row["id"] for row in table("marketplace", "idea") if row["status"] in PUBLIC_IDEAS}
    for row in table("marketplace", "idea"):
        of = public if row["id"] in seen else hidden
        of |= {row["id"], row["slug"], row["title"], row["summary"]}
    hidden |= {row["id"] for row in table("marketplace", "open_role") if row["idea_id"] not in seen}
    gone = {row["actor_id"] for row in table("marketplace", "member") if row["state"] != "ACTIVE"}
    hidden |= {row["handle"] for row in table("marketplace", "actor") if row["id"] in gone}
    consents = {(row["actor_id"], row["purpose"]): row["granted"] for row in table("marketplace", "consent")}
    for row in table("marketplace", "profile"):
        willing = consents.get((row["owner_id"], "PROFILE_PUBLIC")) in ("t", "true") and row["owner_id"] not in gone
        shown = row["status"] == "PUBLISHED" and willing
        of = {"PUBLIC": public, "MEMBERS": members_only}.get(row["visibility"], hidden) if shown else hidden
        of |= {row["id"]}
    hidden |= {row["id"] for row in table("civic_data_lab", "data_project") if row["stage"] not in PUBLIC_STAGES}
    hidden |= {row["id"] for row in table("marketplace", "team_request")}
    hidden |= {row[column] for row in table("marketplace", "saved_search") for column in ("id", "name", "query")}
    first = {row["id"]: row["first_public_version"] for row in table("marketplace", "idea")}
    for row in table("marketplace", "amendment"):
        shown = row["status"] == "ACCEPTED" and row["idea_id"] in seen
        of = public if shown and int(row["base_version"]) >= int(first[row["idea_id"]]) else hidden
        of |= {row["id"]}
    return Marks(without(hidden, public | members_only), without(members_only, public))


MARKS = {"cip": cip, "ideenwerkstatt": ideenwerkstatt, "civic_data_lab": civic_data_lab, "marketplace": marketplace}


def stranger() -> str:
    """An active member with no part in anything: no team, no profile, no organisation, no application."""
    involved = {row["actor_id"] for row in table("marketplace", "idea_team")}
    involved |= {row["owner_id"] for row in table("marketplace", "profile")}
    involved |= {row["member_id"] for row in table("marketplace", "organisation_membership")}
    involved |= {row[side] for row in table("marketplace", "team_request") for side in ("actor_id", "sender_id")}
    involved |= {row["author_id"] for row in table("marketplace", "amendment")}
    involved |= {row["member_id"] for row in (*table("cip", "entry_team"), *table("cip", "legacy_member"))}
    involved |= {row["applicant_id"] for row in table("civic_data_lab", "data_project")}
    involved |= {row["actor_id"] for row in table("ideenwerkstatt", "workshop_registration")}
    involved |= {row["actor_id"] for row in table("ideenwerkstatt", "slot_booking")}
    involved |= {row["member_id"] for row in table("civic_data_lab", "consultation_session")}
    involved |= {row["member_id"] for row in table("civic_data_lab", "enrolment")}
    return next(
        row["actor_id"]
        for row in table("marketplace", "member")
        if row["state"] == "ACTIVE" and row["actor_id"] not in involved
    )
