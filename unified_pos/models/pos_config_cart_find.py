# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.unified_commerce_base.exceptions import CartCodeBlockedError
from odoo.addons.unified_commerce_base.models.sale_order_cart import LIVE_STATES

KEY_HOURS = 12
SHORTEST_SEARCH = 3
FOUND_AT_MOST = 8
PURPOSES = ("till", "link")


class PosConfig(models.Model):
    """How a till finds a cart: by its code, a QR, the name or phone of the customer.

    The till is given a signed key for each cart it found, and works on the cart with
    it: the number of a cart opens nothing.
    """

    _inherit = "pos.config"

    # What the till asks ---------------------------------------------------------

    def unified_cart_open(self, text):
        """Find the cart of a code that was typed, or of a code or QR scanned.

        :return: {status: "found", key, partner_id (False for a visitor), channel,
            preview} or {status: "refused" | "blocked", message}
        :raise AccessError: not the staff of this till
        :raise UserError: the till is not open
        """
        self._check_till()
        carts = self._get_cart_model()
        try:
            if token := carts._cart_parse_token(text):
                found = carts._cart_resolve_token(token, PURPOSES)
            else:
                asker = f"{self.env.uid}:{self.id}"
                found = carts._cart_resolve_code(self.company_id, text, asker)
        except CartCodeBlockedError as error:
            return {"status": "blocked", "message": str(error)}
        refusal = found.refusal or self._get_cart_refusal(found.cart)
        if refusal:
            return {"status": "refused", "message": refusal}
        return {"status": "found", **self._prepare_found_cart(found.cart)}

    def unified_cart_search(self, words):
        """Find open carts by the name or the phone of their customer.

        :param words: three characters at least
        :return: {carts: [{key, partner_id, name, phone, email, count, total}], more};
            a person is shown by first name and initial, phone and mail are masked
        """
        self._check_till()
        domain = self._get_cart_search_domain(words)
        if not domain:
            return {"carts": [], "more": False}
        carts = self._get_cart_model().search(
            domain, order="write_date desc, id desc", limit=FOUND_AT_MOST + 1
        )
        return {
            "carts": [self._prepare_cart_result(one) for one in carts[:FOUND_AT_MOST]],
            "more": len(carts) > FOUND_AT_MOST,
        }

    # Searching ------------------------------------------------------------------

    def _get_cart_search_domain(self, words):
        """Return the domain of the carts meant, False when too little is said."""
        # signs that stand for any letter would find everybody
        words = " ".join(re.sub(r"[%_\\]", " ", str(words or "")).split())
        if len(words) < SHORTEST_SEARCH:
            return False
        nobody = self._get_public_partners()
        who = Domain("partner_id.name", "ilike", words)
        digits = re.sub(r"\D", "", words)
        if len(digits) >= SHORTEST_SEARCH and not re.search(r"[^\W\d_]", words):
            who |= Domain("partner_id", "any", self._get_phone_domain(digits))
        return (
            Domain("cart_state", "in", LIVE_STATES)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("partner_id", "not in", nobody.ids)
            & Domain("order_line.product_id", "!=", False)
            & who
        )

    def _get_public_partners(self):
        """Return the contacts that stand for all visitors: nobody's name."""
        # sudo: who is nobody is no secret
        users = self.env["res.users"].sudo().with_context(active_test=False)
        group = self.env.ref("base.group_public")
        return users.search([("all_group_ids", "in", group.ids)]).partner_id

    def _get_phone_domain(self, digits):
        """Return the domain of the contacts whose phone number holds these digits.

        0639981234 and +33 6 39 98 12 34 are the same number.
        """
        local = re.sub(r"^(00|0)", "", digits)
        code = str(self.company_id.country_id.phone_code or "")
        if code and local.startswith(code) and len(local) > len(code) + 2:
            local = local[len(code) :]

        def to_sql(model, alias, query):
            phone = model._field_to_sql(alias, "phone", query)
            return SQL(
                "regexp_replace(%s, '\\D', '', 'g') LIKE %s", phone, f"%{local}%"
            )

        return Domain.custom(to_sql=to_sql)

    def _prepare_cart_result(self, cart):
        masked = cart.partner_id._get_masked()
        return {
            "key": self._get_cart_door_key(cart),
            "partner_id": self._get_cart_partner_id(cart),
            **{name: masked[name] for name in ("name", "phone", "email")},
            "count": sum(cart._cart_items().mapped("product_uom_qty")),
            "total": cart._cart_amount(),
            "held_by": cart._cart_held_by(self._get_cart_holder()),
        }

    # The cart that was found ----------------------------------------------------

    def _prepare_found_cart(self, cart):
        return {
            "key": self._get_cart_door_key(cart),
            "partner_id": self._get_cart_partner_id(cart),
            "channel": self._get_visitor_channel(cart),
            "preview": self._get_cart_preview(cart),
        }

    def _get_cart_model(self):
        # sudo: the cashier has no right on orders; _check_till came before
        return self.env["sale.order"].sudo().with_company(self.company_id)

    def _get_cart_door_key(self, cart):
        """Return the key with which this till works on a cart for the day."""
        until = fields.Datetime.now() + timedelta(hours=KEY_HOURS)
        return cart._cart_get_token(until, "till")

    def _get_keyed_cart(self, cart_key):
        """Return the live cart of a key the till was given.

        :raise UserError: what became of it, in words
        """
        found = self._get_cart_model()._cart_resolve_token(cart_key, PURPOSES)
        if refusal := found.refusal or self._get_cart_refusal(found.cart):
            raise UserError(refusal)
        return found.cart

    def _get_cart_refusal(self, cart):
        """Return why this till cannot take a live cart over, "" when it can."""
        _ = self.env._
        if cart.company_id != self.company_id:
            return _(
                "This cart belongs to another company (%s): this till cannot take it "
                "over.",
                cart.company_id.name,
            )
        if cart.currency_id != self.currency_id:
            return _(
                "This cart is in %(currency)s: this till cannot take it over.",
                currency=cart.currency_id.name,
            )
        if cart.cart_state == "guest":
            return ""
        # sudo(False): the right of the cashier, not ours
        customer = cart.partner_id.sudo(False)
        if not customer.has_access("read"):
            return _("The customer of this cart is not one of this company's.")
        return ""

    def _get_cart_partner_id(self, cart):
        return cart.cart_state == "open" and cart.partner_id.id

    def _get_visitor_channel(self, cart):
        return cart.cart_state == "guest" and cart._cart_get_bus_channel()

    # What changed since the customer saw it ---------------------------------------

    def _get_cart_preview(self, cart):
        preview = super()._get_cart_preview(cart)
        if preview["cart"]:
            prices = cart._cart_prices()
            refusals = self._get_article_refusals(cart._cart_items().product_id)
            for line in preview["cart"]["lines"]:
                line.update(prices.get(line["id"], {}))
                line["not_sold"] = refusals.get(line["product_id"], "")
        return preview

    def _get_article_refusals(self, products):
        """Return why this till does not sell articles that a cart may hold.

        :return: {product id: reason in words}, without what it sells
        """
        _ = self.env._
        templates = self.env["product.template"]
        sold_here = templates.search(
            Domain("id", "in", products.product_tmpl_id.ids)
            & Domain(templates._load_pos_data_domain({}, self))
        )
        refusals = {}
        for product in products:
            if not product.active or not product.sale_ok:
                refusals[product.id] = _("no longer sold")
            elif product.product_tmpl_id not in sold_here:
                refusals[product.id] = _("not sold at this till")
        return refusals

    def _choose_till_lines(self, cart, quantities=None):
        """Return the lines that go to the ticket, as the till adds them.

        Articles that this till does not sell stay in the cart. Rewards come along:
        what of them is due for a part is asked before the payment.

        :param quantities: {line id: quantity, in the unit of the line}, None: all
        """
        items = cart._cart_items()
        refusals = self._get_article_refusals(items.product_id)
        chosen = {
            line: quantity
            for line in items
            if line.product_id.id not in refusals
            and (quantity := line._get_chosen_quantity(quantities))
        }
        return [
            line._prepare_till_line(chosen.get(line))
            for line in cart._cart_till_lines()
            if chosen and (line in chosen or line not in items)
        ]
