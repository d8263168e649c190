# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified eCommerce: Kits",
    "version": "19.0.1.0.0",
    "summary": "The shop sells no more kits than their parts make",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_commerce_mrp", "unified_ecommerce", "website_sale_mrp"],
    "auto_install": True,
}
