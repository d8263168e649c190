# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo import models
from odoo.fields import Domain

HOME_ARCH = """<t name="Home" t-name="website.homepage">
    <t t-call="website.layout" pageName.f="homepage">
        <div id="wrap" class="oe_structure">
            <t t-call="unified_ecommerce.home_hero"/>
            <t t-call="unified_ecommerce.home_categories"/>
            <t t-call="unified_ecommerce.home_products"/>
            <t t-call="unified_ecommerce.home_stores"/>
        </div>
    </t>
</t>"""
USER_VALUES = "/website/static/src/scss/options/user_values.scss"


class Website(models.Model):
    """The first shop window of a website that nobody has furnished yet."""

    _inherit = "website"

    def _unified_setup_shop(self):
        """Set up a shop that is ready to show, without touching anybody's work.

        The home page is written only while it is still empty. Prices are shown tax
        included, as the law wants for consumers, and fonts come from the visitor's
        own device: no third party learns of the visit, and text shows at once.

        :return: the websites whose home page was written
        """
        furnished = self.browse()
        for website in self:
            website.show_line_subtotals_tax_selection = "tax_included"
            if website._write_home_page():
                website.with_context(website_id=website.id).env[
                    "website.assets"
                ].make_scss_customization(USER_VALUES, {"font": "'SYSTEM_FONTS'"})
                furnished |= website
        return furnished

    def _write_home_page(self):
        self.ensure_one()
        website = self.with_context(website_id=self.id)
        view = website.viewref("website.homepage", raise_if_not_found=False)
        if not view or not self._is_home_untouched(view):
            return False
        # the context makes a copy for this website, the common view stays as it is
        view.with_context(website_id=self.id).arch_db = HOME_ARCH
        return True

    def _is_home_untouched(self, view):
        """Say whether nobody has put anything on the home page."""
        tree = etree.fromstring(view.arch_db)
        wraps = tree.xpath("//*[@id='wrap']")
        return (
            not self.homepage_url
            and len(wraps) == 1
            and not len(wraps[0])
            and not (wraps[0].text or "").strip()
        )

    def _get_home_categories(self, limit=6):
        """Return the first categories that have something to sell."""
        self.ensure_one()
        categories = self.env["product.public.category"].search(
            Domain("parent_id", "=", False) & Domain(self.website_domain())
        )
        return categories.filtered("has_published_products")[:limit]

    def _get_home_picture(self, record):
        """Return the record whose picture stands for a department: it, or a product."""
        if record._name != "product.public.category" or record.image_128:
            return record
        product = self.env["product.template"].search(
            Domain("public_categ_ids", "child_of", record.id)
            & Domain(self.sale_product_domain()),
            limit=1,
        )
        return product or record

    def _get_home_image(self, record, size=512):
        """Return the address of the picture of a department or a product."""
        return self.image_url(self._get_home_picture(record), f"image_{size}")

    def _get_home_srcset(self, record):
        """Let a phone take the small picture, and a sharp screen the large one."""
        picture = self._get_home_picture(record)
        return ", ".join(
            f"{self.image_url(picture, f'image_{size}')} {size}w" for size in (256, 512)
        )

    def _get_home_products(self, limit=8):
        """Return the newest products and their prices: [(product, prices), …]."""
        self.ensure_one()
        products = self.env["product.template"].search(
            Domain(self.sale_product_domain()),
            order="create_date desc, id desc",
            limit=limit,
        )
        prices = products._get_sales_prices(self)
        return [(product, prices[product.id]) for product in products]
