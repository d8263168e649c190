# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import float_round, format_date

from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder
from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

HOLDER_KEY = "unified_cart_holder_key"
VISITOR_CART = "unified_visitor_cart"


class Website(models.Model):
    _inherit = "website"

    channel_id = fields.Many2one(
        "commerce.channel",
        string="Sales Channel",
        domain="[('channel_type', '=', 'web'), ('company_id', '=', company_id)]",
        copy=False,
        index="btree_not_null",
        help="Channel of the carts and orders that begin on this website.",
    )
    show_store_stock = fields.Boolean(
        string="Stock of the Stores",
        default=True,
        help="Show on product pages and in the cart which store has the article.",
    )

    cart_merge_rule = fields.Selection(
        [
            ("merge", "Put both together"),
            ("newest", "Keep the newest, save the other"),
            ("ask", "Ask the customer"),
        ],
        string="Two Carts at Sign-in",
        default="merge",
        required=True,
        help="What happens when a customer who has a cart signs in with another one. "
        "Nothing is lost: a cart that is not kept in hand becomes a saved list.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        websites = super().create(vals_list)
        websites._ensure_channel()
        return websites

    def write(self, vals):
        # sudo: who renames the website need not configure channels
        named_alike = self.sudo().filtered(
            lambda site: site.channel_id.name == site.name
        )
        result = super().write(vals)
        if "company_id" in vals:
            self._ensure_channel()
        if "name" in vals:
            named_alike.channel_id.name = vals["name"]
        return result

    # Channel --------------------------------------------------------------------

    def _ensure_channel(self):
        """Give each website a web channel of its own company."""
        # sudo: who makes a website need not configure channels
        for website in self.sudo():
            if website.channel_id.company_id != website.company_id:
                website.channel_id = self.env["commerce.channel"]._create_channel(
                    website._prepare_channel_values()
                )

    def _prepare_channel_values(self):
        self.ensure_one()
        return {
            "name": self.name,
            "code": "WEB",
            "channel_type": "web",
            "company_id": self.company_id.id,
        }

    # The cart of the customer, on whatever device -------------------------------

    def _get_cart_customer(self):
        """Return the contact whose open cart this request works on.

        No record for a visitor, and for a contact that this website's company may
        not sell to.
        """
        self.ensure_one()
        user = self.env.user
        if not user or user._is_public():
            return self.env["res.partner"]
        # sudo: a portal user may always know who they are
        partner = user.partner_id.sudo()
        return partner.filtered_domain(
            partner._check_company_domain(self.company_id.id)
        )

    def _get_and_cache_current_cart(self):
        """Resolve the cart by customer; the session is the visitor's business only.

        A signed-in customer gets their open cart whatever this browser remembers:
        it may have signed in before the cart existed, or remember an older one.
        """
        self.ensure_one()
        customer = self._get_cart_customer()
        if not customer:
            return self._get_visitor_cart()
        # sudo: a customer has no right on orders; the domain is their own contact
        cart = (
            self.env["sale.order"]
            .sudo()
            ._cart_find(customer, self.company_id, self.channel_id)
        )
        if not self.env.cr.readonly:
            cart = self._bring_visitor_cart(customer, cart)
        self._remember_cart(cart)
        return self._with_own_lease(cart)

    def _get_visitor_cart(self):
        cart = super()._get_and_cache_current_cart()
        if cart and cart.cart_state not in ("guest", False):
            # a customer's cart, or one that ended, is not for whoever comes next
            self.sale_reset()
            return cart.browse()
        return self._with_own_lease(cart)

    def _bring_visitor_cart(self, customer, cart):
        """Merge what was put in the basket before signing in; return the cart.

        Signing in never waits: a till that has the cart sees the lines arrive.
        """
        session = request.session
        visitor_cart = cart.browse(session.get(CART_SESSION_CACHE_KEY) or [])
        if visitor_cart in (cart, cart.browse()):
            visitor_cart = cart.browse(session.pop(VISITOR_CART, None) or [])
        if visitor_cart in (cart, cart.browse()):
            return cart
        if not self._may_bring_cart(visitor_cart, customer):
            return cart
        # the session is saved before the request commits, which may fail: it forgets
        # the basket only when a later request finds it brought
        session[VISITOR_CART] = visitor_cart.id
        return self._identify_cart(visitor_cart, customer)

    def _may_bring_cart(self, cart, customer):
        """Say whether a cart this browser knows may join the customer's own.

        Never the cart of somebody else who has an account.
        """
        try:
            return (
                cart.cart_state in ("guest", False)
                and cart.state == "draft"
                and bool(cart.website_id)
                and cart.company_id == self.company_id
                and (
                    cart.partner_id == customer or not cart._is_of_identified_customer()
                )
                and not cart._has_payment_under_way()
            )
        except MissingError:
            return False

    def _identify_cart(self, visitor_cart, customer):
        """Give a visitor's cart to the customer, at the customer's prices."""
        if not visitor_cart.is_cart:
            visitor_cart.write({"is_cart": True, "cart_state": "guest"})
        pricelist = visitor_cart.pricelist_id
        fiscal_position = visitor_cart.fiscal_position_id
        cart = visitor_cart._cart_identify(customer)
        if cart == visitor_cart:
            if cart.fiscal_position_id != fiscal_position:
                cart._recompute_taxes()
            if cart.pricelist_id != pricelist:
                cart._recompute_prices()
        self.sale_reset()
        return cart

    def _remember_cart(self, cart):
        """Let core, which looks in the session, see the same cart."""
        session = request.session
        if session.get(CART_SESSION_CACHE_KEY) != (cart.id or None):
            session.pop("website_sale_cart_quantity", None)
            session.pop(CART_SESSION_CACHE_KEY, None)
            if cart:
                session[CART_SESSION_CACHE_KEY] = cart.id

    def _get_browser_holder(self):
        """Return this browser as the editor of a cart, for the time of a payment."""
        key = request.session.setdefault(HOLDER_KEY, f"browser:{uuid.uuid4()}")
        return CartHolder("browser", key, self.name)

    def _with_own_lease(self, cart):
        """Let this browser change the cart while it is the one that pays."""
        key = request.session.get(HOLDER_KEY)
        return cart.with_context(cart_holder_key=key) if cart and key else cart

    def _create_cart(self):
        """Create the customer's one cart, or get the one another device just made."""
        self.ensure_one()
        customer = self._get_cart_customer()
        if not customer:
            return super()._create_cart()
        cart = (
            self.env["sale.order"]
            .with_user(api.SUPERUSER_ID)
            .with_company(self.company_id)
            ._cart_get_or_create(
                customer,
                self.company_id,
                self.channel_id,
                self._prepare_sale_order_values(customer),
            )
            .with_user(self.env.user)
            .sudo()  # sudo: a customer has no right on orders; this one is theirs
        )
        self._remember_cart(cart)
        request.cart = cart
        return cart

    def _prepare_sale_order_values(self, partner_sudo):
        values = super()._prepare_sale_order_values(partner_sudo)
        return {
            **values,
            "is_cart": True,
            "cart_state": "open" if self._get_cart_customer() else "guest",
            "channel_id": self.channel_id.id,
            "cart_apart_id": self.channel_id._get_cart_apart().id,
        }

    # Availability ---------------------------------------------------------------

    def _get_product_available_qty(self, product, **kwargs):
        """Count what the suite may promise, in one statement for a whole page."""
        self.ensure_one()
        return self._sum_available(product, self._get_shop_warehouses())

    def _sum_available(self, product, warehouses, token=None):
        """Return what this website may promise, the own holds of ``token`` included."""
        if token:
            available = self.env["commerce.availability"]._read(
                product, warehouses, self.channel_id, token, beyond=True
            )
        else:
            available = self._read_available(product, warehouses)
        return sum(available[product.id, place.id] for place in warehouses)

    def _get_shop_warehouses(self):
        """Return the places an order of this website may be served from."""
        self.ensure_one()
        # sudo: a visitor sees quantities, never the set-up of the warehouses
        website = self.sudo()
        return website.warehouse_id or website._get_request_value(
            ("places", self.id),
            lambda: website.env["stock.warehouse"].search(
                [("company_id", "=", website.company_id.id)]
            ),
        )

    def _get_stores(self):
        """Return the store channels whose stock shoppers may see."""
        self.ensure_one()
        # sudo: a visitor sees the name of a store, never its set-up
        return (
            self.env["commerce.channel"]
            .sudo()
            .search(
                Domain("channel_type", "=", "store")
                & Domain("company_id", "=", self.company_id.id)
                & Domain("warehouse_id", "!=", False)
            )
        )

    def _read_available(self, product, warehouses):
        """Read ATP of a product, and of those shown with it, once per request."""
        known = self._get_request_value("available", dict)
        if any((product.id, place.id) not in known for place in warehouses):
            shown = product.browse({*product._prefetch_ids, product.id})
            known.update(
                # sudo: a visitor sees quantities, never the stock itself
                self.env["commerce.availability"]
                .sudo()
                ._read(shown, warehouses, self.channel_id, beyond=True)
            )
        return known

    def _get_request_value(self, key, default):
        """Remember a value for the time of a web request, and no longer."""
        if not request or not hasattr(request, "website"):
            return default()
        values = request.__dict__.setdefault("_unified_values", {})
        if key not in values:
            values[key] = default()
        return values[key]

    def _get_promise(self, product, quantity, places=None, token=None):
        """Return in words when goods that are not there yet are promised for.

        :param quantity: in the unit of the product
        :return: a sentence, "" when the goods are there or when nobody knows the day
        """
        self.ensure_one()
        # sudo: a visitor reads a day, not how the article is supplied
        product = product.sudo()
        if not product._may_be_promised_later():
            return ""
        availability = product.env["commerce.availability"]
        places = places or self._get_shop_warehouses()
        available = availability._read(product, places, self.channel_id, token)
        if sum(available[product.id, place.id] for place in places) >= quantity:
            return ""
        days = availability._get_promised_dates(
            {(product, place): quantity for place in places}, token
        )
        day = min(filter(None, days.values()), default=False)
        if not day:
            return ""
        if product._is_preorder():
            return self.env._(
                "Pre-order: available from %s", format_date(self.env, day)
            )
        return self.env._("Expected on %s", format_date(self.env, day))

    def _get_store_stock(self, products):
        """Return what each store has of each product, in words for a screen.

        One SQL statement for all products and stores. Only articles in stock
        management are answered.

        :return: {product id: [{"store", "quantity", "label", "state"}, …]}, with
            "latitude" and "longitude" of the stores whose position is known
        """
        self.ensure_one()
        products = products._filter_stock_counted()
        stores = self._get_stores() if self.show_store_stock and products else None
        if not stores:
            return {}
        # sudo: a visitor sees quantities, never the stock itself
        available = (
            self.env["commerce.availability"]
            .sudo()
            ._read(products, stores.warehouse_id, self.channel_id)
        )
        return {
            product.id: [
                self._prepare_store_stock(
                    store, product, available[product.id, store.warehouse_id.id]
                )
                for store in stores
            ]
            for product in products
        }

    def _prepare_store_stock(self, store, product, quantity):
        quantity = float_round(
            max(quantity, 0.0), precision_digits=0, rounding_method="DOWN"
        )
        if quantity:
            label = self.env._(
                "%(quantity)d in stock in %(store)s",
                quantity=quantity,
                store=store.name,
            )
        else:
            label = self.env._("Sold out in %(store)s", store=store.name)
        return {
            "store": store.name,
            "quantity": int(quantity),
            "label": label,
            "state": "in" if quantity else "out",
            **store._get_coordinates(),
        }
