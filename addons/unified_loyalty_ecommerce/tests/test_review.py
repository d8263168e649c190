# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import LoyaltyShopMixin


@tagged("post_install", "-at_install")
class TestReview(LoyaltyShopMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()
        cls.points.bonus_review = 15
        cls.shopper = new_test_user(cls.env, "camille", groups="base.group_portal")
        cls.card = cls.env["loyalty.card"].create(
            {"program_id": cls.points.id, "partner_id": cls.shopper.partner_id.id}
        )

    def _review(self, user=None):
        article = self.lamp.product_tmpl_id.with_user(user or self.shopper).sudo()
        message = article.message_post(
            body="Très jolie lampe",
            message_type="comment",
            author_id=(user or self.shopper).partner_id.id,
            rating_value=4,
        )
        return self.env["rating.rating"].search([("message_id", "=", message.id)])

    def test_review_of_an_article_bought_wins_points_and_says_so(self):
        self._order(self.web)
        won = self.card.points
        rating = self._review()
        self.assertEqual(self.card.points, won + 15)
        self.assertTrue(rating.rewarded)
        values = rating.message_id._portal_message_format_rating(
            rating.read(["publisher_id", "publisher_comment", "publisher_datetime"])[0]
        )
        self.assertTrue(values["rewarded"])

    def test_second_review_of_the_same_article_wins_nothing(self):
        self._order(self.web)
        self._review()
        won = self.card.points
        self.assertFalse(self._review().rewarded)
        self.assertEqual(self.card.points, won)

    def test_review_of_an_article_not_bought_wins_nothing(self):
        rating = self._review()
        self.assertFalse(rating.rewarded)
        self.assertEqual(self.card.points, 0)
