"""Serving the pages: plain HTTP for labels, and HTTPS beside it where the office has a certificate."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio.to_thread
import uvicorn

from assettrack.rules.refusal import Unusable
from assettrack.web.app import create_app
from assettrack.web.certificate import can_vouch, fingerprint, own_certificate

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from assettrack.bootstrap import Desk

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 -- phones of the office's network are who the pages are for
THREADS = 8
"""Pages made at once; more only wait for each other."""
MOST_CONNECTIONS, BACKLOG = 200, 128
PATIENCE = 15
"""Seconds that an idle connection is kept, and that pages in the making are waited for at the end."""


@dataclass(frozen=True)
class Wanted:
    """What to serve: where, and how it is encrypted.

    Attributes:
        host: the address to listen on.
        port: of plain HTTP.
        https_port: of HTTPS, where ``https`` or a certificate asks for it.
        https: whether to serve HTTPS with the office's own certificate.
        certificate: a certificate of another authority (PEM, with its chain), instead of the office's own.
        key: its key.
        log: a file for what was refused; standard error where it is empty.
    """

    host: str
    port: int
    https_port: int
    https: bool = False
    certificate: str = ""
    key: str = ""
    log: str = ""


@dataclass(frozen=True)
class Opened:
    """The open doors: their addresses, the certificate's fingerprint where it is the office's own, and what to tell."""

    addresses: tuple[str, ...]
    fingerprint: str
    unvouched: tuple[str, ...]
    _servers: tuple[uvicorn.Server, ...]
    _sockets: tuple[socket.socket, ...]

    def run(self) -> None:
        """Serve until the process is told to end."""
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(self._servers, self._sockets))


def open_pages(desk: Desk, wanted: Wanted) -> Opened:
    """Open the pages' doors.

    Raises:
        Unusable: a port in use, a certificate that cannot be read, or a log that cannot be written.
    """
    _log_to(wanted.log)
    lock = _lock(desk, wanted) if wanted.https or wanted.certificate else None
    doors = _doors(wanted.host, (wanted.port, *([wanted.https_port] if lock else [])))
    ports = [door.getsockname()[1] for door in doors]
    app = create_app(desk, https_port=ports[-1] if lock else 0, ca=lock.ca if lock else b"")
    servers = [uvicorn.Server(_config(app)), *([uvicorn.Server(_config(app, lock))] if lock else [])]
    shown = _shown_host(wanted.host)
    shown = f"[{shown}]" if ":" in shown else shown
    addresses = tuple(f"{scheme}://{shown}:{port}" for scheme, port in zip(("http", "https"), ports, strict=False))
    mark = fingerprint(lock.ca) if lock and lock.ca else ""
    return Opened(addresses, mark, lock.unvouched if lock else (), tuple(servers), doors)


@dataclass(frozen=True)
class _Lock:
    """A certificate and its key, as files; the office's own authority (PEM), and the names that it cannot vouch for."""

    certificate: str
    key: str
    ca: bytes = b""
    unvouched: tuple[str, ...] = ()


def _lock(desk: Desk, wanted: Wanted) -> _Lock:
    """The certificate that was given, else the office's own."""
    if wanted.certificate:
        return _checked(wanted.certificate, wanted.key)
    names = _names(desk, wanted.host)
    own = tuple(name for name in names if can_vouch(name))
    kept = own_certificate(desk.settings.config_dir / "https", desk.agency.name, own, datetime.now(UTC))
    unvouched = tuple(name for name in names if name not in own)
    return _Lock(str(kept.chain), str(kept.key), kept.ca, unvouched)


def _config(app: Starlette, lock: _Lock | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11", ws="none", lifespan="off", log_config=None, access_log=False, proxy_headers=False, server_header=False,
        limit_concurrency=MOST_CONNECTIONS, timeout_keep_alive=PATIENCE, timeout_graceful_shutdown=PATIENCE,
        ssl_certfile=lock.certificate if lock else None, ssl_keyfile=(lock.key or None) if lock else None,
    )  # fmt: skip


def _doors(host: str, ports: tuple[int, ...]) -> tuple[socket.socket, ...]:
    """Listening sockets, all or none."""
    with ExitStack() as opened:
        doors = [opened.enter_context(_door(host, port)) for port in ports]
        opened.pop_all()
    return tuple(doors)


def _door(host: str, port: int) -> socket.socket:
    """A listening socket that knows it speaks TCP: asyncio sends small answers at once (TCP_NODELAY) on no other."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if host == "::":
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        door.bind((host, port))
        door.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        door.close()
        why = f"เปิดพอร์ตนี้ไม่ได้ ({error}) เลือกพอร์ตอื่นด้วย --port หรือ --https-port"
        english = f"{error}; choose another with --port or --https-port"
        raise Unusable(what=f"{host}:{port}", why=why, why_en=english) from error
    return door


def _checked(certificate: str, key: str) -> _Lock:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key or None)
    except (OSError, ssl.SSLError) as error:
        why = f"ใช้ใบรับรองหรือกุญแจนี้ไม่ได้ ({error})"
        raise Unusable(what=certificate, why=why, why_en=str(error)) from error
    return _Lock(certificate, key)


def _names(desk: Desk, host: str) -> tuple[str, ...]:
    """The addresses and names that phones may open this machine by."""
    from assettrack.office.settings import read_settings

    printed = urlsplit(read_settings(desk.office).label_address).hostname
    own = (_shown_host(host), f"{socket.gethostname().partition('.')[0].lower()}.local")
    return tuple(dict.fromkeys(name for name in (*own, printed, "localhost", "127.0.0.1") if name))


def _shown_host(host: str) -> str:
    """The address that a phone types: the one listened on, else this machine's on its network."""
    if host not in EVERYWHERE:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # nothing is sent: the system only tells which of its addresses it would use
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _log_to(file: str) -> None:
    try:
        handler = logging.FileHandler(file, encoding="utf8") if file else logging.StreamHandler()
    except OSError as error:
        why = f"เขียนบันทึกไม่ได้ ({error})"
        raise Unusable(what=file, why=why, why_en=str(error)) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name in ("assettrack.web", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.WARNING)
        logger.propagate = False


async def _serve(servers: tuple[uvicorn.Server, ...], doors: tuple[socket.socket, ...]) -> None:
    """Serve at every door; when one is told to end, all are."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    pairs = zip(servers, doors, strict=True)
    serving = [asyncio.create_task(server.serve(sockets=[door])) for server, door in pairs]
    await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*serving)
