# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class FiscalDocument(models.Model):
    _inherit = "fiscal.document"

    _late_ones = models.Index("(chain_id, seq) WHERE late")

    @api.model
    def _is_late(self, chain, business_date):
        """Say whether this day of the till is closed already.

        Under the lock of the chain, which a closing takes and moves: a ticket that
        read the day as open before it was closed is sealed again (serialization).
        A chain that no closing has met yet shares the lock of its till instead.
        """
        if super()._is_late(chain, business_date):
            return True
        if chain.kind not in self.env["fiscal.closing"]._get_closed_kinds():
            return False
        self.env.cr.execute(
            "SELECT closed_until FROM fiscal_chain WHERE id = %s", [chain.id]
        )
        (closed,) = self.env.cr.fetchone()
        if not closed:
            self.env.cr.execute(
                "SELECT closed_until FROM fiscal_till WHERE id = %s FOR SHARE",
                [chain.till_id.id],
            )
            (closed,) = self.env.cr.fetchone()
        return bool(closed) and business_date <= closed

    @api.model
    def _seal(self, chain, content, record=None, statement=None, signature=None):
        document = super()._seal(chain, content, record, statement, signature)
        if document.late:
            self.env["fiscal.event"]._log(
                chain.till_id,
                "50",
                f"Document {document.number} du {document.business_date:%d/%m/%Y} reçu "
                "après la clôture de ce jour : compté dans la suivante.",
                {"document": document.number, "late": 1},
                chain.device_id,
            )
        return document
