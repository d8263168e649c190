# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Work measured inside Odoo, and what the lines must know of a database."""

import time
from contextlib import contextmanager
from functools import partial

from odoo.service.model import retrying
from odoo.sql_db import Cursor

from .bulk import multiply, multiply_relation
from .dataset import BENCH_PRODUCTS, PLACES, environment
from .stats import median


def ready(registry):
    return True


def facts(registry):
    """Return the ids that the lines use; the same rules give the same records."""
    with environment(registry, commit=False) as env:
        products = _bench_products(env)
        return {
            "places": _places(env).ids,
            "products": [
                {"id": p.id, "template": p.product_tmpl_id.id} for p in products
            ],
            "tills": {
                config.name: {
                    "id": config.id,
                    "card": config.payment_method_ids.filtered(
                        lambda m: m.type == "bank"
                    )[:1].id,
                }
                for config in env["pos.config"].search([])
            },
            "taxes": products[:1].taxes_id.ids,
            "pricelist": env["pos.config"].search([], limit=1).pricelist_id.id,
            "modules": env["ir.module.module"]
            .search([("state", "=", "installed"), ("name", "=like", "unified_%")])
            .mapped("name"),
            "counts": {
                model: env[model].search_count([])
                for model in ("product.product", "res.partner", "stock.quant")
            },
        }


def _bench_products(env):
    return env["product.product"].search(
        [("default_code", "=like", "ART%"), ("default_code", "!=", "ART00000")],
        order="default_code",
        limit=BENCH_PRODUCTS,
    )


def _places(env):
    return env["stock.warehouse"].search([], order="id", limit=PLACES)


def _clock(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def availability_by_core(registry):
    """Time free_qty, place by place, the way Odoo offers."""
    with environment(registry, commit=False) as env:
        products, places = _bench_products(env), _places(env)
        ids, place_ids = products.ids, places.ids
        env.invalidate_all()

        def work():
            return [
                env["product.product"]
                .browse(ids)
                .with_context(warehouse_id=place_id)
                .mapped("free_qty")
                for place_id in place_ids
            ]

        seconds, quantities = _clock(work)
        return {"seconds": seconds, "total": sum(map(sum, quantities))}


def availability_by_service(registry, repeat=1):
    """Time commerce.availability, all products and places in one statement."""
    with environment(registry, commit=False) as env:
        products, places = _bench_products(env), _places(env)
        service = env["commerce.availability"]
        spent = []
        for _turn in range(repeat):
            env.invalidate_all()
            seconds, quantities = _clock(lambda: service._read(products, places))
            spent.append(seconds)
        return {
            "seconds": median(spent),
            "rows": len(quantities),
            "total": sum(quantities.values()),
        }


def availability_statement(registry):
    """Return the statements that the availability service sends, ready to run."""
    sent = []
    with environment(registry, commit=False) as env:
        products, places = _bench_products(env), _places(env)
        env["commerce.availability"]._read(products, places)
        env.invalidate_all()
        cr = env.cr
        execute = cr.execute

        def record(query, params=None, *args, **kwargs):
            execute(query, params, *args, **kwargs)
            sent.append(cr._obj.query.decode())

        cr.execute = record
        try:
            env["commerce.availability"]._read(products, places)
        finally:
            del cr.execute
    return sent


def plain_sql(registry, statement, repeat=1):
    """Time a statement through psycopg2 alone, on the connection of a cursor."""
    with registry.cursor() as cr:
        cr.execute("SELECT 1")
        cursor = cr.connection.cursor()

        def work():
            cursor.execute(statement)
            return cursor.fetchall()

        timed = [_clock(work) for _turn in range(repeat)]
        cr.rollback()
        return {
            "seconds": median([seconds for seconds, _rows in timed]),
            "rows": len(timed[0][1]),
        }


def confirm_orders(registry, repeat=5):
    """Time the confirmation of orders of three lines, each in its own transaction."""
    spent = []
    for turn in range(repeat):
        with environment(registry) as env:
            products = _bench_products(env)[turn : turn + 3]
            order = env["sale.order"].create(
                {
                    "partner_id": env.ref("base.partner_admin").id,
                    "warehouse_id": _places(env)[0].id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_uom_qty": 1})
                        for product in products
                    ],
                }
            )
            order_id = order.id
        start = time.perf_counter()
        with environment(registry) as env:
            env["sale.order"].browse(order_id).action_confirm()
        spent.append(time.perf_counter() - start)
    return {"seconds": median(spent)}


def prepare_basket(registry, count):
    """Make the basket of a customer: a draft order, with the suite their open cart.

    The same customer has bought before, so that there is something to tell of them.
    """
    with environment(registry) as env:
        basket = _make_basket(env, count)
    # the server has asked for the rights of the cashier before
    registry.signal_changes()
    return basket


def _make_basket(env, count):
    partner = env["res.partner"].create(
        {"name": "Cliente du banc", "email": "cliente@banc.example"}
    )
    products = _bench_products(env)[:count]
    for first in range(0, count, 4):
        env["sale.order"].create(
            _prepare_order(env, partner, products[first : first + 4])
        ).action_confirm()
    values = _prepare_order(env, partner, products)
    Order = env["sale.order"]
    if not hasattr(Order, "_cart_get_or_create"):
        return {"partner": partner.id, "order": Order.create(values).id}
    # the cashier advises, and the customer agreed: the whole file is shown
    adviser = env["res.users"].search([("login", "=", "bench_cashier")])
    adviser.group_ids |= env.ref("unified_commerce_base.group_clienteling")
    env["commerce.consent"]._give(partner, env.company, ["clienteling"], "till")
    channel = env["commerce.channel"].search([("channel_type", "=", "web")])[:1]
    cart = Order._cart_get_or_create(partner, env.company, channel)
    cart.order_line = values["order_line"]
    return {"partner": partner.id, "order": cart.id}


def _prepare_order(env, partner, products):
    return {
        "partner_id": partner.id,
        "warehouse_id": _places(env)[0].id,
        "order_line": [
            (0, 0, {"product_id": product.id, "product_uom_qty": 1})
            for product in products
        ],
    }


def prepare_orders(registry, prefixes, count):
    """Make orders to confirm at once: each process has articles of its own, and every
    other order one that all of them sell."""
    with environment(registry) as env:
        products = _bench_products(env)
        shared, own = products[-1:], (len(products) - 1) // len(prefixes)
        env["sale.order"].create(
            [
                {
                    "partner_id": env.ref("base.partner_admin").id,
                    "warehouse_id": _places(env)[0].id,
                    "client_order_ref": prefix,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_uom_qty": 1})
                        for product in (
                            products[number * own + turn % (own - 1)],
                            products[number * own + turn % (own - 1) + 1],
                            *(shared if turn % 2 else ()),
                        )
                    ],
                }
                for number, prefix in enumerate(prefixes)
                for turn in range(count)
            ]
        )


def confirm_prepared(registry, prefix):
    """Confirm the orders of this process one by one, as requests do, with retries."""
    with environment(registry, commit=False) as env:
        drafts = [("client_order_ref", "=", prefix), ("state", "=", "draft")]
        order_ids = env["sale.order"].search(drafts, order="id").ids
    spent, tries = [], 0

    def confirm(order):
        nonlocal tries
        tries += 1
        order.action_confirm()

    for order_id in order_ids:
        start = time.perf_counter()
        with environment(registry) as env:
            retrying(partial(confirm, env["sale.order"].browse(order_id)), env)
        spent.append(time.perf_counter() - start)
    return {"spent": spent, "retries": tries - len(order_ids)}


def hot_pair(env):
    """Return the article that everybody wants, and where."""
    return _bench_products(env)[-1:], _places(env)[:1]


def _wanted(env):
    # little enough for every key to get it
    return {hot_pair(env): 0.01}


def claims_by_service(registry, count, prefix):
    """Claim one unit of the same article under many keys, as fast as it goes."""
    with environment(registry, commit=False) as env:
        hold, wanted = env["commerce.hold"], _wanted(env)
        start = time.perf_counter()
        for number in range(count):
            hold._claim(f"{prefix}-{number}", wanted, reason="cart", minutes=1)
        return {"seconds": time.perf_counter() - start}


def claim_again(registry, repeat=1):
    """Time one key that claims the same article again and again."""
    with environment(registry, commit=False) as env:
        hold, wanted = env["commerce.hold"], _wanted(env)
        spent = []
        for _turn in range(repeat):
            env.invalidate_all()
            seconds, _claim = _clock(
                lambda: hold._claim("again", wanted, reason="cart", minutes=1)
            )
            spent.append(seconds)
        return {"seconds": median(spent)}


def claim_statements(registry):
    """Return the statements of one claim, ready to run, with the key KEY."""
    with environment(registry, commit=False) as env:
        hold, wanted = env["commerce.hold"], _wanted(env)
        hold._claim("warm", wanted, reason="cart", minutes=1)
        with statements_of_others(env) as sent:
            hold._claim("KEY", wanted, reason="cart", minutes=1)
    return sent


@contextmanager
def statements_of_others(env):
    """Gather what is sent on other cursors than this environment's, ready to run."""
    sent = []
    execute = Cursor.execute

    def record(cr, query, params=None, *args, **kwargs):
        result = execute(cr, query, params, *args, **kwargs)
        if cr is not env.cr:
            sent.append(cr._obj.query.decode())
        return result

    Cursor.execute = record
    try:
        yield sent
    finally:
        Cursor.execute = execute


def claims_by_sql(registry, statements, count, prefix):
    """Run the same lock and the same SQL without Odoo, a transaction for each claim."""
    with registry.cursor() as cr:
        cr.execute("SELECT 1")
        connection = cr.connection
        connection.rollback()
        cursor = connection.cursor()
        start = time.perf_counter()
        for number in range(count):
            for statement in statements:
                cursor.execute(statement.replace("KEY", f"{prefix}-{number}"))
            connection.commit()
        return {"seconds": time.perf_counter() - start}


def forget_holds(registry):
    with registry.cursor() as cr:
        cr.execute("TRUNCATE commerce_hold")


def fill_session(registry, session_id, count):
    """Copy the tickets of a session until it holds count of them."""
    with environment(registry) as env:
        orders = env["pos.order"].search([("session_id", "=", session_id)])
        copies, rest = divmod(count - len(orders), len(orders))
        for order in orders:
            _copy_ticket(env.cr, order, copies + (rest > 0))
            rest -= 1
        return env["pos.order"].search_count([("session_id", "=", session_id)])


def _copy_ticket(cr, order, count):
    fresh = "gen_random_uuid()::text"
    columns = {
        "uuid": fresh,
        "access_token": fresh,
        "name": "source.name || '-' || n",
        "pos_reference": "source.pos_reference || '-' || n",
        # Outside the numbers of the real chain, so that it stays unbroken.
        "l10n_fr_secure_sequence_number": "-(base.id + n)",
    }
    base = multiply(cr, "pos_order", order.id, count, **columns)
    for line in order.lines:
        copied = multiply(
            *(cr, "pos_order_line", line.id, count),
            order_id=f"{base} + n",
            uuid=fresh,
        )
        multiply_relation(
            *(cr, "account_tax_pos_order_line_rel", "pos_order_line_id"),
            *(line.id, copied, count),
        )
    for payment in order.payment_ids:
        multiply(
            *(cr, "pos_payment", payment.id, count),
            pos_order_id=f"{base} + n",
            uuid=fresh,
        )


def points_card(registry):
    """Return a customer's card that a ticket wins points on; make it the first time.

    Of tills alone, so that no other line meets the programme.
    """
    with environment(registry) as env:
        card = env["loyalty.card"].search([("code", "=", "BENCH-POINTS")])
        if not card:
            program = env["loyalty.program"].create(
                {
                    "name": "Bench points",
                    "program_type": "loyalty",
                    "pos_ok": True,
                    "sale_ok": False,
                    "ecommerce_ok": False,
                }
            )
            partner = env["res.partner"].create({"name": "Bench points"})
            card = env["loyalty.card"].create(
                {
                    "program_id": program.id,
                    "partner_id": partner.id,
                    "code": "BENCH-POINTS",
                    "points": 100,
                }
            )
        return {
            "coupon_id": card.id,
            "program_id": card.program_id.id,
            "partner_id": card.partner_id.id,
            "rules": card.program_id.rule_ids.ids,
            "has_ledger": "loyalty.movement" in env,
        }


def let_seal(registry, on):
    """Let the company seal its tickets, or sell as if it never had."""
    with environment(registry) as env:
        company = env.company
        if on and not env["fiscal.key"]._get_current(company):
            company.company_registry = "732829320"
            company._start_sealing("Benchmark")
            env.flush_all()
        started = "now() AT TIME ZONE 'UTC' - interval '1 day'" if on else "NULL"
        env.cr.execute(
            f"UPDATE res_company SET fiscal_started_on = {started} WHERE id = %s",
            [company.id],
        )
