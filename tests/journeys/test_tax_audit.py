# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A tax inspector takes an archive away and verifies it without Odoo, in a minute."""

import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.browser

INSPECTOR = "inspector"
# from the login to the answer of the verifier; the law's own measure is minutes
WITHIN = 60


@pytest.fixture
def sealed(retailer):
    """A company that has sealed some tickets, and its inspector."""
    return retailer.shell(
        f"""
        company = env.ref("base.main_company")
        if len(company._get_fiscal_siren()) != 9:
            company.company_registry = "732829320"
        company._start_sealing("Test")
        till = env["fiscal.till"]._find_or_create(company, "pos", "Caisse 9", "T9")
        chain = till._get_chain(
            "ticket", env["fiscal.device"]._find_or_enrol(till, "journey")
        )
        for amount in (1200, 2400, -1200):
            env["fiscal.document"]._seal(chain, {{
                "type": "SALE" if amount > 0 else "REFUND",
                "lines": [], "total": amount,
                "payments": [{{"mode": "CB", "amount": amount, "currency": "EUR"}}],
                "vat": [{{"rate": "20", "base": amount * 5 // 6, "tax": amount // 6}}],
            }})
        env["res.users"].with_context(no_reset_password=True).create({{
            "name": "Inspectrice",
            "login": "{INSPECTOR}", "password": "{INSPECTOR}", "lang": "fr_FR",
            "company_id": company.id, "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, [
                env.ref("unified_accounting_fr.group_fiscal_auditor").id,
            ])],
        }})
        env.cr.commit()
        result = company.id
        """
    )


def test_an_inspector_exports_and_verifies_within_a_minute(sealed, people, tmp_path):
    start = time.monotonic()
    inspector = people.manager(login=INSPECTOR)
    page = inspector.page
    inspector.go("/odoo/action-unified_accounting_fr.action_fiscal_audit_document")
    inspector.sees("T9-00000001")
    inspector.keep_screen("audit-documents")
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("menuitem", name="Export par période").click()
    page.get_by_role("button", name="Constituer l’archive").click()
    download = page.get_by_role("button", name="Télécharger")
    download.wait_for()
    inspector.keep_screen("audit-archive")
    with page.expect_download() as archive:
        download.click()
    archive.value.save_as(tmp_path / "archive.zip")
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as verifier:
        page.get_by_role("menuitem", name="Programme de vérification").click()
    verifier.value.save_as(tmp_path / "fiscal_verify.py")
    answer = subprocess.run(
        [sys.executable, tmp_path / "fiscal_verify.py", tmp_path / "archive.zip"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Archive intègre" in answer.stdout
    assert time.monotonic() - start < WITHIN
    assert not inspector.errors


def test_each_thing_an_inspector_did_is_in_the_log(sealed_log):
    for what in ("consultation de", "export du", "fiscal_verify.py"):
        assert any(what in one for one in sealed_log), (what, sealed_log)


@pytest.fixture
def sealed_log(retailer):
    return [
        description
        for (description,) in retailer.ask(
            "SELECT description FROM fiscal_event WHERE code = '280'"
        )
    ]
