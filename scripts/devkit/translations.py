# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`make i18n`: the .pot file of each module, exported from a database of the suite."""

import re
from pathlib import Path

from . import layout, manifests, modules, templates
from .console import say, step

# Lines that change with the day of the export only.
VOLATILE = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.MULTILINE)
# The outer folder is walked too, and finds what is in addons/ a second time.
TWICE = re.compile(r"^#: code:addons/addons/.*\n", re.MULTILINE)
EXPORT = """
import io, json
import odoo.addons
from odoo.tools.translate import trans_export
# A file belongs to the first of these folders that holds it: the inner ones first,
# or the terms of addons/x would be those of a module named "addons".
odoo.addons.__path__ = sorted(odoo.addons.__path__, key=len, reverse=True)
found = {}
for name in %r:
    buffer = io.BytesIO()
    trans_export(False, [name], buffer, "po", env)
    found[name] = buffer.getvalue().decode()
print(json.dumps(found))
"""


def export(database, names):
    """{module: text of its .pot} as the code in this tree gives it."""
    import json

    output = templates.shell(database, EXPORT % (list(names),))
    texts = json.loads(output.strip().splitlines()[-1])
    return {name: TWICE.sub("", text) for name, text in texts.items()}


def steady(text):
    return VOLATILE.sub("", text)


def pot_file(path):
    return Path(path) / f"i18n/{path.name}.pot"


def stale(database, names):
    """Names of the modules whose .pot differs from what the code gives now."""
    paths = modules.all_modules()
    found = []
    for name, text in export(database, names).items():
        file = pot_file(paths[name])
        if not file.exists() or steady(file.read_text("utf-8")) != steady(text):
            found.append(name)
    return found


def _export_from(session, kind, names):
    source = session.templates.ensure(kind)
    copy = f"{source}_i18n"
    session.databases.drop(copy)
    session.databases.copy(source, copy)
    try:
        with step("exporting the terms"):
            return export(copy, names)
    finally:
        session.databases.drop(copy)


def refresh(session, module=None):
    """Write the .pot files again where they differ, and tell what fr.po lacks."""
    paths = modules.all_modules()
    wanted = modules.dependencies(module)[-1:] if module else list(paths)
    texts = {}
    for kind in dict.fromkeys(map(modules.template_of, wanted)):
        names = [name for name in wanted if modules.template_of(name) == kind]
        texts |= _export_from(session, kind, names)
    for name, text in texts.items():
        file = pot_file(paths[name])
        if not file.exists() or steady(file.read_text("utf-8")) != steady(text):
            layout.folder(file.parent)
            file.write_text(text, "utf-8")
            say(f"  {name}: .pot written")
        for problem in manifests.translation_problems(paths[name]):
            say(f"  {problem}")
