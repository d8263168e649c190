# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.unified_commerce_base.tools import after_commit

from .. import keys
from ..verifier import fiscal_verify


class FiscalKey(models.Model):
    """The public half of a key that seals for a company, and who may use it.

    The private half is never in the database (``keys.py``). A key belongs to one
    enrolment of one database: a copy of the database is another one, and may train
    only.
    """

    _name = "fiscal.key"
    _description = "Fiscal Key"
    _order = "id desc"
    _rec_name = "fingerprint"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    fingerprint = fields.Char(required=True, readonly=True)
    public_key = fields.Text(required=True, readonly=True)
    database_ref = fields.Char(readonly=True, groups="base.group_system")
    owner = fields.Char(readonly=True, groups="base.group_system")
    is_demo = fields.Boolean(readonly=True)
    reason = fields.Char(readonly=True)
    enrolled_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    retired_on = fields.Datetime(readonly=True)

    _current_uniq = models.UniqueIndex(
        "(company_id) WHERE retired_on IS NULL", "The company has a key already."
    )

    @api.model
    def _get_current(self, company):
        """Return the key that seals for this company now, or nothing."""
        # sudo: sealing is the program's work, whoever sells
        return self.sudo().search(
            [("company_id", "=", company.id), ("retired_on", "=", False)]
        )

    @api.model
    def _get_database_ref(self):
        """Return what tells this database from a copy of it.

        A copy has another place in its cluster of PostgreSQL, or another cluster.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: a technical name
        self.env.cr.execute(
            """
            SELECT oid, (SELECT system_identifier FROM pg_control_system())
              FROM pg_database WHERE datname = current_database()
            """
        )
        oid, cluster = self.env.cr.fetchone()
        uuid = parameters.get_param("database.uuid")
        return fiscal_verify.digest(f"{cluster}/{oid}/{uuid}")

    @api.model
    def _is_neutralized(self):
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: a technical name
        return parameters.get_param("database.is_neutralized") in ("True", "true")

    def _is_of_this_database(self):
        """Say whether this database, and no copy of it, was enrolled with this key.

        :raise KeyUnreadableError: when the note beside the key cannot be read
        """
        self.ensure_one()
        if self._is_neutralized():
            return False
        if self.is_demo:
            # a specimen proves nothing: its copies are specimens as well
            return True
        if self.database_ref != self._get_database_ref():
            return False
        owners = keys.read_owners(self.fingerprint)
        return owners is None or self.owner in owners

    @api.model
    def _enrol(self, company, reason, new_key=False):
        """Let this database seal for a company, and no copy of it any more.

        :param reason: why, in the words of whoever asks; kept and logged
        :param new_key: make a new key though the present one can be read
        :return: the ``fiscal.key``
        :raise UserError: when no key can be written
        """
        before = self._get_current(company)
        try:
            public = self._find_public_key(before, new_key)
            values = {
                "company_id": company.id,
                "fingerprint": fiscal_verify.fingerprint(public),
                "public_key": fiscal_verify.public_pem(public),
                "database_ref": self._get_database_ref(),
                "owner": secrets.token_urlsafe(24),
                "reason": reason,
                "is_demo": company._is_fiscal_demo(),
            }
            self._note_owner(before, values["fingerprint"], values["owner"])
        except (keys.KeyUnreadableError, OSError) as error:
            raise UserError(
                self.env._(
                    "No key can be written to %(folder)s: %(error)s. Give Odoo’s user "
                    "the right to write there, or name another folder with "
                    "fiscal_key_dir in odoo.conf.",
                    folder=keys.folder(),
                    error=error,
                )
            ) from error
        before.retired_on = fields.Datetime.now()
        before.flush_recordset()
        # sudo: the right to enrol was checked by who calls
        key = self.sudo().create(values)
        self.env["fiscal.event"]._log(
            company._get_fiscal_office(),
            "270",
            f"Clé de scellement enrôlée : {key.fingerprint[:16]}. Motif : {reason}",
            {
                "key": key.fingerprint,
                "before": before.fingerprint or "",
                "public_key": key.public_key,
            },
        )
        return key

    def _note_owner(self, before, fingerprint, owner):
        """Let the new enrolment use the key, and the old one until the commit.

        Were it the new one alone at once, a transaction that fails would leave a
        database that may no longer sell.
        """
        keys.write_owners(fingerprint, *filter(None, [before.owner, owner]))
        after_commit(
            self.env,
            lambda: keys.write_owners(fingerprint, owner),
            "the note that the enrolment before may no longer use the key",
        )

    def _find_public_key(self, before, new_key):
        if before and not new_key:
            with suppress(keys.KeyUnreadableError):
                return keys.load(before.fingerprint).public_key()
        # the first one, or the other is lost: the chain goes on
        return keys.create()
