# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The JavaScript unit tests (HOOT) of each module, in Chromium."""

import re

import pytest
from devkit import testing

MODULES = [
    name
    for name, path in testing.our_modules().items()
    if any(path.glob("static/tests/**/*.test.js"))
]
NOISE = re.compile(r" passed \(|not found in model|ended color")
CLOSING = re.compile(r"(?P<verb>Passed|Failed) (?P<count>\d+) tests")


def hoot_id(suite):
    """HOOT's own hash of a suite's name, which its address bar filters by."""
    value = 0
    for character in suite:
        value = ((value << 5) - value + ord(character)) & 0xFFFFFFFF
    return f"{value:08x}"


@pytest.fixture(scope="module")
def signed_in(suite_database, chromium):
    """A signed-in browser context and the address of its server."""
    with testing.server(suite_database) as running:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{running.url}/web/login")
        page.fill("input[name=login]", "admin")
        page.fill("input[name=password]", "admin")
        page.click(".oe_login_form button[type=submit]")
        page.wait_for_url("**/odoo**", wait_until="commit")
        page.close()
        yield context, running.url
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("module", MODULES)
def test_every_unit_test_of_the_module_passes(module, signed_in):
    context, url = signed_in
    page = context.new_page()
    lines = []
    page.on("console", lambda message: lines.append(message.text))
    page.on("pageerror", lambda error: lines.append(f"page error: {error}"))
    page.goto(
        f"{url}/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
        f"&id={hoot_id('@' + module)}",
        timeout=180_000,
        wait_until="commit",
    )
    closing = None
    for _half_second in range(480):
        closing = next((found for found in map(CLOSING.search, lines) if found), None)
        if closing:
            break
        page.wait_for_timeout(500)
    page.close()
    output = "\n".join([one for one in lines if not NOISE.search(one)][-60:])
    assert closing, f"the tests never ended:\n{output}"
    assert closing["verb"] == "Passed", output
    assert int(closing["count"]) > 0, f"no test ran:\n{output}"


def test_names_are_hashed_as_hoot_does():
    assert hoot_id("@web/core") == "e39ce9ba"
