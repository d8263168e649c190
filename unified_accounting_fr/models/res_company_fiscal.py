# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import NamedTuple

import pytz

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.unified_commerce_base.tools import after_commit, own_cursor

from .. import keys
from ..exceptions import CopiedDatabaseError
from ..verifier import fiscal_verify

OFFICE_CODE = "BO"
WEB_CODE = "WEB"
KEYLESS = "unified_accounting_fr_keyless"


class Signer(NamedTuple):
    """What seals: a private key, or the hash alone while no key can be read."""

    fingerprint: str = ""
    private_key: object = None
    problem: str = ""

    def sign(self, text):
        """Return (fingerprint of the key or False, signature)."""
        if self.private_key is None:
            return False, fiscal_verify.hash_only(text)
        return self.fingerprint, fiscal_verify.sign(text, self.private_key)


class ResCompany(models.Model):
    _inherit = "res.company"

    fiscal_started_on = fields.Datetime(
        string="Sealed since",
        readonly=True,
        copy=False,
        help="From this moment on each payment received is sealed.",
    )
    fiscal_tz = fields.Selection(
        "_get_fiscal_timezones",
        string="Time zone of tickets",
        required=True,
        default="Europe/Paris",
    )
    fiscal_day_start = fields.Float(
        string="Beginning of the business day",
        default=4.0,
        help="What is sold in the night before this hour belongs to the day before.",
    )

    def _get_fiscal_timezones(self):
        return [(name, name) for name in pytz.common_timezones]

    # Sealing --------------------------------------------------------------------

    def _is_sealed(self):
        """Say whether this company seals what it sells."""
        self.ensure_one()
        return bool(self.fiscal_started_on)

    def _is_fiscal_copy(self):
        """Say whether this database may only train for this company.

        A copy, or a database that was neutralised.
        """
        self.ensure_one()
        key = self.env["fiscal.key"]._get_current(self)
        try:
            return bool(key) and not key._is_of_this_database()
        except keys.KeyUnreadableError:
            return False

    def _is_fiscal_demo(self):
        """Say whether what this database seals is a specimen."""
        # sudo: which modules are there, whoever sells
        demo = self.env["ir.module.module"].sudo()._get("unified_demo")
        return demo.state in ("installed", "to upgrade", "to install")

    def _get_fiscal_signer(self, training=False):
        """Return what seals for this company now.

        :raise CopiedDatabaseError: the database is a copy, and this is no training
        """
        self.ensure_one()
        key = self.env["fiscal.key"]._get_current(self)
        if not key:
            return Signer(problem=self.env._("The company has no key yet."))
        try:
            if not key._is_of_this_database():
                if training:
                    return Signer()
                raise CopiedDatabaseError(self._fiscal_copy_message())
            return Signer(key.fingerprint, keys.load(key.fingerprint))
        except keys.KeyUnreadableError as error:
            return Signer(problem=str(error))

    def _fiscal_copy_message(self):
        return self.env._(
            "This database is a copy of the one that seals the tickets of %s: it can "
            "only train. If it replaces the other one for good, enrol it again in "
            "Invoicing ‣ Configuration ‣ Sealing.",
            self.name,
        )

    def _report_fiscal_key(self, problem):
        """Tell a person, once, that documents are sealed without a key.

        After the commit and apart: tills do not wait for each other to complain.
        """
        self.ensure_one()
        env, company_id, waiting = self.env, self.id, self.env.cr.postcommit.data
        if company_id in waiting.setdefault(KEYLESS, set()):
            return
        waiting[KEYLESS].add(company_id)

        def report():
            with own_cursor(env, durable=True) as cr:
                # sudo: the program tells, whoever sells
                env(cr=cr, su=True)["res.company"].browse(
                    company_id
                )._report_fiscal_key_apart(problem)

        after_commit(env, report, "the report of a key that cannot be read")

    def _report_fiscal_key_apart(self, problem):
        self.ensure_one()
        key = f"fiscal-key:{self.id}"
        exceptions = self.env["commerce.exception"]
        if exceptions.search_count(
            [("key", "=", key), ("state", "=", "open")], limit=1
        ):
            return
        exceptions._report(
            "fiscal",
            self,
            self.env._(
                "Tickets of %(company)s are chained, but not signed: the key cannot be "
                "read (%(problem)s).",
                company=self.name,
                problem=problem,
            ),
            self.env._(
                "Sales go on. Put the key back where it was, or enrol the database "
                "again in the settings of sealing. What was sold meanwhile is then "
                "signed by itself."
            ),
            key=key,
        )
        self.env["fiscal.event"]._write_event(
            self._get_fiscal_office().id,
            False,
            "90",
            f"Clé de scellement illisible : {problem}. Les documents sont chaînés par "
            "empreinte et seront contresignés.",
            {},
            self.env["fiscal.event"]._get_operator(),
        )

    def _get_fiscal_office(self):
        """Return the till of the back office, which holds what is of no other till."""
        self.ensure_one()
        return self.env["fiscal.till"]._find_or_create(
            self, "office", self.env._("Back office"), OFFICE_CODE
        )

    def _get_fiscal_web(self):
        """Return the till of the shop on the web."""
        self.ensure_one()
        return self.env["fiscal.till"]._find_or_create(
            self, "web", self.env._("Shop"), WEB_CODE
        )

    # Identity and days ----------------------------------------------------------

    def _get_fiscal_siren(self):
        self.ensure_one()
        return "".join((self.company_registry or "").split())[:9]

    def _get_fiscal_tz(self):
        self.ensure_one()
        return pytz.timezone(self.fiscal_tz or "Europe/Paris")

    def _get_business_date(self, moment):
        """Return the business day of a moment (naive, UTC), which ends in the night."""
        self.ensure_one()
        local = pytz.utc.localize(moment).astimezone(self._get_fiscal_tz())
        return (local - timedelta(hours=self.fiscal_day_start)).date()

    # What sealed documents rest on does not move ------------------------------------

    def write(self, vals):
        if "fiscal_day_start" in vals and not 0 <= vals["fiscal_day_start"] < 12:
            raise ValidationError(
                self.env._("The business day begins between midnight and noon.")
            )
        return super().write(vals)

    def _start_sealing(self, reason):
        """Begin to seal what these companies sell. It cannot be undone.

        :raise UserError: says what is missing
        """
        for company in self.filtered(lambda one: not one.fiscal_started_on):
            if len(company._get_fiscal_siren()) != 9:
                raise UserError(
                    self.env._(
                        "Enter the SIREN of %s first: each sealed ticket bears it.",
                        company.name,
                    )
                )
            self.env["fiscal.key"]._enrol(company, reason)
            company.fiscal_started_on = fields.Datetime.now()
