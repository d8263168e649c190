# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Point of Sale",
    "version": "19.0.1.0.0",
    "summary": "Finish web carts at the till, live stock, manager approvals",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Sales/Point of Sale",
    "depends": ["unified_commerce_base", "pos_sale", "pos_hr"],
    "data": [
        "security/ir.model.access.csv",
        "security/unified_pos_rules.xml",
        "data/commerce_backfill.xml",
        "data/commerce_control.xml",
        "data/ir_cron.xml",
        "data/privacy.field.csv",
        "views/commerce_approval_views.xml",
        "views/commerce_replay_views.xml",
        "views/pos_config_views.xml",
        "views/pos_order_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["unified_pos/static/src/app/**/*"],
        "web.assets_tests": ["unified_pos/static/tests/tours/**/*"],
        "web.assets_unit_tests": ["unified_pos/static/tests/unit/**/*"],
    },
    "post_init_hook": "post_init_hook",
}
