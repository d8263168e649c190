# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A place of one article, and what may happen there; run by a lab worker."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

CLAIMANTS = ("a", "b", "c")


class Place:
    """Does one step in a transaction of its own, as requests do."""

    def __init__(self, registry, product, place):
        self.registry = registry
        self.pair_ids = product, place

    def run(self, step, *params):
        with self.registry.cursor() as cr:
            self.env = api.Environment(cr, SUPERUSER_ID, {})
            self.product = self.env["product.product"].browse(self.pair_ids[0])
            self.place = self.env["stock.warehouse"].browse(self.pair_ids[1])
            result = getattr(self, step)(*params)
            self.env.flush_all()
            return result

    def claim(self, name, quantity):
        wanted = {(self.product, self.place): quantity}
        hold = self.env["commerce.hold"]
        return hold._claim(name, wanted, reason="cart", minutes=10).complete

    def grant(self, name):
        """A device is heard, and gets its part of what is scarce."""
        self.env["commerce.envelope"]._grant(
            f"device-{self.product.id}-{name}",
            name,
            self.product,
            self.place,
            threshold=4,
            minutes=60,
        )

    def fall_silent(self, name):
        self.env.cr.execute(
            """UPDATE commerce_envelope SET counts_from = now() - interval '1 hour'
                WHERE token = %s""",
            [f"device-{self.product.id}-{name}"],
        )

    def renew(self, name):
        return bool(self.env["commerce.hold"]._renew(name, 10))

    def release(self, name):
        self.env["commerce.hold"]._release([name])

    def expire(self, name):
        self.env.cr.execute(
            """UPDATE commerce_hold SET expires_at = now() - interval '1 hour'
                WHERE token = %s AND product_ref = %s""",
            [name, self.product.id],
        )

    def _orders(self, *states):
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product.id),
                ("state", "in", states),
                ("sale_line_id", "!=", False),
                ("location_id", "child_of", self.place.lot_stock_id.id),
            ],
            order="id",
        )
        return moves.sale_line_id.order_id

    def confirm(self, quantity, hold):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env.ref("base.partner_admin").id,
                "warehouse_id": self.place.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        if hold and order._hold("payment"):
            return False
        order.action_confirm()
        return True

    def cancel(self, number):
        if orders := self._orders("assigned", "confirmed", "partially_available"):
            orders[number % len(orders)]._action_cancel()

    def deliver(self, number):
        if orders := self._orders("assigned"):
            picking = orders[number % len(orders)].picking_ids.filtered(
                lambda one: one.state == "assigned"
            )
            picking.button_validate()

    def deliver_part(self, number):
        """One unit goes, the rest is a delivery of its own."""
        if orders := self._orders("assigned"):
            picking = orders[number % len(orders)].picking_ids.filtered(
                lambda one: one.state == "assigned"
            )[:1]
            picking.move_ids.write({"quantity": 1, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()

    def unreserve(self, number):
        if orders := self._orders("assigned", "partially_available"):
            orders[number % len(orders)].picking_ids.filtered(
                lambda one: one.state != "done"
            ).do_unreserve()

    def till_sale(self, quantity):
        """A till hands goods over, as its tickets do: nobody asks."""
        operation = self.place.pos_type_id
        customers = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": operation.id,
                "location_id": self.place.lot_stock_id.id,
                "location_dest_id": customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.place.lot_stock_id.id,
                            "location_dest_id": customers.id,
                        }
                    )
                ],
            }
        )
        picking.move_ids._action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        return picking.state == "done"

    def adjust(self, quantity):
        """Somebody counts the shelf: what is there is a fact, whatever is promised."""
        counting = self.env["stock.quant"].with_context(inventory_mode=True)
        shelf = self.place.lot_stock_id
        quant = counting.search(
            [("product_id", "=", self.product.id), ("location_id", "=", shelf.id)],
            limit=1,
        ) or counting.create({"product_id": self.product.id, "location_id": shelf.id})
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def give_back(self, number):
        """The customer brings the goods of a delivered order back."""
        if orders := self._orders("done"):
            picking = orders[number % len(orders)].picking_ids.filtered(
                lambda one: one.state == "done" and not one.return_id
            )[:1]
            wizard = (
                self.env["stock.return.picking"]
                .with_context(active_id=picking.id, active_model="stock.picking")
                .create({"picking_id": picking.id})
            )
            for line in wizard.product_return_moves:
                line.quantity = line.move_quantity
            returned = wizard._create_return()
            returned.button_validate()

    def reassign(self, number):
        orders = self._orders("confirmed", "partially_available")
        if orders:
            orders[number % len(orders)].picking_ids.action_assign()

    def receive(self, quantity):
        self.env["stock.quant"]._update_available_quantity(
            self.product, self.place.lot_stock_id, quantity
        )

    def look(self):
        """Return what is there, reserved, held beyond reservations, and available."""
        self.env.cr.execute(
            """
            SELECT COALESCE(SUM(quantity), 0)::float,
                   COALESCE(SUM(reserved_quantity), 0)::float
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE product_id = %s AND warehouse_id = %s AND usage = 'internal'
            """,
            self.pair_ids,
        )
        on_hand, reserved = self.env.cr.fetchone()
        lines = self.env["stock.move.line"].search(
            [
                ("product_id", "=", self.product.id),
                ("state", "in", ("assigned", "partially_available")),
                ("location_id", "child_of", self.place.lot_stock_id.id),
            ]
        )
        available = self.env["commerce.availability"]._read(self.product, self.place)
        return {
            "on_hand": on_hand,
            "reserved": reserved,
            "moves": sum(lines.mapped("quantity_product_uom")),
            "available": available[self.pair_ids],
        }


def play(registry, product, place, steps):
    """Play steps one after the other; return what is seen after each."""
    stage = Place(registry, product, place)
    seen = []
    for step, *params in steps:
        answer = stage.run(step, *params)
        seen.append({"step": [step, *params], "answer": answer, **stage.run("look")})
    return seen
