# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same shop small and grown: the same question must cost the same.

What is asked for is alike in both: some articles in every place. Around it, a grown
shop has more of all that availability looks through: stock, holds that live and that
ended, moves that are done.
"""

from . import inside
from .bulk import loading, multiply
from .dataset import _places, _products, _settings, analyze, environment

PLACES = 50
PLACES_OF_AN_ARTICLE = 10
HOT = 20
TABLES = (
    *("product_template", "product_product", "stock_quant"),
    *("stock_move", "stock_move_line", "commerce_hold"),
)


def prepare(registry):
    """Make the places and a first sale; return what is copied from it."""
    with environment(registry) as env:
        _settings(env)
        return _first_sale(env, _places(env, PLACES)[0])


def fill(registry, quant, move, products):
    with environment(registry) as env, loading(env.cr, *TABLES):
        first = _products(env, products)
        places = env["stock.warehouse"].search([], order="id")
        _stock(env, quant, places, first, products)
        _history(env, move, places, first, products)
    analyze(registry)


def _first_sale(env, place):
    product = env["product.product"].create({"name": "Modèle", "is_storable": True})
    location = place.lot_stock_id
    env["stock.quant"]._update_available_quantity(product, location, 1000)
    move = env["stock.move"].create(
        {
            "product_id": product.id,
            "product_uom_qty": 1,
            "location_id": location.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
    )
    move._action_confirm()
    move.quantity, move.picked = 1, True
    move._action_done()
    quant = product.stock_quant_ids.filtered(lambda one: one.location_id == location)
    return {"quant": quant.id, "move": move.id}


def _spread(values, step):
    """SQL: the value of row n; articles and places meet in every combination."""
    listed = ", ".join(map(str, values))
    return f"(ARRAY[{listed}])[1 + mod({step}, {len(values)})]"


def _stock(env, source, places, first, products):
    """Put each article in some places, and those asked for in the others as well."""
    locations = places.lot_stock_id.ids
    bench = inside._bench_products(env).ids
    for count, values in (
        (
            products * PLACES_OF_AN_ARTICLE,
            {
                "product_id": f"{first} + mod(n, {products})",
                "location_id": _spread(locations, f"n + n / {products}"),
            },
        ),
        (
            len(bench) * PLACES,
            {
                "product_id": _spread(bench, "n"),
                "location_id": _spread(locations, f"n / {len(bench)}"),
            },
        ),
    ):
        multiply(env.cr, "stock_quant", source, count, **values)


def _history(env, source, places, first, products):
    """Add a hold and the done move that bears its key for each article.

    One in two holds has ended. One in twenty is of the article that is claimed, in the
    place where it is claimed, and has ended: what sold a lot today.
    """
    hot, place = inside.hot_pair(env)
    product = f"{first} + mod(n * 7, {products})"
    rows = {
        name: f"CASE WHEN mod(n, {HOT}) = 0 THEN {one.id} ELSE {others} END"
        for name, one, others in (
            ("product", hot, product),
            ("place", place, _spread(places.ids, "n")),
            ("location", place.lot_stock_id, _spread(places.lot_stock_id.ids, "n")),
        )
    }
    token = "'grown-' || n"
    move = env["stock.move"].browse(source)
    moves = multiply(
        *(env.cr, "stock_move", move.id, products),
        product_id=rows["product"],
        location_id=rows["location"],
        hold_token=token,
    )
    multiply(
        *(env.cr, "stock_move_line", move.move_line_ids.id, products),
        move_id=f"{moves} + n",
        product_id=rows["product"],
        location_id=rows["location"],
    )
    env.cr.execute(
        f"""
        INSERT INTO commerce_hold (
               token, product_ref, warehouse_ref, quantity, reason,
               created_at, expires_at)
        SELECT {token}, {rows["product"]}, {rows["place"]}, 1, 'order', clock.now,
               clock.now + (mod(n, 2) * 2 - 1) * interval '1 day'
          FROM generate_series(1, %s) n,
               (SELECT now() AT TIME ZONE 'UTC' AS now) clock
        """,
        [products],
    )
