"""The office's own HTTPS: what the certificate says, how long it lasts, and that its authority vouches for nothing else."""

import ssl
import stat
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assettrack.rules.refusal import Unusable
from assettrack.web import certificate
from assettrack.web.certificate import can_vouch, fingerprint, own_certificate

NOW = datetime.now(UTC)
NAMES = ("192.168.1.20", "office-pc.local", "localhost", "127.0.0.1")


@pytest.fixture
def made(tmp_path):
    return own_certificate(tmp_path / "https", "องค์การบริหารส่วนตำบลพะงาด", NAMES, NOW)


def leaf(made):
    return x509.load_pem_x509_certificate(made.chain.read_bytes())


def test_the_certificate_names_this_machine_and_lasts_no_longer_than_phones_take(made):
    own = leaf(made)
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"office-pc.local", "localhost"}
    assert set(names.get_values_for_type(x509.IPAddress)) == {ip_address("192.168.1.20"), ip_address("127.0.0.1")}
    assert own.not_valid_after_utc - own.not_valid_before_utc <= timedelta(days=825)
    assert own.not_valid_before_utc < NOW - timedelta(hours=23)
    authority = x509.load_pem_x509_certificate(made.ca)
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert (
        authority.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)[0].value == "องค์การบริหารส่วนตำบลพะงาด"
    )
    assert len(fingerprint(made.ca).split()) == 32


def handshake(ca, chain, key, name):
    """A TLS handshake in memory, by OpenSSL as phones' libraries do it."""
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cadata=ca.decode())
    ours.load_cert_chain(chain, key)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = ours.wrap_bio(up, down, server_side=True)
    client = theirs.wrap_bio(down, up, server_hostname=name)
    for _ in range(4):
        for end in (client, server):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return client.getpeercert()


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_that_trusts_the_office_opens_its_pages(made, name):
    assert handshake(made.ca, made.chain, made.key, name)["notAfter"]


def test_a_phone_that_trusts_the_office_trusts_it_for_no_other_machine(made):
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        handshake(made.ca, made.chain, made.key, "192.168.1.21")


@pytest.mark.parametrize("name", ["bank.example", "203.0.113.9", "evil.go.th"])
def test_whoever_steals_the_authoritys_key_cannot_pass_for_a_bank(made, tmp_path, name):
    folder = made.chain.parent
    issuer = x509.load_pem_x509_certificate(made.ca)
    signing = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    certificate._make_leaf(folder, (issuer, signing), (name,), NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(made.ca, made.chain, made.key, name)


def test_nor_make_another_authority(made):
    folder = made.chain.parent
    issuer = x509.load_pem_x509_certificate(made.ca)
    signing = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    below = (
        certificate._begun(key, issuer.subject, NOW, 100)
        .issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(certificate._usage(authority=True), critical=True)
        .sign(signing, hashes.SHA256())
    )
    certificate._make_leaf(folder, (below, key), NAMES, NOW)
    made.chain.write_bytes(made.chain.read_bytes() + made.ca)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(made.ca, made.chain, made.key, "localhost")


def test_what_is_there_is_used_again_until_its_days_are_counted(made, tmp_path):
    def again(names=NAMES, now=NOW):
        return own_certificate(tmp_path / "https", "อบต.", names, now)

    first = leaf(made)
    assert leaf(again(names=reversed(NAMES))) == first
    assert leaf(again(now=NOW + timedelta(days=780))) == first
    renewed = again(now=NOW + timedelta(days=800))
    assert leaf(renewed) != first
    assert renewed.ca == made.ca  # phones need not trust anew
    other = again(names=("10.0.0.5", "localhost"))
    assert leaf(other) != first
    assert other.ca == made.ca
    late = again(now=NOW + timedelta(days=3000))
    assert late.ca != made.ca
    assert leaf(late).issuer == x509.load_pem_x509_certificate(late.ca).subject


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_keys_are_for_their_owner_only(made):
    folder = made.chain.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("ca.key", "server.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "text"), [("ca.crt", "x"), ("ca.key", "x"), ("server.crt", "x")])
def test_a_broken_file_is_said_in_words(made, name, text):
    (made.chain.parent / name).write_text(text)
    with pytest.raises(Unusable, match="ใช้ใบรับรองในโฟลเดอร์นี้ไม่ได้"):
        own_certificate(made.chain.parent, "อบต.", ("10.9.9.9",), NOW)


@pytest.mark.parametrize(
    ("name", "can"),
    [("192.168.1.20", True), ("10.1.2.3", True), ("localhost", True), ("office.local", True), ("x.home.arpa", True),
     ("203.150.1.1", False), ("phangat.go.th", False), ("notlocal", False), ("fe80::1", True), ("2001:db8::1", False)],
)  # fmt: skip
def test_the_office_vouches_for_its_own_network_only(name, can):
    assert can_vouch(name) == can
