# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosSession(models.Model):
    """Cash that comes into and leaves a till, and its counts, are sealed."""

    _inherit = "pos.session"

    def try_cash_in_out(self, _type, amount, reason, partner_id, extras):
        sessions = self.filtered(lambda one: one.company_id._is_sealed())
        # sudo: a cashier has no right on statements
        known = sessions.sudo().statement_line_ids
        result = super().try_cash_in_out(_type, amount, reason, partner_id, extras)
        sessions.invalidate_recordset(["statement_line_ids"])
        for line in (sessions.sudo().statement_line_ids - known).sorted("id"):
            line.pos_session_id._seal_cash(
                "CASH_IN" if line.amount > 0 else "CASH_OUT", line.amount, line
            )
        return result

    def _set_opening_control_data(self, cashbox_value, notes):
        result = super()._set_opening_control_data(cashbox_value, notes)
        if self.company_id._is_sealed() and self.config_id.cash_control:
            self._seal_cash("FLOAT", cashbox_value, self)
        return result

    def post_closing_cash_details(self, counted_cash):
        result = super().post_closing_cash_details(counted_cash)
        if result.get("successful") and self.company_id._is_sealed():
            self._seal_cash(
                "COUNT",
                counted_cash,
                self,
                expected=self._to_cents(self.cash_register_balance_end),
            )
        return result

    def _seal_cash(self, doc_type, amount, record, **values):
        """Seal a movement or a count of cash; return its document.

        :param amount: in the currency of the till, below zero what goes out
        """
        self.ensure_one()
        session = self.sudo()  # sudo: whoever is at the till, the program seals
        device = session.config_id._get_fiscal_device()
        return session.env["fiscal.document"]._seal(
            device.till_id._get_chain("cash", device),
            {
                "type": doc_type,
                "operator": session._get_fiscal_operator(),
                "session": session.name or "",
                "training": False,
                "total": session._to_cents(amount),
                "payments": [
                    {
                        "mode": session._get_fiscal_cash_mode(),
                        "amount": session._to_cents(amount),
                        "currency": session.currency_id.name,
                        "ref": "",
                    }
                ],
                **values,
            },
            record,
        )

    def _get_fiscal_operator(self):
        if self.employee_id:
            return f"E{self.employee_id.id}"
        return f"U{self.env.uid}"

    def _get_fiscal_cash_mode(self):
        methods = self.payment_method_ids.filtered("is_cash_count")
        return methods[:1]._get_fiscal_mode() if methods else ""

    def _to_cents(self, amount):
        currency = self.currency_id
        return round(currency.round(amount) * 10**currency.decimal_places)
