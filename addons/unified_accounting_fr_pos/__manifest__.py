# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Accounting: Till",
    "version": "19.0.1.0.0",
    "summary": "Closing entries of tills labelled by store, till, channel and VAT rate",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["l10n_fr_pos_cert", "unified_accounting_fr", "unified_pos"],
    "data": [
        "data/commerce_control.xml",
        "views/fiscal_menus.xml",
        "data/fiscal_sources.xml",
    ],
    "post_init_hook": "post_init_hook",
    "auto_install": True,
}
