"""Headless Chromium at the size of a phone, driven with the DevTools protocol over a pipe."""

import base64
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path

WIDTH, HEIGHT = 360, 740
END = b"\0"
CUT = """[...document.querySelectorAll('main *, header *, footer *')].filter(e => {
    const box = e.getBoundingClientRect();
    return !e.matches('.skip') && box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map(e => e.outerHTML.slice(0, 80))"""
TOUCHED = "button, .button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea, nav a, footer a, .choice"
SMALL = f"""[...document.querySelectorAll('{TOUCHED}')].filter(e => e.offsetHeight > 0 && e.offsetHeight < 44)
    .map(e => e.outerHTML.slice(0, 80))"""
UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => !e.labels.length)
    .map(e => e.outerHTML.slice(0, 80))"""
TINY = """[...document.querySelectorAll('main *')].filter(e => e.childNodes.length && e.innerText
    && parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML.slice(0, 80))"""


def program():
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    """A browser with one page; ``trusted`` is the base64 SHA-256 of a server's public key."""

    def __init__(self, trusted=""):
        self._folder = tempfile.mkdtemp(prefix="assettrack-phone-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        words = [
            program(), "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-background-networking", "--disable-component-update", f"--user-data-dir={self._folder}",
            *([f"--ignore-certificate-errors-spki-list={trusted}"] if trusted else []), "about:blank",
        ]  # fmt: skip
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        pipes = [(os.POSIX_SPAWN_DUP2, theirs_in, 3), (os.POSIX_SPAWN_DUP2, theirs_out, 4), quiet]
        self._pid = os.posix_spawn(
            words[0], words, {**os.environ, "HOME": self._folder}, file_actions=pipes, setpgroup=0
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in, self._left, self._no, self._page = ours_out, ours_in, b"", 0, None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._page = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=2, mobile=True)

    def ask(self, method, **params):
        """Send a command to the page and wait for its answer."""
        self._no += 1
        message = {"id": self._no, "method": method, "params": params}
        if self._page:
            message["sessionId"] = self._page
        os.write(self._out, json.dumps(message).encode() + END)
        while True:
            said = self._next()
            if said.get("id") == self._no:
                assert "error" not in said, (method, said)
                return said["result"]

    def _next(self):
        while END not in self._left:
            more = os.read(self._in, 1 << 20)
            assert more, "the browser is gone"
            self._left += more
        whole, _, self._left = self._left.partition(END)
        return json.loads(whole)

    def _loaded(self):
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def go(self, address):
        told = self.ask("Page.navigate", url=address)
        assert "errorText" not in told, told
        self._loaded()

    def run(self, script):
        """The value of an expression on the page."""
        done = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def fill(self, **fields):
        for name, value in fields.items():
            self.run(f"document.querySelector('[name={name}]').value = {json.dumps(value)}")

    def tick(self, selector):
        self.run(f"document.querySelector({json.dumps(selector)}).checked = true")

    def click(self, words):
        """Click the link or button that says so, and wait for the page behind it."""
        found = f"[...document.querySelectorAll('a, button')].find(e => e.innerText.trim() === {json.dumps(words)})"
        assert self.run(f"!!{found}"), (words, self.text())
        self.run(f"{found}.click()")
        self._loaded()

    def wait(self, script):
        """Wait until an expression on the page is true."""
        asked = f"new Promise(done => {{ const ask = () => {script} ? done() : setTimeout(ask, 20); ask() }})"
        self.ask("Runtime.evaluate", expression=asked, awaitPromise=True, timeout=10_000)

    def attach(self, selector, path):
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def text(self):
        return self.run("document.body.innerText")

    def faults(self):
        """What is wrong to see: elements cut off or too small to touch, fields without a label, text too small to read."""
        return {name: found for name, script in (("cut", CUT), ("small", SMALL), ("unnamed", UNNAMED), ("tiny", TINY))
                if (found := self.run(script))}  # fmt: skip

    def picture(self, path):
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        os.close(self._out)
        os.close(self._in)
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        shutil.rmtree(self._folder, ignore_errors=True)
