# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Write the README.rst of each module from the fragments of its readme/ folder.

    python scripts/build_readme.py [--check] [module folder …]

With --check nothing is written; the exit code is 1 when a file is missing or old.
"""

import argparse
import ast
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from readme_markdown import parse, rst_title, shift_headings, to_rst  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = (
    ("CONTEXT", "Why"),
    ("INSTALL", "Installation"),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("FAQ", "Questions"),
    ("ROADMAP", "Known limits"),
    ("HISTORY", "Changelog"),
)
NOTICE = """..
   This file is made by scripts/build_readme.py from the fragments in readme/.
   Change the fragments, then run it again."""


def find_modules(root=ROOT):
    """Folders of the modules, in order of name."""
    manifests = [
        *root.glob("*/__manifest__.py"),
        *root.glob("addons/*/__manifest__.py"),
    ]
    return sorted((path.parent for path in manifests), key=lambda path: path.name)


def read_manifest(module):
    return ast.literal_eval((module / "__manifest__.py").read_text("utf-8"))


def read_fragment(module, name):
    """Blocks of a fragment; an empty list when the module has none."""
    path = module / "readme" / f"{name}.md"
    return parse(path.read_text("utf-8")) if path.exists() else []


def build(module):
    """Text of the README.rst of a module."""
    manifest = read_manifest(module)
    title = manifest["name"]
    parts = [NOTICE, rst_title(title, 1)]
    description = read_fragment(module, "DESCRIPTION")
    parts.append(to_rst(shift_headings(description, 2)) or manifest.get("summary", ""))
    parts.append(f"Technical name: ``{module.name}``. License: {manifest['license']}.")
    for name, heading in SECTIONS:
        blocks = read_fragment(module, name)
        if blocks:
            parts += [rst_title(heading, 2), to_rst(shift_headings(blocks, 3))]
    parts += [rst_title("Credits", 2), manifest["author"]]
    return "\n\n".join(part for part in parts if part) + "\n"


def run(modules, check=False):
    """Write the files, or only tell which ones would change. List of the latter."""
    stale = []
    for module in modules:
        target = module / "README.rst"
        content = build(module)
        if not target.exists() or target.read_text("utf-8") != content:
            stale.append(target)
            if not check:
                target.write_text(content, "utf-8")
    return stale


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("modules", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    stale = run(
        [path.resolve() for path in options.modules] or find_modules(), options.check
    )
    for path in stale:
        print(f"{'to write again' if options.check else 'written'}: {path}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
