# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Loyalty: Till",
    "version": "19.0.1.1.0",
    "summary": "Points of the customer on the till, moved by sales only",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["pos_loyalty", "pos_sale_loyalty", "unified_loyalty", "unified_pos"],
    "data": [
        "data/pos_payment_method.xml",
        "data/privacy.field.csv",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["unified_loyalty_pos/static/src/app/**/*"],
        "web.assets_unit_tests": ["unified_loyalty_pos/static/tests/unit/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
