# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.unified_commerce_base.tests.common import UnifiedCommerceCommon
from odoo.addons.website_sale.tests.common import MockRequest


class UnifiedShopCommon(UnifiedCommerceCommon):
    """A web shop with two articles, two customers who have an account, and a store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.website = cls.env["website"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.website._ensure_channel()
        cls.web = cls.website.channel_id
        (cls.shirt + cls.mug).write(
            {"is_published": True, "allow_out_of_stock_order": True}
        )
        cls.shopper = cls._make_shopper("camille", cls.customer)
        cls.other_shopper = cls._make_shopper("dominique", cls.other_customer)
        cls.public_user = cls.website.user_id

    @classmethod
    def _make_shopper(cls, login, partner):
        partner.write(
            {
                "email": f"{login}@client.example",
                "street": "2 rue des Lilas",
                "zip": "69002",
                "city": "Lyon",
                "country_id": cls.env.ref("base.fr").id,
                "phone": "+33 1 99 00 12 34",
            }
        )
        return new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="base.group_portal",
            partner_id=partner.id,
            company_id=cls.company.id,
        )

    @classmethod
    def _make_guest_cart(cls, lines=()):
        return cls._make_web_cart(cls.public_user.partner_id, lines, "guest")

    @classmethod
    def _make_web_cart(cls, partner=None, lines=(), state="open"):
        cart = cls._make_cart(partner=partner, lines=lines, state=state)
        cart.write({"website_id": cls.website.id, "channel_id": cls.web.id})
        return cart

    @classmethod
    def _make_draft(cls, partner, lines=(), **values):
        """Make a draft of the web shop from before the suite: not a cart."""
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "website_id": cls.website.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": qty})
                    for product, qty in lines
                ],
                **values,
            }
        )

    @contextmanager
    def _browse(self, user=None, website=None, **session):
        """Be one request of a browser; the session is what the browser remembers."""
        user = user or self.public_user
        env = self.env(user=user)
        website = (website or self.website).with_env(env)
        # what a request does in a cursor of its own is let through
        self.http_request_allow_all = True
        try:
            with MockRequest(env, website=website) as request:
                request.session.update(session)
                yield request
        finally:
            self.http_request_allow_all = False

    def _resolve(self, user=None, website=None, **session):
        """Return (the cart a page of this browser shows, what it then remembers)."""
        with self._browse(user, website, **session) as request:
            cart = request.website._get_and_cache_current_cart()
            return cart.with_env(self.env), dict(request.session)


class UnifiedShopHttpCommon(UnifiedShopCommon, HttpCase):
    def _call(self, route, **params):
        """Call a jsonrpc route of the shop and return its answer."""
        return self.make_jsonrpc_request(route, params)
