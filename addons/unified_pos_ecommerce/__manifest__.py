# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified POS eCommerce",
    "version": "19.0.1.0.0",
    "summary": "Finish a web cart in store; purchases of all channels in the account",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_pos", "unified_ecommerce"],
    "data": [
        "data/privacy.field.csv",
        "report/store_receipt_report.xml",
        "report/store_receipt_templates.xml",
        "views/cart_code_templates.xml",
        "views/purchase_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "unified_pos_ecommerce/static/src/scss/**/*",
            "unified_pos_ecommerce/static/src/interactions/**/*",
        ],
    },
    "auto_install": True,
}
