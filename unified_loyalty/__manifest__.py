# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Loyalty",
    "version": "19.0.1.1.0",
    "summary": "One loyalty account per customer, the same on every channel",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Sales/Sales",
    "depends": ["sale_loyalty", "unified_commerce_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/unified_loyalty_rules.xml",
        "data/commerce_backfill.xml",
        "data/commerce_control.xml",
        "data/ir_cron.xml",
        "data/privacy.field.csv",
        "views/loyalty_movement_views.xml",
        "views/loyalty_hold_views.xml",
        "views/loyalty_card_ledger_views.xml",
        "views/loyalty_program_views.xml",
        "views/res_partner_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "application": True,
}
