# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the repository says of itself is true: commands, links, files of modules."""

import ast
import re
import struct
import subprocess

import build_descriptions
import build_icons
import build_readme
import pytest
from build_readme import ROOT, find_modules, read_manifest
from readme_markdown import parse, to_html, to_rst

MODULES = find_modules()
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
COMMAND = re.compile(r"\bmake ([a-z][a-z0-9-]*)")
MADE_BY_RUNNING = {"benchmarks/results/latest.json", "deploy/certs"}
# Folders of one person's machine; /work, /tmp… of the one that built this suite
MACHINE_PATH = re.compile(
    r"(?<![\w.$~{])/(?:(?:home|root|work|Users|srv)/[\w.-]+|tmp/(?!unified)[\w.-]+)"
)
REGISTRY = re.compile(r"https?://[^\s\"'<>]*(?:/simple/|pypi|artifactory|nexus|npm)")
TEXT = {".py", ".xml", ".js", ".md", ".rst", ".html", ".csv", ".po", ".pot", ".conf"}
TEXT |= {".yml", ".yaml", ".toml", ".txt", ".json", ".scss", ".sh", ".svg", ""}

each_module = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def tracked_files():
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name]


def makefile_targets():
    text = (ROOT / "Makefile").read_text("utf-8")
    rules = re.findall(r"^([a-z][\w -]*):(?!=)", text, re.MULTILINE)
    return {name for rule in rules for name in rule.split()}


def code_of(page):
    """Code blocks and inline code of a page."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"```.*?```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


@each_page
def test_commands_exist_in_the_makefile(page):
    targets = makefile_targets()
    unknown = [name for name in COMMAND.findall(code_of(page)) if name not in targets]
    assert not unknown


def test_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    assert "\nmake run" in text
    assert "\nmake test" in text


@each_page
def test_links_lead_somewhere(page):
    broken = []
    for match in LINK.finditer(page.read_text("utf-8")):
        target = (match[1] or match[2]).split("#")[0]
        if target and not re.match(r"[a-z]+:", target):
            if not (page.parent / target).exists():
                broken.append(target)
    assert not broken


@each_page
def test_files_named_in_code_exist(page):
    pattern = r"(?<![\w/])(?:docs|deploy|scripts|benchmarks|tests)/[\w./-]*\w"
    names = set(re.findall(pattern, code_of(page))) - MADE_BY_RUNNING
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_every_module_is_in_the_readme():
    text = (ROOT / "README.md").read_text("utf-8")
    assert [module.name for module in MODULES if f"{module.name}" not in text] == []


@each_module
def test_module_has_its_files(module):
    names = [
        "README.rst",
        "readme/DESCRIPTION.md",
        "i18n/fr.po",
        f"i18n/{module.name}.pot",
        "static/description/icon.svg",
        "static/description/icon.png",
        "static/description/icon_128.png",
        "static/description/banner.png",
        "static/description/index.html",
        "tests/__init__.py",
    ]
    assert [name for name in names if not (module / name).exists()] == []


@each_module
def test_manifest_follows_the_rules(module):
    manifest = read_manifest(module)
    assert manifest["license"] == "LGPL-3"
    assert manifest["author"] == "Unified Commerce contributors"
    assert re.fullmatch(r"19\.0(\.\d+){3}", manifest["version"])
    assert len(manifest["name"]) <= 25
    for image in manifest.get("images", []):
        assert (module / image).exists()


@each_module
def test_readme_of_a_module_is_fresh(module):
    assert build_readme.run([module], check=True) == []


@each_module
def test_description_page_is_fresh(module):
    assert build_descriptions.run([module], check=True) == []


@each_module
def test_readme_of_a_module_is_valid(module):
    docutils = pytest.importorskip("docutils.core")
    docutils.publish_doctree(
        build_readme.build(module),
        settings_overrides={"halt_level": 2, "report_level": 2, "warning_stream": ""},
    )


@each_module
def test_description_page_needs_nothing_from_outside(module):
    page = module / "static" / "description" / "index.html"
    text = page.read_text("utf-8")
    assert not re.search(r"<script|<link|<iframe|https?://|style=", text)
    for source in re.findall(r'src="([^"]+)"', text):
        assert (page.parent / source).exists()


@each_module
def test_icons_are_one_family(module):
    folder = module / "static" / "description"
    sizes = {
        "icon.png": (256, 256),
        "icon_128.png": (128, 128),
        "banner.png": (1120, 560),
    }
    for name, size in sizes.items():
        assert png_size(folder / name) == size
    assert module.name in build_icons.SYMBOLS, "draw a symbol in scripts/build_icons.py"
    symbol = build_icons.compose(*build_icons.SYMBOLS[module.name])
    assert (folder / "icon.svg").read_text("utf-8") == build_icons.to_svg(symbol)


def test_each_icon_is_different():
    drawings = [
        build_icons.to_svg(build_icons.compose(*symbol))
        for symbol in build_icons.SYMBOLS.values()
    ]
    assert len(set(drawings)) == len(drawings)


def png_size(path):
    return struct.unpack(">II", path.read_bytes()[16:24])


def test_no_path_of_a_machine_is_committed():
    found = []
    for path in tracked_files():
        if path.suffix not in TEXT or not path.is_file():
            continue
        for number, line in enumerate(
            path.read_text("utf-8", "ignore").splitlines(), 1
        ):
            suspect = MACHINE_PATH.search(line) or REGISTRY.search(line)
            if suspect and not is_allowed(path, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}")
    assert not found, "\n".join(found)


def is_allowed(path, line):
    """Places that a program makes on any machine, and this test."""
    return path.name == "test_readme.py" or "# any machine" in line


def test_every_proof_of_the_compliance_page_exists():
    text = (ROOT / "docs" / "compliance.md").read_text("utf-8")
    proofs = re.findall(r"`([\w/]+\.py)::(test_\w+)`", text)
    assert len(proofs) > 20
    missing = [f"{name}::{test}" for name, test in proofs if not has_test(name, test)]
    assert not missing


def test_a_rule_that_is_done_has_a_proof():
    text = (ROOT / "docs" / "compliance.md").read_text("utf-8")
    for block in parse(text):
        if block.kind == "table":
            for _rule, _source, state, proof in block.content[1:]:
                assert state.startswith(("done", "partly", "not yet")), state
                assert proof or state.startswith("not yet"), _rule


def has_test(name, test):
    path = ROOT / name
    if not path.exists():
        return False
    tree = ast.parse(path.read_text("utf-8"))
    return any(
        isinstance(node, ast.FunctionDef) and node.name == test
        for node in ast.walk(tree)
    )


# ---- the generators themselves ------------------------------------------------


@pytest.fixture
def small_module(tmp_path):
    module = tmp_path / "unified_x"
    (module / "readme").mkdir(parents=True)
    (module / "__manifest__.py").write_text(
        '{"name": "X & Y", "version": "19.0.1.0.0", "license": "LGPL-3",'
        ' "author": "Us", "summary": "A <small> module"}'
    )
    (module / "readme" / "DESCRIPTION.md").write_text("Does *one* thing.\n\n- a\n- b\n")
    (module / "readme" / "USAGE.md").write_text("# Now\n\nPress **Go**.\n")
    return module


def test_generator_writes_once_and_check_sees_changes(small_module):
    for generator in (build_readme, build_descriptions):
        assert generator.main(["--check", str(small_module)]) == 1
        assert generator.main([str(small_module)]) == 0
        assert generator.main(["--check", str(small_module)]) == 0
    (small_module / "readme" / "USAGE.md").write_text("Press **Stop**.\n")
    for generator in (build_readme, build_descriptions):
        assert generator.main(["--check", str(small_module)]) == 1


def test_check_writes_nothing(small_module):
    build_readme.main(["--check", str(small_module)])
    assert not (small_module / "README.rst").exists()


def test_readme_has_its_sections_in_order(small_module):
    text = build_readme.build(small_module)
    parts = ("X & Y\n=====", "Does *one* thing.", "Usage\n-----", "Now\n~~~", "**Go**")
    positions = [text.index(part) for part in parts]
    assert positions == sorted(positions)


def test_description_page_escapes_what_it_shows(small_module):
    page = build_descriptions.build(small_module)
    assert "X &amp; Y" in page
    assert "A &lt;small&gt; module" in page


@pytest.mark.parametrize(
    ("markdown", "rst"),
    [
        ("a `b_c` d", "a ``b_c`` d"),
        ("`a`s", "``a``\\ s"),
        ("see [the page](docs/x.md)", "see `the page <docs/x.md>`__"),
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("name_ of", "name\\_ of"),
        ("snake_case_name", "snake_case_name"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("- a\n  more\n- b", "- a more\n- b"),
        ("- a\n\n  ```\n  x\n  ```", "- a\n\n  ::\n\n      x"),
        ("- a\n  - b", "- a\n\n  - b"),
        ("```\n  x = 1\n```", "::\n\n      x = 1"),
    ],
)
def test_markdown_becomes_rst(markdown, rst):
    assert to_rst(parse(markdown)) == rst


def test_tables_become_tables():
    blocks = parse("| a | b |\n|---|---|\n| 1 | `2` |")
    assert "* - 1\n     - ``2``" in to_rst(blocks)
    assert "<td><code>2</code></td>" in to_html(blocks)


def test_links_of_a_description_page_are_text():
    assert to_html(parse("see [the page](https://x.y)")) == "<p>see the page</p>"
