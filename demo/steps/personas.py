"""The demo persons that the development issuer gives tokens to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from demo.nouns.hubs import Member
from demo.nouns.projects import Expert
from demo.texts import read

MEMBER_SCOPES = (
    "ideas:write",
    "profile:write",
    "contact:write",
    "events:register",
    "competition:enter",
    "dataprojects:apply",
    "pilot:apply",
    "datasets:write",
    "grants:apply",
)


def build_personas(members: Sequence[Member], experts: Sequence[Expert]) -> list[dict[str, object]]:
    """As the issuer reads them: id, name, actor_id, scopes, acr, email, description."""
    by_id = {one.id: one for one in members}
    return [persona(entry, by_id, experts) for entry in read("personas")]


def persona(entry: dict[str, Any], members: Mapping[str, Member], experts: Sequence[Expert]) -> dict[str, object]:
    """Roles come on top of a member's rights, except where a role stands alone (``only``). Whoever has not registered
    has a member's rights and is nobody's actor yet.
    """
    actor = experts[entry["expert"] - 1].actor if "expert" in entry else entry.get("member")
    more = [] if entry["scopes"] == "member" else entry["scopes"]
    return {
        "id": entry["id"],
        "name": members[actor].display_name if actor else entry["name"],
        "actor_id": actor,
        "scopes": list(more) if entry.get("only") else [*MEMBER_SCOPES, *more],
        "acr": entry.get("acr"),
        "email": f"{entry['id']}@example.org",
        "description": entry["description"],
    }
