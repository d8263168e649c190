# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo from Debian's own package, fetched by apt without root and unpacked in a folder.

apt checks the signature of the index; the index gives size and SHA-256 of each
package, which are checked again each time a cached file is used.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import layout, procs
from .console import Fail, step

PACKAGE = "odoo-19"
SUITE = "sid"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Fonts and scripts that Odoo's tree links to. Font Awesome must be the stable
# suite's 4.7: the newer one has no file of the names that Odoo links to.
FROM_SUITE = [
    PACKAGE,
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
]
FROM_STABLE = ["fonts-inconsolata", "fonts-font-awesome"]
STABLE = "bookworm"
TREE = "usr/lib/python3/dist-packages"
ELSEWHERE = "set ODOO_HOME= to a folder with an Odoo 19.0 tree"
URI = re.compile(r"^'[^']+' (?P<name>\S+) (?P<size>\d+) SHA256:(?P<sha>[0-9a-f]{64})")


class Apt:
    """apt-get with lists, cache and sources of our own: no root, nothing changed."""

    def __init__(self, home):
        self.home = layout.folder(home)
        self.debs = layout.folder(home / "debs")
        for name in ("lists/partial", "cache/archives/partial"):
            layout.folder(home / name)
        self.sources = home / "sources.list"

    def options(self):
        settings = {
            "Dir::State::Lists": self.home / "lists",
            "Dir::Cache": self.home / "cache",
            "Dir::Etc::sourcelist": self.sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Debug::NoLocking": "1",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        pairs = [("-o", f"{key}={value}") for key, value in settings.items()]
        return [word for pair in pairs for word in pair]

    def update(self, site):
        self.sources.write_text(
            "".join(
                f"deb [signed-by={KEYRING}] {site} {suite} main\n"
                for suite in (SUITE, STABLE)
            )
        )
        procs.run(
            ["apt-get", *self.options(), "-o", "APT::Update::Error-Mode=any", "update"],
            "reading Debian's package lists",
            todo=ELSEWHERE,
        )

    def candidate(self):
        output = procs.run(
            ["apt-cache", *self.options(), "policy", PACKAGE], "asking apt for Odoo"
        )
        match = re.search(r"Candidate: (\S+)", output)
        return match.group(1) if match else "(none)"

    def expected(self):
        """{file name: (size, sha256)} as the signed index gives them."""
        names = FROM_SUITE + [f"{name}/{STABLE}" for name in FROM_STABLE]
        output = procs.run(
            ["apt-get", *self.options(), "download", "--print-uris", *names],
            "asking apt for the packages' checksums",
            todo=ELSEWHERE,
        )
        found = {}
        for line in output.splitlines():
            match = URI.match(line)
            if match:
                # apt keeps an epoch's colon escaped in the name of the file.
                name = match["name"].replace(":", "%3a")
                found[name] = (int(match["size"]), match["sha"])
        if len(found) != len(names):
            raise Fail("apt did not give the checksum of every package", ELSEWHERE)
        return found

    def download(self):
        names = FROM_SUITE + [f"{name}/{STABLE}" for name in FROM_STABLE]
        procs.run(
            ["apt-get", *self.options(), "download", *names],
            "downloading Odoo",
            todo="run the same command again: what is already downloaded is kept",
            cwd=self.debs,
        )


def available():
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def obtain(cache):
    """The folder of an Odoo tree, from the cache or fetched into it."""
    if not available():
        raise Fail("this machine has no apt to fetch Odoo 19.0 with", ELSEWHERE)
    if not KEYRING.exists():
        raise Fail(
            f"Debian's archive keys are not on this machine ({KEYRING})",
            f"install debian-archive-keyring, or {ELSEWHERE}",
        )
    layout.require_space(cache, 2.5)
    apt = Apt(cache / "apt")
    with step("Debian's package lists", download=True) as current:
        apt.update(mirror())
        version = apt.candidate()
        current.result = f"{PACKAGE} {version}"
    check_series(version)
    expected = apt.expected()
    size = sum(size for size, _sha in expected.values()) / 1e6
    with step(
        f"Odoo {layout.SERIES} download, {size:.0f} MB", download=True
    ) as current:
        bad = unfit(apt.debs, expected)
        if bad:
            apt.download()
            bad = unfit(apt.debs, expected)
        else:
            current.result = "in the cache, checksums right"
    if bad:
        raise Fail(
            f"wrong checksum after download: {', '.join(bad)}",
            "run the same command again; if it persists, a proxy alters downloads",
        )
    return unpack(apt.debs, expected, cache / f"odoo-{layout.SERIES}" / version)


def check_series(version):
    if not version.startswith(layout.SERIES):
        raise Fail(
            f"Debian's {PACKAGE} is {version}, no longer {layout.SERIES}", ELSEWHERE
        )


def unfit(folder, expected):
    """Names of the files that are missing or whose content is not the right one.

    A wrong file is deleted, so that apt fetches it again.
    """
    bad = []
    for name, (size, sha) in expected.items():
        file = folder / name
        if not file.exists():
            bad.append(name)
        elif file.stat().st_size != size or sha256(file) != sha:
            file.unlink()
            bad.append(name)
    return bad


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as handle:
        for block in iter(lambda: handle.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def unpack(debs, names, target):
    """Unpack beside the target, then rename: a half-unpacked tree is never used."""
    partial = target.with_name(target.name + ".partial")
    with step("unpacking Odoo"):
        shutil.rmtree(partial, ignore_errors=True)
        layout.folder(partial)
        for name in names:
            procs.run(["dpkg-deb", "-x", debs / name, partial], f"unpacking {name}")
        addons = partial / TREE / "odoo/addons"
        # The web client asks for this file, which the package leaves out.
        missing = addons / "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
        if not missing.exists():
            layout.folder(missing.parent)
            missing.touch()
        dangling = [link for link in partial.rglob("*") if is_dangling(link)]
        if dangling:
            raise Fail(
                f"Odoo's package links to files that no package brought "
                f"({dangling[0].relative_to(partial)} and {len(dangling) - 1} more)",
                ELSEWHERE,
            )
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    return target / TREE


def is_dangling(path):
    return path.is_symlink() and not path.exists()


def mirror():
    """The address this machine itself gets Debian packages from."""
    output = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)|$(LABEL)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    lines = [line.rpartition("|") for line in output.splitlines()]
    sites = [site for site, _bar, label in lines if label == "Debian"]
    sites += configured_sites(Path("/etc/apt"))
    if not sites:
        raise Fail("apt on this machine has no Debian mirror", ELSEWHERE)
    return sites[0]


def configured_sites(etc):
    """Mirrors in the sources files: apt only lists them once it has its lists."""
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*"))]
    found = []
    for file in files:
        if file.suffix not in (".list", ".sources") or not file.is_file():
            continue
        text = file.read_text(errors="replace")
        found += re.findall(r"^URIs:\s*(\S+)", text, re.MULTILINE)
        found += re.findall(r"^deb\s+(?:\[[^]]*\]\s*)?(\S+)", text, re.MULTILINE)
    sites = [site.rstrip("/") for site in found]
    return [site for site in sites if site.endswith("/debian")]


def install(packages, what):
    """apt-get install, by root only. Says so in one line to anybody else."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Fail(
            f"{what} is not on this machine",
            f"install it with: sudo apt-get install {names}",
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    with step(f"installing {what} (apt-get install {names})", download=True):
        try:
            procs.run(command, f"installing {what}", env=environment)
        except Fail:
            # The lists may be missing or too old on a bare machine.
            procs.run(
                ["apt-get", "update"], "reading the package lists", env=environment
            )
            procs.run(
                command,
                f"installing {what}",
                todo=f"install it by hand: apt-get install {names}",
                env=environment,
            )
