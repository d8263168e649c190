# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountTaxGroup(models.Model):
    _inherit = "account.tax.group"

    is_eco_contribution = fields.Boolean(string="Eco-contribution")
