# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestPictures(UnifiedShopCommon):
    def _load(self, css_class, **atts):
        return self.env["ir.qweb"]._post_processing_att(
            "img", {"src": "/x", "class": css_class, **atts}
        )

    def test_first_tiles_load_at_once_and_the_others_later(self):
        with self._browse():
            loading = [
                self._load("img oe_product_image_img")["loading"] for _i in range(6)
            ]
        self.assertEqual(loading, ["eager"] * 4 + ["lazy"] * 2)

    def test_only_the_first_picture_of_a_product_is_urgent(self):
        with self._browse():
            first = self._load("img product_detail_img")
            second = self._load("img product_detail_img")
        self.assertEqual(first["fetchpriority"], "high")
        self.assertNotIn("fetchpriority", second)

    def test_what_a_designer_chose_is_kept(self):
        with self._browse():
            picture = self._load("img product_detail_img", loading="lazy")
        self.assertEqual(picture["loading"], "lazy")

    def test_other_pictures_are_left_to_core(self):
        with self._browse():
            self.assertEqual(self._load("img logo")["loading"], "lazy")

    def test_without_a_request_nothing_is_urgent(self):
        self.assertNotEqual(self._load("product_detail_img").get("loading"), "eager")
