# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon

ADVICE, BROWSING = "clienteling", "browsing"


@tagged("post_install", "-at_install")
class TestConsent(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Consent = cls.env["commerce.consent"]
        cls.Note = cls.env["commerce.customer.note"]
        groups = "base.group_user,unified_commerce_base.group_clienteling"
        cls.adviser = new_test_user(cls.env, "adviser", groups=groups)
        cls.other_adviser = new_test_user(cls.env, "adviser_2", groups=groups)
        cls.store_manager = new_test_user(
            cls.env,
            "store_manager_2",
            groups="base.group_user,unified_commerce_base.group_commerce_user",
        )

    def _give(self, partner=None, purposes=(ADVICE,), **kwargs):
        return self.Consent._give(
            partner or self.customer, self.company, purposes, "till", **kwargs
        )

    def _withdraw(self, partner=None, **kwargs):
        self.Consent._withdraw(
            partner or self.customer, self.company, "account", **kwargs
        )

    def _open(self, partner=None, company=None):
        return self.Consent._get_open_purposes(
            partner or self.customer, company or self.company
        )

    def _write_note(self, user=None, body="Likes blue", partner=None):
        return self.Note.with_user(user or self.adviser).create(
            {"partner_id": (partner or self.customer).id, "body": body}
        )

    def test_consent_says_when_where_how_and_in_which_words_it_was_given(self):
        with freeze_time("2026-10-05 14:32:00"):
            consent = self._give(place="Lyon 1", by="Amélie Roux")
        self.assertRecordValues(
            consent,
            [
                {
                    "purpose": ADVICE,
                    "given_how": "till",
                    "given_place": "Lyon 1",
                    "given_by": "Amélie Roux",
                    "text": self.Consent._get_text(ADVICE),
                }
            ],
        )
        self.assertEqual(str(consent.given_at), "2026-10-05 14:32:00")

    def test_consent_in_force_is_not_recorded_twice(self):
        self.assertEqual(self._give(), self._give())

    def test_consent_counts_for_one_company_only(self):
        self._give()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self._open(company=other))

    def test_glances_at_the_site_are_not_shown_without_advice(self):
        with self.assertRaises(UserError):
            self._give(purposes=[BROWSING])
        with self.assertRaises(UserError):
            self._give(purposes=["anything"])
        self._give(purposes=[ADVICE, BROWSING])
        self.assertEqual(self._open(), {ADVICE, BROWSING})

    def test_withdrawing_advice_withdraws_all_and_deletes_the_notes(self):
        self._give(purposes=[ADVICE, BROWSING])
        note = self._write_note()
        self._withdraw(purposes=[ADVICE])
        self.assertFalse(self._open())
        self.assertFalse(note.exists())

    def test_withdrawing_the_glances_keeps_advice_and_notes(self):
        self._give(purposes=[ADVICE, BROWSING])
        note = self._write_note()
        self._withdraw(purposes=[BROWSING])
        self.assertEqual(self._open(), {ADVICE})
        self.assertTrue(note.exists())

    def test_consent_given_anew_is_a_new_line(self):
        first = self._give()
        self._withdraw()
        second = self._give()
        self.assertNotEqual(first, second)
        self.assertTrue(first.withdrawn_at)
        self.assertEqual(first.withdrawn_how, "account")

    def test_nobody_writes_a_consent_by_hand(self):
        consent = self._give()
        for user in (self.adviser, self.store_manager):
            line = consent.with_user(user)
            self.assertTrue(line.purpose)
            with self.assertRaises(AccessError):
                line.write({"withdrawn_at": False})
            with self.assertRaises(AccessError):
                line.unlink()
            with self.assertRaises(AccessError):
                line.copy()

    def test_no_note_without_consent(self):
        with self.assertRaises(UserError):
            self._write_note()

    def test_empty_and_endless_notes_are_refused(self):
        self._give()
        for body in (" ", "x" * 1001):
            with self.assertRaises(UserError):
                self._write_note(body=body)

    def test_adviser_changes_own_notes_only_a_manager_all(self):
        self._give()
        note = self._write_note()
        with self.assertRaises(AccessError):
            note.with_user(self.other_adviser).body = "Likes red"
        note.with_user(self.adviser).body = "Likes green"
        self.assertEqual(note.changed_by, self.adviser.name)
        note.with_user(self.store_manager).body = "Likes green shirts"
        self.assertEqual(note.changed_by, self.store_manager.name)
        self.assertEqual(note.author_name, self.adviser.name)

    def test_note_cannot_be_moved_to_somebody_who_did_not_agree(self):
        self._give()
        with self.assertRaises(UserError):
            self._write_note().partner_id = self.other_customer

    def test_note_written_during_the_withdrawal_is_cleared_away(self):
        self._give()
        note = self._write_note()
        kept = self._write_note()
        self._give(self.other_customer)
        kept.partner_id = self.other_customer
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE commerce_consent SET withdrawn_at = now() WHERE partner_id = %s",
            [self.customer.id],
        )
        self.Note._gc_without_consent()
        self.env.invalidate_all()
        self.assertEqual((note | kept).exists(), kept)

    # Merging ----------------------------------------------------------------------

    def _merge(self):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.other_customer).ids, self.customer
        )

    def test_consent_follows_the_customer_who_is_merged(self):
        self._give(self.other_customer)
        self._merge()
        self.assertEqual(self._open(), {ADVICE})

    def test_withdrawal_outweighs_an_older_consent_of_the_merged_contact(self):
        with freeze_time("2026-10-01"):
            self._give(self.other_customer)
            self._write_note(partner=self.other_customer)
        with freeze_time("2026-10-02"):
            self._give()
        with freeze_time("2026-10-03"):
            self._withdraw()
        self._merge()
        self.assertFalse(self._open())
        self.assertFalse(self.Note.search([("partner_id", "=", self.customer.id)]))

    def test_consent_given_after_a_withdrawal_stays_when_merged(self):
        with freeze_time("2026-10-01"):
            self._give()
            self._withdraw()
        with freeze_time("2026-10-02"):
            self._give(self.other_customer)
        self._merge()
        self.assertEqual(self._open(), {ADVICE})
