# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import LoyaltyShopMixin

LINK = re.compile(r"/my/household/invitation/([\w-]+)")


@tagged("post_install", "-at_install")
class TestHouseholdPage(LoyaltyShopMixin, HttpCase):
    """Camille heads a household and invites Sacha, who has points of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()
        cls.points.household = True
        cls.shopper, cls.sacha, cls.noa = (
            new_test_user(
                cls.env,
                f"household_{login}",
                groups="base.group_portal",
                name=name,
                email=f"{login}@client.example",
            )
            for login, name in (
                ("camille", "Camille Martin"),
                ("sacha", "Sacha Petit"),
                ("noa", "Noa Bernard"),
            )
        )
        cls.customer = cls.shopper.partner_id
        cls.invitations = cls.env["loyalty.household.invitation"]
        cls.members = cls.env["loyalty.card.member"]
        cls.card, cls.sacha_card = cls.env["loyalty.card"].create(
            [
                {
                    "program_id": cls.points.id,
                    "partner_id": user.partner_id.id,
                    "points": points,
                }
                for user, points in ((cls.shopper, 150), (cls.sacha, 50))
            ]
        )
        cls.url = f"/my/household/{cls.card.id}"

    def _as(self, user):
        self.authenticate(user.login, user.login)

    def _text(self, response):
        """Return the words of our part of the page; spaces are plain ones."""
        page = html.fromstring(response.content)
        parts = page.xpath("//section[contains(@class, 'o_unified')]")
        return " ".join(" ".join(part.text_content() for part in parts).split())

    def _get(self, url):
        response = self.url_open(url)
        return response, self._text(response)

    def _post(self, url, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(url, data=data)
        if response.ok:
            self.answer = self._text(response)
        return response

    def _invite(self, email="sacha@client.example"):
        """Invite as the head; return the token in the mail, or none."""
        self._as(self.shopper)
        before = self.env["mail.mail"].search([])
        self._post(f"{self.url}/invite", email=email)
        mail = self.env["mail.mail"].search([]) - before
        return mail and LINK.search(mail.body_html)[1]

    def _join(self, bring="1"):
        token = self._invite()
        self._as(self.sacha)
        self._post(f"/my/household/invitation/{token}", answer="yes", bring=bring)
        return self.sacha_card.household_card_id

    # Joining --------------------------------------------------------------------

    def test_invited_customer_joins_with_their_points(self):
        token = self._invite()
        self.assertEqual(self.card.household_card_id.points, 150)
        self._as(self.sacha)
        _response, page = self._get(f"/my/household/invitation/{token}")
        self.assertIn("Camille M.", page)
        self.assertNotIn("Camille Martin", page)
        self.assertIn("50 Points", page)
        self.assertFalse(self.sacha_card.household_card_id)
        self._post(f"/my/household/invitation/{token}", answer="yes", bring="1")
        self.assertEqual(self.sacha_card.household_card_id, self.card.household_card_id)
        self.assertEqual(self.sacha_card.points, 200)
        consent = self.env["commerce.consent"].search(
            [("partner_id", "=", self.sacha.partner_id.id)]
        )
        self.assertEqual((consent.purpose, consent.given_how), ("household", "account"))

    def test_address_is_forgotten_once_answered_or_over(self):
        self._join()
        self.assertFalse(self.invitations.search([]))
        token = self._invite("noa@client.example")
        self._as(self.noa)
        _response, page = self._get(f"/my/household/invitation/{token}")
        self._post(f"/my/household/invitation/{token}", answer="no")
        self.assertFalse(self.invitations.search([]))
        self.assertFalse(self.members._get_open(self.noa.partner_id))
        self._invite("noa@client.example")
        self.invitations.search([]).expires_at = fields.Datetime.now()
        self.invitations._gc_over()
        self.assertFalse(self.invitations.search([]))

    def test_points_kept_aside_are_told_and_brought_in_later(self):
        household = self._join(bring="")
        _response, page = self._get(f"/my/household/{self.sacha_card.id}")
        self.assertIn("50 Points", page)
        self._post(f"/my/household/{self.sacha_card.id}/bring")
        self.assertEqual(household.points, 200)

    # A link is for one person, once -----------------------------------------------

    def _assert_opens_nothing(self, token, words):
        url = f"/my/household/invitation/{token}"
        response, page = self._get(url)
        self.assertIn(words, page)
        self.assertNotIn("Camille", page)
        self._post(url, answer="yes", bring="1")
        self.assertFalse(self.sacha_card.household_card_id)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_forged_link_opens_nothing(self):
        self._invite()
        self._as(self.sacha)
        self._assert_opens_nothing("x" * 43, "plus valable")

    def test_old_link_opens_nothing(self):
        token = self._invite()
        self.invitations.search([]).expires_at = fields.Datetime.now() - timedelta(
            seconds=1
        )
        self._as(self.sacha)
        self._assert_opens_nothing(token, "plus valable")

    def test_withdrawn_link_opens_nothing(self):
        token = self._invite()
        self._post(f"{self.url}/cancel/{self.invitations.search([]).id}")
        self._as(self.sacha)
        self._assert_opens_nothing(token, "plus valable")

    def test_former_link_opens_nothing_once_there_is_another(self):
        token = self._invite()
        self._invite()
        self._as(self.sacha)
        self._assert_opens_nothing(token, "plus valable")

    def test_link_of_somebody_else_opens_nothing(self):
        token = self._invite()
        self._as(self.noa)
        self._assert_opens_nothing(token, "autre adresse")
        self.assertFalse(self.members._get_open(self.noa.partner_id))

    def test_link_is_used_once(self):
        token = self._invite()
        self._as(self.sacha)
        url = f"/my/household/invitation/{token}"
        self._post(url, answer="yes", bring="1")
        self._post(f"/my/household/{self.sacha_card.id}/leave")
        self._assert_opens_nothing(token, "plus valable")

    def test_only_the_fingerprint_of_a_link_is_kept(self):
        token = self._invite()
        self.assertNotIn(token, str(self.invitations.sudo().search([]).read()))

    def test_visitor_signs_in_first(self):
        token = self._invite()
        self.authenticate(None, None)
        response = self.url_open(f"/my/household/invitation/{token}")
        self.assertIn("/web/login", response.url)
        self.assertNotIn("Camille", response.text)

    def test_tries_are_counted(self):
        token = self._invite()
        self.patch(type(self.env["commerce.rate.limit"]), "_hit", lambda *args: False)
        self._as(self.sacha)
        self._assert_opens_nothing(token, "Trop d’invitations")

    # Inviting -------------------------------------------------------------------

    def test_nobody_learns_whether_an_address_is_a_customers(self):
        pages = []
        for email in ("sacha@client.example", "nobody@client.example"):
            self._invite(email)
            page = self._get(self.url)[1].replace(email, "")
            pages.append(page)
            self._post(f"{self.url}/cancel/{self.invitations.search([]).id}")
        self.assertEqual(*pages)

    def test_invitations_are_as_many_as_places(self):
        self.points.household_max = 2
        self._invite()
        self.assertFalse(self._invite("noa@client.example"))
        self.assertIn("plus de place", self.answer)
        self.assertEqual(len(self.invitations.search([])), 1)

    def test_nobody_is_written_to_again_and_again(self):
        tokens = [self._invite() for _time in range(5)]
        self.assertEqual(len(list(filter(None, tokens))), 3)

    def test_wrong_address_is_told(self):
        self.assertFalse(self._invite("sacha"))
        self.assertIn("pas valable", self.answer)

    @mute_logger("odoo.http")
    def test_only_the_head_invites_and_takes_out(self):
        household = self._join()
        head = household.household_member_ids._get_head()
        own = f"/my/household/{self.sacha_card.id}"
        self._as(self.sacha)
        self.assertEqual(
            self._post(f"{own}/invite", email="noa@client.example").status_code, 404
        )
        self.assertEqual(self._post(f"{own}/leave/{head.id}").status_code, 404)
        self.assertEqual(self._post(f"{self.url}/leave").status_code, 404)
        self.assertFalse(self.invitations.search([]))
        self.assertEqual(household.household_size, 2)

    # Leaving --------------------------------------------------------------------

    def test_member_is_told_what_becomes_of_the_points_before_leaving(self):
        household = self._join(bring="")
        self._as(self.sacha)
        own = f"/my/household/{self.sacha_card.id}"
        _response, page = self._get(f"{own}/leave")
        self.assertIn("points restent au foyer", page)
        self.assertIn("50 Points", page)
        self.assertEqual(household.household_size, 2)
        self._post(f"{own}/leave")
        self.assertEqual((household.points, self.sacha_card.points), (150, 50))

    def test_head_takes_a_member_out(self):
        household = self._join()
        member = self.members._get_open(self.sacha.partner_id)
        self._as(self.shopper)
        self._get(f"{self.url}/leave/{member.id}")
        self._post(f"{self.url}/leave/{member.id}")
        self.assertEqual(member.ended_how, "removed")
        self.assertEqual((household.points, self.sacha_card.points), (200, 0))

    def test_head_alone_takes_the_points_along(self):
        self._invite()
        self._get(f"{self.url}/leave")
        self._post(f"{self.url}/leave")
        self.assertEqual(self.card.points, 150)
        self.assertFalse(self.card.household_card_id)

    # Privacy --------------------------------------------------------------------

    def test_pages_of_a_member_show_a_sum_of_the_others_and_no_purchase(self):
        self._join()
        self.store.name = "Lyon"
        order = self._order(self.store)
        mine = self._order(self.web, partner_id=self.sacha.partner_id.id)
        self._as(self.sacha)
        urls = ("/my", f"/my/points/{self.sacha_card.id}")
        for url in (*urls, f"/my/household/{self.sacha_card.id}"):
            _response, page = self._get(url)
            self.assertNotIn(order.name, page)
            self.assertNotIn(self.store.name, page)
            self.assertIn("400 Points", page)
        self.assertIn("Points des autres membres : +250 Points", page)
        self.assertIn(mine.name, self._get(urls[1])[1])
        self._as(self.shopper)
        self.assertNotIn(mine.name, self._get(f"/my/points/{self.card.id}")[1])

    @mute_logger("odoo.http")
    def test_pages_of_a_household_are_its_members(self):
        self._join()
        self._as(self.noa)
        for card in (self.card, self.sacha_card, self.card.household_card_id):
            for page in (f"/my/household/{card.id}", f"/my/points/{card.id}"):
                self.assertEqual(self.url_open(page).status_code, 404)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_portal_reads_no_membership_and_no_invitation_by_rpc(self):
        self._join()
        self._invite("noa@client.example")
        for model in ("loyalty.card.member", "loyalty.household.invitation"):
            rows = self.env[model].search([])
            self.assertTrue(rows)
            with self.assertRaises(AccessError):
                rows.with_user(self.sacha).read()
        self._as(self.sacha)
        answer = self.url_open(
            "/web/dataset/call_kw/loyalty.card.member/search_read",
            json={
                "params": {
                    "model": "loyalty.card.member",
                    "method": "search_read",
                    "args": [[]],
                    "kwargs": {},
                }
            },
        ).json()
        self.assertIn("AccessError", answer["error"]["data"]["name"])

    def test_programme_without_households_offers_none(self):
        self.points.household = False
        self._as(self.shopper)
        self.assertFalse(
            html.fromstring(self.url_open("/my").content).xpath(
                "//a[contains(@class, 'household_link')]"
            )
        )
