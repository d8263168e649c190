# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LoyaltyShopMixin


@tagged("post_install", "-at_install")
class TestReferralLink(LoyaltyShopMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()
        cls.points.bonus_referrer = 40
        cls.shopper = new_test_user(cls.env, "camille", groups="base.group_portal")
        cls.card = cls.env["loyalty.card"].create(
            {"program_id": cls.points.id, "partner_id": cls.shopper.partner_id.id}
        )

    def _add_to_cart(self):
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.lamp.product_tmpl_id.id,
                "product_id": self.lamp.id,
                "quantity": 1,
            },
        )
        return self.env["sale.order"].search([], order="id desc", limit=1)

    def test_cart_of_a_visitor_who_came_by_the_link_knows_who_sent_them(self):
        code = self.card._get_referral_code()
        answer = self.url_open(f"/shop/invite/{code}", allow_redirects=False)
        self.assertIn("/shop", answer.headers["Location"])
        self.assertEqual(self._add_to_cart().referral_card_id, self.card)

    def test_unknown_code_opens_the_shop_and_is_forgotten(self):
        answer = self.url_open("/shop/invite/ZZZZZZZZ", allow_redirects=False)
        self.assertIn("/shop", answer.headers["Location"])
        self.assertFalse(self._add_to_cart().referral_card_id)
