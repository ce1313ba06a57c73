"""The letter to a former member of the CIP community: its token is shown once, so the start of a run shows it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

INVITED = "CIP-13647"  # has not claimed the membership in the demo data; the persona `ehemalig` may
STAFF = "cip"  # the persona that writes such letters
INVITE = "mutation Invite($number: ID!) { inviteFormerMember(cipMemberNumber: $number) { token errors { message } } }"
WAIT = 15.0  # seconds for one answer


def invitation(gateway: str) -> str:
    """The token of a new invitation (it ends the one before), or a word why there is none; never an error.

    ``gateway``: its address without a path. A run that is there must not end because nobody can be invited.
    """
    try:
        login = _post(f"{gateway}/auth/token", {"persona": STAFF}, {})
        headers = {"authorization": f"Bearer {login['access_token']}"}
        answer = _post(f"{gateway}/graphql", {"query": INVITE, "variables": {"number": INVITED}}, headers)
        return _token_of(answer)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"none could be made ({type(error).__name__}: {error})"


def _token_of(answer: Mapping[str, Any]) -> str:
    payload = (answer.get("data") or {}).get("inviteFormerMember") or {}
    if payload.get("token"):
        return str(payload["token"])
    reasons = [each["message"] for each in (*payload.get("errors", ()), *answer.get("errors", ()))]
    return f"none could be made ({' '.join(reasons) or 'no reason was given'})"


def _post(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
    own = {"content-type": "application/json", "accept": "application/json", **headers}
    request = urllib.request.Request(url, json.dumps(body).encode(), own)  # noqa: S310 - our own gateway
    with urllib.request.urlopen(request, timeout=WAIT) as answer:  # noqa: S310 - our own gateway
        return json.load(answer)
