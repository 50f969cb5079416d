"""The office's own HTTPS: a small authority made once, and certificates of at most 825 days for this machine's addresses.

Phones are asked to trust the authority, so it can vouch for nothing but private addresses and local names: whoever stole its key
could not pass for a bank (name constraints, RFC 5280 §4.2.1.10).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

LEAF_DAYS = 820
"""Phones refuse a certificate of more than 825 days."""
RENEW_DAYS = 30
AUTHORITY_DAYS = 3650
PRIVATE = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
    "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip
LOCAL = ("localhost", "local", "lan", "internal", "home.arpa")
"""Endings of names that no public authority vouches for."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OwnCertificate:
    """Files for the server, and the authority's certificate (PEM) for the phones."""

    chain: Path
    key: Path
    ca: bytes


def can_vouch(name: str) -> bool:
    """Whether the office's own authority may vouch for an address or a name: private addresses, names that end as local ones do."""
    try:
        whole = ip_address(name)
    except ValueError:
        return any(name == ending or name.endswith(f".{ending}") for ending in LOCAL)
    return any(whole in ip_network(net) for net in PRIVATE)


def own_certificate(folder: Path, office: str, names: Iterable[str], now: datetime) -> OwnCertificate:
    """A certificate of the office's own for these addresses and names; what is there and still good is used again.

    Raises:
        Unusable: the folder cannot be read or written, or what is in it is broken.
    """
    wanted = tuple(sorted(set(names)))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority = _authority(folder, office, now)
        leaf = folder / "server.crt"
        if not _still_good(leaf, authority[0], wanted, now):
            _make_leaf(folder, authority, wanted, now)
    except (OSError, ValueError, TypeError) as error:
        why = f"ใช้ใบรับรองในโฟลเดอร์นี้ไม่ได้ ({error})"
        raise Unusable(what=str(folder), why=why, why_en=str(error)) from error
    return OwnCertificate(leaf, folder / "server.key", _pem(authority[0]))


def fingerprint(ca: bytes) -> str:
    """The SHA-256 of a certificate (PEM), as people compare it: pairs of digits."""
    return x509.load_pem_x509_certificate(ca).fingerprint(hashes.SHA256()).hex(" ").upper()


def _authority(folder: Path, office: str, now: datetime) -> tuple[x509.Certificate, EllipticCurvePrivateKey]:
    """The authority that is there, or a new one where there is none or its days are counted."""
    there = folder / "ca.crt"
    if there.exists():
        found = x509.load_pem_x509_certificate(there.read_bytes())
        if found.not_valid_after_utc > now + timedelta(days=LEAF_DAYS):
            return found, _read_key(folder / "ca.key")
    key = ec.generate_private_key(ec.SECP256R1())
    made = _authority_certificate(key, office, now)
    _write_key(folder / "ca.key", key)
    there.write_bytes(_pem(made))
    return made, key


def _authority_certificate(key: EllipticCurvePrivateKey, office: str, now: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, office[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, "assettrack"),
        ]
    )
    permitted = [
        *(x509.IPAddress(ip_network(net)) for net in PRIVATE),
        *(x509.DNSName(ending) for ending in LOCAL),
    ]
    return (
        _begun(key, name, now, AUTHORITY_DAYS)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _make_leaf(
    folder: Path, authority: tuple[x509.Certificate, EllipticCurvePrivateKey], names: tuple[str, ...], now: datetime
) -> None:
    issuer, signing = authority
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "assettrack")])
    made = (
        _begun(key, name, now, LEAF_DAYS)
        .issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)  # type: ignore[arg-type]
        .sign(signing, hashes.SHA256())
    )
    _write_key(folder / "server.key", key)
    (folder / "server.crt").write_bytes(_pem(made) + _pem(issuer))


def _begun(key: EllipticCurvePrivateKey, name: x509.Name, now: datetime, days: int) -> x509.CertificateBuilder:
    """What both kinds have; valid since yesterday, for phones whose clock is behind."""
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _A_DAY)
        .not_valid_after(now + timedelta(days=days) - _A_DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _still_good(path: Path, issuer: x509.Certificate, names: tuple[str, ...], now: datetime) -> bool:
    if not path.exists():
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    there = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    try:
        found.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return list(there) == [_general(n) for n in names] and found.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _read_key(path: Path) -> EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path.name)
    return key


def _write_key(path: Path, key: EllipticCurvePrivateKey) -> None:
    """Write a key that only its owner can read, whole or not at all."""
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    fresh.replace(path)
