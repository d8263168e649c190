# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.modules.module import Manifest


class PosConfig(models.Model):
    """What the receipts and the browser of a till must know of the seals."""

    _inherit = "pos.config"

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for values in read_records[:1]:
            values["_fiscal"] = config._prepare_fiscal_settings()
            if values["_fiscal"]["sealed"]:
                # no ticket is printed unless somebody asks (art. L541-15-10 C. env.)
                values["iface_print_auto"] = False
        return read_records

    def _prepare_fiscal_settings(self):
        self.ensure_one()
        company = self.company_id
        if not company._is_sealed():
            return {"sealed": False}
        texts = self.env["fiscal.legal.text"]
        return {
            "sealed": True,
            "tz": company._get_fiscal_tz().zone,
            "till": self._get_fiscal_till().code,
            "store": self._get_place().name or "",
            "company": company._prepare_fiscal_identity(),
            "software": self._get_fiscal_software(),
            "attestation": company._get_fiscal_attestation_number(),
            "guarantee": texts._get_text("guarantee"),
            "print_law": texts._get_text("printing"),
            "offline_hours": company.fiscal_offline_hours,
            "offline_documents": company.fiscal_offline_documents,
            "modes": {
                str(method.id): method._get_fiscal_mode()
                for method in self.payment_method_ids
            },
        }

    @api.model
    def _get_fiscal_software(self):
        """Return the name and the version of the program, as receipts show them."""
        manifest = Manifest.for_addon("unified_accounting_fr")
        return f"Unified Commerce for Odoo {manifest.version}"
