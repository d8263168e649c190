# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from .cart_ticket import as_id

TILL_FIELDS = (
    "id",
    "name",
    "state",
    "order_line",
    "partner_id",
    "pricelist_id",
    "fiscal_position_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "amount_total",
    "amount_untaxed",
    "amount_unpaid",
    "amount_paid",
    "date_order",
    "write_date",
    "is_cart",
    "cart_version",
    "cart_state",
)
TAKER = "unified_pos_taker_id"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # Telling the tills ----------------------------------------------------------

    def _cart_notify_extra(self, payload):
        result = super()._cart_notify_extra(payload)
        if self.cart_state != "guest" and self.partner_id:
            Config = self.env["pos.config"].new({"company_id": self.company_id.id})
            self.env["bus.bus"]._sendone(
                Config._get_cart_bus_channel(self.partner_id),
                "unified_pos.cart",
                {**payload, "partner_id": self.partner_id.id},
            )
        return result

    # What a till gets -----------------------------------------------------------

    def _cart_till_lines(self):
        """Return the lines that go from the cart to the ticket."""
        return self.order_line.filtered(lambda line: line._is_in_snapshot())

    def _with_taker(self, ticket):
        """Let what a ticket takes of a visitor's cart be its customer's."""
        self.ensure_one()
        partner_id = as_id(ticket.message.get("partner_id"))
        if self.cart_state != "guest" or not partner_id:
            return self
        # sudo(False): a customer that the cashier may not see is not named
        partner = self.env["res.partner"].sudo(False).browse(partner_id).exists()
        return self.with_context(**{TAKER: partner._filtered_access("read").id})

    def _prepare_taken_order_values(self, channel, warehouse):
        values = super()._prepare_taken_order_values(channel, warehouse)
        taker = self.env["res.partner"].browse(self.env.context.get(TAKER) or [])
        if taker:
            addresses = taker.address_get(["invoice", "delivery"])
            values.update(
                partner_id=taker.id,
                partner_invoice_id=addresses["invoice"],
                partner_shipping_id=addresses["delivery"],
            )
        return values

    def _read_for_till(self, config):
        """Return these orders for a till, whoever reads: named fields only."""
        # sudo: the callers choose the orders; only named fields leave
        orders = self.sudo()
        lines = orders.order_line
        fields = lines._load_pos_data_fields(config)
        # built anew of the names of the order and the article, and shown nowhere
        fields = [name for name in fields if name != "display_name"]
        positions = orders.fiscal_position_id
        return {
            "sale.order": orders.read(TILL_FIELDS, load=False),
            "sale.order.line": lines.read(fields, load=False),
            "account.fiscal.position": positions._load_pos_data_read(positions, config),
        }

    @api.model
    def _load_pos_data_fields(self, config):
        fields = super()._load_pos_data_fields(config)
        return [*fields, "is_cart", "cart_version", "cart_state"]

    @api.model
    def _load_pos_data_search_read(self, data, config):
        # a cashier has no right on orders: only the carts this till works on
        orders = (
            super()._load_pos_data_search_read(data, config)
            if self.has_access("read")
            else []
        )
        known = {order["id"] for order in orders}
        carts = self._get_carts_of_till(data, config)
        missing = carts.filtered(lambda cart: cart.id not in known)
        return orders + missing.read(TILL_FIELDS, load=False)

    @api.model
    def _get_carts_of_till(self, data, config):
        """Return the carts that a till holds or has on tickets not yet paid."""
        # sudo: only carts of this till, read through a list of fields
        carts = self.sudo()
        linked = {
            line["sale_order_origin_id"] for line in data.get("pos.order.line", [])
        }
        held = Domain("cart_holder_until", "!=", False) & Domain(
            "cart_holder_key", "=", config._get_cart_key(config.running_session_id)
        )
        domain = (held | Domain("id", "in", list(linked - {False}))) & (
            Domain("is_cart", "=", True)
            | Domain("cart_origin_id", "!=", False)
            | Domain("ticket_uuid", "!=", False)
        )
        return carts.search(domain & Domain("company_id", "=", config.company_id.id))
