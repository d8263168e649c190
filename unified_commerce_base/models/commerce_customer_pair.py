# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CommerceCustomerPair(models.Model):
    """Two customer files that may be of one person, for somebody to say.

    What was answered is remembered: a pair of which somebody said that they are two
    people is not proposed again.
    """

    _name = "commerce.customer.pair"
    _description = "Customers Who May Be the Same"
    # by the letters of the reasons the surest one, one e-mail address, is the first
    _order = "reason, score desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The older file.",
    )
    other_id = fields.Many2one(
        "res.partner",
        string="May be the same as",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Selection(
        [
            ("email", "Same e-mail address"),
            ("phone", "Same number, names alike"),
            ("near_email", "Names and e-mail addresses alike"),
            ("place", "Names alike, same postcode"),
        ],
        string="Why",
        required=True,
        readonly=True,
    )
    score = fields.Float(
        string="Names alike",
        readonly=True,
        aggregator=None,
        help="How much the names are alike, from 0 to 1.",
    )
    state = fields.Selection(
        [("open", "To decide"), ("different", "Not the same")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True
    )
    details = fields.Char(compute="_compute_details")
    other_details = fields.Char(
        string="Details of the other", compute="_compute_details"
    )
    refusal = fields.Char(
        string="Cannot be merged",
        compute="_compute_refusal",
        help="Why these two files stay two.",
    )

    _pair_uniq = models.UniqueIndex("(partner_id, other_id)")

    @api.depends("partner_id.company_id", "other_id.company_id")
    def _compute_company_id(self):
        for pair in self:
            pair.company_id = pair.partner_id.company_id or pair.other_id.company_id

    @api.depends("partner_id", "other_id")
    def _compute_details(self):
        for pair in self:
            pair.details = self._get_details(pair.partner_id)
            pair.other_details = self._get_details(pair.other_id)

    def _get_details(self, partner):
        place = " ".join(filter(None, (partner.zip, partner.city)))
        return " · ".join(filter(None, (partner.email, partner.phone, place)))

    @api.depends_context("uid")
    @api.depends("partner_id", "other_id")
    def _compute_refusal(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        everybody = self.partner_id | self.other_id
        sealed = wizard._get_sealed(everybody)
        for pair in self:
            both = (pair.partner_id | pair.other_id).with_prefetch(everybody.ids)
            pair.refusal = wizard._get_merge_refusal(both, sealed=sealed)

    # What a person says ---------------------------------------------------------

    def action_merge(self):
        """Open Odoo's own wizard with the two files, the one to keep chosen.

        :raise UserError: they cannot be merged, in words
        """
        self.ensure_one()
        self.check_access("write")
        if self.refusal:
            raise UserError(self.refusal)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge"),
            "res_model": "base.partner.merge.automatic.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": "res.partner",
                "active_ids": (self.partner_id | self.other_id).ids,
            },
        }

    def action_keep_apart(self):
        """Remember that these are two people."""
        self.write({"state": "different"})

    def action_reopen(self):
        """Propose the pairs again."""
        self.write({"state": "open"})

    @api.model
    def _merge_pairs(self, sources, target):
        """Let what was said of merged files count for the one that is kept."""
        partners = sources | target
        pairs = self.search(
            ["|", ("partner_id", "in", sources.ids), ("other_id", "in", sources.ids)]
        )
        within = pairs.filtered(
            lambda pair: pair.partner_id in partners and pair.other_id in partners
        )
        moved = pairs - within
        said = {
            (pair.partner_id if pair.partner_id not in sources else pair.other_id): pair
            for pair in moved.sorted(lambda one: one.state == "different")
        }
        values = [
            {
                **self._prepare_pair(target.id, third.id),
                "reason": pair.reason,
                "score": pair.score,
                "state": pair.state,
            }
            for third, pair in said.items()
        ]
        pairs.unlink()
        self._add(values)

    @api.model
    def _prepare_pair(self, one, other):
        older, younger = sorted((one, other))
        return {"partner_id": older, "other_id": younger}

    @api.model
    def _add(self, values_list):
        """Write down the pairs that are not known; return them."""
        known = self.search(
            [("partner_id", "in", [values["partner_id"] for values in values_list])]
        )
        pairs = {(pair.partner_id.id, pair.other_id.id) for pair in known}
        return self.create(
            [
                values
                for values in values_list
                if (values["partner_id"], values["other_id"]) not in pairs
            ]
        )
