# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools.misc import formatLang


class PosSession(models.Model):
    """Closing entries that an accountant reads without opening the till.

    Labels name the till and the rate, never a customer (they end in the FEC).
    """

    _inherit = "pos.session"

    # The entry ------------------------------------------------------------------

    def _create_account_move(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        data = super()._create_account_move(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
        if self._has_french_labels():
            self.move_id.ref = self._get_closing_label()
        return data

    def _post_statement_difference(self, amount):
        result = super()._post_statement_difference(amount)
        if self._has_french_labels():
            # the difference is booked after the other entries got their channel
            self._set_channel_of_entries()
        return result

    def _has_french_labels(self):
        return bool(self.company_id._fr_companies())

    def _get_closing_label(self):
        """Return the session, the store, the till and the channel, in that order."""
        config = self._in_company_language().config_id
        channel = config.channel_id
        kinds = dict(
            channel._fields["channel_type"]._description_selection(channel.env)
        )
        parts = [
            self.name,
            config._get_place().name,
            config.name,
            channel and f"{kinds[channel.channel_type]} {channel.code}",
        ]
        return " – ".join(filter(None, parts))

    def _in_company_language(self):
        lang = self.company_id.partner_id.lang or self.env.user.lang
        return self.with_context(lang=lang)

    # The lines ------------------------------------------------------------------

    def _get_sale_vals(self, key, sale_vals):
        values = super()._get_sale_vals(key, sale_vals)
        if self._has_french_labels() and not key["product_id"]:
            taxes = self.env["account.tax"].browse(key["tax_ids"])
            values["name"] = self._get_sale_label(taxes, is_refund=key["sign"] < 0)
        return values

    def _get_sale_label(self, taxes, is_refund):
        session = self._in_company_language()
        rate = session._format_rate(taxes)
        values = {"till": self.config_id.name, "rate": rate}
        if is_refund and rate:
            return session.env._("%(till)s – Returns %(rate)s", **values)
        if is_refund:
            return session.env._("%(till)s – Returns without VAT", **values)
        if rate:
            return session.env._("%(till)s – Sales %(rate)s", **values)
        return session.env._("%(till)s – Sales without VAT", **values)

    def _get_tax_vals(self, key, amount, amount_converted, base_amount_converted):
        values = super()._get_tax_vals(
            key, amount, amount_converted, base_amount_converted
        )
        if self._has_french_labels():
            line = self.env["account.tax.repartition.line"].browse(
                values["tax_repartition_line_id"]
            )
            values["name"] = self._get_tax_label(line)
        return values

    def _get_tax_label(self, repartition_line):
        session = self._in_company_language()
        tax = repartition_line.tax_id.with_env(session.env)
        rate = session._format_rate(tax)
        values = {"till": self.config_id.name, "rate": rate, "tax": tax.name}
        if not rate:
            return session.env._("%(till)s – %(tax)s", **values)
        if repartition_line.document_type == "refund":
            return session.env._("%(till)s – VAT %(rate)s (returns)", **values)
        return session.env._("%(till)s – VAT %(rate)s", **values)

    def _get_combine_receivable_vals(self, payment_method, amount, amount_converted):
        values = super()._get_combine_receivable_vals(
            payment_method, amount, amount_converted
        )
        if self._has_french_labels():
            values["name"] = f"{self.config_id.name} – {payment_method.name}"
        return values

    def _format_rate(self, taxes):
        """Return the rate of the VAT among these taxes as people write it, or ''."""
        vat = taxes.filtered(lambda tax: tax.amount_type == "percent")[:1]
        if not vat:
            return ""
        digits = formatLang(self.env, vat.amount, digits=2).rstrip("0").rstrip(".,")
        return f"{digits}\N{NO-BREAK SPACE}%"
