# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FiscalTill(models.Model):
    """A till in the sense of the law: what has a Z and perpetual totals of its own.

    It groups the devices that sell on it; each of them has its own chains, so that
    none waits for another. The shop on the web and the back office are tills too.
    """

    _name = "fiscal.till"
    _description = "Fiscal Till"
    _order = "company_id, kind, code"
    _rec_names_search = ("code", "name")

    code = fields.Char(
        required=True,
        readonly=True,
        help="Begins each document number. It never changes.",
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("pos", "Till of a store"), ("web", "Shop"), ("office", "Back office")],
        required=True,
        readonly=True,
        default="pos",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    device_ids = fields.One2many("fiscal.device", "till_id")
    chain_ids = fields.One2many("fiscal.chain", "till_id")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another till of the company has this code."
    )

    @api.constrains("code")
    def _check_code(self):
        for till in self:
            if not re.fullmatch(r"[A-Z0-9]{2,12}", till.code):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot begin document numbers: a code has 2 to 12 "
                        "capital letters and digits.",
                        till.code,
                    )
                )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for till in self:
            till.display_name = f"{till.code} {till.name}"

    @api.model
    def _find_or_create(self, company, kind, name, code):
        """Return the till of a company with this code; make it when there is none."""
        # sudo: tills are made by the program, when they first sell
        tills = self.sudo().with_context(active_test=False)
        found = tills.search([("company_id", "=", company.id), ("code", "=", code)])
        return found or tills.create(
            {"company_id": company.id, "kind": kind, "name": name, "code": code}
        )

    def _get_chain(self, kind, device=None):
        """Return the chain of documents of this kind, for a device or the whole till.

        Made when it does not exist; two who make it at once make one.
        """
        self.ensure_one()
        device_id = device.id if device else None
        chains = self.env["fiscal.chain"].sudo()  # sudo: written by the program alone
        domain = [
            ("till_id", "=", self.id),
            ("device_id", "=", device_id or False),
            ("kind", "=", kind),
        ]
        chain = chains.search(domain)
        if not chain:
            self.env.cr.execute(
                """
                INSERT INTO fiscal_chain
                    (till_id, device_id, company_id, kind,
                     seq, head, device_head, gt_alg, gt_abs, mpv_issued, mpv_redeemed)
                VALUES (%s, %s, %s, %s, 0, '', '', 0, 0, 0, 0)
                ON CONFLICT DO NOTHING
                """,
                [self.id, device_id, self.company_id.id, kind],
            )
            chain = chains.search(domain)
        return chain
