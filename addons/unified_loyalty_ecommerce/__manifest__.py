# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified Loyalty: Shop",
    "version": "19.0.1.1.0",
    "summary": "Points, their value and where they came from on the account page",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["unified_ecommerce", "unified_loyalty", "website_sale_loyalty"],
    "data": [
        "security/ir.model.access.csv",
        "security/unified_loyalty_ecommerce_rules.xml",
        "data/mail_template.xml",
        "data/privacy.field.csv",
        "views/portal_templates.xml",
        "views/card_templates.xml",
        "views/household_templates.xml",
    ],
    "assets": {
        "portal.assets_chatter": ["unified_loyalty_ecommerce/static/src/chatter/**/*"],
    },
    "auto_install": True,
}
