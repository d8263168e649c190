# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Write static/description/index.html of each module from its readme fragments.

    python scripts/build_descriptions.py [--check] [module folder …]

Bootstrap classes and pictures of the same folder only: no script, no outside link.
Pictures named ``screenshot_<order>_<words>.png`` are shown with their words.
"""

import argparse
import re
import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from build_readme import find_modules, read_fragment, read_manifest  # noqa: E402
from readme_markdown import shift_headings, to_html  # noqa: E402

COMMON_QUESTIONS = (
    (
        "Which Odoo does it run on?",
        "Odoo 19.0 Community or Enterprise, on your own server or on a platform that "
        "takes custom modules. Odoo Online cannot install custom modules.",
    ),
    (
        "May I remove it?",
        "Yes. What the module added goes with it; the orders, tickets, stock and "
        "entries that Odoo itself keeps stay as they are.",
    ),
)


def build(module):
    """HTML of the description page of a module."""
    manifest = read_manifest(module)
    parts = [_build_head(manifest)]
    what = [*read_fragment(module, "DESCRIPTION"), *read_fragment(module, "CONTEXT")]
    parts.append(_build_section("What it does", _render(what)))
    parts.append(_build_section("Screenshots", _build_screenshots(module)))
    setup = [
        _render(read_fragment(module, name))
        for name in ("INSTALL", "CONFIGURE", "USAGE")
    ]
    parts.append(_build_section("Set-up and use", "\n".join(filter(None, setup))))
    parts.append(_build_section("Questions", _build_questions(module)))
    history = _render(read_fragment(module, "HISTORY"))
    version = manifest["version"]
    default = f"<p><strong>{version}</strong> – first version.</p>"
    parts.append(_build_section("Changelog", history or default))
    return "\n".join(part for part in parts if part) + "\n"


def _render(blocks):
    return to_html(shift_headings(blocks, 3))


def _build_head(manifest):
    return f"""<section class="container py-4">
<div class="d-flex align-items-center">
<img src="icon.png" alt="" width="96" height="96" class="me-4"/>
<div>
<h1 class="mb-1">{escape(manifest["name"])}</h1>
<p class="lead mb-0">{escape(manifest.get("summary", ""))}</p>
</div>
</div>
</section>"""


def _build_section(title, content):
    if not content:
        return ""
    return f"""<section class="container py-3">
<h2 class="border-bottom pb-2">{title}</h2>
{content}
</section>"""


def _build_screenshots(module):
    folder = module / "static" / "description"
    cards = []
    for path in sorted(folder.glob("screenshot_*.png")):
        words = re.sub(r"^screenshot_(\d+_)?", "", path.stem).replace("_", " ")
        caption = escape(words.capitalize())
        cards.append(f"""<div class="col-lg-6 mb-4">
<figure class="figure">
<img src="{path.name}" alt="{caption}" class="figure-img img-fluid border rounded"/>
<figcaption class="figure-caption">{caption}</figcaption>
</figure>
</div>""")
    return '<div class="row">\n' + "\n".join(cards) + "\n</div>" if cards else ""


def _build_questions(module):
    parts = [_render(read_fragment(module, "FAQ"))]
    limits = _render(read_fragment(module, "ROADMAP"))
    if limits:
        parts.append(f"<h3>What does it not do yet?</h3>\n{limits}")
    parts += [
        f"<h3>{escape(question)}</h3>\n<p>{escape(answer)}</p>"
        for question, answer in COMMON_QUESTIONS
    ]
    return "\n".join(filter(None, parts))


def run(modules, check=False):
    """Write the pages, or only tell which ones would change. List of the latter."""
    stale = []
    for module in modules:
        target = module / "static" / "description" / "index.html"
        content = build(module)
        if not target.exists() or target.read_text("utf-8") != content:
            stale.append(target)
            if not check:
                target.parent.mkdir(parents=True, exist_ok=True)
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
