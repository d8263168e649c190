# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CLIENTELING = "clienteling"
BROWSING = "browsing"
# what an adviser may see: the second goes with the first only
ADVICE = (CLIENTELING, BROWSING)
HOW = [
    ("till", "At a till"),
    ("account", "In the customer's account"),
    ("office", "In the back office"),
    ("merge", "Two contacts merged"),
]


class CommerceConsent(models.Model):
    """What a customer allowed a company to do, in the words that were shown.

    A line says when, where and how the consent was given and, later, withdrawn; it is
    never used again: a consent that is given anew is a new line. So what was in force
    on a day can be proved (GDPR article 7.1).
    """

    _name = "commerce.consent"
    _description = "Consent of a Customer"
    _order = "given_at desc, id desc"
    _rec_name = "purpose"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    purpose = fields.Selection(
        [
            (CLIENTELING, "Personal advice in store"),
            (BROWSING, "Articles looked at on the site"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text(
        required=True, readonly=True, help="The words the customer agreed to."
    )
    given_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    given_how = fields.Selection(HOW, required=True, readonly=True)
    given_place = fields.Char(readonly=True, help="Till or website.")
    given_by = fields.Char(string="Recorded by", readonly=True)
    withdrawn_at = fields.Datetime(readonly=True)
    withdrawn_how = fields.Selection(HOW, readonly=True)
    withdrawn_place = fields.Char(readonly=True)
    withdrawn_by = fields.Char(string="Withdrawal recorded by", readonly=True)

    # Asking -----------------------------------------------------------------------

    @api.model
    def _get_text(self, purpose):
        """Return the words in which a consent is asked, in the current language."""
        company = self.env.company.name
        if purpose == BROWSING:
            return self.env._(
                "The advisers of %(company)s may also see which articles I looked at "
                "on the site while I was signed in.",
                company=company,
            )
        return self.env._(
            "To advise me better, the advisers of %(company)s may see my wish list, "
            "what I bought in store and on the site, the sizes I usually buy, and "
            "may write notes, which I can read in my account. I can withdraw this at "
            "any time, in store or in my account: the notes are then deleted.",
            company=company,
        )

    @api.model
    def _get_open(self, partner, company):
        """Return the consents of a customer that are in force, in sudo."""
        # sudo: whether somebody may be advised is asked by whoever would advise
        lines = self.sudo()
        return lines.search_fetch(self._open_domain(company, partner), ["purpose"])

    @api.model
    def _get_open_purposes(self, partner, company):
        return set(self._get_open(partner, company).mapped("purpose"))

    @api.model
    def _open_domain(self, company, partner):
        return (
            Domain("partner_id", "in", partner.ids)
            & Domain("company_id", "=", company.id)
            & Domain("withdrawn_at", "=", False)
        )

    # Giving and withdrawing ----------------------------------------------------------

    @api.model
    def _give(self, partner, company, purposes, how, place=None, by=None):
        """Record that a customer agrees; what is in force already is not repeated.

        :param purposes: what for; looking at the articles seen on the site goes with
            personal advice only
        :param how: key of ``HOW``
        :return: the consents in force
        :raise UserError: purposes that do not exist or cannot stand alone
        """
        given = self._get_open(partner, company)
        known = dict(self._fields["purpose"].selection)
        purposes = set(purposes)
        alone = BROWSING in purposes and (
            CLIENTELING not in purposes | set(given.mapped("purpose"))
        )
        if not purposes or purposes - set(known) or alone:
            raise UserError(self.env._("This is nothing a customer can agree to."))
        # sudo: recorded by who is at the till or by the customer, written by nobody
        log = self.sudo().with_company(company)
        given += log.create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "purpose": purpose,
                    "text": log._get_text(purpose),
                    "given_how": how,
                    "given_place": place,
                    "given_by": by,
                }
                for purpose in known
                if purpose in purposes - set(given.mapped("purpose"))
            ]
        )
        self._after_change(partner, company)
        return given

    @api.model
    def _withdraw(self, partner, company, how, place=None, by=None, purposes=None):
        """End the consents of a customer; without personal advice the notes go.

        :param purposes: which ones; all that concern advice when left out
        """
        ended = set(purposes or ADVICE)
        if CLIENTELING in ended:
            ended |= set(ADVICE)
        lines = self._get_open(partner, company)
        lines = lines.filtered(lambda line: line.purpose in ended)
        lines._end(how, place, by)
        if CLIENTELING in lines.mapped("purpose"):
            # sudo: the notes stand on the consent and end with it
            self.env["commerce.customer.note"].sudo().search(
                [("partner_id", "=", partner.id), ("company_id", "=", company.id)]
            ).unlink()
        self._after_change(partner, company)

    def _end(self, how, place=None, by=None):
        self.write(
            {
                "withdrawn_at": fields.Datetime.now(),
                "withdrawn_how": how,
                "withdrawn_place": place,
                "withdrawn_by": by,
            }
        )

    @api.model
    def _after_change(self, partner, company):
        """Hook: tell the screens that show what a customer agreed to."""

    @api.model
    def _settle_merged(self, partner):
        """One person now: what was withdrawn last outweighs what was given before."""
        # sudo: whoever may merge contacts merges what they agreed to
        lines = self.sudo().search([("partner_id", "=", partner.id)])
        for (company, purpose), same in lines.grouped(
            lambda line: (line.company_id, line.purpose)
        ).items():
            withdrawn = max(filter(None, same.mapped("withdrawn_at")), default=None)
            late = same.filtered(
                lambda line, day=withdrawn: (
                    day and not line.withdrawn_at and line.given_at <= day
                )
            )
            if late:
                self._withdraw(partner, company, "merge", purposes=[purpose])
