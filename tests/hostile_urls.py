"""URLs that nobody may make us fetch, and a resolver and connector that count."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import pytest

import ai_sdk.concurrency.net.async_ as async_net
import ai_sdk.concurrency.net.sync as sync_net

__all__ = ["HOSTILE", "PRIVATE", "PUBLIC", "Network", "private_names"]

PUBLIC = "93.184.215.14"

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.254", "100.64.0.1", "100.127.255.254",
    "100.100.100.200", "127.0.0.1", "127.1.2.3", "127.255.255.255", "168.63.129.16",
    "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::2", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:93.184.215.14", "::ffff:0:127.0.0.1", "100::1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
    "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "2002:5db8:d70e::1", "3fff::1",
    "4000::1", "5f00::1", "8000::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fd00:ec2::23",
    "fdff::1", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",
]  # fmt: skip
"""Addresses outside of the public internet, of every kind."""

_LOOPBACK_SPELLINGS = [
    "127.1", "127.0.1", "0", "0.0", "2130706433", "017700000001", "0x7f000001", "0x7f.1",
    "0177.0.0.1", "0177.0.1", "0x7f.0x0.0x0.0x1", "00000177.0.0.1", "127.0.0.01", "127.0.0.0x1",
    "127.00000.0.1", "0x7F000001", "0X7f.0.0.1", "3232235521", "0xa9fea9fe", "2852039166",
    "025177524776", "0251.0376.0251.0376", "169.254.43518", "169.16689662", "10.1", "1.2.3.4.5",
    "999.1.1.1", "256.0.0.1", "4294967296", "127.0.0.1.", "1.1.1.1.", "0x", "1.0x",
]  # fmt: skip

_NAMES = [
    "localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost..", "localhost.localdomain",
    "foo.localhost", "a.b.localhost", "printer.local", "PRINTER.LOCAL", "printer.local.",
    "metadata.google.internal", "METADATA.google.internal", "metadata.google.internal.",
    "metadata", "metadata.goog", "instance-data", "instance-data.ec2.internal", "db.internal",
    "intranet", "wiki.intranet", "nas.lan", "router.home", "host.docker.internal",
    "kubernetes.default.svc.cluster.local", "vpn.corp", "x.private", "box.home.arpa",
    "1.0.0.127.in-addr.arpa", "x.test", "x.invalid", "hidden.onion", "example.com.", ".example.com",
    "example..com", "-example.com", "example-.com", "a" * 64 + ".com", "a." * 127 + "com",
    "exa mple.com", "example.com,", "example!.com", "*.example.com",
]  # fmt: skip

_LOOKALIKES = [
    "127\u30020\u30020\u30021", "127\uff0e0\uff0e0\uff0e1", "127\uff610\uff610\uff611",
    "\uff11\uff12\uff17.0.0.1", "\u2460\u2461\u2466.0.0.1", "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
    "localhos\uff54", "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54", "loc\u00adalhost",
    "loc\u200balhost", "local\u212aost", "\u0661\u0662\u0667.0.0.1", "169.254.169.254\u3002",
    "fa\u00df.de", "\u2025.example.com", "example\u3002com", "\u2100.com",
]  # fmt: skip

_WHOLE = [
    "file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd", "ftp://example.com/a",
    "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/", "ldap://example.com/",
    "jar:http://example.com!/a", "javascript:alert(1)", "ws://example.com/", "httpx://example.com/",
    "http:", "http:/", "http://", "http:///", "http:///127.0.0.1/", "http:127.0.0.1",
    "http:/127.0.0.1/", "//127.0.0.1/", "127.0.0.1", "", "http://:80/", "http://?a", "http://#a",
    "http://user@example.com/", "http://user:pass@example.com/", "http://@example.com/",
    "http://example.com@127.0.0.1/", "http://127.0.0.1@example.com/", "http://a:b@127.0.0.1:80/",
    "http://example.com:80@127.0.0.1/", "http://example.com%40127.0.0.1/",
    "http://example.com\\@127.0.0.1/", "http://127.0.0.1\\@example.com/", "http:\\\\127.0.0.1\\",
    "http://example.com\\.127.0.0.1/", "http://127.0.0.1#@example.com/", "http://127.0.0.1?@b.com/",
    "http://127.0.0.1/@example.com", "http://%31%32%37.0.0.1/", "http://%6c%6f%63alhost/",
    "http://127.0.0.1%00.example.com/", "http://example.com%2f@127.0.0.1/",
    "http://example.com%23.127.0.0.1.nip.test/", "http://exa\tmple.com/", "http://exa\nmple.com/",
    "http://example.com/a b", "http://example.com/\r\nx: y", "http://example.com/\x00", " http://a.com/",
    "ht\ttp://127.0.0.1/", "http://[::1/", "http://::1/", "http://[::1]x/", "http://[]/",
    "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%251]/", "http://[127.0.0.1]/",
    "http://[v1.fe80::1]/", "http://[::ffff:7f00:0001]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/", "http://[::FFFF:127.0.0.1]/",
    "http://[::ffff:0x7f.1]/", "http://[1::2::3]/", "http://example.com:0/", "http://example.com:99999/",
    "http://example.com:-1/", "http://example.com:80a/", "http://example.com:\uff18\uff10/",
    "http://127.0.0.1:22/", "http://127.0.0.1:6379/", "https://127.0.0.1/", "https://[::1]:8443/",
]  # fmt: skip


def _literal(address: str) -> str:
    return f"http://[{address}]/x.png" if ":" in address else f"http://{address}/x.png"


HOSTILE: list[str] = [
    *(_literal(address) for address in PRIVATE),
    *(f"http://{host}/x.png" for host in (*_LOOPBACK_SPELLINGS, *_NAMES, *_LOOKALIKES)),
    *_WHOLE,
]


def private_names() -> dict[str, str]:
    """Names of the public domain name system that lead to addresses outside of it."""
    return {f"host-{i}.example.com": address for i, address in enumerate(PRIVATE)}


class Network:
    """Stands in for resolver and connector of both colours.

    Attributes:
        asked: the names that were looked up, in order.
        connected: the addresses that something tried to connect to.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **names: Sequence[str]) -> None:
        self.asked: list[str] = []
        self.connected: list[str] = []
        self.names: dict[str, list[Sequence[str]]] = {}
        self._real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)
        monkeypatch.setattr(async_net, "_open", self._connect_async)
        monkeypatch.setattr(sync_net, "_open", self._connect)

    def _resolve(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        self.asked.append(name)
        turns = self.names.get(name)
        if turns is None:
            raise socket.gaierror(socket.EAI_NONAME, f"unknown name {name}")
        addresses = turns.pop(0) if len(turns) > 1 else turns[0]
        return [_entry(address, int(port)) for address in addresses]

    def _connect(self, address: Any, timeout: Any) -> Any:
        self.connected.append(address[4][0])
        raise ConnectionRefusedError("nobody is connected in this test")

    async def _connect_async(self, loop: Any, address: Any, make: Any) -> Any:
        self._connect(address, None)


def _entry(address: str, port: int) -> Any:
    six = ipaddress.ip_address(address).version == 6
    family = socket.AF_INET6 if six else socket.AF_INET
    where: Any = (address, port, 0, 0) if six else (address, port)
    return (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where)
