# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from .. import keys

CLOCK_SECONDS = 30
CRON_HOURS = 24


class Check(NamedTuple):
    """What one check found: ok, warn or bad, and what to do about it."""

    state: str
    detail: str
    remedy: str = ""


class FiscalPreflight(models.AbstractModel):
    """What must be right before a company begins to seal."""

    _name = "fiscal.preflight"
    _description = "Checks Before Sealing"

    @api.model
    def _get_checks(self):
        """Return (name, method) of the checks, in order. Bridges extend it."""
        return [
            (self.env._("SIREN"), "_check_siren"),
            (self.env._("SIRET"), "_check_siret"),
            (self.env._("VAT number"), "_check_vat"),
            (self.env._("Address"), "_check_address"),
            (self.env._("NAF code"), "_check_naf"),
            (self.env._("Currency"), "_check_currency"),
            (self.env._("Folder of keys"), "_check_keys"),
            (self.env._("Copy of the database"), "_check_copy"),
            (self.env._("Clock"), "_check_clock"),
            (self.env._("Time zone"), "_check_time_zone"),
            (self.env._("Secure connection (TLS)"), "_check_tls"),
            (self.env._("Scheduled actions"), "_check_crons"),
            (self.env._("Sales of before"), "_check_prior"),
        ]

    @api.model
    def _check(self, company):
        """Return [(name, Check)] of a company."""
        return [
            (name, getattr(self, method)(company))
            for name, method in self._get_checks()
        ]

    @api.model
    def _company_file(self):
        return self.env._("Enter it in Settings ‣ Companies.")

    @api.model
    def _check_siren(self, company):
        number = company._get_fiscal_siren()
        if len(number) != 9 or company.partner_id._fr_identity_problem():
            return Check(
                "bad", number or self.env._("missing or wrong"), self._company_file()
            )
        return Check("ok", number)

    @api.model
    def _check_siret(self, company):
        number = "".join((company.company_registry or "").split())
        if len(number) == 14:
            return Check("ok", number)
        return Check(
            "warn",
            self.env._("Only the SIREN is there."),
            self.env._("Enter the 14 digits of the SIRET: receipts show it."),
        )

    @api.model
    def _check_vat(self, company):
        if company.vat:
            return Check("ok", company.vat)
        return Check("warn", self.env._("none"), self._company_file())

    @api.model
    def _check_address(self, company):
        parts = company.street, company.zip, company.city
        if all(parts) and company.country_id:
            return Check("ok", " ".join(parts))
        return Check("bad", self.env._("incomplete"), self._company_file())

    @api.model
    def _check_naf(self, company):
        return (
            Check("ok", company.ape)
            if company.ape
            else Check("warn", self.env._("none"), self._company_file())
        )

    @api.model
    def _check_currency(self, company):
        name = company.currency_id.name
        if name == "EUR":
            return Check("ok", name)
        return Check(
            "bad", name, self.env._("Sealed amounts are in euros: change the currency.")
        )

    @api.model
    def _check_keys(self, company):
        problem = keys.try_folder()
        if problem:
            return Check(
                "bad",
                self.env._(
                    "%(folder)s: %(problem)s", folder=keys.folder(), problem=problem
                ),
                self.env._(
                    "Give Odoo’s user the right to write there, or name another folder "
                    "with fiscal_key_dir in odoo.conf."
                ),
            )
        if keys.is_in_data_folder():
            return Check(
                "warn",
                self.env._("%s, beside the data of Odoo", keys.folder()),
                self.env._(
                    "Have this folder in your backups, apart from the database: who "
                    "holds both could seal in your name."
                ),
            )
        return Check(
            "ok",
            str(keys.folder()),
            self.env._("See that this folder is in your backups."),
        )

    @api.model
    def _check_copy(self, company):
        if self.env["fiscal.key"]._is_neutralized():
            return Check(
                "bad",
                self.env._("This database is neutralised."),
                self.env._("A test copy only trains. Begin on the real database."),
            )
        if company._is_fiscal_copy():
            return Check(
                "bad",
                self.env._("This database is a copy of the one that seals."),
                self.env._("Enrol it again if it replaces the other one for good."),
            )
        if company._is_fiscal_demo():
            return Check(
                "warn",
                self.env._("Demonstration data"),
                self.env._("What is sealed here is a specimen."),
            )
        return Check("ok", self.env.cr.dbname)

    @api.model
    def _check_clock(self, company):
        self.env.cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
        (database,) = self.env.cr.fetchone()
        apart = abs((database - fields.Datetime.now()).total_seconds())
        if apart <= CLOCK_SECONDS:
            return Check("ok", fields.Datetime.to_string(database) + " UTC")
        return Check(
            "bad",
            self.env._("Odoo and PostgreSQL are %s seconds apart.", int(apart)),
            self.env._("Have both machines set by the same time server (NTP)."),
        )

    @api.model
    def _check_time_zone(self, company):
        return Check("ok", company.fiscal_tz)

    @api.model
    def _check_tls(self, company):
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: an address
        url = parameters.get_param("web.base.url") or ""
        local = any(name in url for name in ("//localhost", "//127.0.0.1"))
        if url.startswith("https://") or local:
            return Check("ok", url)
        return Check(
            "warn",
            url,
            self.env._(
                "Without TLS browsers cannot sign, and tills do not sell without "
                "network: put a certificate on the reverse proxy."
            ),
        )

    @api.model
    def _check_crons(self, company):
        # sudo: whether the server works, no more
        cron = self.env.ref("unified_accounting_fr.ir_cron_seal_pending").sudo()
        limit = fields.Datetime.now() - timedelta(hours=CRON_HOURS)
        if cron.active and (not cron.lastcall or cron.lastcall > limit):
            return Check("ok", cron.name)
        return Check(
            "warn",
            self.env._("They have not run for a day."),
            self.env._("Start Odoo with max_cron_threads above 0."),
        )

    @api.model
    def _check_prior(self, company):
        prior = company._get_fiscal_prior_totals()
        if not prior:
            return Check("ok", self.env._("none"))
        return Check(
            "ok",
            self.env._(
                "%(count)s documents since %(year)s, told in the migration document; "
                "perpetual totals begin at 0",
                count=sum(row["count"] for row in prior),
                year=min(row["year"] for row in prior),
            ),
        )
