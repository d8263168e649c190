# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class FiscalSetUp(models.TransientModel):
    """The assistant with which an existing shop begins to seal."""

    _name = "fiscal.set.up"
    _description = "Begin Sealing"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    started_on = fields.Datetime(related="company_id.fiscal_started_on")
    line_ids = fields.One2many("fiscal.set.up.line", "set_up_id", readonly=True)
    is_ready = fields.Boolean(compute="_compute_is_ready")
    is_understood = fields.Boolean(
        string="I understand that this cannot be undone",
        help="From then on each payment is sealed, and the module stays.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        set_ups = super().create(vals_list)
        set_ups._fill()
        return set_ups

    @api.depends("company_id")
    def _compute_display_name(self):
        for set_up in self:
            set_up.display_name = self.env._(
                "Sealing of %s", set_up.company_id.display_name
            )

    @api.depends("line_ids.state")
    def _compute_is_ready(self):
        for set_up in self:
            states = set_up.line_ids.mapped("state")
            set_up.is_ready = bool(states) and "bad" not in states

    @api.model
    def action_open(self):
        """Open the assistant of the company, with what was checked just now."""
        self._check_manager()
        set_up = self.create({})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sealing"),
            "res_model": self._name,
            "res_id": set_up.id,
            "view_mode": "form",
            "target": "current",
        }

    def action_check(self):
        """Look again."""
        self.ensure_one()
        self._check_manager()
        self._fill()
        return False

    def action_start(self):
        """Begin to seal what the company sells. It cannot be undone.

        :raise UserError: something is missing, or nobody said to have understood
        """
        self.ensure_one()
        self._check_manager()
        self._fill()
        wrong = self.line_ids.filtered(lambda line: line.state == "bad")
        if wrong:
            raise UserError(
                self.env._(
                    "Put this right first: %s",
                    ", ".join(wrong.mapped("name")),
                )
            )
        if not self.is_understood:
            raise UserError(
                self.env._("Tick that you have understood: this cannot be undone.")
            )
        # sudo: the right is checked above; keys and tills are written by the program
        self.company_id.sudo()._begin_sealing("Assistant de mise en route")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tills"),
            "res_model": "fiscal.till",
            "view_mode": "list,form",
        }

    def _fill(self):
        preflight = self.env["fiscal.preflight"]
        for set_up in self:
            # sudo: whoever may begin reads what has to be right
            found = preflight.sudo()._check(set_up.company_id.sudo())
            set_up.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"name": name, **check._asdict()})
                    for name, check in found
                ),
            ]

    def _check_manager(self):
        if not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(
                self.env._("Ask an accounting manager to set the sealing up.")
            )


class FiscalSetUpLine(models.TransientModel):
    _name = "fiscal.set.up.line"
    _description = "Check Before Sealing"

    set_up_id = fields.Many2one("fiscal.set.up", required=True, ondelete="cascade")
    name = fields.Char(string="Check", readonly=True)
    state = fields.Selection(
        [("ok", "Right"), ("warn", "To look at"), ("bad", "To put right")],
        readonly=True,
    )
    detail = fields.Char(string="Found", readonly=True)
    remedy = fields.Char(string="What to do", readonly=True)
