# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified POS eCommerce",
    "version": "19.0.1.0.0",
    "summary": "Web orders and store purchases together in the customer's account",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_pos", "unified_ecommerce"],
    "data": [
        "data/privacy.field.csv",
        "report/store_receipt_report.xml",
        "report/store_receipt_templates.xml",
        "views/purchase_templates.xml",
    ],
    "auto_install": True,
}
