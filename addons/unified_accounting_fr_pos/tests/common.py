# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo.fields import Command

from odoo.addons.unified_accounting_fr.tests.common import FrenchCompanyCase
from odoo.addons.unified_pos.tests.common import TillCommon


class FrenchTillCase(FrenchCompanyCase, TillCommon):
    """A till of Lyon that sells the articles of the golden tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vat_20, vat_5_5, vat_2_1 = (
            cls._tax(ref)
            for ref in ("tva_normale_ttc", "tva_reduite_ttc", "tva_super_reduite_ttc")
        )
        service_20 = cls._tax("tva_normale_encaissement_ttc")
        cls.headset = cls._product("Casque", 49.90, vat_20)
        cls.book = cls._product("Livre", 18.00, vat_5_5)
        cls.magazine = cls._product("Magazine", 3.50, vat_2_1)
        cls.coffee = cls._product("Café", 4.75, vat_5_5)
        cls.china = cls._product("Mug porcelaine", 9.99, vat_20)
        cls.repair = cls._product("Réparation", 30.00, service_20, type="service")
        cls.gift = cls._product("Carte", 50.00, cls.env["account.tax"], type="service")
        cls.till_1.payment_method_ids = cls.card | cls.cash

    def _golden(self, lines, payments, change=0.0):
        """Send a ticket of (product, quantity, discount) paid by (method, amount)."""
        prepared = [self._golden_line(*line) for line in lines]
        total = round(sum(line["price_subtotal_incl"] for line in prepared), 2)
        return self._send(
            self._ticket(
                prepared,
                amount_paid=total + change,
                amount_return=-change,
                payment_ids=[
                    Command.create(
                        {
                            "uuid": str(uuid4()),
                            "amount": amount,
                            "name": "2026-10-01 10:00:00",
                            "payment_method_id": method.id,
                        }
                    )
                    for method, amount in payments
                ],
            )
        )

    def _golden_line(self, product, quantity=1, discount=0.0, refunded=None):
        taxes = product.taxes_id
        unit_price = product.list_price * (1 - discount / 100)
        amounts = taxes.compute_all(unit_price, quantity=quantity)
        return self._line(
            product,
            quantity,
            discount=discount,
            price_subtotal=amounts["total_excluded"],
            price_subtotal_incl=amounts["total_included"],
            refunded_orderline_id=refunded and refunded.id,
        )

    def _sell_golden_tickets(self):
        """R1 by card, R2 and R6 in cash."""
        self._golden(
            [(self.headset,), (self.book,), (self.magazine, 2)], [(self.card, 74.90)]
        )
        self._golden(
            [(self.coffee, 3), (self.china, 1, 10.0)], [(self.cash, 25.00)], change=1.76
        )
        self._golden([(self.repair,)], [(self.cash, 30.00)])

    def _close(self, counted, opening=0.0):
        """Close the till as the cashier does, with a cash count."""
        session = self.session_1.with_user(self.cashier)
        session.post_closing_cash_details(counted)
        session.update_closing_control_state_session("")
        self.assertEqual(session.close_session_from_ui(), {"successful": True})
        return self.session_1.move_id

    def _amounts(self, move):
        """Return {account code: balance}, credits positive."""
        return {
            code: -round(sum(lines.mapped("balance")), 2)
            for code, lines in move.line_ids.grouped(
                lambda line: line.account_id.code
            ).items()
        }
