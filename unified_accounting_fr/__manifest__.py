# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Accounting FR",
    "version": "19.0.1.1.0",
    "summary": "VAT of shops ready to use: prices with tax, an account per rate",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Accounting/Localizations",
    "depends": ["l10n_fr_account", "unified_commerce_base"],
    "external_dependencies": {"python": ["cryptography"]},
    "data": [
        "security/fiscal_groups.xml",
        "security/ir.model.access.csv",
        "security/fiscal_rules.xml",
        "data/fiscal.account.csv",
        "data/fiscal.event.code.csv",
        "data/fiscal.vat.rate.csv",
        "data/ir_cron.xml",
        "data/privacy.field.csv",
        "views/account_tax_views.xml",
        "views/fiscal_account_views.xml",
        "views/fiscal_vat_rate_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "application": True,
}
