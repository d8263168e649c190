# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest import skipUnless

from odoo.tests import tagged

from .parity import DayCase, basket_of, draw, given, st

TICKETS = 25


@tagged("post_install", "-at_install")
@skipUnless(given, "hypothesis is not installed")
class TestReplayOfTill(DayCase):
    """A day sold at a real till, in Chromium, and compared the night after."""

    def _lines_of(self, gap):
        return gap.pos_order_id.lines.filtered(
            lambda line: (line.product_id, line.qty) == (gap.product_id, gap.quantity)
        )

    def _sure_baskets(self):
        """Return a basket of each kind that the draw may leave out."""
        included, excluded = (
            self.catalogue.products.filtered(lambda one, tax=tax: one.taxes_id == tax)
            for tax in (self.catalogue.taxes[0], self.catalogue.excluded)
        )
        menu = self.catalogue.products.filtered("combo_ids")
        items = [combo.combo_item_ids[0].id for combo in menu.combo_ids]
        return [
            self._basket(included[0], fiscal_position=self.catalogue.overseas.id),
            self._basket(included[0], fiscal_position=self.catalogue.export.id),
            self._basket(excluded[0], discount=10),
            self._basket(menu, combo_items=items),
        ]

    def test_a_day_of_a_real_till_differs_only_by_discounts_and_fiscal_positions(self):
        positions = self.catalogue.overseas | self.catalogue.export
        baskets = basket_of(
            self.catalogue,
            rounding=st.just("round_globally"),
            fiscal_position=st.sampled_from([False, False, False, *positions.ids]),
        )
        drawn = draw(baskets, TICKETS)
        tickets = self._sell_day([*drawn, *self._sure_baskets()])
        self.assertTrue(tickets.lines.combo_parent_id)
        gaps = self._replay(tickets)
        told = gaps.grouped("cause")
        self.assertEqual(set(told), {"person", "tax"})
        for gap in told["person"]:
            self.assertTrue(any(self._lines_of(gap).mapped("discount")), gap.detail)
        self.assertTrue(all(gap.pos_order_id.fiscal_position_id for gap in told["tax"]))
        # nobody and no law changed anything on these tickets
        plain = tickets.filtered(
            lambda ticket: (
                not ticket.fiscal_position_id
                and not any(ticket.lines.mapped("discount"))
            )
        )
        self.assertTrue(plain)
        self.assertFalse(gaps.filtered(lambda gap: gap.pos_order_id in plain))
