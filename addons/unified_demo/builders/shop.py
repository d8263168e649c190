# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The website, its means of payment and of delivery, and the loyalty programme."""

from . import company, pictures
from .toolbox import FOUND_MODULE


def build(box):
    _set_up_website(box)
    _set_up_payment(box)
    _set_up_delivery(box)
    _set_up_loyalty(box)
    _set_up_cards(box)


# What Odoo's header and footer show until somebody writes something else.
PLACEHOLDERS = {
    "+1 555-555-5556": company.COMPANY["phone"],
    "info@yourcompany.example.com": company.COMPANY["email"],
}


def _show_contact(website):
    """Put the phone and the address of the retailer in the header and the footer."""
    View = website.env["ir.ui.view"].with_context(website_id=website.id)
    for placeholder in PLACEHOLDERS:
        views = View.search(
            [
                ("arch_db", "ilike", placeholder),
                ("website_id", "in", (False, website.id)),
            ]
        )
        for view in views.filter_duplicate():
            arch = view.arch_db
            for before, after in PLACEHOLDERS.items():
                arch = arch.replace(before, after)
            view.arch_db = arch


def _set_up_website(box):
    env = box.env
    for name in ("group_product_price_comparison", "group_show_uom_price"):
        env.ref("base.group_user")._apply_group(env.ref(f"website_sale.{name}"))
    website = env["website"].search(
        [("company_id", "=", box.company.id)], order="sequence, id", limit=1
    )
    if box.ref("website"):
        return
    languages = env["res.lang"].search([("code", "in", ("fr_FR", "en_US"))])
    box.adopt(
        "website",
        website,
        box.existing_fields(
            "website",
            {
                "name": "Unified Retail",
                "logo": pictures.logo(),
                "shop_ppg": 20,
                "shop_ppr": 4,
                "default_lang_id": languages.filtered(
                    lambda lang: lang.code == "fr_FR"
                ).id,
                "language_ids": [(6, 0, languages.ids)],
                "warehouse_id": box.ref("warehouse_orl").id,
                "show_line_subtotals_tax_selection": "tax_included",
                "account_on_checkout": "optional",
                "auth_signup_uninvited": "b2c",
                "send_abandoned_cart_email": False,
                "ecommerce_access": "everyone",
                "cookies_bar": False,
            },
        ),
        module=FOUND_MODULE,
    )
    _show_contact(website)


def _set_up_payment(box):
    env = box.env
    provider = env.ref("payment.payment_provider_demo", raise_if_not_found=False)
    if not provider or box.ref("payment_web"):
        return
    if provider.company_id != box.company:
        provider = provider.copy({"company_id": box.company.id})
    provider.write({"name": "Bank card (demonstration)", "sequence": 1})
    box.translate(provider, {"name": "Carte bancaire (démonstration)"})
    provider.write({"state": "test", "is_published": True})
    method = provider.payment_method_ids[:1]
    if method:
        method.write({"name": "Bank card (demonstration)"})
        box.translate(method, {"name": "Carte bancaire (démonstration)"})
    env["payment.provider"].search(
        [
            ("company_id", "=", box.company.id),
            ("id", "!=", provider.id),
            ("state", "in", ("enabled", "test")),
        ]
    ).write({"is_published": False})
    journal = box.record(
        "account.journal",
        "journal_web",
        {
            "name": "Web payments",
            "type": "bank",
            "code": "WEB",
            "company_id": box.company.id,
        },
        {"name": "Paiements web"},
    )
    provider.journal_id = journal
    collection = company.account(
        box, "511500", "Cards for collection", "Cartes bancaires à encaisser"
    )
    provider_line = journal.inbound_payment_method_line_ids.filtered(
        lambda line: line.payment_provider_id == provider
    )
    provider_line.payment_account_id = collection
    box.mark("payment_web", provider)


def _set_up_delivery(box):
    tax = company.sale_taxes(box)["20", "goods"]
    products = box.records(
        "product.product",
        {
            f"product_delivery_{code}": {
                "name": english,
                "type": "service",
                "list_price": price,
                "taxes_id": [(6, 0, tax.ids)],
                "supplier_taxes_id": [(5,)],
                "sale_ok": False,
                "purchase_ok": False,
                "invoice_policy": "order",
            }
            for code, english, price in (
                ("home", "Home delivery", 6.0),
                ("slow", "Slow delivery", 0.0),
            )
        },
        {
            "product_delivery_home": {"name": "Livraison à domicile"},
            "product_delivery_slow": {"name": "Livraison économique"},
        },
    )
    existing = box.known("delivery.carrier", ["carrier_home", "carrier_slow"])
    box.records(
        "delivery.carrier",
        {
            "carrier_home": box.existing_fields(
                "delivery.carrier",
                {
                    "name": "Home delivery (2 to 3 days)",
                    "delivery_type": "fixed",
                    "fixed_price": 6.0,
                    "free_over": True,
                    "amount": 150.0,
                    "product_id": products["product_delivery_home"].id,
                    "is_published": True,
                    "sequence": 1,
                    "company_id": box.company.id,
                },
            ),
            "carrier_slow": box.existing_fields(
                "delivery.carrier",
                {
                    "name": "Free delivery (5 to 7 days)",
                    "delivery_type": "fixed",
                    "fixed_price": 0.0,
                    "product_id": products["product_delivery_slow"].id,
                    "is_published": True,
                    "sequence": 2,
                    "company_id": box.company.id,
                },
            ),
        },
        {
            "carrier_home": {"name": "Livraison à domicile (2 à 3 jours)"},
            "carrier_slow": {"name": "Livraison offerte (5 à 7 jours)"},
        },
    )
    if not existing:
        box.env["delivery.carrier"].search(
            [
                ("is_published", "=", True),
                ("product_id", "not in", [product.id for product in products.values()]),
            ]
        ).write({"is_published": False})
        tills = box.env["pos.config"].search([("company_id", "=", box.company.id)])
        tills.delivery_carrier_ids = box.ref("carrier_home")


def _set_up_loyalty(box):
    """One point per euro, 100 points for 5 €, on every channel."""
    if box.ref("loyalty_program"):
        return
    program = (
        box.env["loyalty.program"]
        .with_context(program_type="loyalty")
        .create(
            box.existing_fields(
                "loyalty.program",
                {
                    "name": "Unified Retail card",
                    "program_type": "loyalty",
                    "applies_on": "both",
                    "trigger": "auto",
                    "portal_visible": True,
                    "portal_point_name": "points",
                    "household": True,
                    "company_id": box.company.id,
                    "currency_id": box.company.currency_id.id,
                    "sale_ok": True,
                    "ecommerce_ok": True,
                    "pos_ok": True,
                    "rule_ids": [
                        (5, 0, 0),
                        (
                            0,
                            0,
                            {"reward_point_mode": "money", "reward_point_amount": 1},
                        ),
                    ],
                    "reward_ids": [
                        (5, 0, 0),
                        (
                            0,
                            0,
                            {
                                "reward_type": "discount",
                                "discount_mode": "per_order",
                                "discount": 5,
                                "discount_applicability": "order",
                                "required_points": 100,
                                "description": "5 € off your order",
                            },
                        ),
                    ],
                },
            )
        )
    )
    box.translate(
        program, {"name": "Carte Unified Retail", "portal_point_name": "points"}
    )
    box.translate(program.reward_ids, {"description": "5 € sur votre commande"})
    box.name_records({"loyalty_program": program, "loyalty_reward": program.reward_ids})
    box.record(
        "loyalty.card",
        "loyalty_card_shopper",
        {
            "program_id": program.id,
            "partner_id": box.ref("partner_shopper").id,
            "points": 85.0,
        },
    )


def _set_up_cards(box):
    """Gift cards of 50 € and store credit, taken on every channel, and one to use."""
    box.env["pos.payment.method"]._create_card_methods()
    product = box.record(
        "product.product",
        "product_gift_card",
        {
            "name": "Gift card",
            "type": "service",
            "list_price": 50.0,
            "taxes_id": [(5,)],
            "supplier_taxes_id": [(5,)],
            "purchase_ok": False,
            "invoice_policy": "order",
            "available_in_pos": True,
            "is_published": True,
        },
        {"name": "Carte cadeau"},
    )
    if box.ref("gift_card_program"):
        return
    # Odoo's own, which nobody has used: one kind of gift card is enough
    box.env["loyalty.program"].search(
        [("program_type", "=", "gift_card"), ("coupon_ids", "=", False)]
    ).active = False
    programs = box.env["loyalty.program"].create(
        [
            {
                "name": name,
                "program_type": "gift_card",
                "applies_on": "future",
                "company_id": box.company.id,
                "currency_id": box.company.currency_id.id,
                "card_cap": 250.0,
                "card_life": 24,
                "is_store_credit": is_store_credit,
                "rule_ids": rules,
            }
            for name, is_store_credit, rules in (
                ("Gift card", False, _card_rule(product)),
                ("Store credit", True, [(5, 0, 0)]),
            )
        ]
    )
    for program, french in zip(programs, ("Carte cadeau", "Avoir"), strict=True):
        box.translate(program, {"name": french})
    box.name_records(
        {"gift_card_program": programs[0], "store_credit_program": programs[1]}
    )
    card = programs[0]._issue_card(
        30.0, key="unified_demo", partner=box.ref("partner_shopper")
    )
    box.name_records({"gift_card_shopper": card})


def _card_rule(product):
    """Return the rule by which an article puts its price on a card."""
    return [
        (5, 0, 0),
        (
            0,
            0,
            {
                "reward_point_mode": "money",
                "reward_point_amount": 1,
                "reward_point_split": True,
                "product_ids": [(6, 0, product.ids)],
                "minimum_qty": 0,
            },
        ),
    ]
