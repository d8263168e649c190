# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestHome(UnifiedShopHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.env["website"].create({"name": "New shop"})

    def _home(self):
        return self.site.with_context(website_id=self.site.id).viewref(
            "website.homepage"
        )

    def test_empty_home_page_is_furnished_once(self):
        self.assertEqual(self.site._unified_setup_shop(), self.site)
        self.assertIn("unified_ecommerce.home_products", self._home().arch_db)
        self.assertFalse(self.site._unified_setup_shop())

    def test_home_page_somebody_wrote_is_never_touched(self):
        own = """<t name="Home" t-name="website.homepage">
            <t t-call="website.layout"><div id="wrap"><h1>Ours</h1></div></t></t>"""
        self._home().with_context(website_id=self.site.id).arch_db = own
        self.assertFalse(self.site._unified_setup_shop())
        self.assertIn("Ours", self._home().arch_db)

    def test_other_websites_keep_their_home_page(self):
        before = self.env.ref("website.homepage").arch_db
        self.site._unified_setup_shop()
        self.assertEqual(self.env.ref("website.homepage").arch_db, before)

    def test_home_page_shows_departments_products_and_stores(self):
        category = self.env["product.public.category"].create({"name": "Hats"})
        self.shirt.public_categ_ids = category
        self.site._unified_setup_shop()
        self.authenticate("admin", "admin")
        page = self.url_open(f"/website/force/{self.site.id}?path=/").text
        for text in (category.name, self.shirt.name, self.lyon.name):
            self.assertIn(text, page)
