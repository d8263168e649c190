# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTCurve, LTFigure

from odoo.fields import Command
from odoo.tests.common import new_test_user

from odoo.addons.base.tests.common import BaseCommon


def read_text(content):
    return extract_text(io.BytesIO(content)).replace("\u00a0", " ")


def read_pages(content):
    """[(characters, shapes)] of each page, as pdfminer objects."""
    pages = []
    for page in extract_pages(io.BytesIO(content)):
        chars, shapes = [], []
        _collect(page, chars, shapes)
        pages.append((chars, shapes))
    return pages


def _collect(item, chars, shapes):
    if isinstance(item, LTChar):
        chars.append(item)
    elif isinstance(item, LTCurve):
        shapes.append(item)
    elif hasattr(item, "__iter__") and not isinstance(item, LTCurve | LTFigure):
        for child in item:
            _collect(child, chars, shapes)


class LabelCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("stock.group_stock_user")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company = cls.env.company
        cls.currency = cls.company.currency_id
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.vat_20 = cls._create_tax("VAT 20", 20.0)
        cls.mug = cls._create_product(
            "Mug", 9.99, barcode="9990000000012", default_code="MUG"
        )

    @classmethod
    def _create_tax(cls, name, amount, **values):
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "price_include_override": "tax_included",
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _create_product(cls, name, price, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "is_storable": True,
                "taxes_id": [Command.set(cls.vat_20.ids)],
                **values,
            }
        )

    @classmethod
    def _stock(cls, product, quantity, warehouse=None):
        location = (warehouse or cls.warehouse).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity)

    @classmethod
    def _create_wizard(cls, products=None, **values):
        return cls.env["product.label.layout"].create(
            {
                "print_format": "shelf_24",
                "label_lang": "en_US",
                "product_ids": [Command.set(products.ids if products else [])],
                **values,
            }
        )

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(cls.env, login=login, groups=groups)
