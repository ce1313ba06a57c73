"""The form of an explanation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.composition.specs import ALL_FEDERATION_WORDS

_WORD = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, the smallest subgraphs that give it (name -> SDL), and how to mend them.

    ``example`` is empty for a code that composition never gives; ``impossible`` says why.
    """

    code: str
    meaning: str
    mend: str
    example: Mapping[str, str]
    impossible: str = ""


def federation(sdl: str, version: str = "2.9") -> str:
    """The SDL with the link to federation that it needs.

    >>> federation('type A @key(fields: "id") { id: ID! }')[:94]
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\\ntype A '
    """
    words = sorted(set(_WORD.findall(sdl)) & ALL_FEDERATION_WORDS)
    imports = ", ".join(f'"@{word}"' for word in words)
    url = f"https://specs.apollo.dev/federation/v{version}"
    return f'extend schema @link(url: "{url}", import: [{imports}])\n{sdl}'


def explained(code: str, meaning: str, mend: str, **subgraphs: str) -> Explanation:
    """An explanation whose subgraphs are Federation 2.9 unless they link something themselves."""
    example = {
        name: sdl if "@link(" in sdl or sdl.startswith("#") else federation(sdl) for name, sdl in subgraphs.items()
    }
    return Explanation(code, meaning, mend, example)
