"""Which network addresses may be asked: public ones only, because anybody can write a URL into a feed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# the platform address of Azure: public by number, reachable from virtual machines only
_METADATA = frozenset({ip_address("168.63.129.16")})
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def is_public(address: Address) -> bool:
    """Whether `address` is a global unicast one: not private, loopback, link-local, multicast, reserved or metadata.

    An IPv6 address that wraps an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by what it wraps.
    """
    if isinstance(address, IPv6Address):
        wrapped = _wrapped(address)
        if wrapped is not None:
            return is_public(wrapped)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in _METADATA


def literal_address(host: str) -> Address | None:
    """`host` as an address where it is written as one, without its zone; None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
