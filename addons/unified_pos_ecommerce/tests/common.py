# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.unified_ecommerce.tests.common import UnifiedShopCommon


class PurchasesCommon(UnifiedShopCommon):
    """A till in Lyon, and a customer who buys there and on the web."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash = cls.env["pos.payment.method"].create(
            {
                "name": "Cash of the test",
                "journal_id": cls.env["account.journal"]
                .create({"name": "Cash T", "code": "CSHT", "type": "cash"})
                .id,
            }
        )
        cls.config = cls.env["pos.config"].create(
            {
                "name": "Lyon 1",
                "picking_type_id": cls.store.pos_type_id.id,
                "payment_method_ids": [Command.set(cls.cash.ids)],
            }
        )
        cls.config.open_ui()
        cls.pos_session = cls.config.current_session_id

    @classmethod
    def _sell_in_store(cls, partner, product=None, quantity=1, **values):
        """Make a paid ticket of the till in Lyon."""
        product = product or cls.shirt
        amount = product.list_price * quantity
        ticket = cls.env["pos.order"].create(
            {
                "company_id": cls.company.id,
                "session_id": cls.pos_session.id,
                "partner_id": partner.id,
                "amount_total": amount,
                "amount_tax": 0.0,
                "amount_paid": 0.0,
                "amount_return": 0.0,
                "lines": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "full_product_name": product.name,
                            "qty": quantity,
                            "price_unit": product.list_price,
                            "price_subtotal": amount,
                            "price_subtotal_incl": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        ticket.add_payment(
            {
                "pos_order_id": ticket.id,
                "amount": amount,
                "payment_method_id": cls.cash.id,
            }
        )
        ticket.action_pos_order_paid()
        return ticket

    @classmethod
    def _set_column(cls, record, column, value):
        """Write a column that French law keeps the ORM from changing."""
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(column),
                value,
                record.id,
            )
        )
        record.invalidate_recordset()

    @classmethod
    def _order_on_the_web(cls, partner, product=None):
        order = cls._make_web_cart(partner, [(product or cls.mug, 1)])
        order.action_confirm()
        return order
