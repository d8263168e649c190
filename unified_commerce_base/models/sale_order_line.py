# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

CART_FIELDS = {
    "order_id",
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "price_unit",
    "discount",
    "tax_ids",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    # One editor, one version ----------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        order_ids = {vals.get("order_id") for vals in vals_list} - {None, False}
        carts = self.env["sale.order"].browse(order_ids)._cart_live()
        carts._cart_check_editable()
        lines = super().create(vals_list)
        # an order made together with its lines has no cart state before
        lines.order_id._cart_live()._cart_touch()
        return lines

    def write(self, vals):
        if CART_FIELDS.isdisjoint(vals):
            return super().write(vals)
        carts = self.order_id._cart_live()
        if "order_id" in vals:
            carts |= carts.browse(vals["order_id"])._cart_live()
        carts._cart_check_editable()
        result = super().write(vals)
        carts._cart_touch()
        return result

    def unlink(self):
        carts = self.order_id._cart_live()
        carts._cart_check_editable()
        result = super().unlink()
        carts.exists()._cart_touch()
        return result

    # What the line is -----------------------------------------------------------

    def _is_cart_item(self):
        """Say whether a person put this line in the basket.

        Hook: modules whose lines are computed (delivery, rewards) answer False.
        """
        self.ensure_one()
        return (
            bool(self.product_id) and not self.display_type and not self.is_downpayment
        )

    def _is_in_snapshot(self):
        """Hook: say whether a till or an agent sees this line."""
        return self._is_cart_item()

    def _cart_line_snapshot(self, available, storable):
        self.ensure_one()
        return {
            "id": self.id,
            "product_id": self.product_id.id,
            "product_tmpl_id": self.product_id.product_tmpl_id.id,
            "name": self._get_sent_name(),
            "qty": self.product_uom_qty,
            "uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "price_total": self.price_total,
            "tax_ids": self.tax_ids.ids,
            "available": available,
            "storable": storable,
        }

    # Moving between carts and orders --------------------------------------------

    def _cart_move_all_to(self, target):
        """Put these lines in another cart, where equal lines take the quantities.

        The number of statements does not depend on the number of lines.
        """
        moved = self.browse()
        for line in self:
            if not line._cart_twin(target) and not line._cart_twin_among(moved):
                moved |= line
        # by its id: the cart of a web request is a lazy object
        moved.write({"order_id": target.id})
        others = self - moved
        absorbed = self.browse()
        for line in others:
            absorbed |= line._cart_move_to(target)
        absorbed.unlink()

    def _cart_move_to(self, target):
        """Put this line in another cart, where an equal line takes its quantity.

        :return: this line when an equal one took its quantity: the caller deletes it
        """
        self.ensure_one()
        twin = self._cart_twin(target)
        if not twin:
            self.order_id = target.id
            return twin
        twin.product_uom_qty += self.product_uom_id._compute_quantity(
            self.product_uom_qty, twin.product_uom_id
        )
        return self

    def _cart_twin(self, target):
        """Return the line of ``target`` that is the same article, chosen the same way.

        A line with a free text, or that belongs to a combination, has no twin.
        """
        return self._cart_twin_among(target.order_line)

    def _cart_twin_among(self, lines):
        if not self._cart_is_plain():
            return self.browse()
        twins = lines.filtered(
            lambda line: (
                line._cart_is_plain()
                and line.product_id == self.product_id
                and line.product_uom_id == self.product_uom_id
                and line.product_no_variant_attribute_value_ids
                == self.product_no_variant_attribute_value_ids
            )
        )
        # what is read of one twin is read of all
        return twins[:1].with_prefetch(lines.ids)

    def _cart_family(self):
        """Return these lines with those they are chosen with: combinations, options."""
        family, found = self.browse(), self
        while found:
            family |= found
            found = (found.linked_line_id | found.linked_line_ids) - family
        return family

    def _cart_is_plain(self):
        return (
            self._is_cart_item()
            and not self.product_custom_attribute_value_ids
            and not self.linked_line_id
            and not self.linked_line_ids
            and not self.combo_item_id
        )

    def _cart_take_quantity(self, order, quantity):
        """Carry ``quantity`` of this cart line to ``order``, at the price seen.

        :return: the line of the order, the same record when nothing is left here
        """
        self.ensure_one()
        kept = {
            "price_unit": self.price_unit,
            "discount": self.discount,
            "product_uom_qty": quantity,
            "fulfilment_mode": "take_away",
        }
        if self.product_uom_id.compare(quantity, self.product_uom_qty) >= 0:
            self.write({"order_id": order.id, **kept})
            return self
        price, discount = self.price_unit, self.discount
        taken = self.copy({"order_id": order.id, **kept})
        taken.fulfilment_mode = "take_away"
        self.write(
            {
                "product_uom_qty": self.product_uom_qty - quantity,
                "price_unit": price,
                "discount": discount,
            }
        )
        return taken

    # Delivering -----------------------------------------------------------------

    def _action_launch_stock_rule(self, **kwargs):
        # what the ticket delivers must not be picked a second time
        lines = self.filtered(lambda line: line.fulfilment_mode != "take_away")
        return super(SaleOrderLine, lines)._action_launch_stock_rule(**kwargs)

    def _prepare_procurement_values(self):
        return {
            **super()._prepare_procurement_values(),
            "channel_id": self.order_id.channel_id.id,
        }
