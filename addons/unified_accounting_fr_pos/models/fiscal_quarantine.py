# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.unified_accounting_fr.exceptions import SealingGapError

MANAGER = "unified_commerce_base.group_commerce_manager"
GAP = "GAP"


class FiscalQuarantine(models.Model):
    """A paid ticket whose seal waits for those that its device numbered before it.

    The ticket is stored and held as a sealed one. It is sealed under its own number
    when they come, or when a manager declares that they never will.
    """

    _name = "fiscal.quarantine"
    _description = "Ticket Waiting for Its Seal"
    _inherit = "fiscal.append.only"
    _log_access = False
    _order = "id desc"
    _rec_name = "number"

    # no foreign key: a ticket that waits is deleted by nobody, our guard holds it
    order_id = fields.Integer(required=True, readonly=True)
    order_name = fields.Char(string="Ticket", readonly=True)
    chain_id = fields.Many2one(
        "fiscal.chain", required=True, readonly=True, ondelete="restrict"
    )
    till_id = fields.Many2one(
        "fiscal.till", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Char(required=True, readonly=True)
    rank = fields.Integer(required=True, readonly=True)
    expected = fields.Char(string="Waits for", readonly=True)
    statement = fields.Text(required=True, readonly=True)
    device_signature = fields.Char(required=True, readonly=True)
    received_at = fields.Datetime(required=True, readonly=True)
    resolution_ids = fields.One2many("fiscal.quarantine.resolution", "quarantine_id")
    is_waiting = fields.Boolean(
        string="Waiting", compute="_compute_is_waiting", search="_search_is_waiting"
    )

    _order_uniq = models.UniqueIndex("(order_id)")
    _rank = models.Index("(chain_id, rank)")

    @api.depends("resolution_ids")
    def _compute_is_waiting(self):
        for one in self:
            one.is_waiting = not one.resolution_ids

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        if wanted == {True, False}:
            return []
        return [("resolution_ids", "=" if True in wanted else "!=", False)]

    @api.model
    def _of(self, orders):
        """Return {order id: its row}, for those of these tickets that wait."""
        found = self.sudo().search(  # sudo: whoever sees the ticket sees that it waits
            [("order_id", "in", orders.ids), ("resolution_ids", "=", False)]
        )
        return {one.order_id: one for one in found}

    # Coming in ------------------------------------------------------------------

    @api.model
    def _keep(self, order, chain, statement, signature, expected):
        """Keep what a device signed for a ticket until those before it have come."""
        stated = json.loads(statement)
        # sudo: whoever sells, the program seals
        kept = self.sudo().create(
            {
                "order_id": order.id,
                "order_name": order.pos_reference or order.name,
                "chain_id": chain.id,
                "till_id": chain.till_id.id,
                "company_id": chain.company_id.id,
                "number": stated["no"],
                "rank": int(stated["no"].rpartition("-")[2]),
                "expected": expected,
                "statement": statement,
                "device_signature": signature,
                "received_at": fields.Datetime.now(),
            }
        )
        self.env["fiscal.event"]._log(
            chain.till_id,
            "90",
            f"Le ticket {kept.number} est arrivé avant {expected} : il attend d’être "
            "scellé à son rang.",
            {"document": kept.number, "expected": expected},
            chain.device_id,
        )
        return kept

    # Going out ------------------------------------------------------------------

    @api.model
    def _release(self, chain):
        """Seal those that waited for what this chain has just received, in order."""
        # sudo: whoever sells, the program seals
        waiting = self.sudo().search(
            [("chain_id", "=", chain.id), ("resolution_ids", "=", False)],
            order="rank, id",
        )
        sealed = waiting.browse()
        for one in waiting:
            if one.rank > chain.seq + 1:
                break
            if one._seal_waiting("arrived"):
                sealed |= one
        return sealed

    def _seal_waiting(self, outcome, reason=""):
        self.ensure_one()
        order = self.env["pos.order"].browse(self.order_id)
        content = order._prepare_fiscal_content()
        try:
            document = self.env["fiscal.document"]._seal(
                self.chain_id, content, order, self.statement, self.device_signature
            )
        except SealingGapError:
            return None
        self.env["fiscal.quarantine.resolution"].create(
            {
                "quarantine_id": self.id,
                "company_id": self.company_id.id,
                "outcome": outcome,
                "reason": reason,
                "operator": self.env["fiscal.event"]._get_operator(),
                "document_id": document.id,
                "date": fields.Datetime.now(),
            }
        )
        order._after_seal(document, content)
        return document

    def _declare_missing(self, reason):
        """Seal these tickets though those before them never came.

        Each number that is missing is taken by a document that says so: the chain has
        no hole, and an inspector reads why.

        :param reason: in the words of who declares it
        :raise AccessError: not a manager
        :raise UserError: no reason
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager can declare that tickets are missing.")
            )
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why these tickets are missing: an inspector reads it.")
            )
        self.check_access("read")
        # sudo: the right was checked, the program seals
        for one in self.sudo().sorted(lambda row: (row.chain_id.id, row.rank)):
            if one.is_waiting:
                one._declare_missing_one(reason.strip())

    def _declare_missing_one(self, reason):
        chain, documents = self.chain_id, self.env["fiscal.document"]
        operator = self.env["fiscal.event"]._get_operator()
        first = chain._format_number(chain.seq + 1)
        last = chain._format_number(self.rank - 1)
        for _rank in range(chain.seq + 1, self.rank):
            documents._seal(
                chain,
                {
                    "type": GAP,
                    "operator": operator,
                    "training": False,
                    "lines": [],
                    "nb_lines": 0,
                    "payments": [],
                    "vat": [],
                    "total": 0,
                    "reason": reason,
                },
            )
        # what the device signed before never came: it goes on from here
        chain._move(device_head=json.loads(self.statement).get("prev") or "")
        self.env["fiscal.event"]._log(
            chain.till_id,
            "90",
            f"Tickets {first} à {last} déclarés manquants.",
            {"first": first, "last": last, "reason": reason, "operator": operator},
            chain.device_id,
        )
        self._seal_waiting("declared", reason)
        self._release(chain)

    @api.model
    def _report_waiting(self):
        """Tell a person of tickets that have waited for a day."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        for one in self.search(
            [("resolution_ids", "=", False), ("received_at", "<", limit)]
        ):
            self.env["commerce.exception"]._report(
                "fiscal",
                self.env["pos.order"].browse(one.order_id),
                self.env._(
                    "Ticket %(ticket)s waits for %(expected)s, which its till has not "
                    "sent.",
                    ticket=one.number,
                    expected=one.expected,
                ),
                self.env._(
                    "Open the browser of this till: it sends what it kept. If its data "
                    "are lost, declare the tickets missing in Invoicing ‣ Tickets and "
                    "closings ‣ Waiting tickets."
                ),
                key=f"fiscal-waiting:{one.id}",
            )


class FiscalQuarantineResolution(models.Model):
    """How a ticket that waited came to be sealed."""

    _name = "fiscal.quarantine.resolution"
    _description = "End of a Wait for a Seal"
    _inherit = "fiscal.append.only"
    _log_access = False
    _order = "id desc"
    _rec_name = "quarantine_id"

    quarantine_id = fields.Many2one(
        "fiscal.quarantine", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    outcome = fields.Selection(
        [("arrived", "Those before it came"), ("declared", "Declared missing")],
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    operator = fields.Char(readonly=True, help="A pseudonym, never a name.")
    document_id = fields.Many2one(
        "fiscal.document", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True)

    _quarantine_uniq = models.UniqueIndex("(quarantine_id)")
