# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.unified_commerce_base.tools import after_commit, own_cursor

STARTED, STOPPED = "80", "40"


class PosSession(models.Model):
    """The Z follows the last session of the day; opening and closing are logged.

    Just after the commit: a closing that fails stops no session, and is made in the
    night.
    """

    _inherit = "pos.session"

    fiscal_is_sealed = fields.Boolean(compute="_compute_fiscal_is_sealed")

    @api.depends("company_id.fiscal_started_on")
    def _compute_fiscal_is_sealed(self):
        for session in self:
            session.fiscal_is_sealed = session.company_id._is_sealed()

    def write(self, vals):
        before = {session: session.state for session in self} if "state" in vals else {}
        result = super().write(vals)
        for session, state in before.items():
            if session.state != state and session.company_id._is_sealed():
                session._tell_state()
        return result

    def _tell_state(self):
        self.ensure_one()
        if self.state == "opened":
            self._log_terminal(STARTED, f"Session {self._get_label()} ouverte.")
        elif self.state == "closed":
            self._log_terminal(STOPPED, f"Session {self._get_label()} fermée.")
            self._close_day_after_commit()

    def _get_label(self):
        return self.name if self.name not in (False, "/") else f"n° {self.id}"

    def _log_terminal(self, code, description):
        self.ensure_one()
        session = self.sudo()  # sudo: whoever is at the till, the program logs
        if session.company_id._is_fiscal_copy():
            return
        session.env["fiscal.event"]._log(
            session.config_id._get_fiscal_till(),
            code,
            description,
            {
                "session": session.name or "",
                "cashier": session._get_fiscal_operator(),
            },
        )

    # The day --------------------------------------------------------------------

    def _close_day_after_commit(self):
        self.ensure_one()
        if not self.sudo().config_id.fiscal_close_day:  # sudo: a setting of the till
            return
        env, session_id = self.env, self.id

        def close():
            with own_cursor(env) as cr:
                # sudo: whoever closes the till, the program closes the day
                session = env(cr=cr, su=True)["pos.session"].browse(session_id)
                session._close_days()

        after_commit(env, close, "the closing of the day, made in the night")

    def _close_days(self):
        """Close the days of this till, unless another of its sessions is open."""
        self.ensure_one()
        company, closings = self.company_id, self.env["fiscal.closing"]
        if company._is_fiscal_copy():
            return
        till = self.config_id._get_fiscal_till()
        today = company._get_business_date(fields.Datetime.now())
        if not closings._may_close_today(till, today):
            return
        for day in closings._get_due_days(till, today):
            if not closings._try_close(company, till, "day", day):
                return

    # Screens --------------------------------------------------------------------

    def action_fiscal_reading(self):
        """Open the state of the day so far (X), in the width of the till's roll."""
        self.ensure_one()
        self._check_sealed()
        # sudo: which till of the law it is; the right to read it is checked there
        till = self.sudo().config_id._get_fiscal_till()
        return till.with_env(self.env).action_read_day_roll()

    def action_fiscal_closings(self):
        """Open the Z of the days of this session."""
        self.ensure_one()
        self._check_sealed()
        company = self.company_id
        first = company._get_business_date(self.start_at or self.create_date)
        last = company._get_business_date(self.stop_at or fields.Datetime.now())
        till = self.sudo().config_id._get_fiscal_till()  # sudo: as above
        closings = self.env["fiscal.closing"].search(
            [
                ("till_id", "=", till.id),
                ("period", "=", "day"),
                ("date_from", ">=", first),
                ("date_from", "<=", last),
            ]
        )
        if not closings:
            raise UserError(
                self.env._(
                    "The day of %s is not closed yet: the Z is made when its last "
                    "session closes, or in the night. Meanwhile use the X reading.",
                    self.config_id.name,
                )
            )
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Z reports"),
            "res_model": "fiscal.closing",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", closings.ids)],
        }
        if len(closings) == 1:
            action.update(res_id=closings.id, views=[(False, "form")])
        return action

    def _check_sealed(self):
        if not self.company_id._is_sealed():
            raise UserError(
                self.env._(
                    "%s does not seal its tickets yet: it has neither X nor Z.",
                    self.company_id.name,
                )
            )
