# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestMultiplier(LoyaltyCase):
    def _multiplier(self, **values):
        return self.env["loyalty.multiplier"].create(
            {"name": "Double", "program_id": self.points.id, "factor": 2, **values}
        )

    def _won(self, *products):
        cart = self._cart(*products)
        return cart._program_check_compute_points(self.points)[self.points]["points"]

    def test_an_article_wins_more_points_and_the_others_do_not(self):
        self._multiplier(product_ids=[Command.set(self.lamp.ids)])
        self.assertEqual(self._won(self.lamp, self.chair), [260])

    def test_a_category_above_counts(self):
        above = self.env["product.category"].create({"name": "Maison"})
        self.lamp.categ_id = above.create({"name": "Lampes", "parent_id": above.id})
        self._multiplier(category_ids=[Command.set(above.ids)])
        self.assertEqual(self._won(self.lamp), [200])

    def test_another_channel_wins_no_more(self):
        self._multiplier(channel_ids=[Command.set(self.store.ids)])
        self.assertEqual(self._won(self.lamp), [100])

    def test_members_of_a_tier_win_more(self):
        gold = self.env["loyalty.tier"].create(
            {
                "name": "Or",
                "program_id": self.points.id,
                "threshold": 10,
                "multiplier": 1.5,
            }
        )
        card = self._card()
        self.assertEqual(self._won(self.lamp), [100])
        card.tier_id = gold
        # the cart of the customer now has two
        self.assertEqual(self._won(self.lamp), [300])

    def test_articles_that_win_no_points_do_not_thin_out_the_rest(self):
        self.points.rule_ids.product_ids = self.lamp
        self._multiplier(product_ids=[Command.set(self.lamp.ids)])
        self.assertEqual(self._won(self.lamp, self.chair), [200])

    def test_promotions_are_not_multiplied(self):
        self._multiplier()
        promotion = self._promotion("Promo")
        cart = self._cart(self.lamp)
        status = cart._program_check_compute_points(promotion)[promotion]
        self.assertEqual(status["points"], [1])

    def test_what_makes_no_sense_is_refused(self):
        with self.assertRaises(ValidationError):
            self._multiplier(factor=0)
        with self.assertRaises(ValidationError):
            self._multiplier(date_from="2026-12-02", date_to="2026-12-01")
