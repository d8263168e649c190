# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Commerce: Expiry",
    "version": "19.0.1.0.0",
    "summary": "Goods past their removal date are promised to nobody",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_commerce_base", "product_expiry"],
    "auto_install": True,
}
