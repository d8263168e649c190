# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """Of two rewards that do not combine, the better one for the customer stays."""

    _inherit = "sale.order"

    def _apply_program_reward(self, reward, coupon, **kwargs):
        rivals = self._get_rival_lines(reward.program_id)
        if not rivals:
            return super()._apply_program_reward(reward, coupon, **kwargs)
        kept = ", ".join(rivals.reward_id.program_id.mapped("name"))
        before = self.amount_total
        savepoint = self.env.cr.savepoint()
        rivals.unlink()
        status = super()._apply_program_reward(reward, coupon, **kwargs)
        better = (
            "error" not in status
            and self.currency_id.compare_amounts(self.amount_total, before) < 0
        )
        savepoint.close(rollback=not better)
        if better:
            return status
        self.env.invalidate_all(flush=False)
        return {
            "error": status.get("error")
            or self.env._(
                "%(new)s does not combine with %(kept)s, which takes off as much or "
                "more.",
                new=reward.program_id.name,
                kept=kept,
            )
        }

    def _get_rival_lines(self, program):
        rivals = program._get_incompatible()
        return self.order_line.filtered(
            lambda line: line.reward_id.program_id in rivals
        )
