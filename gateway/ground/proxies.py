"""Where a request comes from: its address, or behind our own proxies what they say of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network
Origin: TypeAlias = Callable[[str, str | None], str]
"""(address of the connection, X-Forwarded-For) -> address of the client."""


def is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def origin_behind(proxies: Iterable[str]) -> Origin:
    """Each trusted proxy says at the end of the header who asked it: the last one who is none of them is the client.

    >>> origin = origin_behind(["10.0.0.0/8"])
    >>> origin("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2"), origin("192.0.2.9", "192.0.2.7"), origin("10.0.0.1", None)
    ('192.0.2.7', '192.0.2.9', '10.0.0.1')
    """
    networks = tuple(ip_network(each, strict=False) for each in proxies)

    def origin(address: str, forwarded: str | None) -> str:
        if forwarded is None or not _is_in(address, networks):
            return address
        for hop in reversed([each.strip() for each in forwarded.split(",")]):
            if not _is_address(hop):
                return address  # who can be read no further is as far as it is known
            address = hop
            if not _is_in(hop, networks):
                break
        return address

    return origin if networks else itself


def itself(address: str, _: str | None) -> str:
    """Nobody stands between."""
    return address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    return any(plain in network for network in networks)


def cut(address: str) -> str:
    """The network of a client: /24 of IPv4, /64 of IPv6, which is one household's or one office's.

    >>> cut("192.0.2.77"), cut("2001:db8::1:2"), cut("")
    ('192.0.2.0/24', '2001:db8::/64', '')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ip_network((parsed, 64 if isinstance(parsed, IPv6Address) else 24), strict=False))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
