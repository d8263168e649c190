# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

# what is this young is proven every day
RECENT_HOURS = 48
FULL_DAYS = 6
TOLD = 200


class FiscalProof(models.Model):
    """How far a chain was proven, and what was found wrong in it.

    Every day from where the last proof stopped, two days ago, to the end; every week
    from the first document. Long ones go on where they were.
    """

    _name = "fiscal.proof"
    _description = "Proof of a Chain"
    _order = "company_id, scope, chain_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    chain_id = fields.Many2one(
        "fiscal.chain",
        readonly=True,
        ondelete="cascade",
        help="Empty: guards of tables, keys.",
    )
    scope = fields.Selection(
        [("daily", "Daily"), ("full", "Whole chain")], required=True, readonly=True
    )
    done_on = fields.Datetime(readonly=True)
    documents = fields.Integer(string="Proven up to", readonly=True)
    defects = fields.Text(readonly=True)
    state = fields.Json(readonly=True, groups="base.group_system")

    _owner_uniq = models.UniqueIndex("(company_id, COALESCE(chain_id, 0), scope)")

    def action_verify_now(self):
        """Prove all chains of the company from their first document."""
        user = self.env.user
        if not (
            user.has_group("account.group_account_manager")
            or user.has_group("unified_commerce_base.group_commerce_manager")
            or user.has_group("unified_accounting_fr.group_fiscal_auditor")
        ):
            raise AccessError(self.env._("You have no right to verify what is sealed."))
        company = self.env.company
        if user.has_group("unified_accounting_fr.group_fiscal_auditor"):
            self.env["fiscal.event"]._log(
                company._get_fiscal_office(),
                "280",
                "Contrôle fiscal : vérification des chaînes.",
            )
        proofs = self.sudo()  # sudo: results are written by the program alone
        if self.env["fiscal.archive"]._is_long(company):
            proofs._restart(company)
            self.env.ref("unified_accounting_fr.ir_cron_proof_full").sudo()._trigger()
            message = self.env._("It goes on in the background.")
            kind = "info"
        else:
            proofs._restart(company)
            proofs._prove(company, "full")
            kind = "success" if company.fiscal_integrity_state == "ok" else "danger"
            message = company._get_fiscal_integrity_label()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "sticky": kind == "danger",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_daily(self):
        self._run("daily")

    @api.model
    def _cron_full(self):
        self._run("full")

    @api.model
    def _run(self, scope):
        companies = (
            self.env["res.company"]
            .search([("fiscal_started_on", "!=", False)])
            # a copy seals nothing, its log neither
            .filtered(lambda company: not company._is_fiscal_copy())
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            lang = company.partner_id.lang
            proofs = self.with_company(company).with_context(lang=lang)
            if not proofs._prove(company, scope, lambda: cron._commit_progress(0)):
                return
            if not cron._commit_progress(1):
                return

    @api.model
    def _restart(self, company):
        """Let the next proof of whole chains begin with their first documents."""
        self.search([("company_id", "=", company.id), ("scope", "=", "full")]).write(
            {"state": False, "done_on": False}
        )

    @api.model
    def _prove(self, company, scope, keep=lambda: True):
        """Prove the chains of a company.

        :param keep: called after each batch; False stops, another call goes on
        :return: whether all was proven
        """
        beside = self.env["fiscal.check"]._find_unguarded(company)
        self._get_proof(company, self.env["fiscal.chain"], scope)._settle(
            [finding.tell("fr") for finding in beside]
        )
        for chain in self.env["fiscal.check"]._get_chains(company):
            proof = self._get_proof(company, chain, scope)
            while proof._prove_batch():
                if not keep():
                    return False
        company._settle_fiscal_integrity()
        return True

    @api.model
    def _get_proof(self, company, chain, scope):
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("chain_id", "=", chain.id),
                ("scope", "=", scope),
            ]
        )
        return found or self.create(
            {"company_id": company.id, "chain_id": chain.id, "scope": scope}
        )

    def _prove_batch(self):
        """Prove the next part of a chain.

        :return: whether there is more to prove
        """
        self.ensure_one()
        if self._is_fresh():
            return False
        check, work = self.env["fiscal.check"], self.state or {}
        defects = list(work.get("defects", ()))
        base = work["base"] if "base" in work else work.get("state")
        checker = check._get_checker(self.company_id, pending=True)
        state = check._begin(checker, self.chain_id, work.get("state"))
        head = check._get_head(self.chain_id)
        stop = max(self._get_stop(head), state.seq)
        if state.seq < stop:
            rows = self._check(checker, state, stop, defects)
            if rows and state.seq < stop:
                self.state = {"state": state.state(), "base": base, "defects": defects}
                return True
        proven = state.state()
        while self._check(checker, state, None, defects):
            continue
        defects += [finding.tell("fr") for finding in check._compare_head(state, head)]
        self.documents = state.seq
        if self.scope == "full":
            self.state = False
        else:
            # a defect is found again until it is gone
            self.state = {"state": base if defects else proven}
        self._settle(defects)
        return False

    def _is_fresh(self):
        """Say whether whole chain was proven this week."""
        return (
            self.scope == "full"
            and bool(self.done_on)
            and not self.state
            and self.done_on > fields.Datetime.now() - timedelta(days=FULL_DAYS)
        )

    def _get_stop(self, head):
        """Return the rank up to which what is proven stays so until the next week."""
        if self.scope == "full":
            return head["seq"]
        self.env.cr.execute(
            """
            SELECT COALESCE(max(seq), 0) FROM fiscal_document
             WHERE chain_id = %s AND received_at < %s
            """,
            [
                self.chain_id.id,
                fields.Datetime.now() - timedelta(hours=RECENT_HOURS),
            ],
        )
        return min(self.env.cr.fetchone()[0], head["seq"])

    def _check(self, checker, state, stop, defects):
        """Check the next rows, up to a rank; return them."""
        rows, found = self.env["fiscal.check"]._check_batch(
            checker, self.chain_id, state.seq, stop or 2**31 - 1
        )
        room = TOLD - len(defects)
        defects += [finding.tell("fr") for finding in found[:room]]
        return rows

    def _settle(self, defects):
        """Keep what was found; tell people what is new."""
        self.ensure_one()
        self.write({"defects": "\n".join(defects), "done_on": fields.Datetime.now()})
        if defects:
            self.company_id._report_fiscal_defects(
                defects, self.chain_id.display_name or "tables et clés"
            )
