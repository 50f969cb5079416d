"""The pages of a small office, asked by a made-up browser, and served for a real one."""

import json
import logging
import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from assettrack.bootstrap import Desk, Settings
from assettrack.office import agencies, labels, ledger
from assettrack.web.app import create_app
from assettrack.web.limits import Limiter
from tests.offices import CODE, KEY, LOT, PASSWORD, TODAY

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine_name():
    """What the pages call is tested on both engines; the pages on one."""
    return "sqlite"


@pytest.fixture
def desk(office, database_url, tmp_path):
    settings = Settings(database_url, tmp_path / "config", today=TODAY)
    return Desk(office, agencies.agency(office), settings, TODAY)


@pytest.fixture
def things(add_asset):
    """A projector that is lent, and a hundred chairs."""
    secret = {"place": "ห้องลับชั้นสอง", "price": 123_456_00}
    add_asset(CODE, **secret)
    add_asset(LOT, name="เก้าอี้พลาสติก", kind="lot", quantity=100, unit="ตัว", public_lendable=True, **secret)


@pytest.fixture
def label(office, actor, things):
    """The token of the projector's label, without its kind."""
    labels.print_labels(office, actor("patsadu"), labels.LabelChoice((CODE,)))
    return labels.labels_of_asset(office, CODE)[0].token.removeprefix("A-")


class Page(HTMLParser):
    """An answer: its status, its words, its forms with what they would send."""

    def __init__(self, answer):
        super().__init__()
        self.answer, self.status, self.html = answer, answer.status_code, answer.text
        self.words, self.links, self.forms, self.problem = "", [], [], ""
        self._in, self._option = [], None
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag == "form":
            self.forms.append({"action": own["action"], "method": own["method"], "fields": {}})
        elif (
            tag in ("input", "textarea", "select") and own.get("name") and own.get("type") not in ("radio", "checkbox")
        ):
            self.forms[-1]["fields"][own["name"]] = own.get("value", "")
        elif tag == "a":
            self.links.append(own["href"])
        self._in.append((tag, own.get("class", "")))

    def handle_endtag(self, tag):
        while self._in and self._in.pop()[0] != tag:
            pass

    def handle_data(self, data):
        self.words += data
        if any(cls == "problem" for _, cls in self._in):
            self.problem += data.strip()

    def form(self, action):
        return next(form for form in self.forms if form["action"] == action)


class Phone:
    """A phone's browser: it keeps cookies, and sends what a form holds with what is typed into it."""

    def __init__(self, app, *, encrypted=True, address="192.168.1.50"):
        base = "https://office.local" if encrypted else "http://office.local"
        self.client = TestClient(app, base_url=base, client=(address, 5000), follow_redirects=True)

    def get(self, path, **query):
        return Page(self.client.get(path, params=query or None))

    def send(self, page, action, *, photo=None, **typed):
        fields = page.form(action)["fields"] | typed
        fields.pop("photo", None)
        files = {"photo": ("photo.jpg", photo, "image/jpeg")} if photo is not None else None
        return Page(self.client.post(action, data=fields, files=files))

    def sign_in(self, login, password=PASSWORD, **query):
        return self.send(self.get("/sign-in", **query), "/sign-in", login=login, password=password)


@pytest.fixture
def app(desk):
    return create_app(desk, limiter=Limiter({}))


@pytest.fixture
def phone(app):
    return Phone(app)


@pytest.fixture
def staff(phone, things):
    """A phone on which somebody is signed in; an ordinary member of staff unless told otherwise."""

    def signed(login="staff1"):
        phone.sign_in(login)
        return phone

    return signed


@pytest.fixture
def head(office):
    """Where the ledger ends: whatever is written moves it."""
    return lambda: ledger.head(office).seq


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.WARNING, "assettrack.web")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "assettrack.web"]


@pytest.fixture
def server(office, database_url, tmp_path):
    """The pages served as an office serves them, HTTP and HTTPS, by a process of their own."""
    keys = tmp_path / "config" / "keys"
    keys.mkdir(parents=True)
    (keys / f"{office.agency_id}.key").write_text(KEY.hex())
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "LANG": "C.UTF-8",
        "HOME": str(tmp_path),
        "ASSETTRACK_DB": database_url,
        "ASSETTRACK_CONFIG_DIR": str(tmp_path / "config"),
        "ASSETTRACK_TODAY": date.isoformat(TODAY),
    }
    words = ["serve", "--json", "--host", "127.0.0.1", "--port", "0", "--https", "--https-port", "0", "--log", str(tmp_path / "log")]  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "assettrack", *words], env=environ, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    told = ""
    while not told.endswith("}\n"):
        line = running.stdout.readline()
        assert line, "the server is gone"
        told += line
    plain, encrypted = json.loads(told)["addresses"]
    config = tmp_path / "config" / "https"
    yield SimpleNamespace(
        plain=plain, encrypted=encrypted, config=config, log=tmp_path / "log", process=running, told=json.loads(told)
    )
    running.terminate()
    running.wait(20)
    running.stdout.close()
