# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A bare database that a shop has used for two years, made in seconds.

Run inside Odoo by a lab worker, before any module of the suite is installed.
"""

from odoo import SUPERUSER_ID, Command, api, fields

from benchmarks import till
from benchmarks.bulk import multiply, multiply_relation
from benchmarks.dataset import environment

OLD_ORDERS = 50_000
DOUBLES = 20
PASSWORD = "lived-in-password"


def build(registry, old_orders=OLD_ORDERS):
    """Fill the database and return the names that the tests look for."""
    with environment(registry) as env:
        _company(env)
        products = _products(env)
        _carts(env, products)
        _quotations(env, products)
        _negative_stock(env, products)
        _loyalty_debt(env)
        _invoiced_order(env, products)
        _reservations(env)
        _old_orders(env, products, old_orders)
        _tills(env)
    with environment(registry) as env:
        _tickets(env)
        _stock_noted_wrong(env)
    with registry.cursor() as cr:
        cr.execute("ANALYZE")
    return True


def _company(env):
    env.company.write(
        {
            "name": "Boutique d'avant",
            "street": "2 rue d'Hier",
            "zip": "69001",
            "city": "Lyon",
            "country_id": env.ref("base.fr").id,
            "point_of_sale_update_stock_quantities": "real",
        }
    )
    # A company that was made once and never used: no chart, no till, no website.
    env["res.company"].create({"name": "Société en sommeil", "country_id": False})


def _products(env):
    names = ("Vase", "Lampe", "Coussin", "Ancien article")
    products = env["product.product"].create(
        [
            {
                "name": name,
                "default_code": f"VIE{number}",
                "is_storable": True,
                "is_published": True,
                "available_in_pos": True,
                "allow_out_of_stock_order": True,
                "list_price": 10.0 * number,
            }
            for number, name in enumerate(names, start=1)
        ]
    )
    place = env["stock.warehouse"].search([], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, place, 100)
    return products


def _shopper(env, login, **values):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login.replace("_", " ").title(),
                "login": login,
                "email": f"{login}@avant.example",
                "group_ids": [Command.set([env.ref("base.group_portal").id])],
                **values,
            }
        )
        .partner_id
    )


def _cart(env, partner, *lines, **values):
    website = env["website"].search([], limit=1)
    return env["sale.order"].create(
        {
            "partner_id": partner.id,
            "website_id": website.id,
            "company_id": website.company_id.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": quantity})
                for product, quantity in lines
            ],
            **values,
        }
    )


def _carts(env, products):
    vase, lamp, cushion, old = products
    several = _shopper(env, "three_carts", password=PASSWORD)
    _cart(env, several, (vase, 1))
    _cart(env, several, (vase, 2), (lamp, 1))
    _cart(env, several, (cushion, 1), (old, 1))
    _cart(env, _shopper(env, "one_cart"), (vase, 4), (lamp, 1))
    _colleagues(env, vase, lamp)
    public = env.ref("base.public_user").sudo().partner_id
    _cart(env, public, (vase, 1))
    _cart(env, public, (lamp, 2))
    _cart(env, _shopper(env, "empty_carts"))
    _cart(env, several.search([("name", "=", "Empty Carts")]))
    paying = _cart(env, _shopper(env, "is_paying"), (lamp, 1))
    _pending_payment(env, paying)
    # An article archived in bulk, by SQL: archiving it by hand empties the baskets.
    env.flush_all()
    env.cr.execute("UPDATE product_product SET active = FALSE WHERE id = %s", (old.id,))
    env.invalidate_all()


def _colleagues(env, *products):
    employer = env["res.partner"].create({"name": "Employeur", "is_company": True})
    for number, product in enumerate(products, start=1):
        colleague = _shopper(env, f"colleague_{number}")
        colleague.parent_id = employer
        _cart(env, colleague, (product, number))


def _pending_payment(env, order):
    provider = env.ref("payment.payment_provider_demo")
    provider.write({"state": "test"})
    method = provider.with_context(active_test=False).payment_method_ids[:1]
    env["payment.transaction"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "reference": f"PENDING-{order.id}",
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "sale_order_ids": [Command.set(order.ids)],
            "state": "pending",
        }
    )


def _quotations(env, products):
    customer = env["res.partner"].create({"name": "Client du comptoir"})
    for state in ("draft", "sent"):
        for _copy in range(2):
            quotation = env["sale.order"].create(
                {
                    "partner_id": customer.id,
                    "order_line": [Command.create({"product_id": products[0].id})],
                }
            )
            quotation.state = state


def _negative_stock(env, products):
    place = env["stock.warehouse"].search([], limit=1).lot_stock_id
    shelf = env["stock.location"].create({"name": "Rayon", "location_id": place.id})
    for product, quantity in zip(products[:2], (-7, -3), strict=True):
        env["stock.quant"]._update_available_quantity(product, shelf, quantity)


def _loyalty_debt(env):
    program = env["loyalty.program"].create(
        {"name": "Carte d'avant", "program_type": "loyalty", "trigger": "auto"}
    )
    card = env["loyalty.card"].create(
        {
            "program_id": program.id,
            "partner_id": env["res.partner"].create({"name": "Client endetté"}).id,
        }
    )
    card.points = -100


def _invoiced_order(env, products):
    """One order of the real life: confirmed, delivered, invoiced, posted."""
    order = env["sale.order"].create(
        {
            "partner_id": env["res.partner"].create({"name": "Client fidèle"}).id,
            "order_line": [
                Command.create({"product_id": p.id, "product_uom_qty": 2})
                for p in products[:2]
            ],
        }
    )
    order.action_confirm()
    for move in order.picking_ids.move_ids:
        move.write({"quantity": move.product_uom_qty, "picked": True})
    order.picking_ids.button_validate()
    order._create_invoices().action_post()


def _article(env, code, quantity, **values):
    """Make an article with its stock; it is not sold at the tills."""
    product = env["product.product"].create(
        {"name": f"Article {code}", "default_code": code, "is_storable": True, **values}
    )
    if quantity:
        env["stock.quant"]._update_available_quantity(product, _shelf(env), quantity)
    return product


def _shelf(env):
    return env["stock.warehouse"].search([], limit=1).lot_stock_id


def _ordered(env, code, product, quantity):
    order = env["sale.order"].create(
        {
            "partner_id": env["res.partner"].create({"name": f"Attend {code}"}).id,
            "client_order_ref": code,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": quantity})
            ],
        }
    )
    order.action_confirm()
    return order


def _reservations(env):
    """Orders that wait for their delivery, one for each thing that may happen next."""
    for code in ("AGAIN", "LEAVE", "CANCEL"):
        _ordered(env, code, _article(env, code, 5), 4)
    # two of five were there
    _ordered(env, "PARTLY", _article(env, "PARTLY", 2), 5)
    half = _ordered(env, "HALF", _article(env, "HALF", 6), 4)
    half.picking_ids.move_ids.write({"quantity": 2, "picked": True})
    half.picking_ids.with_context(skip_backorder=True).button_validate()
    # reserved, then gone from the shelf
    beyond = _article(env, "BEYOND", 4)
    _ordered(env, "BEYOND", beyond, 4)
    env.flush_all()
    env.cr.execute(
        "UPDATE stock_quant SET quantity = 1"
        " WHERE product_id = %s AND location_id = %s",
        (beyond.id, _shelf(env).id),
    )
    env.invalidate_all()


def _stock_noted_wrong(env):
    """Quants that Odoo made twice, and one that remembers a transfer long gone."""
    for number in range(DOUBLES):
        product = _article(env, f"DOUBLE{number}", 5)
        _ordered(env, f"DOUBLE{number}", product, 1)
        quant = env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", _shelf(env).id)]
        )
        env.flush_all()
        # written while somebody else was writing the first: goods that came in, or
        # the reservation, which has no quantity at all
        quantity = "NULL" if number % 2 else "2"
        multiply(env.cr, "stock_quant", quant.id, 1, quantity=quantity)
        env.cr.execute(
            "UPDATE stock_quant SET reserved_quantity = 0 WHERE id = %s", (quant.id,)
        )
        env.invalidate_all()
    apart = _article(env, "APART", 9)
    env["stock.quant"]._update_reserved_quantity(apart, _shelf(env), 6)


def _old_orders(env, products, count):
    """Copy a confirmed order of two lines, over two years."""
    model = env["sale.order"].create(
        {
            "partner_id": env["res.partner"].create({"name": "Client d'hier"}).id,
            "order_line": [Command.create({"product_id": p.id}) for p in products[:2]],
        }
    )
    env.flush_all()
    # As history imported from elsewhere: confirmed, and no delivery to make.
    env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", (model.id,))
    env.cr.execute(
        "UPDATE sale_order_line SET state = 'sale' WHERE order_id = %s", (model.id,)
    )
    website = env["website"].search([], limit=1)
    date = f"source.date_order - (n * 730.0 / {count}) * interval '1 day'"
    base = multiply(
        *(env.cr, "sale_order", model.id, count),
        name="'OLD' || lpad(n::text, 6, '0')",
        date_order=date,
        create_date=date,
        access_token="NULL",
        website_id=f"CASE WHEN n %% 2 = 0 THEN {website.id} END",
    )
    for line in model.order_line:
        copied = multiply(
            *(env.cr, "sale_order_line", line.id, count), order_id=f"{base} + n"
        )
        multiply_relation(
            *(env.cr, "account_tax_sale_order_line_rel", "sale_order_line_id"),
            *(line.id, copied, count),
        )
    env.invalidate_all()


def _tills(env):
    _article(env, "NUMBERED", 0, tracking="lot", available_in_pos=True)
    cashier = {
        "name": "Caissière d'avant",
        "login": "old_cashier",
        "password": PASSWORD,
        "group_ids": [
            Command.set(
                [
                    env.ref("base.group_user").id,
                    env.ref("point_of_sale.group_pos_user").id,
                ]
            )
        ],
    }
    env["res.users"].with_context(no_reset_password=True).create(cashier)
    for name in ("Caisse fermée", "Caisse ouverte"):
        env["pos.config"].create({"name": name, "module_pos_hr": False})


def _tickets(env):
    """Sell at two tills; one closes in the evening, the other is left open.

    The last ticket of the one that is open sold what stock could not give: an article
    with a lot number that nobody typed. Its picking waits.
    """
    user = env["res.users"].search([("login", "=", "old_cashier")])
    env = api.Environment(env.cr, user.id, {})
    products = env["product.product"].search([("default_code", "=like", "VIE%")])
    session = card = None
    for config in env["pos.config"].search([], order="id"):
        session = env["pos.session"].create({"config_id": config.id})
        session.set_opening_control(0, "")
        card = config.payment_method_ids.filtered(lambda m: m.type == "bank")[:1]
        for number in range(5):
            lines = [
                till.line(p.id, 1 + number % 2, 10.0, p.sudo().taxes_id.ids)
                for p in products[:2]
            ]
            ticket = till.ticket(session.id, user.id, lines, card.id)
            env["pos.order"].sync_from_ui([ticket])
        if config.name == "Caisse fermée":
            session.update_closing_control_state_session("")
            session.close_session_from_ui([])
    numbered = env["product.product"].search([("default_code", "=", "NUMBERED")])
    lines = [till.line(numbered.id, 1, 10.0, numbered.sudo().taxes_id.ids)]
    sold = till.ticket(session.id, user.id, lines, card.id)
    # sudo: a cashier who sells articles with a number may read the numbers
    env["pos.order"].sudo().sync_from_ui([sold])
    draft = till.ticket(
        session.id, user.id, [till.line(products[0].id, 1, 10.0)], card.id
    )
    env["pos.order"].sync_from_ui([{**draft, "state": "draft", "payment_ids": []}])


FACTS = {
    "orders by state": """
        SELECT state, count(*), sum(amount_total) FROM sale_order
         WHERE website_id IS NULL OR state != 'draft'
           AND cart_origin_id IS NULL GROUP BY state ORDER BY state""",
    "old order lines": """
        SELECT count(*), sum(line.price_total), sum(line.product_uom_qty)
          FROM sale_order_line line JOIN sale_order o ON o.id = line.order_id
         WHERE o.state = 'sale'""",
    "tickets": """
        SELECT state, count(*), sum(amount_total), count(l10n_fr_hash),
               max(l10n_fr_secure_sequence_number)
          FROM pos_order GROUP BY state ORDER BY state""",
    "hashes": "SELECT string_agg(l10n_fr_hash, ',' ORDER BY id) FROM pos_order",
    "stock": """
        SELECT sum(quantity),
               sum(reserved_quantity) FILTER (WHERE default_code IS NULL
                                                 OR default_code <> 'APART'),
               count(DISTINCT (product_id, location_id, lot_id, package_id, owner_id)),
               count(*) FILTER (WHERE quantity < 0)
          FROM stock_quant JOIN product_product product ON product.id = product_id""",
    "entries": """
        SELECT move.state, count(*), sum(debit), sum(credit)
          FROM account_move_line JOIN account_move move ON move.id = move_id
         GROUP BY move.state ORDER BY move.state""",
    "points": "SELECT count(*), sum(points) FROM loyalty_card",
    "pickings": "SELECT state, count(*) FROM stock_picking GROUP BY state ORDER BY 1",
    "payments": """
        SELECT state, count(*), sum(amount) FROM payment_transaction
         GROUP BY state ORDER BY state""",
    "sessions": "SELECT state, count(*) FROM pos_session GROUP BY state ORDER BY 1",
}


def facts(registry):
    """Return what the owner would count before and after: as text, to compare."""
    found = {}
    with registry.cursor() as cr:
        cr.execute(
            "SELECT 1 FROM information_schema.columns"
            " WHERE table_name = 'sale_order' AND column_name = 'cart_origin_id'"
        )
        suite = bool(cr.fetchone())
        for name, query in FACTS.items():
            if not suite:
                query = query.replace("AND cart_origin_id IS NULL", "")
            cr.execute(query)
            found[name] = [[str(cell) for cell in row] for row in cr.fetchall()]
        found["basket of each customer"] = _baskets(cr)
    return found


def _baskets(cr):
    """Return the quantity of each article in each identified customer's baskets."""
    cr.execute(
        """
        SELECT partner.name, product.default_code, sum(line.product_uom_qty)
          FROM sale_order_line line
          JOIN sale_order o ON o.id = line.order_id
          JOIN res_partner partner ON partner.id = o.partner_id
          JOIN product_product product ON product.id = line.product_id
         WHERE o.state = 'draft' AND o.website_id IS NOT NULL
         GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    return [[str(cell) for cell in row] for row in cr.fetchall()]


def run_backfills(registry):
    """Run the back-fills as the scheduler does; return what each one did."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.ref("unified_commerce_base.ir_cron_backfill").method_direct_trigger()
    with environment(registry, commit=False) as env:
        return env["commerce.backfill"].search_read(
            [], ["code", "state", "treated", "batches", "findings"]
        )


def one_batch(registry, limit):
    """Run one small batch of each back-fill that waits, then stop as if killed."""
    with environment(registry) as env:
        waiting = env["commerce.backfill"].search([("state", "!=", "done")])
        return [backfill._run_batch(limit) for backfill in waiting]


def after(registry, step, code):
    """Do what a person does next with a delivery that was there before the suite.

    :return: {reserved, done} of the order's moves
    """
    with environment(registry) as env:
        order = env["sale.order"].search([("client_order_ref", "=", code)])
        picking = order.picking_ids.filtered(lambda one: one.state != "done")
        if step == "unreserve":
            picking.do_unreserve()
        elif step == "reserve":
            picking.action_assign()
        elif step == "deliver":
            picking.with_context(skip_backorder=True).button_validate()
        elif step == "cancel":
            order._action_cancel()
        elif step == "receive":
            env["stock.quant"]._update_available_quantity(
                order.order_line.product_id, _shelf(env), 4
            )
        elif step == "order_more":
            order.order_line.product_uom_qty += 1
    return _look(registry, code)


def hand_over_by_hand(registry):
    """Give the lot number that a ticket lacked; return what becomes of its picking."""
    with environment(registry) as env:
        product = env["product.product"].search([("default_code", "=", "NUMBERED")])
        move = env["stock.move"].search(
            [("product_id", "=", product.id), ("state", "!=", "done")]
        )
        lot = env["stock.lot"].create({"name": "L1", "product_id": product.id})
        line = move._prepare_move_line_vals(1)
        move.move_line_ids.unlink()
        env["stock.move.line"].create({**line, "lot_id": lot.id, "picked": True})
        move.picking_id.button_validate()
        return move.picking_id.state


def order_anew(registry, code, quantity):
    """Order an article that was there before; return what it got."""
    with environment(registry) as env:
        product = env["product.product"].search([("default_code", "=", code)])
        again = f"{code} again"
        _ordered(env, again, product, quantity)
    return _look(registry, again)


def _look(registry, code):
    with environment(registry, commit=False) as env:
        order = env["sale.order"].search([("client_order_ref", "=", code)])
        moves = order.picking_ids.move_ids.filtered(lambda one: one.state != "cancel")
        product, place = order.order_line.product_id, order.warehouse_id
        left = env["commerce.availability"]._read(product, place)
        return {
            "reserved": sum(
                moves.filtered(lambda m: m.state != "done").mapped("quantity")
            ),
            "done": sum(moves.filtered(lambda m: m.state == "done").mapped("quantity")),
            "left": left[product.id, place.id],
        }


def controls(registry):
    """Run the nightly controls; return {code: (state, found)}."""
    with environment(registry) as env:
        runs = env["commerce.control"].search([])._run()
        return {run.control_id.code: [run.state, run.found] for run in runs}


def reports(registry):
    """Return the exceptions that the owner was given."""
    with environment(registry, commit=False) as env:
        found = env["commerce.exception"].search([])
        return found.read(["kind", "name", "advice"])


def chain_is_unbroken(registry):
    """Check the French hash chain by Odoo's own report; return what it says."""
    with environment(registry, commit=False) as env:
        company = env["pos.order"].search([], limit=1).company_id
        result = company._check_pos_hash_integrity()
        return {k: str(v) for k, v in result.items() if not isinstance(v, fields.Field)}
