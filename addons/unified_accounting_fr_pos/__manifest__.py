# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Accounting: Till",
    "version": "19.0.1.1.0",
    "summary": "Closing entries of tills labelled by store, till, channel and VAT rate",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["l10n_fr_pos_cert", "unified_accounting_fr", "unified_pos"],
    "data": [
        "security/ir.model.access.csv",
        "security/fiscal_quarantine_rules.xml",
        "data/commerce_control.xml",
        "data/ir_cron.xml",
        "data/privacy.field.csv",
        "views/fiscal_quarantine_declare_views.xml",
        "views/fiscal_quarantine_views.xml",
        "views/pos_config_views.xml",
        "views/fiscal_closing_views.xml",
        "views/pos_order_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
