# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.unified_commerce_base.tools import after_commit, own_cursor


class FiscalEvent(models.Model):
    """The technical event log (journal des évènements techniques), sealed line by line.

    Descriptions are in French, for the inspector, and never name a customer; operators
    are pseudonyms.
    """

    _name = "fiscal.event"
    _description = "Technical Event"
    _inherit = "fiscal.append.only"
    _log_access = False
    _order = "id desc"
    _rec_name = "description"

    till_id = fields.Many2one(
        "fiscal.till", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    code = fields.Char(required=True, readonly=True, index=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    operator = fields.Char(readonly=True, help="A pseudonym, never a name.")
    description = fields.Char(required=True, readonly=True)
    document_id = fields.Many2one(
        "fiscal.document", required=True, readonly=True, ondelete="restrict"
    )

    @api.model
    def _log(self, till, code, description, payload=None, device=None):
        """Write an event just after the commit of what it is about.

        In a transaction of its own, so that no ticket waits for the log of its till.

        :param code: of ``fiscal.event.code``
        :param description: in French, without the name of a customer
        :param payload: dict of texts and whole numbers, sealed with the event
        """
        env, ids = self.env, (till.id, device.id if device else False)
        operator = self._get_operator()

        def write():
            with own_cursor(env, durable=True) as cr:
                events = env(cr=cr)["fiscal.event"]
                events._write_event(*ids, code, description, payload or {}, operator)

        after_commit(env, write, f"event {code} of the technical event log")

    @api.model
    def _log_now(self, till, code, description, payload=None, device=None):
        """Write an event at once, whatever becomes of the caller's transaction."""
        with own_cursor(self.env, durable=True) as cr:
            self.env(cr=cr)["fiscal.event"]._write_event(
                till.id,
                device.id if device else False,
                code,
                description,
                payload or {},
                self._get_operator(),
            )

    @api.model
    def _write_event(self, till_id, device_id, code, description, payload, operator):
        # sudo: whoever acts is logged by the program
        env = self.env(su=True)
        till = env["fiscal.till"].browse(till_id)
        device = env["fiscal.device"].browse(device_id or [])
        document = env["fiscal.document"]._seal(
            till._get_chain("event", device),
            {
                **payload,
                "type": "EVENT",
                "code": code,
                "description": description,
                "operator": operator,
            },
        )
        return env["fiscal.event"].create(
            {
                "till_id": till.id,
                "company_id": till.company_id.id,
                "code": code,
                "date": document.date,
                "operator": operator,
                "description": description,
                "document_id": document.id,
            }
        )

    @api.model
    def _get_operator(self):
        """Return the pseudonym of who acts."""
        return f"U{self.env.uid}"
