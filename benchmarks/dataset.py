# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The data of the benchmark: the same on both databases, made in seconds.

Called through a worker, on bare Odoo, before the suite is installed on a copy.
"""

import contextlib

from odoo import SUPERUSER_ID, Command, api

from .bulk import multiply, multiply_relation

PLACES = 20
BENCH_PRODUCTS = 24
TILLS = 8
SHOPPERS = 40
PASSWORD = "bench-password"


@contextlib.contextmanager
def environment(registry, commit=True):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        yield env
        env.flush_all()
        if not commit:
            cr.rollback()


def build(registry, products=20_000, customers=100_000, stocked=5_000):
    """Fill an empty retail database and return what the lines need to know."""
    with environment(registry) as env:
        _settings(env)
        places = _places(env)
        first_product = _products(env, products)
        _stock(env, places, first_product, stocked)
        _customers(env, customers)
        _people(env, SHOPPERS)
        _seller(env)
        _tills(env)
    analyze(registry)
    return {"places": len(places)}


def build_shop(registry, shoppers=8):
    """Fill an empty database with a small shop: two stores, a till in each."""
    with environment(registry) as env:
        _settings(env)
        first = env["stock.warehouse"].search([], limit=1)
        first.name = "Lyon"
        second = first.create({"name": "Paris", "code": "PAR"})
        products = env["product.product"].create(
            [
                {
                    "name": f"Article {letter}",
                    "default_code": letter,
                    "is_storable": True,
                    "is_published": True,
                    "available_in_pos": True,
                    "list_price": 10.0,
                }
                for letter in "ABCD"
            ]
        )
        for product in products:
            for place in first + second:
                env["stock.quant"]._update_available_quantity(
                    product, place.lot_stock_id, 10_000
                )
        _people(env, shoppers)
        _seller(env)
        _sell_on_web(env, first)
        for place in first + second:
            env["pos.config"].create(
                {
                    "name": f"{place.name} 1",
                    "module_pos_hr": False,
                    "picking_type_id": place.pos_type_id.id,
                }
            )
        return {
            "products": {
                p.default_code: {"id": p.id, "template": p.product_tmpl_id.id}
                for p in products
            },
            "shoppers": {
                user.login: user.partner_id.id
                for user in env["res.users"].search([("login", "like", "bench_shop")])
            },
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
        }


def analyze(registry):
    """Refresh the planner's statistics, after rows made by SQL."""
    with registry.cursor() as cr:
        cr.execute("ANALYZE")


def _settings(env):
    env.company.write(
        {
            "name": "Banc d'essai",
            "street": "1 rue du Banc",
            "zip": "45000",
            "city": "Orléans",
            "country_id": env.ref("base.fr").id,
            "point_of_sale_update_stock_quantities": "real",
        }
    )


def _places(env, count=PLACES):
    first = env["stock.warehouse"].search([], limit=1)
    made = env["stock.warehouse"].create(
        [
            {
                "name": f"Magasin {n:02}",
                "code": f"B{n:02}",
                "company_id": env.company.id,
            }
            for n in range(2, count + 1)
        ]
    )
    return first + made


def _products(env, count):
    """Make one article by the ORM and the others by copying its rows."""
    category = env["pos.category"].create({"name": "Banc"})
    model = env["product.template"].create(
        {
            "name": "Article 00000",
            "default_code": "ART00000",
            "is_storable": True,
            "available_in_pos": True,
            "is_published": True,
            "list_price": 12.0,
            "standard_price": 5.0,
            "pos_categ_ids": [Command.set(category.ids)],
        }
    )
    env.flush_all()
    variant = model.product_variant_id
    number = "lpad(n::text, 5, '0')"
    name = f"jsonb_build_object('en_US', 'Article ' || {number})"
    code = f"'ART' || {number}"
    base = multiply(
        env.cr, "product_template", model.id, count, name=name, default_code=code
    )
    for table, column in (
        ("product_taxes_rel", "prod_id"),
        ("product_supplier_taxes_rel", "prod_id"),
        ("pos_category_product_template_rel", "product_template_id"),
    ):
        multiply_relation(env.cr, table, column, model.id, base, count)
    first = multiply(
        env.cr,
        "product_product",
        variant.id,
        count,
        product_tmpl_id=f"{base} + n",
        default_code=code,
        barcode="'299' || lpad(n::text, 10, '0')",
    )
    return first + 1


def _stock(env, places, first_product, stocked):
    """Put the bench products in every place, and the till's articles in the first."""
    Quant = env["stock.quant"]
    model = env["product.product"].browse(first_product)
    location = places[0].lot_stock_id
    Quant._update_available_quantity(model, location, 5000)
    env.flush_all()
    source = Quant.search(
        [("product_id", "=", model.id), ("location_id", "=", location.id)]
    )
    multiply(
        env.cr,
        "stock_quant",
        source.id,
        stocked - 1,
        product_id="source.product_id + n",
    )
    for place in places[1:]:
        multiply(
            env.cr,
            "stock_quant",
            source.id,
            BENCH_PRODUCTS,
            product_id="source.product_id + n - 1",
            location_id=str(place.lot_stock_id.id),
            quantity="50 + n",
        )
    env.invalidate_all()


def _customers(env, count):
    model = env["res.partner"].create(
        {
            "name": "Client 000000",
            "email": "client000000@banc.example",
            "phone": "+33 1 99 00 00 00",
            "street": "1 rue du Banc",
            "zip": "45000",
            "city": "Orléans",
            "country_id": env.ref("base.fr").id,
            "customer_rank": 1,
        }
    )
    env.flush_all()
    number = "lpad(n::text, 6, '0')"
    mail = f"'client' || {number} || '@banc.example'"
    expressions = {
        "name": f"'Client ' || {number}",
        "complete_name": f"'Client ' || {number}",
        "commercial_partner_id": "base.id + n",
        "email": mail,
        "email_normalized": mail,
        "phone": "'+33 1 99 ' || to_char(n, 'FM00 00 00')",
    }
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = 'res_partner'"
    )
    present = {name for (name,) in env.cr.fetchall()}
    multiply(
        env.cr,
        "res_partner",
        model.id,
        count,
        **{k: v for k, v in expressions.items() if k in present},
    )


def _people(env, count):
    """Make a cashier with till rights only, and shoppers who share one password."""
    Users = env["res.users"].with_context(no_reset_password=True)
    cashier = Users.create(
        {
            "name": "Caissier du banc",
            "login": "bench_cashier",
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
    )
    shoppers = Users.create(
        [
            {
                "name": f"Acheteur {n:02}",
                "login": f"bench_shopper_{n:02}",
                "email": f"acheteur{n:02}@banc.example",
                "group_ids": [Command.set([env.ref("base.group_portal").id])],
            }
            for n in range(count)
        ]
    )
    env.flush_all()
    # One hash costs a quarter of a second, on purpose: the shoppers share one.
    env.cr.execute(
        "UPDATE res_users SET password ="
        " (SELECT password FROM res_users WHERE id = %s) WHERE id IN %s",
        (cashier.id, tuple(shoppers.ids)),
    )


def _tills(env):
    """Make the tills of the lines: eight together, and one for each lone line."""
    names = [*(f"Caisse {n}" for n in range(1, TILLS + 1)), "Solo", "Clôture", "Écran"]
    for name in names:
        env["pos.config"].create({"name": name, "module_pos_hr": False})


def _seller(env):
    """Make a salesperson, whom bare Odoo lets settle an order at a till."""
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Vendeur du banc",
            "login": "bench_seller",
            "password": PASSWORD,
            "group_ids": [
                Command.set(
                    [
                        env.ref("base.group_user").id,
                        env.ref("point_of_sale.group_pos_user").id,
                        env.ref("sales_team.group_sale_salesman_all_leads").id,
                    ]
                )
            ],
        }
    )


def _sell_on_web(env, place):
    """Open the web shop: served from one place, delivered free, paid by the demo card.

    Shoppers have an address, so that nothing stands between their cart and paying.
    """
    env["website"].search([]).write({"warehouse_id": place.id})
    # the mail of a confirmation is printed for seconds: by a job, as big shops do
    env["ir.config_parameter"].set_param("sale.async_emails", True)
    provider = env.ref("payment.payment_provider_demo")
    bank = env["account.journal"].search([("type", "=", "bank")], limit=1)
    # named before the first payment: payments at once would each make the method
    provider.write({"state": "test", "is_published": True, "journal_id": bank.id})
    env["delivery.carrier"].search([]).write({"website_published": False})
    env["delivery.carrier"].create(
        {
            "name": "Livraison du banc",
            "delivery_type": "fixed",
            "fixed_price": 0.0,
            "website_published": True,
            "product_id": env["product.product"]
            .create({"name": "Livraison du banc", "type": "service", "list_price": 0})
            .id,
        }
    )
    shoppers = env["res.users"].search([("login", "like", "bench_shopper")])
    shoppers.partner_id.write(
        {
            "phone": "+33 1 99 00 00 00",
            "street": "1 rue du Banc",
            "zip": "45000",
            "city": "Orléans",
            "country_id": env.ref("base.fr").id,
        }
    )


def last_units(registry, units):
    """Make one article for each number of units, there only for who is first.

    :return: a list of {id, template, place, name}
    """
    with environment(registry) as env:
        place = env["website"].search([], limit=1).warehouse_id
        products = env["product.product"].create(
            [
                {
                    "name": f"Last units {number}",
                    "is_storable": True,
                    "is_published": True,
                    "available_in_pos": True,
                    "allow_out_of_stock_order": False,
                    "list_price": 10.0,
                }
                for number, _count in enumerate(units)
            ]
        )
        for product, count in zip(products, units, strict=True):
            env["stock.quant"]._update_available_quantity(
                product, place.lot_stock_id, count
            )
        return [
            {
                "id": p.id,
                "template": p.product_tmpl_id.id,
                "place": place.id,
                "name": p.name,
            }
            for p in products
        ]


def vacuum(registry):
    """Leave both databases as tidy as a night would: no dead rows, fresh statistics."""
    with registry.cursor() as cr:
        cr.connection.rollback()
        cr.connection.autocommit = True
        try:
            cr.connection.cursor().execute("VACUUM ANALYZE")
        finally:
            cr.connection.autocommit = False


def release_dead_leases(registry):
    """Run the job that gives silent tills' carts back, as the scheduler does."""
    with environment(registry) as env:
        env["sale.order"]._cron_release_dead_leases()
