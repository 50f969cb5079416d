"""The screen in a real pty: first paint and ready-to-type against an empty Textual app, and key to last byte in the register.

Goals: first paint at most 1.25 times empty, ready to type 2 times; cursor p95 8 ms, page 25 ms, filter 90 ms at 1,000,000 assets; idle CPU under 1 % and not a byte.
"""

import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

from assettrack.tui.preferences import Preferences
from tests.bench.offices import Bench, fill
from tests.offices import KEY, PASSWORD, TODAY

ROOT = Path(__file__).parents[2]
EMPTY = 'from textual.app import App; from textual.widgets import Input\nclass A(App):\n  def compose(self): yield Input(placeholder="blank")\nA().run()'
QUIET = 0.25
"""Seconds without a byte after which a picture is whole."""


class Pty:
    """A program in a pseudo-terminal of 100×30."""

    def __init__(self, words, environ):
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(environ, TERM="xterm-256color", PYTHONPATH=str(ROOT), TEXTUAL_ANIMATIONS="none")
            os.execv(words[0], words)
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def until_quiet(self, quiet=QUIET, most=3.0):
        """(seconds to the last byte, bytes, text) from now until nothing comes any more."""
        began = last = time.perf_counter()
        data = b""
        while time.perf_counter() - (last if data else began) < (quiet if data else most):
            if time.perf_counter() - began > most:
                break  # a cursor blinks for ever
            if select.select([self.fd], [], [], 0.01)[0]:
                try:
                    data += os.read(self.fd, 65536)
                except OSError:
                    break
                last = time.perf_counter()
        return last - began, data

    def until(self, text, most=60.0):
        """Seconds from the start of the program until ``text`` was painted."""
        data, end = b"", time.perf_counter() + most
        while text.encode() not in data and time.perf_counter() < end:
            if select.select([self.fd], [], [], 0.01)[0]:
                data += os.read(self.fd, 65536)
        return time.perf_counter() - self.began

    def key(self, keys):
        os.write(self.fd, keys.encode())

    def idle(self, seconds):
        """(bytes, share of a core in %) while nobody touches anything."""
        before = self._ticks()
        _, data = self.until_quiet(seconds, seconds)
        return len(data), (self._ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds * 100

    def _ticks(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return int(fields[11]) + int(fields[12])

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        try:
            self.until_quiet(0.1, 1)
        finally:
            os.close(self.fd)
            os.waitpid(self.pid, 0)


def p95(took):
    return sorted(took)[max(0, int(len(took) * 0.95) - 1)] * 1000


def starts(programs, times=9):
    """Median seconds of each program's start: (words, environment, text to be painted, keys to be echoed); in turns, so that all
    meet the same machine."""
    took = [[] for _ in programs]
    for _ in range(times):
        for own, (words, environ, text, typed) in zip(took, programs, strict=True):
            program = Pty(words, environ)
            own.append(program.until(text))
            if typed:
                program.key(typed)
                own[-1] = program.until(typed[-1])
            program.close()
    return [statistics.median(own) for own in took]


def keys(program, sent, times, quiet=0.06):
    """P95 of key to last byte in milliseconds, and bytes a key."""
    took, sizes = [], []
    for _ in range(times):
        program.key(sent)
        seconds, data = program.until_quiet(quiet, 2)
        took.append(seconds)
        sizes.append(len(data))
    return p95(took), statistics.median(sizes)


def main(sizes):
    for size in sizes:
        with Bench() as bench:
            office = fill(bench.office(), size)
            folder = bench.folder / "config" / "keys"
            folder.mkdir(parents=True)
            (folder / f"{office.agency_id}.key").write_text(KEY.hex())
            office.database.close()
            Preferences(tour_seen=True, file=bench.folder / "config" / "screen" / "patsadu.json").save()
            environ = {
                "ASSETTRACK_DB": office.database.where,
                "ASSETTRACK_CONFIG_DIR": str(bench.folder / "config"),
                "ASSETTRACK_TODAY": TODAY.isoformat(),
            }
            ours = [sys.executable, "-m", "assettrack"]
            empty, paint, ready = starts(
                [
                    ([sys.executable, "-c", EMPTY], {}, "lank", ""),
                    (ours, environ, "Ctrl+Q", ""),
                    (ours, environ, "Ctrl+Q", "zq"),
                ]
            )
            print(
                f"start at {size:,}: empty app {empty * 1000:.0f} ms; first paint {paint / empty:.2f}×; ready to type {ready / empty:.2f}×"
            )
            program = Pty([sys.executable, "-m", "assettrack"], environ)
            program.until_quiet(1.0)
            for typed in ("patsadu\r", f"{PASSWORD}\r", "\x1bOR", "\r"):
                program.key(typed)
                program.until_quiet(1.5)
            cursor, one = keys(program, "\x1b[B", 40)
            page, many = keys(program, "\x1b[6~", 25)
            last, _ = keys(program, "\x1b[F", 1, 0.5)
            program.key("\x1b[Z")
            program.until_quiet(0.5)
            filters = []
            for letter in "เครื่องฉายภาพ":
                program.key(letter)
                filters.append(program.until_quiet(0.3, 2)[0])
            program.until_quiet(1.0)
            idle, cpu = program.idle(10.0)
            print(
                f"register of {size:,}: cursor p95 {cursor:.1f} ms ({one} bytes), page p95 {page:.1f} ms ({many} bytes), "
                f"last row {last:.0f} ms, filter p95 {p95(filters):.0f} ms, "
                f"idle {idle} bytes and {cpu:.2f} % of a core in 10 s"
            )
            program.close()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20_000, 1_000_000])
