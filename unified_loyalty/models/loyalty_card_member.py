# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .commerce_consent import HOUSEHOLD
from .loyalty_card_household import NO_MAIL

HOW_ENDED = [
    ("left", "Left"),
    ("removed", "Taken out by the head of the household"),
    ("office", "Taken out by the store"),
    ("closed", "File closed"),
    ("merged", "Two contacts merged"),
]


class LoyaltyCardMember(models.Model):
    """Who shares the points of a household, since when, and until when.

    A customer is in one household of a programme at a time. A membership that ended
    stays as a line, for who must tell where points came from.
    """

    _name = "loyalty.card.member"
    _description = "Member of a Household"
    _order = "ended_at desc, is_head desc, since, id"
    _rec_name = "partner_id"

    household_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="household_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(related="household_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    card_id = fields.Many2one(
        "loyalty.card", required=True, readonly=True, index=True, ondelete="cascade"
    )
    is_head = fields.Boolean(
        string="Head", readonly=True, help="Invites and takes out members."
    )
    since = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(string="Until", readonly=True)
    ended_how = fields.Selection(HOW_ENDED, readonly=True)

    _one_household = models.UniqueIndex(
        "(partner_id, program_id) WHERE ended_at IS NULL",
        "This customer is a member of a household already.",
    )
    _one_head = models.UniqueIndex("(household_id) WHERE is_head AND ended_at IS NULL")

    def _get_head(self):
        return self.filtered(lambda one: one.is_head and not one.ended_at)

    @api.model
    def _get_open(self, partners, program=None):
        """Return the memberships in force of these customers, in sudo."""
        domain = [("partner_id", "in", partners.ids), ("ended_at", "=", False)]
        if program:
            domain.append(("program_id", "=", program.id))
        # sudo: memberships are nobody's to read, each flow shows what it may
        return self.sudo().search(domain)

    # Beginning ------------------------------------------------------------------

    @api.model
    def _found(self, card, **consent):
        """Begin a household: the holder of this card is its head, their points its own.

        :param consent: where and by whom it was recorded that they agree, as
            ``commerce.consent._give`` takes it
        :return: the card of the household
        :raise UserError: the programme has no households, or the customer is in one
        """
        card = card.sudo()  # sudo: the rule is checked here, whoever asks
        self._check_may_join(card.program_id, card.partner_id, card)
        household = card.with_context(**NO_MAIL).create(
            {"program_id": card.program_id.id, "is_household": True}
        )
        self._join(household, card, is_head=True, **consent)
        return household

    @api.model
    def _join(self, household, card, bring=True, is_head=False, **consent):
        """Make the holder of a card a member of a household.

        :param bring: their own points become the household's; else they wait on their
            card until they leave
        :param consent: see ``_found``
        :return: the membership
        :raise UserError: full, in a household already, paying now, or no programme
        """
        # sudo: the rules are checked here, whoever asks
        household, card = household.sudo(), card.sudo()
        self._check_may_join(household.program_id, card.partner_id, card)
        if card.program_id != household.program_id or not household.is_household:
            raise UserError(self.env._("This household is of another programme."))
        if not card.household_card_id:  # else it was made a moment ago, for this
            card._check_nobody_pays()
        self._take_place(household)
        member = self.sudo().create(  # sudo: see above
            {
                "household_id": household.id,
                "partner_id": card.partner_id.id,
                "card_id": card.id,
                "is_head": is_head,
            }
        )
        if bring:
            card._transfer_points(household)
        card._tie_to(household, aside=not bring)
        self.env["loyalty.movement"]._follow_tiers_later(household)
        company = card.company_id or self.env.company
        self.env["commerce.consent"].with_company(company)._give(
            card.partner_id, company, [HOUSEHOLD], **consent
        )
        return member

    @api.model
    def _join_customer(self, household, partner, bring=True, **consent):
        """Make a customer a member, with a card of their own if they have none."""
        # sudo: the card is made by joining, whoever asks
        cards = self.env["loyalty.card"].sudo()
        program = household.sudo().program_id  # sudo: same reason
        self._check_may_join(program, partner)
        card = self._find_card(partner, program) or cards.with_context(
            **NO_MAIL
        ).create(
            {
                "program_id": program.id,
                "partner_id": partner.id,
                # tied from the start: the household was welcomed already
                "household_card_id": household.id,
            }
        )
        return self._join(household, card, bring, **consent)

    @api.model
    def _find_card(self, partner, program):
        """Return the card of a customer in this programme, in sudo, or no record."""
        # sudo: whether there is a card decides what is asked, whoever looks
        return (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [("program_id", "=", program.id), ("partner_id", "=", partner.id)],
                order="id",
                limit=1,
            )
        )

    @api.model
    def _check_may_join(self, program, partner, card=None):
        """Refuse who cannot be a member.

        :raise UserError: says why
        """
        _ = self.env._
        message = ""
        if not program._offers_household() or not program.active:
            message = _("This programme has no household accounts.")
        elif (
            not partner or not partner.active or partner.is_company or partner.is_public
        ):
            message = _("A member of a household is a person with a file in use.")
        elif self._get_open(partner, program):
            message = _("%s is a member of a household already.", partner.name)
        elif program.company_id and partner.company_id not in (
            partner.company_id.browse(),
            program.company_id,
        ):
            message = _("This customer belongs to another company.")
        elif card and (card.blocked or not card.active):
            message = _("This card is blocked: have it replaced first.")
        if message:
            raise UserError(message)

    @api.model
    def _take_place(self, household):
        """Count one member more; of two who join at once the second counts again.

        :raise UserError: the household is full
        """
        if household._count_members() >= household.program_id.household_max:
            raise UserError(
                self.env._(
                    "This household is full: %s members share its points.",
                    household._count_members(),
                )
            )
        # written whoever joins: of two at once, Odoo runs the second one again
        household.household_size = household._count_members() + 1
        household.flush_recordset(["household_size"])

    # Ending ---------------------------------------------------------------------

    def _leave(self, reason="left", *, check=True, **consent):
        """End these memberships. The points stay with the household.

        Points that were not brought in are the member's again. When the head goes, who
        has been a member longest is the head; the last one takes the points along.

        :param reason: key of ``HOW_ENDED``
        :param check: refuse while somebody is paying
        :raise UserError: somebody is paying with points of the household
        """
        for member in self.sudo():  # sudo: who asks was checked by the caller
            if not member.ended_at:
                member._end(reason, check, **consent)

    def _end(self, reason, check, **consent):
        household, card = self.household_id, self.card_id
        if check:
            (household | card)._check_nobody_pays()
        others = household.household_member_ids.filtered(
            lambda one: not one.ended_at and one != self
        )
        was_head = self.is_head
        self.write(
            {
                "ended_at": fields.Datetime.now(),
                "ended_how": reason,
                "is_head": False,
            }
        )
        # one head at a time, for PostgreSQL, too
        self.flush_recordset()
        household.household_size = len(others)
        if was_head and others:
            others.sorted(lambda one: (one.since, one.id))[0].is_head = True
        card._tie_to(card.browse())
        if not others:
            household._close_household(card)
        self._withdraw_consent(**{"how": "office", **consent})

    def _withdraw_consent(self, how, place=None, by=None):
        if self._get_open(self.partner_id):
            return  # they share points in another programme
        consents = self.env["commerce.consent"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("purpose", "=", HOUSEHOLD),
                ("withdrawn_at", "=", False),
            ]
        )
        consents._end(how, place, by)

    # Back office ----------------------------------------------------------------

    def action_take_out(self):
        """Take members out of their household, on their demand. For staff.

        :raise AccessError: not staff, or a household of another company
        """
        self.check_access("read")
        self._leave("office", how="office", by=self.env.user.name)
        return True
