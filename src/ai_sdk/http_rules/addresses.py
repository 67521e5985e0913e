"""Which addresses a download may connect to: those of the public internet."""

from __future__ import annotations

import ipaddress

__all__ = ["why_blocked"]

_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-grade NAT",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relays",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "2001::/23": "protocol assignments and Teredo",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google, DigitalOcean and others
        "169.254.169.253",
        "169.254.170.2",  # AWS containers
        "169.254.170.23",
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Azure
        "192.0.0.192",  # Oracle
        "fd00:ec2::254",  # AWS
        "fd00:ec2::23",
        "fd20:ce::254",  # Google
        "fe80::a9fe:a9fe",
    )
)
_NETWORKS = [(ipaddress.ip_network(text), reason) for text, reason in (*_V4.items(), *_V6.items())]
_GLOBAL = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def why_blocked(address: str, *, allow_local: bool = False) -> str | None:
    """The reason why no download goes to `address`, or None if one may.

    Args:
        address: in digits, as the resolver gives it.
        allow_local: whether private and local addresses are fine. Addresses of the clouds'
            metadata services, which give out credentials, and multicast never are.

    Example:
        >>> why_blocked("10.1.2.3")
        'private'
        >>> why_blocked("93.184.215.14") is None
        True
        >>> why_blocked("169.254.169.254", allow_local=True)
        'a metadata service'
    """
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    inside = _inside(found)
    if found in _METADATA or inside in _METADATA:
        return "a metadata service"
    if found.is_multicast:
        return "multicast"
    if allow_local:
        return None
    if inside is not None and found in _NAT64:  # how an IPv6-only network reaches IPv4 hosts
        return _why(inside)
    return "an IPv4 address inside an IPv6 address" if inside is not None else _why(found)


def _why(address: Address) -> str | None:
    for network, reason in _NETWORKS:
        if address in network:
            return reason
    if address.version == 6 and address not in _GLOBAL:
        return "not of the public internet"
    return None


def _inside(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, translated or tunnelled."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    number = int(address)
    old_compatible = 0xFFFF < number < 1 << 32  # ::a.b.c.d
    translated = number >> 32 == 0xFFFF << 16  # ::ffff:0:a.b.c.d
    if old_compatible or translated or address in _NAT64 or number >> 80 == 0x64FF9B0001:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if number >> 32 & 0xFFFFFFFF in _ISATAP:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return None
