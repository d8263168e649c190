# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from .pos_order_seal import PAID

# what a sealed ticket says, or what its seal was made from
ORDER_FIELDS = frozenset(
    {
        "name",
        "pos_reference",
        "uuid",
        "date_order",
        "user_id",
        "employee_id",
        "lines",
        "payment_ids",
        "amount_total",
        "amount_tax",
        "amount_paid",
        "amount_return",
        "amount_difference",
        "company_id",
        "session_id",
        "config_id",
        "pricelist_id",
        "fiscal_position_id",
        "sale_journal",
        "is_refund",
        "is_tipped",
        "tip_amount",
        "sequence_number",
        "pos_version",
    }
)
LINE_FIELDS = frozenset(
    {
        "name",
        "uuid",
        "order_id",
        "company_id",
        "product_id",
        "full_product_name",
        "qty",
        "price_unit",
        "price_extra",
        "discount",
        "notice",
        "price_subtotal",
        "price_subtotal_incl",
        "price_type",
        "tax_ids",
        "extra_tax_data",
        "refunded_orderline_id",
        "combo_parent_id",
        "combo_line_ids",
        "combo_item_id",
    }
)
PAYMENT_FIELDS = frozenset(
    {
        "uuid",
        "amount",
        "payment_method_id",
        "payment_date",
        "pos_order_id",
        "is_change",
        "payment_ref_no",
        "company_id",
        "session_id",
    }
)
CASH_FIELDS = frozenset(
    {
        "amount",
        "amount_currency",
        "foreign_currency_id",
        "date",
        "journal_id",
        "payment_ref",
        "pos_session_id",
    }
)


class PosOrder(models.Model):
    """From the moment a ticket is paid nothing that its seal covers changes.

    What core does later passes: closing, invoice, name of the customer, number of
    prints, costs.
    """

    _inherit = "pos.order"

    def write(self, vals):
        if not ORDER_FIELDS.isdisjoint(vals):
            self._check_not_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_not_sealed()

    def _check_not_sealed(self):
        """Refuse what would change a paid ticket of a company that seals.

        :raise UserError: says what to do instead
        """
        for order in self:
            if order.state in PAID and order.company_id._is_sealed():
                raise UserError(
                    self.env._(
                        "Ticket %s is paid and sealed: it is never changed nor deleted "
                        "(article 286, I-3° bis of the French tax code). To put it "
                        "right, refund it at a till, then sell again.",
                        order.pos_reference or order.name,
                    )
                )


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = {vals.get("order_id") for vals in vals_list}
        self.env["pos.order"].browse(filter(None, orders))._check_not_sealed()
        return super().create(vals_list)

    def write(self, vals):
        if not LINE_FIELDS.isdisjoint(vals):
            self.order_id._check_not_sealed()
            if vals.get("order_id"):
                self.env["pos.order"].browse(vals["order_id"])._check_not_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self.order_id._check_not_sealed()


class PosPayment(models.Model):
    _inherit = "pos.payment"

    @api.model_create_multi
    def create(self, vals_list):
        orders = {vals.get("pos_order_id") for vals in vals_list}
        self.env["pos.order"].browse(filter(None, orders))._check_not_sealed()
        return super().create(vals_list)

    def write(self, vals):
        if not PAYMENT_FIELDS.isdisjoint(vals):
            self.pos_order_id._check_not_sealed()
            if vals.get("pos_order_id"):
                self.env["pos.order"].browse(vals["pos_order_id"])._check_not_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self.pos_order_id._check_not_sealed()


class AccountBankStatementLine(models.Model):
    """Cash put in and taken out of a till is sealed like a ticket."""

    _inherit = "account.bank.statement.line"

    def write(self, vals):
        if not CASH_FIELDS.isdisjoint(vals):
            self._check_cash_not_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._check_cash_not_sealed()

    def _check_cash_not_sealed(self):
        # sudo: whether the till seals, whoever changes the line
        for line in self.sudo().filtered("pos_session_id"):
            started = line.company_id.fiscal_started_on
            if started and line.create_date >= started:
                raise UserError(
                    self.env._(
                        "“%s” is a sealed movement of cash: it is never changed nor "
                        "deleted. Record the opposite movement at the till.",
                        line.payment_ref or line.name,
                    )
                )


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed_cash(self):
        self.statement_line_id._check_cash_not_sealed()
