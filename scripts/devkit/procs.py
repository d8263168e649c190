# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Child processes: run one and tell its failure in one line, stop a whole group."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

from . import layout
from .console import Fail

RUN_VARIABLE = "UNIFIED_RUN"
EXCEPTION = re.compile(r"([A-Za-z_][\w.]*(Error|Exception)|ERROR|E|fatal): \S")
# What the tools below us print when the cause lies in the machine.
CAUSES = [
    (
        ("No space left on device", "ENOSPC"),
        "no disk space left",
        "free some space and run the same command again",
    ),
    (
        (
            "Could not resolve",
            "Temporary failure in name resolution",
            "Temporary failure resolving",
            "Name or service not known",
            "Network is unreachable",
            "Connection refused",
            "Connection timed out",
            "Failed to establish a new connection",
            "Could not connect to",
            "Unable to connect to",
            "ProxyError",
            "ENOTFOUND",
            "EAI_AGAIN",
        ),
        "no network",
        "check the connection (or proxy) and run the same command again: "
        "what is already downloaded is kept",
    ),
    (
        (
            "Hash Sum mismatch",
            "THESE PACKAGES DO NOT MATCH THE HASHES",
            "EINTEGRITY",
        ),
        "a download has a wrong checksum",
        "run the same command again; if it persists, a proxy alters downloads",
    ),
]


def run_id():
    """Mark carried by every process of this command, so that none is forgotten."""
    if RUN_VARIABLE not in os.environ:
        os.environ[RUN_VARIABLE] = uuid.uuid4().hex[:12]
    return os.environ[RUN_VARIABLE]


def cause_of(output):
    for marks, what, todo in CAUSES:
        if any(mark in output for mark in marks):
            return what, todo
    return None


def run(command, what, log=None, todo=None, watch=None, **options):
    """Run to the end, output to the log as it comes; a failure becomes one Fail.

    `watch` is called with each line. Returns what the command printed.
    """
    log = Path(log or layout.logs_dir() / "setup.log")
    command = [str(part) for part in command]
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except FileNotFoundError:
        raise Fail(f"{what}: {command[0]} not found", todo) from None
    lines = []
    try:
        with process.stdout, open(log, "a", buffering=1) as handle:
            handle.write(f"$ {' '.join(command)}\n")
            for line in process.stdout:
                lines.append(line)
                handle.write(line)
                if watch:
                    watch(line)
        process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    output = "".join(lines)
    if process.returncode:
        known = cause_of(output)
        if known:
            raise Fail(f"{what}: {known[0]}", known[1])
        detail = f" ({last_words(output)})" if output.strip() else ""
        raise Fail(f"{what} failed{detail}", todo or f"the whole output is in {log}")
    return output


def last_words(output):
    """The line that tells most: the last exception, else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if EXCEPTION.match(line)]
    return (told or lines)[-1][:200]


def start(command, log, **options):
    """Start a server in a group of its own, its output in the log."""
    run_id()
    folder = Path(log).parent
    folder.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as handle:
        return subprocess.Popen(
            [str(part) for part in command],
            stdout=handle,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )


def stop(process, patience=15):
    """Ask the group to end, then make it; returns when nothing of it is left."""
    for sign, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
        except (ProcessLookupError, PermissionError):
            break
        deadline = time.time() + wait
        while time.time() < deadline:
            process.poll()
            if not group_alive(process.pid):
                return
            time.sleep(0.05)
    process.poll()


def group_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def leftovers(identity=None):
    """Processes that carry the mark of this command and are not ours to keep."""
    mark = f"{RUN_VARIABLE}={identity or run_id()}".encode()
    parents = _ancestors()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int(entry.name) in parents:
                continue
            if mark not in (entry / "environ").read_bytes().split(b"\0"):
                continue
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if command and not _is_zombie(entry):
                found.append((int(entry.name), command.strip()))
        except (OSError, ValueError):
            continue
    return found


def stop_leftovers(patience=10):
    """End what this command started and nobody else stopped; returns what it was."""
    found = leftovers()
    for sign, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        for pid, _command in leftovers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        deadline = time.time() + wait
        while time.time() < deadline and leftovers():
            time.sleep(0.1)
    return found


def _is_zombie(entry):
    return _stat(entry)[0] == "Z"


def _stat(entry):
    """Fields of /proc/<pid>/stat after the name: state, parent, …"""
    return (entry / "stat").read_text().rpartition(")")[2].split()


def _ancestors():
    pid, found = os.getpid(), set()
    while pid > 1:
        found.add(pid)
        try:
            pid = int(_stat(Path(f"/proc/{pid}"))[1])
        except (OSError, ValueError):
            break
    return found


def port_is_free(port, host="127.0.0.1"):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return False
    return True


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
