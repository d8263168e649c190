# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models


class FiscalEvent(models.Model):
    """What the screens of the log show: names of codes, and what is sealed."""

    _inherit = "fiscal.event"

    code_name = fields.Char(string="Event", compute="_compute_code_name")
    document_number = fields.Char(
        related="document_id.number", string="Sealed as", related_sudo=True
    )
    signature = fields.Char(related="document_id.signature", related_sudo=True)
    sealed_content = fields.Text(compute="_compute_sealed_content")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_code_name(self):
        # sudo: names of codes, for whoever reads the log
        codes = self.env["fiscal.event.code"].sudo().search([])
        names = {one.code: one.name for one in codes}
        for event in self:
            event.code_name = names.get(event.code, "")

    @api.depends("document_id")
    def _compute_sealed_content(self):
        for event in self:
            # sudo: who reads an event reads what is sealed of it
            content = event.document_id.sudo()._get_content()
            event.sealed_content = json.dumps(
                content, indent=2, sort_keys=True, ensure_ascii=False
            )
