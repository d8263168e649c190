# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..builders.history import TillDay, WebDay
from ..builders.plan import DAYS, DAYS_TO_SHIP, make_plan


class UnifiedDemoStep(models.Model):
    """One day of one till, or one day of the web shop, of the demonstration."""

    _name = "unified.demo.step"
    _description = "Day of the demonstration history"
    _order = "date, id"
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    kind = fields.Selection(
        [("till", "Till"), ("web", "Web shop")], required=True, readonly=True
    )
    documents = fields.Integer(
        readonly=True, help="Tickets or orders this day has in the plan."
    )
    state = fields.Selection(
        [("todo", "To enter"), ("done", "Entered"), ("failed", "Put aside")],
        default="todo",
        required=True,
        readonly=True,
        index=True,
    )

    _key_uniq = models.Constraint("UNIQUE (key)", "A day is entered once.")

    def _plan_all(self):
        """Create the days that are not known yet."""
        plan = make_plan(self.env["unified.demo"]._history_start())
        keys = [step.key for step in plan]
        known = set(self.search([("key", "in", keys)]).mapped("key"))
        self.create(
            [
                {
                    "key": step.key,
                    "date": step.day,
                    "kind": step.kind,
                    "documents": len(step.sales),
                }
                for step in plan
                if step.key not in known
            ]
        )

    def _play(self):
        """Enter the sales of the day; the caller commits or rolls back."""
        self.ensure_one()
        first_day = self.env["unified.demo"]._history_start()
        step = next(one for one in make_plan(first_day) if one.key == self.key)
        if step.kind == "till":
            TillDay(self.env, step).play()
        else:
            age = DAYS - (step.day - first_day).days
            WebDay(self.env, step, ship=age > DAYS_TO_SHIP).play()
        self.state = "done"
