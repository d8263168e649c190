# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class FecExportWizard(models.TransientModel):
    _inherit = "l10n_fr.fec.export.wizard"

    def generate_fec(self):
        self.env["fiscal.event"]._tell_now(
            "110",
            f"Export du FEC du {self.date_from:%d/%m/%Y} au {self.date_to:%d/%m/%Y}.",
            {"from": str(self.date_from), "to": str(self.date_to)},
            self.env.company,
        )
        return super().generate_fec()
