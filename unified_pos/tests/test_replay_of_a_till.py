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

    def test_a_day_of_a_real_till_differs_only_by_discounts_and_fiscal_positions(self):
        positions = self.catalogue.overseas | self.catalogue.export
        baskets = basket_of(
            self.catalogue,
            rounding=st.just("round_globally"),
            fiscal_position=st.sampled_from([False, False, False, *positions.ids]),
        )
        tickets = self._sell_day(draw(baskets, TICKETS))
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
