# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules of a module's folder: its manifest, its files, its French."""

import re

from . import modules

AUTHOR = "Unified Commerce contributors"
VERSION = re.compile(r"^19\.0\.\d+\.\d+\.\d+$")
NAME_LIMIT = 25
# Odoo knows these; a misspelt key would be ignored without a word.
KEYS = {
    *("name", "summary", "version", "author", "website", "category", "license"),
    *("depends", "external_dependencies", "data", "demo", "assets", "images"),
    *("auto_install", "application", "installable", "sequence", "price", "currency"),
    *("pre_init_hook", "post_init_hook", "uninstall_hook", "post_load"),
}
FILES = (
    "__init__.py",
    "README.rst",
    "i18n/fr.po",
    "readme/DESCRIPTION.md",
    "tests/__init__.py",
    "static/description/icon.png",
    "static/description/index.html",
)
LOADED_FOLDERS = ("data", "security", "views", "report", "wizard", "wizards")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sdif]|%[sdif]|\{[a-z_0-9]*\}|\$\{[^}]*\}")


def problems(path):
    """What is wrong with the manifest and the files of a module, in sentences."""
    manifest = modules.read_manifest(path)
    name = path.name
    found = [
        f"{name}: unknown manifest key {key}" for key in sorted(set(manifest) - KEYS)
    ]
    if manifest.get("license") != "LGPL-3":
        found.append(f"{name}: the licence must be LGPL-3")
    if manifest.get("author") != AUTHOR:
        found.append(f"{name}: the author must be {AUTHOR}")
    if not VERSION.match(manifest.get("version", "")):
        found.append(f"{name}: the version must read 19.0.x.y.z")
    if not 0 < len(manifest.get("name", "")) <= NAME_LIMIT:
        found.append(f"{name}: the title must have 1 to {NAME_LIMIT} characters")
    if not manifest.get("depends"):
        found.append(f"{name}: no dependency given")
    for file in FILES:
        if not (path / file).exists():
            found.append(f"{name}: {file} is missing")
    if not (path / f"i18n/{name}.pot").exists():
        found.append(f"{name}: i18n/{name}.pot is missing")
    return found + loaded_files(path, manifest)


def loaded_files(path, manifest):
    """Data files named but absent, or present but not named."""
    named = set(manifest.get("data", [])) | set(manifest.get("demo", []))
    found = [
        f"{path.name}: the manifest names {file}, which does not exist"
        for file in sorted(named)
        if not (path / file).is_file()
    ]
    code = "\n".join(
        file.read_text("utf-8")
        for file in path.rglob("*.py")
        if "tests" not in file.parts
    )
    for folder in LOADED_FOLDERS:
        for file in sorted((path / folder).rglob("*")):
            relative = str(file.relative_to(path))
            # Data may also be loaded by a hook, which names it.
            if file.suffix in (".xml", ".csv") and relative not in named | loaded(code):
                found.append(f"{path.name}: {relative} is loaded by nobody")
    return found


def loaded(code):
    return set(re.findall(r"[\"']([\w./-]+\.(?:xml|csv))[\"']", code))


def translation_problems(path):
    """Terms of the .pot that fr.po lacks, or has with other placeholders."""
    import polib

    template, french = path / f"i18n/{path.name}.pot", path / "i18n/fr.po"
    if not template.exists() or not french.exists():
        return []
    entries = {
        (entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(french))
    }
    found = []
    for wanted in polib.pofile(str(template)):
        entry = entries.get((wanted.msgctxt, wanted.msgid))
        text = shorten(wanted.msgid)
        if entry is None or entry.obsolete or not entry.msgstr:
            found.append(f"{path.name}: fr.po lacks {text!r}")
        elif entry.fuzzy:
            found.append(f"{path.name}: fr.po is not sure (fuzzy) of {text!r}")
        elif placeholders(entry.msgstr) != placeholders(entry.msgid):
            found.append(f"{path.name}: fr.po has other placeholders in {text!r}")
    return found


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def shorten(text):
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"
