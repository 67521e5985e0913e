"""Certificates made on the spot: an authority and what it signs."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_NOW = datetime.datetime.now(datetime.UTC)
_DAY = datetime.timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@cache
def authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate, str]:
    """Key, certificate and the path of its PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(
        _name("test authority"), _name("test authority"), key.public_key(),
        x509.random_serial_number(), _NOW - _DAY, _NOW + _DAY,
    )  # fmt: skip
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = builder.add_extension(usage, critical=True)
    known_by = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = builder.add_extension(known_by, critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    path = Path(mkdtemp()) / "authority.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key, certificate, str(path)


@cache
def server_context(host: str = "127.0.0.1", *, expired: bool = False) -> ssl.SSLContext:
    """What a TLS server for `host` uses."""
    authority_key, authority_certificate, _ = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    end = _NOW - _DAY / 2 if expired else _NOW + _DAY
    alternative: x509.GeneralName
    try:
        alternative = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    builder = x509.CertificateBuilder(
        authority_certificate.subject, _name(host), key.public_key(),
        x509.random_serial_number(), _NOW - _DAY, end,
    )  # fmt: skip
    builder = builder.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = builder.add_extension(signer, critical=False)
    certificate = builder.sign(authority_key, hashes.SHA256())
    path = Path(mkdtemp()) / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(path))
    return context


def authority_file() -> str:
    """The PEM file that clients must trust."""
    return authority()[2]


def client_context() -> ssl.SSLContext:
    """A context that trusts the authority."""
    return ssl.create_default_context(cafile=authority_file())
