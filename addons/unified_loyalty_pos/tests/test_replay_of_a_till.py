# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest import skipUnless

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.unified_loyalty.tests.common import LoyaltyProgramMixin
from odoo.addons.unified_pos.tests import parity

TICKETS_EACH = 5


@tagged("post_install", "-at_install")
@skipUnless(parity.given, "hypothesis is not installed")
class TestPromotionsOfTill(LoyaltyProgramMixin, parity.DayCase):
    """Promotions given by a real till, asked again of the server the night after.

    Each price list has its own: a basket tells by its price list what it gets.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        products = cls.catalogue.products
        cls.free = products[4]
        few = {"discount_product_ids": [Command.set(products[3:15].ids)]}
        cls.programs = [
            cls._promotion("Order", discount=10),
            cls._promotion("Cheapest", discount_applicability="cheapest", discount=25),
            cls._promotion(
                "Some", discount_applicability="specific", discount=33.33, **few
            ),
            cls._promotion("Amount", discount_mode="per_order", discount=7.77),
            cls._promotion("At most", discount=20, discount_max_amount=12.34),
            cls._create_program(
                "Two and one free",
                rule={
                    "reward_point_mode": "unit",
                    "product_ids": [Command.set(cls.free.ids)],
                },
                reward={
                    "reward_type": "product",
                    "reward_product_id": cls.free.id,
                    "required_points": 2,
                },
                program_type="buy_x_get_y",
                applies_on="current",
            ),
        ]
        for program, pricelist in zip(cls.programs, cls.catalogue.lists, strict=True):
            program.write({"pricelist_ids": [Command.set(pricelist.ids)]})

    def _draw_baskets(self):
        """Return a few baskets for each promotion; the free article is in its own."""
        baskets = []
        for program in self.programs:
            baskets += parity.draw(
                parity.basket_of(
                    self.catalogue,
                    discounts=(0,),
                    rounding=parity.st.just("round_globally"),
                    pricelist=parity.st.just(program.pricelist_ids.id),
                    promotions=parity.st.just(True),
                ),
                TICKETS_EACH,
            )
        for basket, quantity in zip(
            baskets[-TICKETS_EACH:], (2, 3, 5, 6, 9), strict=True
        ):
            line = self._basket(self.free, quantity=quantity)["lines"][0]
            others = [one for one in basket["lines"] if one["product"] != self.free.id]
            basket["lines"] = [line, *others]
        return baskets

    def test_promotions_of_a_real_till_are_those_of_the_server(self):
        tickets = self._sell_day(self._draw_baskets())
        rewards = tickets.lines.filtered("is_reward_line")
        self.assertEqual(set(rewards.reward_id.program_id), set(self.programs))
        gaps = self._replay(tickets).filtered(lambda gap: gap.cause != "apart")
        self.assertFalse(gaps.mapped(lambda gap: (gap.cause, gap.detail, gap.gap)))

    def test_what_is_given_free_is_worth_what_it_costs_on_the_ticket(self):
        many = self.env["product.pricelist.item"].create(
            {
                "pricelist_id": self.programs[-1].pricelist_ids.id,
                "product_id": self.free.id,
                "min_quantity": 3,
                "compute_price": "fixed",
                "fixed_price": 7.0,
            }
        )
        basket = self._basket(
            self.free, pricelist=many.pricelist_id.id, quantity=3, promotions=True
        )
        [till] = self._reckon_at_till([basket])
        self.assertEqual(till["total"], 14.0)
