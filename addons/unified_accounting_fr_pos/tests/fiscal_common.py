# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec

from odoo.fields import Command

from odoo.addons.unified_accounting_fr.tests.fiscal_common import (
    SIREN,
    KeyFolderMixin,
)
from odoo.addons.unified_accounting_fr.verifier import fiscal_verify

from .common import FrenchTillCase


class FiscalTillCase(KeyFolderMixin, FrenchTillCase):
    """Two tills of Lyon whose company seals, with a key folder of each test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # own cursors see the test's transaction, and only it
        cls.registry_enter_test_mode_cls()
        cls._make_key_folder()
        cls.company.write({"name": "UNIFIED RETAIL SAS", "company_registry": SIREN})
        cls.till_1.fiscal_code = "S1C1"
        cls.till_2.fiscal_code = "S1C2"
        cls.company._start_sealing("Test")
        # what a test creates bears the time at which its transaction began
        cls.company.fiscal_started_on -= timedelta(hours=1)
        cls.env.cr.postcommit.run()

    def _document(self, order):
        """Return the document that seals a ticket."""
        return self.env["fiscal.document"]._of(order).get(order.id)[0]

    def _content(self, order):
        return self._document(order)._get_content()

    def _chain(self, kind="ticket", till=None, identifier=None):
        device = (till or self.till_1)._get_fiscal_device(identifier)
        return device.till_id._get_chain(kind, device)

    def _commit(self):
        """Do what the end of a request does, but the commit."""
        self.env.cr.flush()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")
        self.env.cr.postcommit.run()
        self.env.invalidate_all()

    def _events(self, code):
        self.env.cr.postcommit.run()
        return self.env["fiscal.event"].search([("code", "=", code)])

    def _vat(self, content):
        """Return {rate: (base, tax)} in cents."""
        return {row["rate"]: (row["base"], row["tax"]) for row in content["vat"]}

    def _message(self, lines, payments=None, **values):
        """Return a ticket of (product, quantity, discount, refunded line)."""
        prepared = [self._golden_line(*line) for line in lines]
        total = round(sum(line["price_subtotal_incl"] for line in prepared), 2)
        values.setdefault(
            "payment_ids",
            [
                Command.create(
                    {
                        "uuid": str(uuid4()),
                        "amount": amount,
                        "name": "2026-10-01 10:00:00",
                        "payment_method_id": method.id,
                    }
                )
                for method, amount in payments or [(self.card, total)]
            ],
        )
        return self._ticket(prepared, **values)

    # A browser that signs ---------------------------------------------------------

    def _enrol_browser(self, identifier="browser", till=None):
        """Return the key of a browser that signs its tickets itself."""
        key = ec.generate_private_key(fiscal_verify.CURVE)
        self.env["fiscal.device"]._find_or_enrol(
            (till or self.till_1)._get_fiscal_till(),
            identifier,
            fiscal_verify.public_pem(key.public_key()),
        )
        return key

    def _signed(self, message, key, rank, previous="", identifier="browser", **values):
        """Add to a ticket what the browser states of it; return its signature."""
        device = self.till_1._get_fiscal_device(identifier)
        payments = [
            [command[2]["payment_method_id"], round(command[2]["amount"] * 100)]
            for command in message["payment_ids"]
        ]
        statement = fiscal_verify.canonical(
            {
                "no": f"{device.code}-{rank:08d}",
                "ts": "20261001101500",
                "tz": "+0200",
                "prev": previous,
                "uuid": message["uuid"],
                "type": "SALE",
                "total": round(message["amount_total"] * 100),
                "offline": True,
                "lines": len(message["lines"]),
                "payments": payments,
                **values,
            }
        )
        signature = fiscal_verify.sign(statement, key)
        message["unified_fiscal"] = {
            "device": identifier,
            "statement": statement,
            "signature": signature,
        }
        return signature
