# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The warehouse, the stores and their tills."""

from . import company as company_builder

PLACES = {
    # code: (name, street, zip, town, phone)
    "ORL": (
        "Orléans",
        "12 rue de la République",
        "45000",
        "Orléans",
        "+33 1 99 00 00 10",
    ),
    "PAR": ("Paris", "48 rue de Rivoli", "75004", "Paris", "+33 1 99 00 00 20"),
    "LYO": ("Lyon", "21 rue Mercière", "69002", "Lyon", "+33 1 99 00 00 30"),
    "BOR": (
        "Bordeaux",
        "7 cours de l'Intendance",
        "33000",
        "Bordeaux",
        "+33 1 99 00 00 40",
    ),
}
# code: (latitude, longitude) of the town's centre
POSITIONS = {
    "ORL": (47.9025, 1.9090),
    "PAR": (48.8566, 2.3522),
    "LYO": (45.7640, 4.8357),
    "BOR": (44.8378, -0.5792),
}
STORES = ("PAR", "LYO", "BOR")
TILLS_PER_STORE = 2


def till_xmlid(code, number):
    return f"till_{code.lower()}_{number}"


def build(box):
    _build_warehouses(box)
    _build_tills(box)
    # Cash differences of the new journals go to the accounts shops need.
    box.company._fr_set_up()


def _build_warehouses(box):
    env = box.env
    addresses = box.records(
        "res.partner",
        {
            f"place_{code.lower()}_address": {
                "name": f"Unified Retail {name}",
                "parent_id": box.company.partner_id.id,
                "type": "other",
                "street": street,
                "zip": postcode,
                "city": town,
                "phone": phone,
                "email": f"{code.lower()}@unified-retail.example",
                "country_id": env.ref("base.fr").id,
                "lang": "fr_FR",
                "partner_latitude": POSITIONS[code][0],
                "partner_longitude": POSITIONS[code][1],
            }
            for code, (name, street, postcode, town, phone) in PLACES.items()
        },
    )
    main = env["stock.warehouse"].search(
        [("company_id", "=", box.company.id)], order="id", limit=1
    )
    if main:
        box.adopt(
            "warehouse_orl",
            main,
            {
                "name": "Orléans",
                "code": "ORL",
                "partner_id": addresses["place_orl_address"].id,
            },
        )
    box.records(
        "stock.warehouse",
        {
            f"warehouse_{code.lower()}": {
                "name": PLACES[code][0],
                "code": code,
                "company_id": box.company.id,
                "partner_id": addresses[f"place_{code.lower()}_address"].id,
            }
            for code in PLACES
        },
    )


def _build_tills(box):
    env = box.env
    banks = _bank_methods(box)
    product = box.record(
        "product.product",
        "product_down_payment",
        {
            "name": "Deposit",
            "type": "service",
            "list_price": 0.0,
            "invoice_policy": "order",
            "taxes_id": [(6, 0, company_builder.sale_taxes(box)["20", "service"].ids)],
            "supplier_taxes_id": [(5,)],
            "sale_ok": False,
            "purchase_ok": False,
            "available_in_pos": True,
        },
        {"name": "Acompte"},
    )
    invoice_journal = env["account.journal"].search(
        [("company_id", "=", box.company.id), ("type", "=", "sale")], limit=1
    )
    pricelist = box.ref("pricelist_ttc")
    numbers = range(1, TILLS_PER_STORE + 1)
    tills = [(code, number) for code in STORES for number in numbers]
    journals = box.records(
        "account.journal",
        {
            f"journal_cash_{code.lower()}_{number}": {
                "name": f"Cash {PLACES[code][0]} {number}",
                "type": "cash",
                "code": f"E{code}{number}",
                "company_id": box.company.id,
            }
            for code, number in tills
        },
        {
            f"journal_cash_{code.lower()}_{number}": {
                "name": f"Espèces {PLACES[code][0]} {number}"
            }
            for code, number in tills
        },
    )
    entries = env["pos.config"]._default_sale_journal()
    if entries and not box.ref("journal_tills"):
        box.adopt("journal_tills", entries, {"name": "Tills"}, {"name": "Caisses"})
    cash = box.records(
        "pos.payment.method",
        {
            f"payment_cash_{code.lower()}_{number}": {
                "name": "Cash",
                "journal_id": journals[f"journal_cash_{code.lower()}_{number}"].id,
                "company_id": box.company.id,
                "sequence": 2,
            }
            for code, number in tills
        },
        {
            f"payment_cash_{code.lower()}_{number}": {"name": "Espèces"}
            for code, number in tills
        },
    )
    values = {}
    for code, number in tills:
        warehouse = box.ref(f"warehouse_{code.lower()}")
        methods = banks["card"] + cash[f"payment_cash_{code.lower()}_{number}"]
        methods += banks["cheque"]
        values[till_xmlid(code, number)] = box.existing_fields(
            "pos.config",
            {
                "name": f"{PLACES[code][0]} {number}",
                "company_id": box.company.id,
                "warehouse_id": warehouse.id,
                "picking_type_id": warehouse.pos_type_id.id,
                "invoice_journal_id": invoice_journal.id,
                "payment_method_ids": [(6, 0, methods.ids)],
                "down_payment_product_id": product.id,
                "pricelist_id": pricelist.id,
                "available_pricelist_ids": [(6, 0, pricelist.ids)],
                "iface_tax_included": "total",
                "module_pos_hr": True,
                "restrict_price_control": True,
                "manual_discount": True,
                "is_header_or_footer": True,
                "receipt_header": ", ".join(PLACES[code][1:4]),
                "receipt_footer": "Échange ou remboursement sous 30 jours "
                "sur présentation du ticket.",
                "iface_group_by_categ": True,
                "set_maximum_difference": True,
                "amount_authorized_diff": 50.0,
            },
        )
    existing = box.known("pos.config", values)
    # One by one: a constraint of core on cash journals expects a single till.
    configs = {
        xmlid: box.record("pos.config", xmlid, vals) for xmlid, vals in values.items()
    }
    for xmlid, config in configs.items():
        if xmlid in existing:
            continue
        # These follow the price lists and the payment methods: set once stored.
        config.write(
            {
                "use_pricelist": True,
                "use_fast_payment": True,
                "fast_payment_method_ids": [
                    (
                        6,
                        0,
                        (
                            banks["card"]
                            + config.payment_method_ids.filtered("is_cash_count")
                        ).ids,
                    )
                ],
            }
        )
    for code in STORES:
        pair = env["pos.config"].union(
            *(configs[till_xmlid(code, number)] for number in numbers)
        )
        for config in pair:
            if not config.trusted_config_ids:
                config.trusted_config_ids = pair - config


def _bank_methods(box):
    """Bank cards and cheques: one journal each, shared by all the tills."""
    journals = box.records(
        "account.journal",
        {
            "journal_card": {
                "name": "Bank cards",
                "type": "bank",
                "code": "CB",
                "company_id": box.company.id,
            },
            "journal_cheque": {
                "name": "Cheques",
                "type": "bank",
                "code": "CHQ",
                "company_id": box.company.id,
            },
        },
        {
            "journal_card": {"name": "Cartes bancaires"},
            "journal_cheque": {"name": "Chèques"},
        },
    )
    to_collect = {
        "card": company_builder.account(
            box, "511500", "Cards for collection", "Cartes bancaires à encaisser"
        ),
        "cheque": company_builder.account(
            box, "511200", "Cheques for collection", "Chèques à encaisser"
        ),
    }
    methods = box.records(
        "pos.payment.method",
        {
            f"payment_{kind}": {
                "name": name,
                "journal_id": journals[f"journal_{kind}"].id,
                "outstanding_account_id": to_collect[kind].id,
                "company_id": box.company.id,
                "sequence": sequence,
            }
            for kind, name, sequence in (
                ("card", "Bank card", 1),
                ("cheque", "Cheque", 3),
            )
        },
        {
            "payment_card": {"name": "Carte bancaire"},
            "payment_cheque": {"name": "Chèque"},
        },
    )
    return {"card": methods["payment_card"], "cheque": methods["payment_cheque"]}
