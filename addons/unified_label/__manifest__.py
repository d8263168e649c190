# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Shelf Labels",
    "version": "19.0.1.0.0",
    "summary": "Shelf labels with price, unit price and barcode, by product or place",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Sales/Sales",
    "depends": ["unified_commerce_base"],
    "external_dependencies": {"python": ["python-barcode", "reportlab"]},
    "data": [
        "data/privacy.field.csv",
        "views/account_tax_views.xml",
        "views/stock_warehouse_views.xml",
        "wizard/product_label_layout_views.xml",
        "views/menus.xml",
    ],
    "images": ["static/description/banner.png"],
}
