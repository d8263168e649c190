# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import LockNotAvailable

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.unified_commerce_base.tools import after_commit, own_cursor

from .pos_order_seal import PAID

AT_ONCE = 200


class PosOrder(models.Model):
    """The hash of Odoo's own module, which all tills of a company share.

    Written in the transaction of a ticket it makes tills wait for each other and run
    again. It is written just after, by Odoo's own code, one till after the other; a
    scheduled action and the closing of a till catch up.
    """

    _inherit = "pos.order"

    _to_hash = models.Index(
        "(company_id) WHERE state IN ('paid', 'done') "
        "AND COALESCE(l10n_fr_secure_sequence_number, 0) = 0"
    )

    def _hash_after_commit(self):
        env, ids = self.env(su=True, context={}), self.company_id.ids

        def append():
            for company in env["res.company"].browse(ids):
                env["pos.order"]._append_hashes(company, wait=False)

        after_commit(env, append, "Odoo's own hash of a ticket; a cron does it")

    @api.model
    def _append_hashes(self, company, wait=True):
        """Give tickets that were sealed Odoo's own hash, in a transaction apart.

        What a power cut takes away with it is done again: the tickets are there.

        :param wait: when another till does it now, wait for it; a till itself goes on,
            and the scheduled action looks for what the other has not seen
        :return: how many tickets got it
        """
        with own_cursor(self.env) as cr:
            env = self.env(cr=cr, su=True, context={})
            company = company.with_env(env)
            sequence = company.l10n_fr_pos_cert_sequence_id
            if not sequence or not company._is_accounting_unalterable():
                return 0
            if not self._lock_hashes(cr, sequence, wait):
                cron = env.ref("unified_accounting_fr_pos.ir_cron_append_hashes")
                cron._trigger()
                return 0
            orders = env["pos.order"].browse(self._get_ids_to_hash(cr, company))
            for order in orders:
                # Odoo's own code gives the number and the hash
                order.with_context(tracking_disable=True).write({"state": order.state})
            return len(orders)

    @api.model
    def _lock_hashes(self, cr, sequence, wait):
        query = SQL(
            "SELECT id FROM ir_sequence WHERE id = %s FOR UPDATE %s",
            sequence.id,
            SQL() if wait else SQL("SKIP LOCKED"),
        )
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
    def _cron_append_hashes(self):
        companies = self.env["res.company"].search([("fiscal_started_on", "!=", False)])
        for company in companies:
            while self._append_hashes(company) == AT_ONCE:
                pass
        self.env["fiscal.quarantine"]._report_waiting()


class PosSession(models.Model):
    _inherit = "pos.session"

    def action_pos_session_closing_control(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        for company in self.company_id:
            # sudo: whoever closes; the program writes the hashes
            if company._is_sealed() and self.env["pos.order"].sudo()._append_hashes(
                company
            ):
                # what was written apart is newer than what this request has read
                self.order_ids.invalidate_recordset(flush=False)
        return super().action_pos_session_closing_control(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
