# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Unified eCommerce",
    "version": "19.0.1.0.0",
    "summary": "The same cart on every device, and the stock of the stores in the shop",
    "author": "Unified Commerce contributors",
    "license": "LGPL-3",
    "category": "Website/Website",
    "depends": ["unified_commerce_base", "website_sale_stock"],
    "data": [
        "data/commerce_backfill.xml",
        "data/mail_template.xml",
        "data/privacy.field.csv",
        "views/commerce_channel_views.xml",
        "views/website_views.xml",
        "views/res_config_settings_views.xml",
        "views/layout_templates.xml",
        "views/cart_templates.xml",
        "views/saved_cart_templates.xml",
        "views/checkout_templates.xml",
        "views/product_templates.xml",
        "views/product_template_views.xml",
        "views/sent_cart_templates.xml",
        "views/stock_alert_templates.xml",
        "views/consent_templates.xml",
        "views/store_file_templates.xml",
        "views/accessibility_templates.xml",
        "views/home_templates.xml",
    ],
    "post_init_hook": "post_init_hook",
    "application": True,
    "assets": {
        "web._assets_primary_variables": [
            "unified_ecommerce/static/src/scss/_variables.scss",
        ],
        "web.assets_frontend": [
            "unified_ecommerce/static/src/scss/shop.scss",
            "unified_ecommerce/static/src/interactions/**/*",
            "unified_ecommerce/static/src/xml/**/*",
        ],
        "web.assets_tests": [
            "unified_ecommerce/static/tests/tours/**/*",
        ],
    },
}
