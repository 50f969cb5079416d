"""The page of a label under load, p95, against a bare Starlette answer with one query, served by the same server.

Goal: at most 3 times the bare answer.
"""

import asyncio
import json
import os
import subprocess
import sys
import time

import sqlalchemy as sa
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assettrack.bootstrap import Desk, Settings
from assettrack.office import agencies, labels
from assettrack.office.context import Office
from assettrack.web.app import create_app
from assettrack.web.limits import Limiter
from assettrack.web.server import _config, _door, _serve
from db.engine import open_database
from tests.bench.offices import Bench, fill
from tests.offices import CODE, KEY, TODAY, actor_of, insert_asset

VISITORS = 8
"""Phones that ask at once, each as soon as it has its answer."""


def ours(path, agency_id):
    office = Office(open_database(path), agency_id, KEY)
    desk = Desk(office, agencies.agency(office), Settings(path, None), TODAY)
    return create_app(desk, limiter=Limiter({}))


def bare(path, agency_id):
    engine = sa.create_engine(f"sqlite:///{path}")
    query = sa.text("SELECT name FROM asset WHERE agency_id = :agency AND code = :code")

    def page(request):
        with engine.connect() as connection:
            return PlainTextResponse(connection.execute(query, {"agency": agency_id, "code": CODE}).scalar_one())

    return Starlette(routes=[Route("/A/{token}", page)])


def serve(which, path, agency_id):
    """Serve one of the two, with the program's own settings of the server, and tell the port."""
    door = _door("127.0.0.1", 0)
    app = {"ours": ours, "bare": bare}[which](path, agency_id)
    print(json.dumps(door.getsockname()[1]), flush=True)
    asyncio.run(_serve((uvicorn.Server(_config(app)),), (door,)))


async def visit(port, path, times, took):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET {path} HTTP/1.1\r\nHost: office.local\r\n\r\n".encode()
    for _ in range(times):
        began = time.perf_counter()
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        took.append(time.perf_counter() - began)
    writer.close()


async def load(port, path, times):
    took = []
    await visit(port, path, 50, [])
    began = time.perf_counter()
    await asyncio.gather(*(visit(port, path, times // VISITORS, took) for _ in range(VISITORS)))
    return sorted(took)[int(len(took) * 0.95) - 1] * 1000, len(took) / (time.perf_counter() - began)


def measured(which, office, path, times):
    words = [sys.executable, "-m", "tests.bench.web", "serve", which, office.database.where, office.agency_id]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        return asyncio.run(load(int(running.stdout.readline()), path, times))
    finally:
        running.terminate()
        running.wait()
        running.stdout.close()


def main(times):
    with Bench() as bench:
        office = fill(bench.office(), 20_000)
        insert_asset(office, CODE)
        labels.print_labels(office, actor_of(office, "patsadu"), labels.LabelChoice((CODE,)))
        path = f"/A/{labels.labels_of_asset(office, CODE)[0].token.removeprefix('A-')}"
        rounds = [(measured("ours", office, path, times), measured("bare", office, path, times)) for _ in range(3)]
        (above, own), (below, floor) = (min(round_[at] for round_ in rounds) for at in (0, 1))
        office.database.close()
        print(
            f"page of a label, {VISITORS} phones at once: p95 {above:.1f} ms, {own:,.0f} pages/s; bare answer with one query "
            f"p95 {below:.1f} ms, {floor:,.0f}/s; ratio {above / below:.2f} (goal 3)"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
