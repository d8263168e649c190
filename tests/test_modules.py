# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every module installs alone, together, upgrades, and leaves no trace when it goes."""

import json

import pytest
from devkit import modules, templates, testing, translations

OURS = testing.our_modules()
ALL = [name for name in OURS if name != modules.DEMO_MODULE]
SUITE = modules.suite_modules()
# Odoo refuses when PostgreSQL tidies the table of modules at that moment.
UNINSTALL = """
env.cr.execute("ALTER TABLE ir_module_module SET (autovacuum_enabled = off)")
env.cr.commit()
for name in %r:
    module = env["ir.module.module"].search(
        [("name", "=", name), ("state", "=", "installed")]
    )
    if module:
        module.button_immediate_uninstall()
"""
RECORDS = """
    SELECT module, model, name FROM ir_model_data WHERE module LIKE 'unified\\_%'
"""
TABLES = """
    SELECT table_name FROM information_schema.tables
     WHERE table_schema = 'public' AND (table_name LIKE 'commerce\\_%'
        OR table_name LIKE 'unified\\_%' OR table_name LIKE 'fiscal\\_%')
"""


def rows(name, query):
    with testing.connection(name) as connected, connected.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def states(name):
    """{our module: its state} of those that are not uninstalled."""
    return dict(
        rows(
            name,
            "SELECT name, state FROM ir_module_module"
            " WHERE name LIKE 'unified\\_%' AND state != 'uninstalled'",
        )
    )


def names_needed(name):
    return set(modules.dependencies(name, OURS))


def largest_need(module):
    """The module of ours that it needs and that itself needs most, or None."""
    needs = modules.dependencies(module, OURS)[:-1]
    return max(needs, key=lambda one: len(names_needed(one)), default=None)


@pytest.fixture(scope="module")
def kept():
    """{module: a database with it and what it needs}, of those that others need."""
    databases = {}
    yield databases
    for name in databases.values():
        testing.open_session().databases.drop(name)


@pytest.mark.parametrize("module", ALL)
def test_the_module_installs_alone(module, kept):
    """It finds what it needs, and nothing else of ours."""
    # what it needs was installed alone just before: not again
    source = kept.get(largest_need(module), "bare")
    needed = module in map(largest_need, ALL)
    with testing.database(f"alone_{module}", source, keep=needed) as name:
        if needed:
            kept[module] = name
        testing.install(name, module)
        found = states(name)
    assert set(found) >= names_needed(module)
    assert set(found.values()) == {"installed"}


def test_bridges_come_by_themselves(make_database):
    """A bridge is there as soon as all it joins is, without being asked for."""
    bridges = [name for name in ALL if manifest(name).get("auto_install")]
    plain = [name for name in ALL if name not in bridges]
    joined = {app for name in bridges for app in manifest(name)["depends"]}
    name = make_database("bridges", template="bare")
    testing.install(name, *plain, *sorted(joined - set(OURS)))
    assert set(states(name)) >= set(bridges)


def test_every_module_upgrades(make_database):
    name = make_database("upgrade", template="apart")
    testing.upgrade(name, *ALL)
    assert set(states(name).values()) == {"installed"}


def test_every_module_uninstalls_in_reverse_and_leaves_nothing(make_database):
    name = make_database("uninstall", template="apart")
    assert rows(name, RECORDS)
    assert rows(name, TABLES)
    testing.odoo_shell(name, UNINSTALL % (ALL[::-1],))
    assert states(name) == {}
    assert rows(name, RECORDS) == []
    assert rows(name, TABLES) == []
    # Odoo still works without us.
    with testing.server(name):
        pass


def test_the_suite_comes_back_after_it_was_uninstalled(make_database):
    base = SUITE[0]
    name = make_database("comeback", template="suite")
    testing.odoo_shell(name, UNINSTALL % ([base],))
    assert states(name) == {}
    testing.install(name, base)
    assert states(name)[base] == "installed"


@pytest.mark.skipif(modules.DEMO_MODULE not in OURS, reason="no demo module here yet")
def test_the_demo_retailer_has_every_module(make_database):
    name = make_database("demo_all", template="demo")
    assert set(states(name)) == {*SUITE, modules.DEMO_MODULE}
    assert set(states(name).values()) == {"installed"}


def manifest(name):
    return modules.read_manifest(OURS[name])


# Guards on the whole suite -----------------------------------------------------


GUARDS = """
import json
ours = set(env["ir.model.data"].search([
    ("model", "=", "ir.model"), ("module", "=like", "unified_%"),
]).mapped("res_id"))
added = env["ir.model"].browse(ours).filtered(
    lambda model: env.registry[model.model]._original_module.startswith("unified_")
)
rights = env["ir.model.access"].search([("model_id", "in", added.ids)]).model_id
ruled = env["ir.rule"].search([("model_id", "in", added.ids)]).filtered(
    lambda rule: "company" in (rule.domain_force or "")
).model_id
def kind(model):
    return env.registry[model.model]
print(json.dumps({
    "without_rights": sorted(
        model.model for model in added - rights if not kind(model)._abstract
    ),
    "without_rule": sorted(
        model.model for model in added - ruled
        if not kind(model)._abstract and not kind(model)._transient
        and "company_id" in kind(model)._fields
    ),
    "without_description": sorted(
        model.model for model in added
        if kind(model)._description in (None, model.model)
    ),
    "count": len(added),
}))
"""


@pytest.fixture(scope="module")
def guards():
    with testing.database("guards", template="apart") as name:
        return testing.odoo_shell_json(name, GUARDS)


def test_the_guards_see_our_models(guards):
    assert guards["count"] > 0


def test_every_model_of_ours_has_rights(guards):
    assert guards["without_rights"] == []


def test_every_model_of_a_company_has_a_company_rule(guards):
    assert guards["without_rule"] == []


def test_every_model_of_ours_is_described(guards):
    assert guards["without_description"] == []


# Translations ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def exported():
    """{module: text of a fresh .pot}, each from a database that has the module."""
    found = {}
    for template in {modules.template_of(name) for name in OURS}:
        names = [name for name in OURS if modules.template_of(name) == template]
        with testing.database(f"terms_{template}", template) as name:
            found |= translations.export(name, names)
    return found


@pytest.mark.parametrize("module", OURS)
def test_the_terms_file_of_the_module_is_fresh(module, exported):
    file = translations.pot_file(OURS[module])
    assert file.exists(), "run make i18n"
    written = translations.steady(file.read_text("utf-8")).splitlines()
    fresh = translations.steady(exported[module]).splitlines()
    assert written == fresh, "run make i18n"


def test_no_other_test_carries_the_apps_of_the_bridges_apart(suite_database):
    assert set(states(suite_database)).isdisjoint(modules.APART)


def test_the_template_knows_what_it_was_made_of():
    name = testing.template("suite")
    facts = testing.open_session().databases.facts(name)
    assert facts["modules"] == modules.fingerprints(SUITE)
    assert templates.difference(facts["modules"], facts["modules"]) == ([], [], [])
    assert json.dumps(facts)
