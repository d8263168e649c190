# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.unified_commerce_base.tests.common import UnifiedCommerceCommon


class TillCommon(UnifiedCommerceCommon):
    """A store in Lyon with two tills, their staff, and a customer with a cart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.point_of_sale_update_stock_quantities = "real"
        cls.cashier = new_test_user(
            cls.env,
            "till_cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        cls.other_cashier = new_test_user(
            cls.env,
            "till_cashier_2",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        cls.seller = new_test_user(
            cls.env,
            "till_seller",
            groups="base.group_user,point_of_sale.group_pos_user,sales_team.group_sale_salesman_all_leads",
        )
        cls.manager = new_test_user(
            cls.env,
            "till_manager",
            groups="base.group_user,point_of_sale.group_pos_manager",
        )
        cls.card, cls.cash = cls._make_payment_methods()
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "20 % in",
                "amount": 20.0,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
            }
        )
        (cls.shirt | cls.mug).write(
            {"taxes_id": [Command.set(cls.tax.ids)], "available_in_pos": True}
        )
        cls.pen = cls.env["product.product"].create(
            {
                "name": "Pen",
                "is_storable": True,
                "list_price": 3.0,
                "available_in_pos": True,
                "taxes_id": [Command.set(cls.tax.ids)],
            }
        )
        for product in cls.shirt | cls.mug | cls.pen:
            cls._set_stock(product, cls.store, 10)
        cls.employees = cls._make_employees()
        cls.amelie, cls.bilal, cls.boss = cls.employees
        cls.till_1 = cls._make_till("Lyon 1")
        cls.till_2 = cls._make_till("Lyon 2")
        cls.cart = cls._make_cart(lines=[(cls.shirt, 2), (cls.mug, 1)])
        cls.shirt_line, cls.mug_line = cls.cart.order_line

    @classmethod
    def _make_payment_methods(cls):
        journals = cls.env["account.journal"].create(
            [
                {"name": "Till card", "code": "TCRD", "type": "bank"},
                {"name": "Till cash", "code": "TCSH", "type": "cash"},
            ]
        )
        return cls.env["pos.payment.method"].create(
            [
                {"name": "Card", "journal_id": journals[0].id},
                {"name": "Cash", "journal_id": journals[1].id},
            ]
        )

    @classmethod
    def _make_employees(cls):
        return cls.env["hr.employee"].create(
            [
                {"name": "Amélie Roux", "pin": "1111", "user_id": cls.cashier.id},
                {"name": "Bilal Haddad", "pin": "2222"},
                {"name": "Maud Lefort", "pin": "1234", "user_id": cls.manager.id},
            ]
        )

    @classmethod
    def _make_till(cls, name, **values):
        return cls.env["pos.config"].create(
            {
                "name": name,
                "picking_type_id": cls.store.pos_type_id.id,
                "payment_method_ids": [Command.set(cls.card.ids)],
                "module_pos_hr": True,
                "basic_employee_ids": [Command.set((cls.amelie | cls.bilal).ids)],
                "advanced_employee_ids": [Command.set(cls.boss.ids)],
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.session_1 = self._open_till(self.till_1, self.cashier)

    def _open_till(self, till, user):
        till.with_user(user).open_ui()
        session = till.current_session_id
        session.with_user(user).set_opening_control(0, "")
        session.employee_id = self.amelie
        return session

    # What the client does -------------------------------------------------------

    def _till(self, till=None, user=None):
        return (till or self.till_1).with_user(user or self.cashier)

    def _take(self, till=None, user=None, **kwargs):
        """Take the cart of the customer over, as the till does."""
        return self._till(till, user).unified_cart_take(
            self.cart.partner_id.id, operator_id=self.amelie.id, **kwargs
        )

    def _line(self, product, qty=1, sale_line=None, **values):
        """Return a ticket line; with ``sale_line``, at its price and linked to it."""
        price = sale_line.price_unit if sale_line else product.list_price
        price = values.get("price_unit", price)
        discount = values.get("discount", sale_line.discount if sale_line else 0.0)
        total = qty * price * (1 - discount / 100)
        return {
            "uuid": str(uuid4()),
            "product_id": product.id,
            "qty": qty,
            "price_unit": price,
            "discount": discount,
            "price_type": "automatic" if sale_line else "original",
            "price_subtotal": round(total / 1.2, 2),
            "price_subtotal_incl": round(total, 2),
            "tax_ids": [Command.set(product.taxes_id.ids)],
            "pack_lot_ids": [],
            "sale_order_line_id": sale_line.id if sale_line else False,
            "sale_order_origin_id": sale_line.order_id.id if sale_line else False,
            **values,
        }

    def _ticket(self, lines, state="paid", session=None, **values):
        """Return a ticket as the till sends it."""
        total = round(sum(line["price_subtotal_incl"] for line in lines), 2)
        net = sum(line["price_subtotal"] for line in lines)
        session = session or self.session_1
        payment = {
            "uuid": str(uuid4()),
            "amount": total,
            "name": "2026-01-01 10:00:00",
            "payment_method_id": self.card.id,
        }
        return {
            "uuid": str(uuid4()),
            "access_token": str(uuid4()),
            "state": state,
            "session_id": session.id,
            "user_id": self.cashier.id,
            "employee_id": self.amelie.id,
            "partner_id": self.customer.id,
            "date_order": "2026-01-01 10:00:00",
            "pricelist_id": False,
            "fiscal_position_id": False,
            "amount_paid": total if state == "paid" else 0,
            "amount_total": total,
            "amount_tax": round(total - net, 2),
            "amount_return": 0,
            "last_order_preparation_change": "{}",
            "to_invoice": False,
            "pos_reference": f"2611-1-{uuid4().hex[:6]}",
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [Command.create(payment)] if state == "paid" else [],
            **values,
        }

    def _cart_ticket(self, extra=(), **values):
        """Return the ticket of the whole cart and of what was on the shelf."""
        lines = [
            self._line(line.product_id, line.product_uom_qty, line)
            for line in self.cart.order_line
        ]
        return self._ticket([*lines, *extra], **values)

    def _send(self, *tickets, user=None):
        """Send tickets as a cashier; return what is stored, in the same order."""
        Order = self.env["pos.order"].with_user(user or self.cashier)
        received = Order.sync_from_ui(list(tickets))
        self.env.flush_all()
        self.env.invalidate_all()
        ids = {one["uuid"]: one["id"] for one in received["pos.order"]}
        return self.env["pos.order"].browse(ids[one["uuid"]] for one in tickets)

    def _exceptions(self, order, kind="cart"):
        return self.env["commerce.exception"].search(
            [
                ("res_model", "=", "pos.order"),
                ("res_id", "=", order.id),
                ("kind", "=", kind),
            ]
        )
