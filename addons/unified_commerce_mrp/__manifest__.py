# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Commerce: Kits",
    "version": "19.0.1.0.0",
    "summary": "Kits are counted, promised and held by their parts",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_commerce_base", "sale_mrp"],
    "auto_install": True,
}
