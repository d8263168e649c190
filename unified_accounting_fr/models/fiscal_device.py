# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..verifier import fiscal_verify


class FiscalDevice(models.Model):
    """A browser, or a server, that sells on a till: the one writer of its chains.

    A browser that can sign keeps its key where no script reads it, and gives the
    public half when it is enrolled; it then numbers and signs its tickets, with and
    without network. For a device without a key the server numbers.
    """

    _name = "fiscal.device"
    _description = "Fiscal Device"
    _order = "till_id, id"

    till_id = fields.Many2one("fiscal.till", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="till_id.company_id", store=True)
    code = fields.Char(required=True, readonly=True)
    identifier = fields.Char(
        required=True, readonly=True, groups="base.group_system", index=True
    )
    public_key = fields.Text(readonly=True)
    key_fpr = fields.Char(string="Key", readonly=True)
    enrolled_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    revoked_on = fields.Datetime(readonly=True)

    _code_uniq = models.UniqueIndex("(company_id, code)")
    _identifier_uniq = models.UniqueIndex("(till_id, identifier)")

    @api.depends("code")
    def _compute_display_name(self):
        for device in self:
            device.display_name = device.code

    @api.model
    def _find_or_enrol(self, till, identifier, public_key=None):
        """Return the device of a till with this identifier; enrol it when it is new.

        :param identifier: what the browser calls itself, never shown
        :param public_key: PEM of the key it signs with
        :raise SealError: when that is no public key of P-256
        """
        # sudo: devices are enrolled by the program
        devices = self.sudo()
        device = devices.search(
            [("till_id", "=", till.id), ("identifier", "=", identifier)]
        )
        if device:
            return device
        fingerprint = public_key and fiscal_verify.fingerprint(
            fiscal_verify.load_public_key(public_key)
        )
        rank = devices.search_count([("till_id", "=", till.id)])
        device = devices.create(
            {
                "till_id": till.id,
                "code": till.code if not rank else f"{till.code}-{rank + 1}",
                "identifier": identifier,
                "public_key": public_key,
                "key_fpr": fingerprint,
            }
        )
        till._get_chain("ticket", device)
        return device

    def _is_signing(self):
        self.ensure_one()
        return bool(self.public_key) and not self.revoked_on

    def _is_statement_signed(self, statement, signature):
        """Say whether this device signed a statement."""
        self.ensure_one()
        return self._is_signing() and fiscal_verify.is_signed_by(
            statement, signature, fiscal_verify.load_public_key(self.public_key)
        )
