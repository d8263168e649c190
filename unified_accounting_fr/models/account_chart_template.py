# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """A company that takes the French chart is ready to sell at once."""
        res = super()._post_load_data(template_code, company, template_data)
        (company or self.env.company)._fr_companies()._fr_set_up()
        return res
