# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools import own_cursor

# an address that more files share than this is a placeholder, not somebody's own
MATCHES = 100
DOTS = "•••"
# "Élodie" is "elodie": accents are what differs most in French names
FOLDED = (
    "translate(lower(name), 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ',"
    " 'aaaaaaceeeeiiiinooooouuuuyy')"
)
# persons and companies in use that stand for themselves; never staff or addresses
IS_FILE = "active AND parent_id IS NULL AND partner_share AND type = 'contact'"


def index_of_names(registry):
    """Names by what they are made of; the same names only, without pg_trgm."""
    if registry.has_trigram:
        return f"USING gin (({FOLDED}) gin_trgm_ops) WHERE {IS_FILE}"
    return f"(({FOLDED})) WHERE {IS_FILE}"


class ResPartner(models.Model):
    _inherit = "res.partner"

    # looked up before each new file
    email_normalized = fields.Char(index="btree_not_null")
    phone_sanitized = fields.Char(index="btree_not_null")

    _unified_name = models.Index(index_of_names)

    # Finding a customer ---------------------------------------------------------

    @api.model
    def _find_customers(self, email=None, phone=None, company=None):
        """Return the files of whoever has this address or this number.

        The customer is the contact, never the commercial entity behind it. Addresses
        and numbers are compared as Odoo normalises them, so how they were typed does
        not matter. Archived files are found, too: somebody comes back. The rights and
        companies of the caller count.

        :param email: address as typed
        :param phone: number as typed; without prefix it is one of the company's country
        :param company: company that looks, the current one by default
        :return: ``res.partner``, the best match first: by address before by number,
            files in use before archived ones, with an account first, then the oldest
        """
        company = company or self.env.company
        email, phone = self._normalise_identity(email, phone, company)
        known = [Domain("email_normalized", "=", email)] if email else []
        known += [Domain("phone_sanitized", "=", phone)] if phone else []
        if not known:
            return self.browse()
        found = self.with_context(active_test=False).search(
            Domain.OR(known)
            & Domain("type", "=", "contact")
            & Domain(self._check_company_domain(company.id)),
            order="active DESC, id",
            limit=MATCHES,
        )
        return found.sorted(
            lambda one: (
                not email or one.email_normalized != email,
                not one.active,
                not one._has_account(),
                one.id,
            )
        )

    @api.model
    def _find_customer(self, email=None, phone=None, company=None):
        """Return the one file to use for this address or number, or no record."""
        return self._find_customers(email, phone, company)[:1]

    @api.model
    def _find_or_claim(self, email, company=None):
        """Return the file with this address; none means that the caller may make it.

        Two who make a file for one address at once do not both get none: the second
        waits for the first to commit.

        :raise ConcurrencyError: the file was made a moment ago; the request runs again
            by itself and finds it
        """
        company = company or self.env.company
        email = email_normalize(email or "")
        found = self._find_customer(email, company=company) if email else self.browse()
        if found or not email:
            return found
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                f"customer:{email}",
            )
        )
        # the snapshot of this transaction may be older than the other one's commit
        with own_cursor(self.env) as cr:
            made = self.with_env(self.env(cr=cr))._find_customer(email, company=company)
            if made:
                raise ConcurrencyError(
                    self.env._("This customer was written down from another screen.")
                )
        return found

    @api.model
    def _normalise_identity(self, email, phone, company):
        email = email_normalize(email if isinstance(email, str) else "")
        if isinstance(phone, str) and phone.strip():
            phone = self._phone_format(number=phone, country=company.country_id)
        else:
            phone = False
        return email, phone

    def _has_account(self):
        """Say whether somebody signs in as this contact."""
        # sudo: a yes or a no, for whoever sees the contact
        return any(user.active for user in self.sudo().user_ids)

    # Showing one to somebody who need not know all -------------------------------

    def _get_masked(self):
        """Return who this is, recognisable by the person and by nobody else.

        :return: {name: "Camille M.", email: "c•••@client.example", phone: "••• 34",
            city}
        """
        self.ensure_one()
        local, _at, domain = (self.email_normalized or "").partition("@")
        digits = "".join(filter(str.isdigit, self.phone or ""))
        return {
            "name": self._get_masked_name(),
            "email": f"{local[:1]}{DOTS}@{domain}" if domain else "",
            "phone": f"{DOTS} {digits[-2:]}" if digits else "",
            "city": self.city or "",
        }

    def _get_masked_name(self):
        words = (self.name or "").split()
        if self.is_company or len(words) < 2:
            return self.name or ""
        return f"{words[0]} {words[-1][0]}."

    # After a merge ---------------------------------------------------------------

    @api.model
    def _follow_merged(self, partner_id):
        """Return the contact that an id stands for, when it was merged meanwhile.

        A till or a browser may know an id for a day or two after the file was merged.

        :return: the contact, or no record when it was deleted for good
        """
        partner = self.browse(int(partner_id)).exists()
        if partner:
            return partner
        # sudo: an id for an id; the caller checks what they may see of the contact
        noted = self.env["commerce.partner.merged"].sudo()
        survivor = noted.search([("merged_id", "=", int(partner_id))], limit=1)
        return self.browse(survivor.partner_id.id)
