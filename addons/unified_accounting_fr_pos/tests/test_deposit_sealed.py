# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestDepositSealed(FiscalTillCase):
    """A deposit bears its VAT when it is paid; the settlement deducts it."""

    def test_af_14_deposit_then_pick_up(self):
        vat_20 = self._tax("tva_normale_ttc")
        product = self._product("Acompte", 0.0, self.env["account.tax"], type="service")
        speaker = self._product("Enceinte", 120.0, vat_20)
        self.till_1.down_payment_product_id = product
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": speaker.id})],
            }
        )
        sale.action_confirm()

        def line(article, amount, **values):
            return self._line(
                article,
                1 if amount > 0 else -1,
                price_unit=abs(amount),
                price_subtotal=round(amount / 1.2, 2),
                price_subtotal_incl=amount,
                tax_ids=[Command.set(vat_20.ids)],
                sale_order_origin_id=sale.id,
                **values,
            )

        values = {"user": self.seller}
        deposit = self._send(self._ticket([line(product, 36.0)]), **values)
        content = self._content(deposit)
        self.assertEqual(content["type"], "DEPOSIT")
        self.assertEqual(self._vat(content), {"20": (3000, 600)})
        down = sale.order_line.filtered(
            lambda one: one.is_downpayment and not one.display_type
        )
        goods = sale.order_line.filtered(lambda one: one.product_id == speaker)
        settled = self._send(
            self._ticket(
                [
                    line(speaker, 120.0, sale_order_line_id=goods.id),
                    line(product, -36.0, sale_order_line_id=down.id),
                ]
            ),
            **values,
        )
        content = self._content(settled)
        self.assertEqual(content["type"], "SALE")
        self.assertEqual(content["total"], 8400)
        self.assertEqual(self._vat(content), {"20": (7000, 1400)})
        self.assertIn(
            {"rel": "deposit_of", "no": deposit.fiscal_number}, content["links"]
        )
        self.assertEqual(self._chain().gt_alg, 12000)
