# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The virtual environment, with pinned requirements from a checked cache of wheels."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from . import debian, layout, procs
from .console import step

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def home():
    return layout.data_dir() / "venv"


def python():
    return home() / "bin/python"


def pins_key():
    """Changes with the pins or the Python: then the environment is made again."""
    machine = f"{sys.version_info[:3]}{sysconfig.get_platform()}"
    digest = hashlib.sha256(machine.encode())
    for name in REQUIREMENTS:
        digest.update((layout.ROOT / name).read_bytes())
    return digest.hexdigest()[:16]


def ensure(odoo):
    marker = home() / "ready"
    key = pins_key()
    if not (marker.exists() and marker.read_text() == key and works()):
        marker.unlink(missing_ok=True)
        layout.require_space(layout.data_dir(), 1.5)
        wheels = layout.cache_dir() / "wheels" / key
        create()
        with layout.lock("wheels", layout.cache_dir(), "waiting for another set-up"):
            fetch_wheels(wheels)
        with step("Python packages"):
            pip(
                ["install", "--no-index", "--find-links", wheels, *requirements()],
                "installing the Python packages",
            )
        link_odoo(odoo)
        marker.write_text(key)
    else:
        with step("Python packages") as current:
            current.result = "there"
        link_odoo(odoo)
    link_pdf()


def works():
    return python().exists() and not subprocess.call(
        [python(), "-c", "import psycopg2, lxml, pytest"], stderr=subprocess.DEVNULL
    )


def create():
    with step("virtual environment"):
        if python().exists() and not subprocess.call(
            [python(), "-m", "pip", "--version"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ):
            return
        shutil.rmtree(home(), ignore_errors=True)
        made = subprocess.call(
            [sys.executable, "-m", "venv", home()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    if made:
        shutil.rmtree(home(), ignore_errors=True)
        debian.install(["python3-venv"], "Python's venv module")
        procs.run(
            [sys.executable, "-m", "venv", home()], "making a virtual environment"
        )


def pip(arguments, what, todo=None):
    procs.run(
        [python(), "-m", "pip", "--disable-pip-version-check", *arguments],
        what,
        todo=todo,
    )


def requirements():
    return [word for name in REQUIREMENTS for word in ("-r", layout.ROOT / name)]


def fetch_wheels(folder):
    """Fill the cache of wheels once per set of pins; check it when it is used."""
    layout.folder(folder)
    with step("Python packages, download", download=True) as current:
        if intact(folder):
            current.result = "in the cache, checksums right"
            return
        pip(
            ["wheel", "--use-pep517", "--wheel-dir", folder, "--find-links", folder]
            + requirements(),
            "downloading the Python packages",
            todo="run the same command again: what is already downloaded is kept",
        )
        record(folder)


def record(folder):
    sums = {file.name: debian.sha256(file) for file in sorted(folder.glob("*.whl"))}
    (folder / "sha256.json").write_text(json.dumps(sums, indent=1))


def intact(folder):
    """True when the folder is complete and every wheel is what was downloaded.

    A wheel that changed since is deleted, so that it is fetched again.
    """
    try:
        sums = json.loads((folder / "sha256.json").read_text())
    except (OSError, ValueError):
        return False
    bad = [
        name
        for name, sha in sums.items()
        if not (folder / name).exists() or debian.sha256(folder / name) != sha
    ]
    for name in bad:
        (folder / name).unlink(missing_ok=True)
    return not bad


def link_odoo(odoo):
    """Make `import odoo` and pip see the tree, wherever it is."""
    [site] = home().glob("lib/python*/site-packages")
    link = site / "odoo-tree.pth"
    if not link.exists() or link.read_text() != f"{odoo.path}\n":
        link.write_text(f"{odoo.path}\n")


def link_pdf():
    """Give the patched wkhtmltopdf of the wheel the name that Odoo looks for."""
    packed = home() / "bin/wkhtmltopdf-pack"
    link = home() / "bin/wkhtmltopdf"
    if packed.exists() and not link.is_symlink():
        link.symlink_to(packed.name)


def environment():
    """Environment of every program of ours: the venv's programs come first."""
    path = f"{home() / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    scripts = Path(__file__).resolve().parents[1]
    return {
        **os.environ,
        "PATH": path,
        "VIRTUAL_ENV": str(home()),
        "PYTHONPATH": str(scripts),
        "PYTHONUNBUFFERED": "1",
    }


def inside():
    return Path(sys.prefix).resolve() == home().resolve()
