"""A real terminal for the tests: tmux, keys in, picture out."""

import os
import re
import subprocess
import time
import uuid

from assettrack.thai.keyboard import to_thai

_MARKS = re.compile("[ัิ-ฺ็-๎]")


def bare(text):
    """Text without marks and blanks: what a terminal that draws marks its own way can be asked for."""
    return re.sub(r"\s+", "", _MARKS.sub("", text.replace("ำ", "า")))


class Terminal:
    """One program in a tmux window of a given size."""

    def __init__(self, command, environ, size=(100, 30)):
        self.socket = f"assettrack-{uuid.uuid4().hex[:8]}"
        self._tmux(
            "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), *(f"-e{k}={v}" for k, v in environ.items()), *command
        )  # fmt: skip

    def _tmux(self, *words):
        return subprocess.run(
            ["tmux", "-f", os.devnull, "-L", self.socket, "-u", *words],
            check=True, capture_output=True, text=True, timeout=20,
        ).stdout  # fmt: skip

    def picture(self):
        """The screen as text."""
        return self._tmux("capture-pane", "-p")

    def keys(self, *names):
        """Press named keys, as tmux calls them: Enter, F3, Tab, BTab."""
        self._tmux("send-keys", *names)

    def type(self, text):
        """Type characters."""
        self._tmux("send-keys", "-l", text)

    def type_as_thai(self, text):
        """Press the keys of a Latin text while the keyboard is set to Thai (เกษมณี)."""
        self.type(to_thai(text))

    def everything(self):
        """The screen with its scrollback."""
        return self._tmux("capture-pane", "-p", "-S", "-", "-E", "-") + self._tmux("capture-pane", "-p", "-a", "-q")

    @staticmethod
    def pause():
        """As long as a quick person takes between two keys."""
        time.sleep(0.15)

    def wait(self, *texts, seconds=30):
        """Until the screen holds every text."""
        end = time.monotonic() + seconds
        while True:
            shown = self.picture()
            missing = [text for text in texts if bare(text) not in bare(shown)]
            if not missing:
                return shown
            if time.monotonic() > end:
                raise AssertionError(f"not on the screen: {missing}\n{shown}")
            time.sleep(0.1)

    def wait_gone(self, text, seconds=30):
        """Until the screen holds the text no more."""
        end = time.monotonic() + seconds
        while bare(text) in bare(self.picture()):
            if time.monotonic() > end:
                raise AssertionError(f"still on the screen: {text}\n{self.picture()}")
            time.sleep(0.1)

    def close(self):
        """End the program."""
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], check=False, capture_output=True)
