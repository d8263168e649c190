# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where things are: the project, its data folder, the user's download cache."""

import fcntl
import os
import time
from contextlib import contextmanager
from pathlib import Path

from .console import Fail, say

ROOT = Path(__file__).resolve().parents[2]
SERIES = "19.0"


def data_dir():
    """Everything the set-up makes for this clone (git-ignored)."""
    return Path(os.environ.get("UNIFIED_DATA") or ROOT / ".data").resolve()


def cache_dir():
    """Downloads, shared by every clone of the user."""
    chosen = os.environ.get("UNIFIED_CACHE")
    if chosen:
        return Path(chosen).resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "unified-commerce"


def logs_dir():
    return folder(data_dir() / "logs")


def folder(path):
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Fail(
            f"cannot make the folder {path} ({error.strerror})",
            "mend that, or set UNIFIED_DATA= (data) and UNIFIED_CACHE= (downloads) "
            "to other folders",
        ) from None
    return path


def require_space(path, gigabytes):
    """Fail before the work starts rather than in the middle of it."""
    existing = path
    while not existing.exists():
        existing = existing.parent
    stat = os.statvfs(existing)
    free = stat.f_bavail * stat.f_frsize / 1e9
    if free < gigabytes:
        raise Fail(
            f"no disk space: {free:.1f} GB free in {existing}, "
            f"{gigabytes:.1f} GB needed",
            "free some space, or set UNIFIED_DATA= and UNIFIED_CACHE= to folders "
            "of a larger disk",
        )


@contextmanager
def lock(name, where=None, message=None):
    """Exclusive lock between processes; freed by the system if we die."""
    path = folder((where or data_dir()) / "locks") / name
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if message:
                say(f"    {message}")
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.2)
        yield
