# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Work of the shop done inside Odoo, by lab workers, under conditions of a fault."""

import time
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from benchmarks.dataset import environment


def post_process_payments(registry):
    """Run the job that finishes captured payments, as the scheduler does."""
    with environment(registry) as env:
        env["payment.transaction"]._cron_post_process()


def fill_cart(registry, order_id, products):
    with environment(registry) as env:
        env["sale.order"].browse(order_id).order_line = [
            Command.create({"product_id": product, "product_uom_qty": 1})
            for product in products
        ]


def at_another_time(registry, order_id, hours, what):
    """Do something with a cart in a process whose clock is wrong by some hours."""
    with freeze_time(datetime.utcnow() + timedelta(hours=hours), tick=True):
        with environment(registry) as env:
            order = env["sale.order"].browse(order_id)
            if what == "collect":
                env["commerce.hold"]._gc_holds()
            elif what == "quantity":
                order.order_line.filtered("product_id.is_storable").product_uom_qty = 2
            elif what == "renew":
                order._hold_renew()
            else:
                order._hold(what)


def claim_with_locks(registry, article, partner):
    """Confirm an order by a caller that has locked all that the order is about.

    :return: (seconds the claim took, state of the transfer)
    """
    with environment(registry, commit=False) as env:
        place = env["stock.warehouse"].browse(article["place"])
        order = env["sale.order"].create(
            {
                "partner_id": partner,
                "warehouse_id": place.id,
                "order_line": [
                    Command.create({"product_id": article["id"], "product_uom_qty": 1}),
                    Command.create({"product_id": article["id"]}),
                ],
            }
        )
        env.flush_all()
        order.lock_for_update()
        order.order_line[1].unlink()
        for table, row in (
            ("product_product", article["id"]),
            ("product_template", article["template"]),
        ):
            env.cr.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", [row])
        place.code = "LOCKD"
        env.flush_all()
        start = time.monotonic()
        short = order._hold("payment")
        seconds = time.monotonic() - start
        assert not short
        order.action_confirm()
        env.flush_all()
        state = order.picking_ids.state
        env["commerce.hold"]._release([order._get_hold_token()])
        return seconds, state
