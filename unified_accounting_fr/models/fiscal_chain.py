# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import Cents
from ..verifier import fiscal_verify

KINDS = [
    ("ticket", "Tickets"),
    ("training", "Training"),
    ("provisional", "Provisional documents"),
    ("duplicate", "Duplicates"),
    ("cash", "Cash movements"),
    ("closing", "Closings"),
    ("event", "Technical events"),
    ("archive", "Archives"),
]
LETTERS = {
    "ticket": "",
    "training": "F",
    "provisional": "P",
    "duplicate": "D",
    "cash": "C",
    "closing": "Z",
    "event": "E",
    "archive": "A",
}


class FiscalChain(models.Model):
    """The head of a chain of documents: the last number, signature and totals.

    Moved by the sealing of a document alone, under a lock of this row. Totals are
    whole cents and never go back to zero.
    """

    _name = "fiscal.chain"
    _description = "Chain of Fiscal Documents"
    _log_access = False
    _order = "till_id, device_id, kind"

    till_id = fields.Many2one(
        "fiscal.till", required=True, readonly=True, ondelete="restrict"
    )
    device_id = fields.Many2one("fiscal.device", readonly=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    seq = fields.Integer(string="Last number", required=True, readonly=True)
    head = fields.Char(string="Last signature", readonly=True)
    device_head = fields.Char(
        readonly=True, help="Last signature made by the device itself."
    )
    last_ts = fields.Char(readonly=True)
    gt_alg = Cents(
        string="Perpetual total", required=True, readonly=True, help="In cents."
    )
    gt_abs = Cents(string="Absolute perpetual total", required=True, readonly=True)
    mpv_issued = Cents(
        string="Vouchers issued", required=True, readonly=True, help="In cents."
    )
    mpv_redeemed = Cents(
        string="Vouchers redeemed", required=True, readonly=True, help="In cents."
    )

    _owner_uniq = models.UniqueIndex("(till_id, COALESCE(device_id, 0), kind)")

    @api.depends("till_id.code", "device_id.code", "kind")
    def _compute_display_name(self):
        for chain in self:
            chain.display_name = fiscal_verify.chain_name(
                chain.till_id.code, chain.device_id.code, chain.kind
            )

    def _lock(self):
        """Wait for this chain and return its head: a dict of its columns.

        In the transaction of a request, another one that moved the chain meanwhile
        ends in a serialization error and Odoo runs the request again.
        """
        self.ensure_one()
        self.env.cr.execute(
            """
            SELECT seq, head, device_head, last_ts, gt_alg, gt_abs,
                   mpv_issued, mpv_redeemed
              FROM fiscal_chain WHERE id = %s FOR NO KEY UPDATE
            """,
            [self.id],
        )
        return self.env.cr.dictfetchone()

    def _move(self, **columns):
        """Move the head of the chain. Called by the sealing of a document alone."""
        self.ensure_one()
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in columns.items()
        )
        self.env.cr.execute(
            SQL("UPDATE fiscal_chain SET %s WHERE id = %s", assignments, self.id)
        )
        self.invalidate_recordset()

    def _format_number(self, seq):
        """Return the number of a document: till or device, letter of the kind, rank."""
        self.ensure_one()
        owner = self.device_id.code or self.till_id.code
        if self.kind == "event" and self.device_id and owner == self.till_id.code:
            # the till has a log of its own, and its first device the code of the till
            owner = f"{owner}-1"
        return f"{owner}-{LETTERS[self.kind]}{seq:08d}"
