# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the person at the terminal sees: steps with times, one line per failure."""

import os
import sys
import time
from contextlib import contextmanager

CLOCK_VARIABLE = "UNIFIED_CLOCK"


class Fail(Exception):
    """A failure told in one line: what happened, and what to do about it."""

    def __init__(self, what, todo=None):
        self.what = what
        self.todo = todo
        super().__init__(what)

    def __str__(self):
        text = " ".join(str(self.what).split()).rstrip(".")
        if self.todo:
            text = f"{text}: {' '.join(self.todo.split())}"
        return text.rstrip(".") + "."


class Clock:
    """Total and download time, kept when the set-up goes on in another Python."""

    def __init__(self):
        start, _, download = os.environ.get(CLOCK_VARIABLE, "").partition(",")
        self.start = float(start or time.time())
        self.download = float(download or 0)

    def export(self):
        os.environ[CLOCK_VARIABLE] = f"{self.start},{self.download}"

    def elapsed(self):
        return time.time() - self.start

    def summary(self):
        total = self.elapsed()
        return (
            f"Ready in {duration(total)} "
            f"({duration(total - self.download)} of work, "
            f"{duration(self.download)} of download)"
        )


CLOCK = Clock()


def duration(seconds):
    seconds = max(seconds, 0)
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60):02d} s"


_stream = None


def to_stderr():
    """Keep standard output for what a command is asked for (a piped script)."""
    global _stream
    _stream = sys.stderr


def say(text="", end="\n"):
    print(text, end=end, file=_stream or sys.stdout, flush=True)


class Step:
    """Told to the body of a step, to change its closing words."""

    current = None

    def __init__(self, title):
        self.title = title
        self.result = "done"


def progress(text):
    """How far the step under way is, on a terminal only: it overwrites itself."""
    stream = _stream or sys.stdout
    if Step.current and stream.isatty():
        say(f"\r  {Step.current.title} … {text:24}", end="\b" * (24 - len(text)))


@contextmanager
def step(title, download=False):
    """Print `title … result, time`; count the time as download when it is one."""
    say(f"  {title} … ", end="")
    began = time.time()
    current = Step.current = Step(title)
    try:
        yield current
    except BaseException:
        say(f"stopped after {duration(time.time() - began)}")
        raise
    finally:
        Step.current = None
        spent = time.time() - began
        if download:
            CLOCK.download += spent
    result = f"{current.result}, {duration(spent)}"
    if (_stream or sys.stdout).isatty():
        result = f"\r  {title} … {result:24}"
    say(result)


def fail_line(error):
    print(f"error: {error}", file=sys.stderr, flush=True)
