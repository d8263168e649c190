# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which Odoo is used: ODOO_HOME, the user's cache, or Debian's package."""

import os
import re
from pathlib import Path

from . import debian, layout
from .console import Fail, step


class Odoo:
    """A tree of Odoo on the disk: the folder that contains the `odoo` package."""

    def __init__(self, path):
        self.path = Path(path)

    @property
    def addons_paths(self):
        paths = [self.path / "odoo/addons", self.path / "addons"]
        return [path for path in paths if any(path.glob("*/__manifest__.py"))]

    @property
    def version(self):
        return series(self.path)


def series(path):
    """'19.0' read from odoo/release.py without importing it; None when absent."""
    release = path / "odoo/release.py"
    if not release.is_file():
        return None
    match = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    return match and f"{match[1]}.{match[2]}"


def find():
    """An existing tree, without fetching anything; None when there is none."""
    chosen = os.environ.get("ODOO_HOME")
    if chosen:
        return from_home(Path(chosen).expanduser().resolve())
    return from_cache()


def from_home(path):
    for candidate in (path, path / debian.TREE):
        found = series(candidate)
        if found == layout.SERIES:
            return Odoo(candidate)
        if found:
            raise Fail(
                f"ODOO_HOME={path} is Odoo {found}, not {layout.SERIES}",
                f"give the folder of an Odoo {layout.SERIES} tree",
            )
    raise Fail(
        f"ODOO_HOME={path} has no odoo/release.py",
        "give the folder that contains the odoo package, or unset it",
    )


def from_cache():
    home = layout.cache_dir() / f"odoo-{layout.SERIES}"
    for version in sorted(home.glob("*"), reverse=True):
        if version.suffix == ".partial":
            continue
        tree = version / debian.TREE
        if series(tree) == layout.SERIES:
            return Odoo(tree)
    return None


def ensure():
    with step(f"Odoo {layout.SERIES}") as current:
        odoo = find()
        current.result = f"found in {odoo.path}" if odoo else "not here yet"
    if odoo:
        return odoo
    with layout.lock("odoo", layout.cache_dir(), "waiting for another set-up"):
        return find() or Odoo(debian.obtain(layout.cache_dir()))
