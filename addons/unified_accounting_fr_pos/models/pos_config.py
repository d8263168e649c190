# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# what stands for the browser where there is none: back office, online payment
SERVER = "server"


class PosConfig(models.Model):
    """A till of Odoo is a till in the sense of the law, with a code of its own."""

    _inherit = "pos.config"

    fiscal_till_id = fields.Many2one(
        "fiscal.till", readonly=True, copy=False, ondelete="restrict"
    )
    fiscal_code = fields.Char(
        string="Code on tickets",
        copy=False,
        help="Begins the number of each ticket of this till, as S1C2: second till of "
        "the first store. It can be chosen until a browser is enrolled or a ticket is "
        "sealed, and never changes afterwards.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        configs = super().create(vals_list)
        for config in configs:
            if config.company_id._is_sealed():
                config._get_fiscal_till()
        return configs

    def write(self, vals):
        if "fiscal_code" in vals:
            self._check_fiscal_code(vals["fiscal_code"])
        result = super().write(vals)
        if "fiscal_code" in vals:
            for config in self.filtered("fiscal_till_id"):
                # sudo: the right to set the till up was checked by the write
                config.sudo().fiscal_till_id.code = vals["fiscal_code"]
        if "name" in vals:
            # sudo: the name of the till, kept the same
            self.sudo().fiscal_till_id.name = vals["name"]
        return result

    def _check_fiscal_code(self, code):
        for config in self.sudo():  # sudo: whether a till has sold, no more
            till = config.fiscal_till_id
            if not till or till.code == code:
                continue
            if not code or till.device_ids or any(till.chain_ids.mapped("seq")):
                raise UserError(
                    self.env._(
                        "Tickets of %(till)s are numbered %(code)s-…: the code can no "
                        "longer change.",
                        till=config.name,
                        code=till.code,
                    )
                )

    def _get_fiscal_till(self):
        """Return the till of the law that this till of Odoo is; made when missing."""
        self.ensure_one()
        config = self.sudo()  # sudo: made by the program, when it first sells
        if not config.fiscal_till_id:
            code = config.fiscal_code or config._propose_fiscal_code()
            till = config.env["fiscal.till"]._find_or_create(
                config.company_id, "pos", config.name, code
            )
            config.write({"fiscal_till_id": till.id, "fiscal_code": code})
        return config.fiscal_till_id

    def _propose_fiscal_code(self):
        """Return a free code: S1C2 is the second till of the first store."""
        tills = self.env["fiscal.till"].with_context(active_test=False)
        places = self.env["stock.warehouse"].with_context(active_test=False)
        domain = [("company_id", "=", self.company_id.id)]
        taken = set(tills.search(domain).mapped("code"))
        store = self._get_place().id
        rank = [*places.search(domain, order="id").ids, store].index(store) + 1
        number = 1
        while f"S{rank}C{number}" in taken:
            number += 1
        return f"S{rank}C{number}"

    def _get_fiscal_device(self, identifier=None):
        """Return the device that sells: a browser, or else the server itself.

        :param identifier: what the browser calls itself
        """
        return self.env["fiscal.device"]._find_or_enrol(
            self._get_fiscal_till(), identifier or SERVER
        )
