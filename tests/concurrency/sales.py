# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sales of the same article by several processes at once; run by lab workers."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.service.model import retrying

THREADS = 4


def request(registry, work, tries=None):
    """Run ``work(env)`` as a web request does: retried, committed, or rolled back."""

    def counted():
        if tries is not None:
            tries["tries"] += 1
        return work(env)

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        # every request has read something before: its snapshot is taken
        env.cr.execute("SELECT count(*) FROM stock_quant")
        return retrying(counted, env)


def prepare(registry, code, units):
    """Make an article with some units in a place of its own; return both ids."""

    def work(env):
        place = env["stock.warehouse"].search([("code", "=", code)]) or env[
            "stock.warehouse"
        ].create({"name": f"Place {code}", "code": code})
        product = env["product.product"].create(
            {"name": f"Last units {code}", "is_storable": True, "list_price": 10}
        )
        product.allow_out_of_stock_order = False
        env["stock.quant"]._update_available_quantity(
            product, place.lot_stock_id, units
        )
        return product.id, place.id

    return request(registry, work)


def buy(registry, product, place, buyers, quantity=1, hold=True):
    """Let buyers check out at the same time.

    :return: {outcome: count} with sold, refused, short (confirmed without the goods)
        and tries
    """
    results = Counter()

    def order(env):
        return (
            env["sale.order"]
            .create(
                {
                    "partner_id": env.ref("base.partner_admin").id,
                    "warehouse_id": place,
                    "order_line": [
                        Command.create(
                            {"product_id": product, "product_uom_qty": quantity}
                        )
                    ],
                }
            )
            .id
        )

    def pay(order_id, env):
        return not env["sale.order"].browse(order_id)._hold("payment")

    def confirm(order_id, env):
        sale = env["sale.order"].browse(order_id)
        # as the routes that confirm do before anything else
        sale._take_turn()
        sale.action_confirm()
        env.flush_all()
        return sum(sale.picking_ids.move_ids.mapped("quantity")) == quantity

    def buyer(_number):
        seen = Counter()
        order_id = request(registry, order)
        if hold and not request(registry, partial(pay, order_id)):
            seen["refused"] += 1
            return seen
        reserved = request(registry, partial(confirm, order_id), seen)
        seen["sold" if reserved else "short"] += 1
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        for seen in pool.map(buyer, range(buyers)):
            results.update(seen)
    return dict(results)


def claim(registry, product, place, tokens, quantity=1):
    """Claim under many keys; return how many were granted."""

    def one(token, env):
        pair = (
            env["product.product"].browse(product),
            env["stock.warehouse"].browse(place),
        )
        claimed = env["commerce.hold"]._claim(
            token, {pair: quantity}, reason="checkout", minutes=15
        )
        return claimed.complete

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(
            pool.map(lambda token: request(registry, partial(one, token)), tokens)
        )


def grant(registry, product, place, devices):
    """Set scarce units aside for devices, each twice; return what each has at last."""

    def one(device, env):
        granted = env["commerce.envelope"]._grant(
            device,
            device,
            env["product.product"].browse(product),
            env["stock.warehouse"].browse(place),
            threshold=10,
            minutes=60,
        )
        return granted.get(product, 0)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(
            pool.map(lambda name: request(registry, partial(one, name)), devices * 2)
        )


def claim_baskets(registry, products, place, tokens, backwards=False):
    """Claim several articles in one go, in the order given; return how many were."""

    def one(token, env):
        where = env["stock.warehouse"].browse(place)
        ids = reversed(products) if backwards else products
        wanted = {(env["product.product"].browse(p), where): 1 for p in ids}
        claimed = env["commerce.hold"]._claim(
            token, wanted, reason="checkout", minutes=15
        )
        return claimed.complete

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(
            pool.map(lambda token: request(registry, partial(one, token)), tokens)
        )


def transfer(registry, product, place, count):
    """Reserve transfers of one unit each; return how many were reserved."""

    def one(_number, env):
        warehouse = env["stock.warehouse"].browse(place)
        customers = env.ref("stock.stock_location_customers")
        move = env["stock.move"].create(
            {
                "product_id": product,
                "product_uom_qty": 1,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": customers.id,
                "picking_type_id": warehouse.out_type_id.id,
            }
        )
        move._action_confirm(merge=False)
        move._action_assign()
        env.flush_all()
        return move.quantity == 1

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(
            pool.map(
                lambda number: request(registry, partial(one, number)), range(count)
            )
        )


def receive_and_serve(registry, product, place, quantity):
    """Receive goods and reserve them for who waits, in one transaction."""

    def work(env):
        warehouse = env["stock.warehouse"].browse(place)
        waiting = env["stock.move"].create(
            {
                "product_id": product,
                "product_uom_qty": quantity,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": env.ref("stock.stock_location_customers").id,
                "picking_type_id": warehouse.out_type_id.id,
            }
        )
        waiting._action_confirm()
        before = waiting.quantity
        receipt = env["stock.move"].create(
            {
                "product_id": product,
                "product_uom_qty": quantity,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "picking_type_id": warehouse.in_type_id.id,
            }
        )
        receipt._action_confirm()
        receipt.quantity = quantity
        receipt.picked = True
        receipt._action_done()
        waiting._action_assign()
        env.flush_all()
        return before, waiting.quantity

    return request(registry, work)


def two_orders_in_one_go(registry, product, place, quantities):
    """Confirm several orders in one transaction; return what each has reserved."""

    def work(env):
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": env.ref("base.partner_admin").id,
                    "warehouse_id": place,
                    "order_line": [
                        Command.create(
                            {"product_id": product, "product_uom_qty": quantity}
                        )
                    ],
                }
                for quantity in quantities
            ]
        )
        orders.action_confirm()
        env.flush_all()
        return [sum(one.picking_ids.move_ids.mapped("quantity")) for one in orders]

    return request(registry, work)


def move_it_again(registry, product, place):
    """Unreserve and reserve the same transfer in one transaction; then a second one."""

    def work(env):
        warehouse = env["stock.warehouse"].browse(place)
        moves = env["stock.move"].create(
            [
                {
                    "product_id": product,
                    "product_uom_qty": 1,
                    "location_id": warehouse.lot_stock_id.id,
                    "location_dest_id": env.ref("stock.stock_location_customers").id,
                    "picking_type_id": warehouse.out_type_id.id,
                }
                for _number in "12"
            ]
        )
        moves._action_confirm(merge=False)
        moves[0]._action_assign()
        moves[0]._do_unreserve()
        moves[0]._action_assign()
        moves[1]._action_assign()
        env.flush_all()
        return moves.mapped("quantity")

    return request(registry, work)


def available(registry, product, place):
    def work(env):
        read = env["commerce.availability"]._read(
            env["product.product"].browse(product), env["stock.warehouse"].browse(place)
        )
        return read[product, place]

    return request(registry, work)
