# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The company of the golden figures, its languages, accounts and price list."""

from . import pictures

COMPANY = {
    "name": "UNIFIED RETAIL SAS",
    "street": "12 rue de la République",
    "zip": "45000",
    "city": "Orléans",
    "phone": "+33 1 99 00 00 10",
    "email": "bonjour@unified-retail.example",
    "website": "https://www.unified-retail.example",
    "vat": "FR44732829320",
    "company_registry": "73282932000074",
}


def build(box):
    _activate_languages(box.env)
    _set_up_company(box)
    _set_up_pricelist(box)


def _activate_languages(env):
    Lang = env["res.lang"]
    if not Lang._lang_get("fr_FR"):
        Lang._activate_and_install_lang("fr_FR")
    Lang._activate_lang("en_US")
    Lang._lang_get("fr_FR").active = True
    env["res.lang"].with_context(active_test=False).search(
        [("code", "=", "fr_FR")]
    ).write({"date_format": "%d/%m/%Y", "time_format": "%H:%M:%S"})


def _set_up_company(box):
    env, company = box.env, box.company
    if box.ref("company"):
        return
    taxes = sale_taxes(box)
    company.write(
        {
            **COMPANY,
            "country_id": env.ref("base.fr").id,
            "point_of_sale_update_stock_quantities": "real",
            "account_sale_tax_id": taxes["20", "goods"].id,
            **box.existing_fields(
                "res.company",
                {
                    # No SMS and no look-up of companies outside the database.
                    "stock_move_sms_validation": False,
                    "stock_text_confirmation": False,
                    "stock_move_email_validation": False,
                    "iap_enrich_auto_done": True,
                    "portal_confirmation_sign": False,
                },
            ),
        }
    )
    company.logo = pictures.logo()
    company.partner_id.lang = "fr_FR"
    env["ir.default"].set("res.partner", "lang", "fr_FR", company_id=company.id)
    box.mark("company", company)


def _set_up_pricelist(box):
    # Saving a till runs Odoo's settings, which archive the price lists when they
    # are not switched on.
    box.env.ref("base.group_user")._apply_group(
        box.env.ref("product.group_product_pricelist")
    )
    box.record(
        "product.pricelist",
        "pricelist_ttc",
        {
            "name": "Public price incl. VAT",
            "currency_id": box.company.currency_id.id,
            "company_id": box.company.id,
            "sequence": 1,
            **box.existing_fields(
                "product.pricelist", {"selectable": True, "website_id": False}
            ),
        },
        {"name": "Tarif public TTC"},
    )


def sale_taxes(box):
    """The taxes included in the price of the French chart, by (rate, kind)."""
    names = {
        ("20", "goods"): "tva_normale_ttc",
        ("10", "goods"): "tva_intermediaire_ttc",
        ("5.5", "goods"): "tva_reduite_ttc",
        ("2.1", "goods"): "tva_super_reduite_ttc",
        ("20", "service"): "tva_normale_encaissement_ttc",
    }
    chart = box.env["account.chart.template"].with_company(box.company)
    taxes = {key: chart.ref(name) for key, name in names.items()}
    for tax in taxes.values():
        if not tax.active:
            tax.active = True
    return taxes


def account(box, code, name, french, account_type="asset_current", reconcile=True):
    """The account of this code, created when the chart has none."""
    Account = box.env["account.account"].with_company(box.company)
    found = Account.search(
        [
            *Account._check_company_domain(box.company),
            ("code", "=like", code.rstrip("0") + "%"),
            ("account_type", "=", account_type),
        ],
        order="code",
        limit=1,
    )
    if found:
        return found
    created = Account.create(
        {
            "code": code,
            "name": name,
            "account_type": account_type,
            "reconcile": reconcile,
        }
    )
    box.translate(created, {"name": french})
    return created
