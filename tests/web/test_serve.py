"""The command that serves the pages: what it tells, and what it cannot use."""

import socket
import subprocess
import sys
import urllib.request
from ipaddress import ip_address

import pytest
from cryptography import x509

from assettrack.bootstrap import Desk, Settings
from assettrack.office import agencies
from assettrack.office.settings import change_setting
from assettrack.rules.refusal import Unusable
from assettrack.web import server as serving
from assettrack.web.certificate import own_certificate
from assettrack.web.server import Wanted, open_pages
from tests.cli.conftest import ROOT
from tests.offices import TODAY
from tests.web.test_certificate import NOW


@pytest.fixture
def desk(office, database_url, tmp_path):
    return Desk(office, agencies.agency(office), Settings(database_url, tmp_path / "config", today=TODAY), TODAY)


@pytest.fixture
def opened(desk):
    """Opens doors and closes them again; nothing is served."""
    there = []

    def open_(**changes):
        there.append(open_pages(desk, Wanted(**{"host": "127.0.0.1", "port": 0, "https_port": 0} | changes)))
        return there[-1]

    yield open_
    for one in there:
        for door in one._sockets:
            door.close()


def test_help_is_in_thai_and_in_english():
    def help_(*words):
        return subprocess.run(
            [sys.executable, "-m", "assettrack", *words, "serve", "--help"],
            capture_output=True, text=True, check=True, cwd=ROOT,
        ).stdout  # fmt: skip

    assert "ใบรับรอง" in help_()
    assert help_("--lang", "en").isascii()


def test_it_tells_its_addresses_and_the_fingerprint(server):
    assert server.told.keys() == {"addresses", "fingerprint"}
    assert [address.partition(":")[0] for address in server.told["addresses"]] == ["http", "https"]
    with urllib.request.urlopen(f"{server.plain}/help") as page:
        assert server.told["fingerprint"] in page.read().decode()


def test_a_port_in_use_is_said_in_words(opened):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        with pytest.raises(Unusable, match="เลือกพอร์ตอื่นด้วย --port"):
            opened(port=taken.getsockname()[1])
        with pytest.raises(Unusable, match="เลือกพอร์ตอื่นด้วย --port"):
            opened(https=True, https_port=taken.getsockname()[1])
    with pytest.raises(Unusable):
        opened(port=70_000)
    with pytest.raises(Unusable):
        opened(host="203.0.113.1")


def test_a_certificate_of_another_authority_is_served_and_needs_no_trust_of_ours(opened, tmp_path):
    given = own_certificate(tmp_path / "given", "อื่น", ["localhost"], NOW)
    one = opened(certificate=str(given.chain), key=str(given.key))
    assert one.fingerprint == ""
    assert one.addresses[1].startswith("https://127.0.0.1:")
    assert not (tmp_path / "config" / "https").exists()
    other = own_certificate(tmp_path / "other", "อื่น", ["localhost"], NOW)
    for certificate, key in ((given.chain, other.key), (tmp_path / "none", given.key), (given.key, given.key)):
        with pytest.raises(Unusable, match="ใช้ใบรับรองหรือกุญแจนี้ไม่ได้"):
            opened(certificate=str(certificate), key=str(key))


def test_the_offices_certificate_names_what_labels_say_and_tells_what_it_cannot(opened, office, actor, tmp_path):
    change_setting(office, actor("admin"), "label_address", "http://phangat.example:8000")
    one = opened(https=True)
    assert one.unvouched == ("phangat.example",)
    change_setting(office, actor("admin"), "label_address", "http://192.168.77.5:8000")
    other = opened(https=True)
    assert other.unvouched == ()
    assert other.fingerprint == one.fingerprint
    own = x509.load_pem_x509_certificate((tmp_path / "config" / "https" / "server.crt").read_bytes())
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ip_address("192.168.77.5") in names.get_values_for_type(x509.IPAddress)


def test_a_log_that_cannot_be_written_is_said_in_words(opened, tmp_path):
    with pytest.raises(Unusable, match="เขียนบันทึกไม่ได้"):
        opened(log=str(tmp_path / "no folder" / "log"))


def test_a_phone_is_told_this_machines_address_on_its_network(monkeypatch):
    assert serving._shown_host("192.168.1.9") == "192.168.1.9"
    assert serving._shown_host("0.0.0.0").count(".") == 3

    def unreachable(*_):
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert serving._shown_host("0.0.0.0") == "127.0.0.1"
