# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our own Odoo modules: which there are, their order, and what changed in them."""

import ast
import hashlib

from . import layout
from .console import Fail

DEMO_MODULE = "unified_demo"
# Bridges to apps of Odoo that few retailers use, manufacturing for one: in a template
# of their own, or every test, benchmark and demo would carry those apps.
APART = ("unified_commerce_expiry", "unified_commerce_mrp", "unified_ecommerce_mrp")
# Changes there need no upgrade of a database: read from disk, or not by Odoo.
NOT_DATABASE = ("static", "tests", "readme", "__pycache__")
NOT_DATABASE_SUFFIXES = (".pot", ".pyc", ".rst", ".md", ".toml")


def addons_paths():
    paths = [layout.ROOT, layout.ROOT / "addons"]
    return [path for path in paths if path.is_dir() and _has_module(path)]


def _has_module(path):
    return any(path.glob("*/__manifest__.py"))


def all_modules():
    """{name: folder} of our installable modules, dependencies first."""
    found = {}
    for parent in addons_paths():
        for manifest in sorted(parent.glob("*/__manifest__.py")):
            if read_manifest(manifest.parent).get("installable", True):
                found[manifest.parent.name] = manifest.parent
    return {name: found[name] for name in _in_order(found)}


def read_manifest(path):
    try:
        return ast.literal_eval((path / "__manifest__.py").read_text("utf-8"))
    except (SyntaxError, ValueError) as error:
        raise Fail(
            f"the manifest of {path.name} cannot be read ({error})",
            "mend its __manifest__.py",
        ) from None


def dependencies(name, modules=None):
    """Our own modules that `name` needs, dependencies first, itself last."""
    modules = modules or all_modules()
    if name not in modules:
        raise Fail(
            f"there is no module {name} here", f"choose among {', '.join(modules)}"
        )
    return _in_order(modules, [name])


def _in_order(found, wanted=None):
    order = []

    def visit(name):
        if name in order or name not in found:
            return
        for dependency in read_manifest(found[name]).get("depends", []):
            visit(dependency)
        order.append(name)

    for name in wanted or sorted(found):
        visit(name)
    return order


def suite_modules():
    """What the suite template has: all of ours but the demo and the bridges apart."""
    return [name for name in all_modules() if name not in (DEMO_MODULE, *APART)]


def template_of(name):
    """The template that has this module of ours."""
    if name == DEMO_MODULE:
        return "demo"
    return "apart" if name in APART else "suite"


def fingerprint(path):
    """Hash of the files of a module that end up in a database."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        if (
            not file.is_file()
            or relative.parts[0] in NOT_DATABASE
            or "__pycache__" in relative.parts
            or file.suffix in NOT_DATABASE_SUFFIXES
        ):
            continue
        digest.update(str(relative).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def fingerprints(names):
    modules = all_modules()
    return {name: fingerprint(modules[name]) for name in names}
