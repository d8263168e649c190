# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The source files an attestation is about: what seals, closes, archives and prints."""

import hashlib
from pathlib import Path

from odoo.modules.module import Manifest

MODULES = ("unified_accounting_fr", "unified_accounting_fr_pos")
SUFFIXES = (".py", ".js", ".xml", ".csv")
APART = ("tests", "i18n", "readme", "description", "views")


def digests():
    """Return {file: SHA-256} of the source files, of the modules that are there."""
    found = {}
    for name in MODULES:
        manifest = Manifest.for_addon(name, display_warning=False)
        if not manifest:
            continue
        root = Path(manifest.path)
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.suffix in SUFFIXES and not set(parts) & set(APART):
                key = "/".join((name, *parts))
                found[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changed(before, now):
    """Return the names of files that came, went or changed."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
