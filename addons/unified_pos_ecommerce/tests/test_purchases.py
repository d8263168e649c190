# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PurchasesCommon


@tagged("post_install", "-at_install")
class TestPurchases(PurchasesCommon):
    def _purchases(self, partner=None, **kwargs):
        return (partner or self.customer)._get_purchases(self.company, **kwargs)

    def test_web_orders_and_tickets_are_in_one_list_newest_first(self):
        order = self._order_on_the_web(self.customer)
        ticket = self._sell_in_store(self.customer)
        order.date_order = "2026-10-01 10:00:00"
        self._set_column(ticket, "date_order", "2026-10-02 10:00:00")
        self.assertEqual(self._purchases(), [ticket, order])
        self.assertEqual(self.customer._count_purchases(self.company), 2)
        self.assertEqual(self._purchases(limit=1, offset=1), [order])

    def test_purchases_of_others_are_not_listed(self):
        self._sell_in_store(self.other_customer)
        self._order_on_the_web(self.other_customer)
        self.assertEqual(self._purchases(), [])

    def test_purchases_of_a_colleague_are_not_listed(self):
        company = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.customer + self.other_customer).parent_id = company
        self._sell_in_store(self.other_customer)
        self._sell_in_store(company)
        self.assertEqual(self._purchases(), [])

    def test_cart_and_quotation_are_no_purchases(self):
        self._make_web_cart(lines=[(self.shirt, 1)])
        self._make_draft(self.other_customer, [(self.shirt, 1)])
        self.assertEqual(self._purchases(), [])
        self.assertEqual(self._purchases(self.other_customer), [])

    def test_unpaid_ticket_is_no_purchase(self):
        ticket = self._sell_in_store(self.customer)
        self._set_column(ticket, "state", "draft")
        self.assertEqual(self._purchases(), [])

    def test_web_cart_settled_by_a_ticket_is_listed_once(self):
        order = self._order_on_the_web(self.customer)
        ticket = self._sell_in_store(self.customer, self.mug)
        self._set_column(ticket.lines, "sale_order_origin_id", order.id)
        self._set_column(ticket.lines, "sale_order_line_id", order.order_line.id)
        self.assertEqual(self._purchases(), [ticket])

    def test_purchases_in_another_company_are_not_listed(self):
        self._sell_in_store(self.customer)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertEqual(self.customer._get_purchases(company), [])

    def test_summary_says_where_when_and_how_much(self):
        ticket = self._sell_in_store(self.customer, quantity=2)
        summary = ticket._get_purchase_summary()
        self.assertEqual(summary["place"], "Lyon")
        self.assertEqual(summary["articles"], 2)
        self.assertEqual(summary["total"], 40.0)
        self.assertEqual(summary["kind"], "store")

    def test_receipt_shows_the_tax_of_each_rate(self):
        tax = self.env["account.tax"].create(
            {
                "name": "20 % incl.",
                "amount": 20.0,
                "type_tax_use": "sale",
                "price_include_override": "tax_included",
                "tax_group_id": self.env["account.tax.group"]
                .create({"name": "TVA 20 %"})
                .id,
            }
        )
        ticket = self._sell_in_store(self.customer)
        self.env.cr.execute(
            "INSERT INTO account_tax_pos_order_line_rel"
            " (pos_order_line_id, account_tax_id) VALUES (%s, %s)",
            [ticket.lines.id, tax.id],
        )
        ticket.lines.invalidate_recordset()
        [line] = ticket._get_tax_lines()
        self.assertEqual(line["name"], "TVA 20 %")
        self.assertAlmostEqual(line["amount"], 3.33)
        self.assertAlmostEqual(line["base"], 16.67)
