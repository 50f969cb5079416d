"""Long work beside the day's work: one line that shows how far it is and how long it may take; it can be stopped without harm."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App
from textual.content import Content
from textual.widgets import Static

from assettrack.rules.refusal import Refusal
from assettrack.words.speech import language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.notifications import SeverityLevel
    from textual.timer import Timer

BAR = 20
"""Cells of the bar."""
LOOK = 0.5
"""Seconds between looks at the work."""


class Stopped(Exception):
    """The person has stopped the work; what it was writing is taken back."""


@dataclass
class Job:
    """One piece of long work, told of its steps by the thread that does it."""

    title: str
    total: int = 0
    done: int = 0
    stopping: bool = False
    began: float = field(default_factory=time.monotonic)

    def step(self, done: int, total: int) -> None:
        """The work has come so far.

        Raises:
            Stopped: it is to stop here.
        """
        if self.stopping:
            raise Stopped
        self.done, self.total = done, total

    def line(self) -> str:
        """Title, bar, share done, seconds left."""
        share = self.done / self.total if self.total else 0.0
        bar = "#" * round(share * BAR) + "-" * (BAR - round(share * BAR))
        spent = time.monotonic() - self.began
        left = say("job.left", seconds=round(spent / share - spent)) if share > 0.02 else ""
        stop = say("job.stopping") if self.stopping else say("job.stop")
        return f"{self.title} [{bar}] {round(share * 100)}% {left}  {stop}"


class JobLine(Static):
    """The line of the work that goes on, above the keys; no line where there is none."""

    DEFAULT_CSS = "JobLine { height: 1; background: $panel; display: none; }"


class JobRunner(App[None]):
    """An application that does one piece of long work at a time in a thread, while the screens stay usable."""

    job: Job | None = None
    _looking: Timer | None = None

    def start_job(
        self, title: str, do: Callable[[Callable[[int, int], None]], Any], then: Callable[[Any], None]
    ) -> None:
        """Begin ``do``, which is given a function to tell its steps to; ``then`` gets its answer.

        A refusal is shown in words; a stop leaves nothing written. While one piece of work goes on, another does not begin.
        """
        if self.job is not None:
            self.notify(say("job.one_at_a_time", title=self.job.title), severity="warning", markup=False)
            return
        self.job = Job(title)
        self._looking = self.set_interval(LOOK, self._look)
        self._work(self.job, do, then)

    @work(thread=True, group="job")
    def _work(self, job: Job, do: Callable[[Callable[[int, int], None]], Any], then: Callable[[Any], None]) -> None:
        try:
            answer = do(job.step)
        except Stopped:
            self.call_from_thread(self._ended, say("job.stopped", title=job.title), "warning")
        except Refusal as refusal:
            self.call_from_thread(self._ended, refusal.sentence(language()), "error")
        else:
            self.call_from_thread(self._ended, say("job.done", title=job.title), "information")
            self.call_from_thread(then, answer)

    def _ended(self, sentence: str, severity: SeverityLevel) -> None:
        self.job = None
        if self._looking is not None:
            self._looking.stop()
        self._look()
        self.notify(sentence, severity=severity, timeout=12, markup=False)

    def _look(self) -> None:
        for line in self.screen.query(JobLine):
            line.display = self.job is not None
            if self.job is not None:
                line.update(Content(self.job.line()))

    def action_stop_job(self) -> None:
        """Stop the work that goes on, at its next step."""
        if self.job is not None:
            self.job.stopping = True
            self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key that stops the work is another key where there is none."""
        return self.job is not None if action == "stop_job" else super().check_action(action, parameters)
