# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import format_datetime

from ..verifier import fiscal_verify

# one line each up to this many new defects, then one line for the rest
ONE_BY_ONE = 20


class ResCompany(models.Model):
    _inherit = "res.company"

    fiscal_integrity_state = fields.Selection(
        [
            ("unknown", "Not verified yet"),
            ("ok", "Sound"),
            ("ko", "Defects found"),
        ],
        string="Integrity of what is sealed",
        default="unknown",
        readonly=True,
        copy=False,
    )
    fiscal_integrity_on = fields.Datetime(
        string="Last verified on", readonly=True, copy=False
    )

    def _settle_fiscal_integrity(self):
        """Say whether the last proofs of the company found anything wrong."""
        self.ensure_one()
        # sudo: results are written by the program alone
        defective = (
            self.env["fiscal.proof"]
            .sudo()
            .search_count(
                [("company_id", "=", self.id), ("defects", "not in", (False, ""))],
                limit=1,
            )
        )
        # sudo: the same
        self.sudo().write(
            {
                "fiscal_integrity_state": "ko" if defective else "ok",
                "fiscal_integrity_on": fields.Datetime.now(),
            }
        )

    def _get_fiscal_integrity_label(self):
        """Return what the last verification found, as a sentence."""
        self.ensure_one()
        if self.fiscal_integrity_state == "ko":
            return self.env._(
                "A defect was found in what %s has sealed. Sales go on. See “To "
                "settle”.",
                self.name,
            )
        if not self.fiscal_integrity_on:
            return self.env._("What is sealed was not verified yet.")
        return self.env._(
            "What %(company)s has sealed is sound (%(moment)s).",
            company=self.name,
            moment=format_datetime(self.env, self.fiscal_integrity_on),
        )

    def _report_fiscal_defects(self, defects, where):
        """Log defects and tell the managers, once each. Sales go on.

        :param defects: sentences in French
        :param where: where they were found, in French
        """
        self.ensure_one()
        # sudo: the program tells, whoever verifies
        company = self.sudo()
        company.fiscal_integrity_state = "ko"
        new = [
            defect
            for defect in dict.fromkeys(defects)
            if company._is_defect_new(defect)
        ]
        if not new:
            return
        for defect in new[:ONE_BY_ONE]:
            company._report_fiscal_defect(defect, defect)
        if len(new) > ONE_BY_ONE:
            rest = len(new) - ONE_BY_ONE
            company._report_fiscal_defect(
                "".join(new), f"{rest} autres anomalies : {where}."
            )
        template = self.env.ref(
            "unified_accounting_fr.mail_template_fiscal_defect",
            raise_if_not_found=False,
        )
        people = company._get_fiscal_managers()
        if template and people:
            # sudo: the program writes, whoever verifies
            template.sudo().with_context(unified_defects=new[:ONE_BY_ONE]).send_mail(
                company.id,
                email_values={"recipient_ids": [(6, 0, people.partner_id.ids)]},
            )

    def _get_defect_key(self, defect):
        return f"fiscal-defect:{self.id}:{fiscal_verify.digest(defect)[:24]}"

    def _is_defect_new(self, defect):
        key = self._get_defect_key(defect)
        return not self.env["commerce.exception"].search_count(
            [("key", "=", key)], limit=1
        )

    def _report_fiscal_defect(self, defect, text):
        self.env["commerce.exception"]._report(
            "fiscal",
            self,
            text,
            self.env._(
                "Sales go on. Do not restore nor change anything: keep the last "
                "archives and a backup, and ask your integrator who touched the "
                "database."
            ),
            key=self._get_defect_key(defect),
        )
        self.env["fiscal.event"]._log(
            self._get_fiscal_office(), "90", f"Défaut d’intégrité : {text}"
        )

    def _get_fiscal_managers(self):
        """Return the users who are told of a defect."""
        groups = self.env.ref("account.group_account_manager")
        groups |= self.env.ref("unified_commerce_base.group_commerce_manager")
        return (groups.user_ids).filtered(
            lambda user: user.active and self in user.company_ids and user.email
        )
