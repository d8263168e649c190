# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command

from odoo.addons.unified_commerce_base.models.sale_order_cart import LIVE_STATES
from odoo.addons.unified_commerce_base.models.sale_order_send import SentLine


class PosOrder(models.Model):
    """An open ticket that becomes a basket on the shop."""

    _inherit = "pos.order"

    def _get_send_problem(self):
        """Return in words why this ticket cannot be sent, "" when it can."""
        self.ensure_one()
        _ = self.env._
        if self.state != "draft":
            return _("This ticket is paid or cancelled: there is nothing to send.")
        if any(line.qty < 0 for line in self.lines):
            return _("Goods that come back cannot be sent: take them off the ticket.")
        if self.payment_ids:
            return _("Take the payments off the ticket first, then send it.")
        if not self._get_lines_to_send():
            return _("There is no article to send on this ticket.")
        if self._get_missing_approvals():
            return _("A manager has to approve the prices of this ticket first.")
        return ""

    def _get_missing_approvals(self):
        """Return what on this open ticket a manager should have approved."""
        config = self.config_id
        if not config.module_pos_hr:
            return []
        # sudo: the discount of a cart line says what was agreed, nothing is shown
        discounts = {
            line.uuid: line.sudo().sale_order_line_id.discount
            for line in self.lines
            if line.sale_order_line_id
        }
        actions = self._get_actions_to_approve(discounts)
        if not actions or config._is_manager(self.employee_id):
            return []
        # sudo: the cashier may not read the log
        approvals = self.env["commerce.approval"].sudo()
        approvals = approvals.search([("order_uuid", "=", self.uuid)])
        return [one for one in actions if not self._is_approved(one, approvals)]

    def _get_lines_to_send(self):
        """Return the articles; what a program prices is priced by the shop."""
        return self.lines.filtered(
            lambda line: (
                line.qty > 0
                and not line._needs_no_approval()
                and (line.price_subtotal_incl > 0 or not line.price_unit)
            )
        )

    def _get_carts_in_hand(self):
        """Return the live carts whose lines this ticket bears, in sudo."""
        # sudo: the cashier has no right on orders; links were checked when stored
        carts = self.lines.sudo().sale_order_origin_id
        return carts.filtered(lambda one: one.is_cart and one.cart_state in LIVE_STATES)

    def _send_to_shop(self):
        """Make the ticket a basket of its customer on the shop; return the cart.

        The cart that the ticket bears gets what the ticket says of its lines.
        """
        self.ensure_one()
        factor = 1 - self._get_ticket_discount() / 100
        cart = self._get_carts_in_hand()[:1]
        lines = self._get_lines_to_send().filtered(lambda one: not one.combo_parent_id)
        linked = lines.filtered(
            lambda one: cart and one.sudo().sale_order_line_id.order_id == cart
        )
        if cart:
            holder = self.config_id._get_cart_holder(session=self.session_id)
            cart = cart.with_context(cart_holder_key=holder.key)
            cart._cart_check_editable()
            linked._write_back_to_cart(cart)
        # sudo: the cashier has no right on orders; _check_till came before
        Cart = self.env["sale.order"].sudo().with_company(self.company_id)
        return Cart._cart_send(
            self.uuid,
            [line._prepare_sent_line(factor) for line in lines - linked],
            self.company_id,
            self.channel_id,
            self.partner_id,
            into=cart,
        )


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _prepare_sent_line(self, factor=1.0):
        """Return this line as the shop gets it.

        :param factor: what a discount on the whole ticket leaves of the price
        """
        self.ensure_one()
        values = self.attribute_value_ids.filtered(
            lambda one: one.attribute_id.create_variant == "no_variant"
        )
        return SentLine(
            {
                "product_id": self.product_id.id,
                "product_uom_id": self.product_id.uom_id.id,
                "product_uom_qty": self.qty,
                "combo_item_id": self.combo_item_id.id,
                "product_no_variant_attribute_value_ids": [Command.set(values.ids)],
                "product_custom_attribute_value_ids": [
                    Command.create(
                        {
                            "custom_product_template_attribute_value_id": (
                                value.custom_product_template_attribute_value_id.id
                            ),
                            "custom_value": value.custom_value,
                        }
                    )
                    for value in self.custom_attribute_value_ids
                ],
            },
            self.price_unit,
            100 * (1 - (1 - self.discount / 100) * factor),
            # sudo: taxes are compared with those of an order
            self.sudo().tax_ids,
            [child._prepare_sent_line(factor) for child in self.combo_line_ids],
        )

    def _write_back_to_cart(self, cart):
        """Let the cart say what the ticket says of its lines."""
        for sale_line, lines in self.grouped(
            lambda line: line.sudo().sale_order_line_id  # sudo: checked links only
        ).items():
            sold = [
                {
                    "qty": line.qty,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                }
                for line in lines
            ]
            values = sale_line._prepare_sold_at_till(sold)
            sale_line.with_env(cart.env).write(
                {**values, "technical_price_unit": values["price_unit"]}
            )
