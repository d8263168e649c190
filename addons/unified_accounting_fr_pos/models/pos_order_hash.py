# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import LockNotAvailable

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.unified_commerce_base.tools import own_cursor, renew_snapshot

from .pos_order_seal import PAID

AT_ONCE = 200


class PosOrder(models.Model):
    """The hash of Odoo's own module, which all tills of a company share.

    Written in the transaction of a ticket it makes tills wait for each other and run
    again. A scheduled action that each ticket triggers writes it just after, by Odoo's
    own code, and so does the closing of a till, before anything else.
    """

    _inherit = "pos.order"

    _to_hash = models.Index(
        "(company_id) WHERE state IN ('paid', 'done') "
        "AND COALESCE(l10n_fr_secure_sequence_number, 0) = 0"
    )

    @api.model
    def _append_hashes(self, company):
        """Give tickets that were sealed Odoo's own hash, in a transaction apart.

        What a power cut takes away with it is done again: the tickets are there.

        :return: how many tickets got it
        """
        with own_cursor(self.env) as cr:
            env = self.env(cr=cr, su=True, context={})
            company = company.with_env(env)
            sequence = company.l10n_fr_pos_cert_sequence_id
            if not sequence or not company._is_accounting_unalterable():
                return 0
            if not self._lock_hashes(cr, sequence):
                return 0
            orders = env["pos.order"].browse(self._get_ids_to_hash(cr, company))
            for order in orders:
                # Odoo's own code gives the number and the hash
                order.with_context(tracking_disable=True).write({"state": order.state})
            return len(orders)

    @api.model
    def _lock_hashes(self, cr, sequence):
        query = SQL("SELECT id FROM ir_sequence WHERE id = %s FOR UPDATE", sequence.id)
        try:
            with cr.savepoint(flush=False):
                cr.execute(query, log_exceptions=False)
                return bool(cr.fetchone())
        except LockNotAvailable:
            return False

    @api.model
    def _get_ids_to_hash(self, cr, company):
        """Return the tickets without hash, in order: those that others sold, too."""
        cr.execute(
            """
            SELECT o.id
              FROM pos_order o
             WHERE o.company_id = %s AND o.state IN %s
               AND COALESCE(o.l10n_fr_secure_sequence_number, 0) = 0
               AND (
                   EXISTS (
                       SELECT FROM fiscal_document d
                        WHERE d.res_model = 'pos.order' AND d.res_id = o.id
                          AND d.kind = 'ticket'
                   ) OR EXISTS (
                       SELECT FROM fiscal_quarantine q WHERE q.order_id = o.id
                   )
               )
             ORDER BY o.id
             LIMIT %s
            """,
            [company.id, PAID, AT_ONCE],
        )
        return [order_id for (order_id,) in cr.fetchall()]

    @api.model
    def _append_all_hashes(self, company):
        """Return how many tickets of a company got Odoo's own hash."""
        appended = count = self._append_hashes(company)
        while count == AT_ONCE:
            count = self._append_hashes(company)
            appended += count
        return appended

    @api.model
    def _cron_append_hashes(self):
        companies = self.env["res.company"].search([("fiscal_started_on", "!=", False)])
        for company in companies:
            self._append_all_hashes(company)
        self.env["fiscal.quarantine"]._report_waiting()


class PosSession(models.Model):
    _inherit = "pos.session"

    def action_pos_session_closing_control(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        # sudo: whoever closes, the program writes the hashes
        orders = self.env["pos.order"].sudo()
        appended = [
            orders._append_all_hashes(company)
            for company in self.company_id
            if company._is_sealed()
        ]
        if any(appended):
            # what was written apart is newer than what this request has read
            renew_snapshot(self.env)
            self.order_ids.invalidate_recordset(flush=False)
        return super().action_pos_session_closing_control(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
