# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..models.sale_order_cart import CartHolder


class UnifiedCommerceCommon(TransactionCase):
    """A company with a warehouse, a store, two articles and a customer."""

    @classmethod
    def registry_enter_test_mode_cls(cls):
        # a case that is an HttpCase, too, asks for it twice
        if not cls._registry_patched:
            super().registry_enter_test_mode_cls()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.store = cls.env["stock.warehouse"].create(
            {"name": "Lyon", "code": "LYT", "company_id": cls.company.id}
        )
        cls.web = cls.env["commerce.channel"].create(
            {"name": "Web", "code": "WEBT", "channel_type": "web"}
        )
        cls.lyon = cls.env["commerce.channel"]._get_for_place(cls.store)
        cls.shirt, cls.mug = cls.env["product.product"].create(
            [
                {"name": "T-shirt", "is_storable": True, "list_price": 20.0},
                {"name": "Mug", "is_storable": True, "list_price": 10.0},
            ]
        )
        cls.customer, cls.other_customer = cls.env["res.partner"].create(
            [{"name": "Camille Martin"}, {"name": "Dominique Petit"}]
        )
        cls.till = CartHolder("till", "till:1:1", "Lyon – Caisse 1")
        cls.other_till = CartHolder("till", "till:2:1", "Lyon – Caisse 2")

    @classmethod
    def _make_cart(cls, partner=None, lines=(), state="open"):
        """Make a cart that holds ``lines``, a list of (product, quantity)."""
        return cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "channel_id": cls.web.id,
                "is_cart": True,
                "cart_state": state,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": qty})
                    for product, qty in lines
                ],
            }
        )

    @classmethod
    def _set_stock(cls, product, warehouse, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, quantity
        )

    @staticmethod
    def _content(order):
        """Return {product: quantity} of an order."""
        return {
            product: sum(lines.mapped("product_uom_qty"))
            for product, lines in order.order_line.grouped("product_id").items()
        }
