# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class PosSession(models.Model):
    _inherit = "pos.session"

    @api.model
    def _load_pos_data_models(self, config):
        return [*super()._load_pos_data_models(config), "stock.warehouse"]

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "closed":
            self._release_carts()
            self._close_envelopes()
        return result

    def _close_envelopes(self):
        """A closed till sells no more without network."""
        # sudo: whoever closes the till
        envelopes = self.sudo().env["commerce.envelope"]
        for session in self:
            envelopes._close(session.config_id._get_envelope_prefix(session))

    def _release_carts(self):
        """Give the carts that a closed till still holds back to their customers."""
        # sudo: whoever closes the till has no right on orders
        Cart = self.env["sale.order"].sudo()
        for session in self:
            holder = session.config_id._get_cart_holder(session=session)
            Cart.search(
                [
                    ("cart_holder_until", "!=", False),
                    ("cart_holder_key", "=", holder.key),
                ]
            )._cart_release(holder)

    def _create_account_move(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        data = super()._create_account_move(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
        self._set_channel_of_entries()
        return data

    def _set_channel_of_entries(self):
        """Write the channel of the till on what the closing books."""
        # sudo: a label on entries that core makes with the same rights
        session = self.sudo()
        entries = (
            session.move_id
            | session.bank_payment_ids.move_id
            | session.statement_line_ids.move_id
        )
        entries.filtered(lambda move: not move.channel_id).write(
            {"channel_id": session.config_id.channel_id.id}
        )
