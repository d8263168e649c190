# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .test_deposit import DepositCommon


class DepositVatCommon(DepositCommon):
    """A shirt at 20 % and a book at 5.5 %, both shipped by the depot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reduced = cls.env["account.tax"].create(
            {
                "name": "5.5 % in",
                "amount": 5.5,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
                "tax_group_id": cls.env["account.tax.group"]
                .create({"name": "5.5 %", "company_id": cls.company.id})
                .id,
            }
        )
        cls.book = cls.env["product.product"].create(
            {
                "name": "Book",
                "is_storable": True,
                "list_price": 21.1,
                "available_in_pos": True,
                "taxes_id": [Command.set(cls.reduced.ids)],
            }
        )
        cls._set_stock(cls.book, cls.depot, 5)

    def _owed_basket(self, shirts=2, books=1):
        lines = [
            self._owed(self.shirt, "ship", self.depot, shirts),
            self._owed(self.book, "ship", self.depot, books),
        ]
        return self._ticket([self._reckon(line) for line in lines if line["qty"]])

    def _reckon(self, line):
        """Give a line the amounts that a till reckons for it."""
        Tax = self.env["account.tax"]
        [[_code, _id, tax_ids]] = line["tax_ids"]
        base_line = Tax._prepare_base_line_for_taxes_computation(
            {},
            currency_id=self.company.currency_id,
            price_unit=line["price_unit"],
            quantity=line["qty"],
            tax_ids=Tax.browse(tax_ids),
            extra_tax_data=line.get("extra_tax_data"),
        )
        Tax._add_tax_details_in_base_lines([base_line], self.company)
        Tax._round_base_lines_tax_details([base_line], self.company)
        details = base_line["tax_details"]
        delta = details["delta_total_excluded_currency"]
        line.update(
            price_subtotal=details["total_excluded_currency"] + delta,
            price_subtotal_incl=details["total_included_currency"] + delta,
        )
        return line

    def _deposit_lines(self, sale, amount):
        """Return the lines that a till puts on the ticket for a deposit."""
        lines = []
        for part in self._till().unified_deposit_lines(sale.id, amount):
            line = self._deposit_line(sale, part["price_unit"])
            line.update(
                tax_ids=[Command.set(part["tax_ids"])],
                extra_tax_data=part["extra_tax_data"],
            )
            lines.append(self._reckon(line))
        return lines

    def _settle_rest(self, sale, extra=()):
        """Settle an order as a till does; return the paid ticket."""
        lines = []
        reverse = self.env["account.tax"]._reverse_quantity_base_line_extra_tax_data
        for line in self._settle_lines(sale):
            sale_line = sale.order_line.browse(line["sale_order_line_id"])
            line["tax_ids"] = [Command.set(sale_line.tax_ids.ids)]
            if sale_line.is_downpayment:
                line["extra_tax_data"] = reverse(sale_line.extra_tax_data)
            lines.append(self._reckon(line))
        return self._send(self._ticket([*lines, *extra]))

    def _vat_of_order(self, sale):
        # the base that Odoo shows on a line of an order may be a cent off its price
        goods = sale.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )
        return {
            line.tax_ids.amount: (
                round(line.price_unit * line.product_uom_qty - line.price_tax, 2),
                round(line.price_tax, 2),
            )
            for line in goods
        }

    def _take_deposit(self, amount, **basket):
        """Return (the paid ticket of the deposit alone, the order)."""
        message = self._owed_basket(**basket)
        message.update(state="draft", amount_paid=0, payment_ids=[])
        stored, sale = self._ask_deposit(message)
        paid = self._ticket(
            self._deposit_lines(sale, amount), uuid=stored.uuid, id=stored.id
        )
        paid["lines"] += [Command.delete(line.id) for line in stored.lines]
        return self._send(paid), sale

    def _vat_of(self, tickets):
        """Return {rate: (base, tax)} of the lines of tickets."""
        found = {}
        for line in tickets.lines:
            rate = line.tax_ids.amount
            base, tax = found.get(rate, (0.0, 0.0))
            net, gross = line.price_subtotal, line.price_subtotal_incl
            found[rate] = (round(base + net, 2), round(tax + gross - net, 2))
        return found


@tagged("post_install", "-at_install")
class TestDepositVat(DepositVatCommon):
    """Each rate bears its part of a deposit, and nothing is lost by rounding."""

    def test_a_deposit_is_shared_between_the_rates_with_the_vat_of_each(self):
        ticket, sale = self._take_deposit(18.33)
        self.assertEqual(sale.amount_total, 61.1)
        self.assertEqual(ticket.amount_total, 18.33)
        # 40.00 and 21.10 of 61.10
        self.assertEqual(self._vat_of(ticket), {20: (10.0, 2.0), 5.5: (6.0, 0.33)})

    def test_the_vat_of_a_third_is_due_with_the_deposit_and_the_rest_at_the_end(self):
        # VAT-07 of the French specification: 120.00 at 20 %, 36.00 on account
        self.shirt.list_price = 120
        ticket, sale = self._take_deposit(36, shirts=1, books=0)
        rest = self._settle_rest(sale)
        self.assertEqual(self._vat_of(ticket), {20: (30.0, 6.0)})
        self.assertEqual(rest.amount_total, 84)
        self.assertEqual(self._vat_of(rest), {20: (70.0, 14.0)})
        self.assertFalse(self._exceptions(rest, "payment"))

    def test_deposit_and_rest_add_up_to_the_price_and_the_vat_of_each_rate(self):
        # amounts on which Odoo's own split loses or makes a cent
        for shirt, book, deposit in (
            (30.9, 19.5, 15.12),
            (24.9, 19.5, 13.32),
            (9.99, 7.77, 0.55),
            (13.37, 4.75, 9.06),
            (19.99, 0.05, 6.67),
        ):
            with self.subTest(shirt=shirt, book=book, deposit=deposit):
                self.shirt.list_price, self.book.list_price = shirt, book
                self._set_stock(self.shirt, self.depot, 5)
                self._set_stock(self.book, self.depot, 5)
                ticket, sale = self._take_deposit(deposit, shirts=1)
                self.assertEqual(ticket.amount_total, deposit)
                rest = self._settle_rest(sale)
                total = round(shirt + book, 2)
                self.assertEqual(sale.amount_total, total)
                self.assertEqual(rest.amount_total, round(total - deposit, 2))
                self.assertEqual(self._vat_of(ticket | rest), self._vat_of_order(sale))
                self.assertEqual(sale.amount_paid_at_till, total)
                self.assertEqual(sale.amount_unpaid, 0)
                self.assertEqual(sale.invoice_status, "invoiced")
                self.assertFalse(self._exceptions(rest, "payment"))

    def test_what_was_paid_online_is_deducted_with_the_vat_of_each_rate(self):
        _ticket, sale = self._take_deposit(18.33)
        self._pay_online(sale, 20)
        online = self._deposit_lines(sale, -20)
        self.assertEqual(
            [line["price_subtotal_incl"] for line in online], [-13.09, -6.91]
        )
        rest = self._settle_rest(sale, online)
        self.assertEqual(rest.amount_total, 22.77)
        self.assertEqual(sale.amount_unpaid, 0)
        self.assertFalse(self._exceptions(rest, "payment"))

    def test_the_invoice_of_the_rest_deducts_the_vat_that_was_due_before(self):
        self.shirt.list_price, self.book.list_price = 30.9, 19.5
        _ticket, sale = self._take_deposit(15.12, shirts=1)
        invoice = sale._create_invoices(final=True)
        self.assertEqual(invoice.amount_total, 35.28)
        taxes = invoice.line_ids.filtered("tax_line_id")
        # 5.15 less 1.55, and 1.02 less 0.31
        self.assertEqual(
            {line.tax_line_id.amount: -line.balance for line in taxes},
            {20: 3.6, 5.5: 0.71},
        )

    def test_the_rest_that_is_paid_online_is_invoiced_at_once_and_whole(self):
        _ticket, sale = self._take_deposit(18.33)
        self.env["ir.config_parameter"].set_param("sale.automatic_invoice", True)
        self._pay_online(sale, 42.77)
        sale.transaction_ids._invoice_sale_orders()
        self.assertEqual(sale.invoice_ids.amount_total, 42.77)
        # 6.67 less 2.00, and 1.10 less 0.33
        self.assertEqual(sale.invoice_ids.amount_tax, 5.44)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertEqual(set(sale.order_line.mapped("qty_to_invoice")), {0.0})
        self.assertEqual(sale.amount_unpaid, 0)

    def test_base_and_tax_of_a_part_make_its_price_in_every_engine(self):
        self.shirt.list_price, self.book.list_price = 30.9, 19.5
        _ticket, sale = self._take_deposit(15.12, shirts=1)
        for part in sale._split_deposit(15.12):
            data = part["extra_tax_data"]
            [tax] = data["manual_tax_amounts"].values()
            base = data["manual_total_excluded"]
            self.assertEqual(tax["base_amount"], base)
            self.assertEqual(round(base + tax["tax_amount"], 2), part["price_unit"])

    def test_a_price_without_its_tax_bears_a_deposit_taxes_included(self):
        self.tax.price_include_override = "tax_excluded"
        _ticket, sale = self._take_deposit(9.06, shirts=1, books=0)
        self.assertEqual(sale.amount_total, 24)
        [part] = sale._split_deposit(9.06)
        self.assertEqual(part["price_unit"], 7.55)

    def test_the_ticket_names_the_articles_and_how_they_reach_the_customer(self):
        _ticket, sale = self._take_deposit(18.33)
        first, second = sale._split_deposit(18.33)
        [article] = first["articles"]
        self.assertEqual(
            (article["product_name"], article["product_uom_qty"], article["total"]),
            (self.shirt.name, 2, 40),
        )
        self.assertEqual((article["mode"], article["place"]), ("ship", self.depot.name))
        self.assertEqual(second["articles"][0]["product_name"], self.book.name)

    def test_an_order_that_costs_nothing_bears_no_deposit(self):
        _ticket, sale = self._take_deposit(18.33)
        goods = sale.order_line.filtered(lambda line: not line.is_downpayment)
        goods.price_unit = 0
        self.assertEqual(sale._split_deposit(5), [])

    def test_only_orders_of_the_tills_of_the_company_are_split(self):
        _ticket, sale = self._take_deposit(18.33)
        split = self._till().unified_deposit_lines
        self.assertEqual(len(split(sale.id, 5)), 2)
        office = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.shirt.id})],
            }
        )
        self.assertEqual(split(office.id, 5), [])
        self.assertEqual(split("nonsense", 5), [])
        self.assertEqual(split(sale.id, "nonsense"), [])
        other = self.env["res.company"].create({"name": "Other"})
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s WHERE id = %s", [other.id, sale.id]
        )
        sale.invalidate_recordset()
        self.assertEqual(split(sale.id, 5), [])

    def test_the_receipt_says_what_is_left_and_says_it_again_when_printed_again(self):
        message = self._owed_basket()
        message.update(state="draft", amount_paid=0, payment_ids=[])
        stored, sale = self._ask_deposit(message)
        paid = self._ticket(
            self._deposit_lines(sale, 18.33), uuid=stored.uuid, id=stored.id
        )
        paid["lines"] += [Command.delete(line.id) for line in stored.lines]
        answer = self.env["pos.order"].with_user(self.cashier).sync_from_ui([paid])
        told = {line["order_left_to_pay"] for line in answer["pos.order.line"]}
        self.assertEqual(told, {42.77})
        rest = self._settle_rest(sale)
        self.assertEqual(set(rest.lines.mapped("order_left_to_pay")), {0})
        self.assertEqual(set(stored.lines.mapped("order_left_to_pay")), {42.77})
