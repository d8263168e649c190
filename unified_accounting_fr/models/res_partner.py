# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.fr import siren, siret, tva

from odoo import api, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.constrains("company_registry", "vat", "country_id")
    def _check_fr_identity(self):
        """A French company of ours cannot print a wrong SIREN, SIRET or VAT number.

        Other partners are only warned: their number comes from them.
        """
        # sudo: whoever edits the partner of a company may not read companies
        ours = self.filtered(lambda partner: partner.sudo().ref_company_ids)
        for partner in ours.filtered(lambda partner: partner.country_code == "FR"):
            problem = partner._fr_identity_problem()
            if problem:
                raise ValidationError(problem)

    @api.onchange("company_registry", "vat", "country_id")
    def _onchange_fr_identity(self):
        problem = self.country_id.code == "FR" and self._fr_identity_problem()
        if problem:
            return {
                "warning": {
                    "title": self.env._("Check the company number"),
                    "message": problem,
                }
            }
        return None

    def _fr_identity_problem(self):
        """Return what is wrong with the SIREN or SIRET and the VAT number, or False."""
        self.ensure_one()
        number = self._fr_registry_number()
        if number and not (siret if len(number) == 14 else siren).is_valid(number):
            return self.env._(
                "%(number)s is neither a SIREN (9 digits) nor a SIRET (14 digits) of "
                "%(company)s: its control digit is wrong. Copy it from the INSEE "
                "register (avis de situation).",
                number=self.company_registry,
                company=self.name or "",
            )
        return self._fr_vat_problem(number)

    def _fr_vat_problem(self, number):
        if not (self.vat or "").upper().startswith("FR"):
            return False
        try:
            vat = tva.validate(self.vat)
        except InvalidNumber:
            return self.env._(
                "%(vat)s is not a French VAT number: its key or its SIREN is wrong.",
                vat=self.vat,
            )
        if number and vat[2:] != number[:9]:
            return self.env._(
                "The VAT number %(vat)s and the company number %(number)s are not of "
                "the same company: the first must end with the SIREN.",
                vat=self.vat,
                number=self.company_registry,
            )
        return False

    def _fr_registry_number(self):
        """Return the digits of the SIREN or SIRET, without spaces; empty when none."""
        self.ensure_one()
        return "".join((self.company_registry or "").split())
