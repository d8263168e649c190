# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Demo Retailer",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "A French retailer with a warehouse, three stores, a web shop and a month of sales",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "depends": [
        "delivery",
        "hr",
        "l10n_fr_account",
        "l10n_fr_pos_cert",
        "payment_demo",
        "pos_hr",
        "pos_loyalty",
        "pos_sale",
        "pos_sale_loyalty",
        "purchase_stock",
        "sale_management",
        "website_sale_loyalty",
        "website_sale_stock",
    ],
    "data": ["security/ir.model.access.csv", "data/ir_cron.xml"],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
