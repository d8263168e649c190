# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import hmac

from odoo.addons.unified_commerce_base.exceptions import CartHeldError
from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder

from .cart_ticket import as_id


class PosConfig(models.Model):
    """The door through which a till reaches a customer's cart.

    A cashier holds no right on sales orders. Each public method below first checks
    the person, the company and the open session, then works as the system on the
    one cart of the customer, and returns named fields only.
    """

    _inherit = "pos.config"

    # What the till asks ---------------------------------------------------------

    def unified_customer_summary(self, partner_id):
        """Return what the customer chip of the till shows.

        :param partner_id: customer of the ticket
        :return: {partner_id, first_name, channel, cart: False or {id, version, count,
            total, held_by, asked_by}}
        :raise AccessError: not the staff of this till, or a customer of others
        """
        self._check_till()
        return self._unified_customer_summary(self._get_till_customer(partner_id))

    def unified_cart_preview(self, partner_id, cart_key=None):
        """Return the open cart of a customer with the stock here and elsewhere.

        :param cart_key: key of a cart that was found, instead of the customer
        :return: {cart: False or the snapshot, places: {product id: [{name,
            available}]}, place: name of this place, message: why there is none}
        """
        self._check_till()
        try:
            cart = self._get_asked_cart(partner_id, cart_key)
        except UserError as error:
            if not cart_key:
                raise
            return {**self._get_cart_preview(False), "message": str(error)}
        return self._get_cart_preview(cart)

    def unified_cart_take(
        self,
        partner_id,
        version=None,
        take_over=False,
        reason=None,
        operator_id=None,
        cart_key=None,
        quantities=None,
        missing_ids=None,
    ):
        """Take over the cart of a customer for this till.

        :param version: version of the cart that the cashier saw
        :param take_over: take it even from somebody else, for ``reason``
        :param operator_id: employee at the till, named to whoever asks
        :param cart_key: key of a cart that was found, instead of the customer
        :param quantities: {line id: quantity in the unit of the line} that go to the
            ticket, None: all; the rest stays in the cart
        :param missing_ids: articles of the cart that the till does not know yet, None:
            all; loading those it knows is most of the work
        :return: {status: taken | held | changed | gone, message, ...}; when taken,
            also what the till needs to add the lines
        """
        self._check_till()
        try:
            cart = self._get_asked_cart(partner_id, cart_key)
        except UserError as error:
            if not cart_key:
                raise
            return {"status": "gone", "message": str(error)}
        if not cart:
            message = self.env._("This customer has no open cart any more.")
            return {"status": "gone", "message": message}
        if message := self._get_cart_refusal(cart):
            return {"status": "gone", "message": message}
        if version is not None and int(version) != cart.cart_version:
            return {
                "status": "changed",
                "message": self.env._(
                    "The cart has just changed. Here is what it holds now."
                ),
                "preview": self._get_cart_preview(cart),
            }
        holder = self._get_cart_holder(self._get_operator(operator_id))
        cart.with_context(cart_holder_key=holder.key)._refresh_prices()
        lines = self._choose_till_lines(cart, quantities)
        if not lines:
            message = self.env._(
                "This till sells none of these articles: they stay in the cart."
            )
            return {"status": "gone", "message": message}
        try:
            cart._cart_acquire(holder, take_over=bool(take_over), reason=reason)
        except CartHeldError as error:
            return {
                "status": "held",
                "message": str(error),
                "preview": self._get_cart_preview(cart),
            }
        return {
            "status": "taken",
            **self._prepare_taken_cart(cart, missing_ids),
            "lines": lines,
        }

    def unified_cart_renew(self, cart_ids, versions=None):
        """Show that this till still works on these carts.

        A lease that ended, without network say, is taken again when nobody touched
        the cart meanwhile.

        :param versions: {cart id: version the till knows}
        :return: {cart id: {status: mine | lost | changed, version, state, held_by,
            asked_by, channel}}
        """
        self._check_till()
        holder = self._get_cart_holder()
        result = {}
        for cart in self._get_carts(cart_ids):
            known = cart._cart_current_holder()
            seen = (versions or {}).get(str(cart.id))
            status = "mine"
            if not cart._cart_live() or cart._cart_is_held_by_other(holder):
                status = "lost"
            elif not known and seen is not None and int(seen) != cart.cart_version:
                status = "changed"
            else:
                cart._cart_renew(known or holder)
            result[cart.id] = {
                "status": status,
                "version": cart.cart_version,
                "state": cart.cart_state,
                "held_by": cart._cart_held_by(holder),
                "channel": self._get_visitor_channel(cart),
                "asked_by": cart._cart_asked_by(holder),
            }
        return result

    def unified_cart_release(self, cart_ids):
        """Give carts back to their customers; carts of others are left alone."""
        self._check_till()
        self._get_carts(cart_ids)._cart_release(self._get_cart_holder())
        return True

    # Hooks ----------------------------------------------------------------------

    def _unified_customer_summary(self, partner):
        """Hook: what the customer chip knows (points, cards: add keys by super)."""
        cart = self._get_till_cart(partner)
        return {
            "partner_id": partner.id,
            "first_name": self._get_first_name(partner),
            "channel": self._get_cart_bus_channel(partner),
            "cart": bool(cart) and self._get_cart_summary(cart),
        }

    def _get_first_name(self, partner):
        return (
            partner.name if partner.is_company else (partner.name or "").split(" ")[0]
        )

    def _get_cart_summary(self, cart):
        items = cart._cart_items()
        holder = self._get_cart_holder()
        return bool(items) and {
            "id": cart.id,
            "version": cart.cart_version,
            "count": sum(items.mapped("product_uom_qty")),
            "total": cart._cart_amount(),
            "held_by": cart._cart_held_by(holder),
            "asked_by": cart._cart_asked_by(holder),
        }

    def _prepare_taken_cart(self, cart, missing_ids=None):
        """Return what the till needs to go on with a cart it has just taken."""
        products = cart._cart_till_lines().product_id
        if missing_ids is not None:
            asked = set(map(as_id, missing_ids))
            products = products.filtered(lambda product: product.id in asked)
        return {
            "channel": self._get_visitor_channel(cart),
            "records": {
                **cart._read_for_till(self),
                **self._read_products_for_till(products),
            },
        }

    def _read_products_for_till(self, products):
        if not products:
            return {}
        # as the cashier: products are what a cashier may read anyway
        return self.env["product.template"].load_product_from_pos(
            self.id, [("product_variant_ids", "in", products.ids)]
        )

    # Checks ---------------------------------------------------------------------

    def _check_till(self, states=("opened",)):
        """Check that the person may work at this till now.

        :param states: states of the session in which this may be asked
        :return: the open session
        :raise AccessError: not till staff, or a till of a company of others
        :raise UserError: the till is not open
        """
        self.ensure_one()
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(self.env._("Only the staff of the tills can do this."))
        self.check_access("read")
        if self.company_id.id not in self.env.user._get_company_ids():
            raise AccessError(
                self.env._("Till %(till)s belongs to another company.", till=self.name)
            )
        session = self.running_session_id
        if session.state not in states:
            raise UserError(
                self.env._("Open till %(till)s first, then try again.", till=self.name)
            )
        return session

    def _get_till_customer(self, partner_id):
        partner = self.env["res.partner"]._follow_merged(partner_id)
        if not partner:
            raise UserError(self.env._("This customer does not exist any more."))
        partner.check_access("read")
        return partner

    def _get_operator(self, employee_id):
        """Return the employee who says to be at the till, if employed here."""
        Employee = self.env["hr.employee"].sudo()  # sudo: only the name is shown
        employee = Employee.browse(employee_id and int(employee_id)).exists()
        same = employee.company_id in (self.company_id, Employee.company_id)
        return employee if same else Employee

    # The cart -------------------------------------------------------------------

    def _get_asked_cart(self, partner_id, cart_key=None):
        """Return the cart that is meant: by its key, or the one of a customer.

        :raise UserError: the key opens no cart any more, in words
        """
        if cart_key:
            return self._get_keyed_cart(cart_key)
        return self._get_till_cart(self._get_till_customer(partner_id))

    def _get_till_cart(self, partner):
        # sudo: the cashier has no right on orders; _check_till came before
        Cart = self.env["sale.order"].sudo().with_company(self.company_id)
        return Cart._cart_find(partner.sudo(), self.company_id)

    def _get_carts(self, cart_ids):
        # sudo: the cashier has no right on orders; _check_till came before
        carts = self.env["sale.order"].sudo().browse(map(int, cart_ids)).exists()
        return carts.filtered(
            lambda cart: cart.is_cart and cart.company_id == self.company_id
        )

    def _get_cart_holder(self, operator=None, session=None):
        """Return this till, in its session, as the holder of a cart."""
        session = session or self.running_session_id
        parts = [self._get_place().name, self.name]
        name = " – ".join(filter(None, parts))
        if operator := operator or session.sudo().employee_id:  # sudo: a first name
            name += f" ({self._get_first_name_of(operator)})"
        return CartHolder("till", self._get_cart_key(session), name)

    def _get_first_name_of(self, employee):
        return (employee.name or "").split(" ")[0]

    def _get_cart_key(self, session):
        return f"till:{self.id}:{session.id}"

    def _get_cart_preview(self, cart):
        warehouse = self._get_place()
        items = cart and cart._cart_items()
        if not items:
            return {"cart": False, "places": {}, "place": warehouse.name}
        # a cashier never announces a price that is no longer one
        cart._refresh_prices()
        return {
            "cart": cart._cart_snapshot(warehouse, self._get_cart_holder()),
            "places": self._get_other_places(items.product_id),
            "place": warehouse.name,
        }

    def _get_other_places(self, products):
        """Return which other places of the company can still promise the products."""
        warehouses = self._get_told_places() - self._get_place()
        stored = products.with_company(self.company_id)._filter_stock_counted()
        available = warehouses.env["commerce.availability"]._read(stored, warehouses)
        return {
            product.id: [
                {"name": warehouse.name, "available": quantity}
                for warehouse in warehouses
                if (quantity := available[product.id, warehouse.id]) > 0
            ]
            for product in stored
        }

    def _get_told_places(self):
        """Return the places of the company of which a till is told the stock."""
        # sudo: stock of the places is shown to all staff, names only
        channels = self.env["commerce.channel"].sudo()
        company = self.company_id
        return channels.search_fetch(
            [("company_id", "=", company.id), ("warehouse_id", "!=", False)],
            ["warehouse_id"],
        ).warehouse_id

    def _get_cart_bus_channel(self, partner):
        """Return the private channel on which the cart of a customer is told.

        Only a till that was given the channel can listen to it: it cannot be guessed.
        """
        scope = f"{self.company_id.id}:{partner.id}"
        # sudo: the secret of the database signs the name
        return "unified_pos.cart-" + hmac(self.env(su=True), "unified_pos.cart", scope)
