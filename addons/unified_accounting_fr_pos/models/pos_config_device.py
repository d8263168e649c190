# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

import psycopg2

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.unified_accounting_fr.verifier.fiscal_verify import SealError
from odoo.addons.unified_pos.models.cart_ticket import as_id

BROWSERS_PER_DAY = 100
IDENTIFIER = re.compile(r"[0-9a-f-]{16,64}")


class PosConfig(models.Model):
    """What the browser of a till tells: who it is, and what it went through."""

    _inherit = "pos.config"

    def enrol_fiscal_device(
        self, identifier, public_key=None, chain=None, replaces=None
    ):
        """Enrol the browser that opens this till, or know it again.

        A browser that has lost a part of its chain gets a new device, so that nothing
        is numbered twice; what it still has to send stays in the old one.

        :param identifier: what the browser calls itself
        :param public_key: PEM of its key; nothing when it cannot sign
        :param chain: {seq, head, waiting} as the browser has it, when it signs
        :param replaces: identifier of the device whose chain was lost
        :return: {status: enrolled | renew | off, device: its code, copy: why it may
            only train, defect: whether something that is sealed was altered}
        :raise UserError: the key is none of P-256, or too many browsers are new
        """
        self._check_till(("opening_control", "opened"))
        if not self.company_id._is_sealed():
            return {"status": "off"}
        if not IDENTIFIER.fullmatch(str(identifier)):
            raise UserError(self.env._("This browser does not say which one it is."))
        till = self._get_fiscal_till()
        device = self._find_fiscal_browser(till, identifier)
        is_new = not device
        if is_new:
            device = self._enrol_fiscal_browser(till, identifier, public_key)
        elif problem := self._find_fiscal_loss(till, device, public_key, chain):
            self._log_fiscal_loss(till, device, problem)
            return {"status": "renew"}
        if replaces and is_new:
            lost = self._find_fiscal_browser(till, replaces)
            problem = f"stockage effacé, remplacé par {device.code}"
            self._log_fiscal_loss(till, lost, problem)
        self._log_fiscal_start(till, device, is_new)
        company = self.company_id
        copy = company._fiscal_copy_message() if company._is_fiscal_copy() else ""
        # each start asks: a till keeps the settings it has loaded while it is open
        return {
            "status": "enrolled",
            "device": device.code,
            "copy": copy,
            "defect": company.fiscal_integrity_state == "ko",
        }

    def _find_fiscal_browser(self, till, identifier):
        # sudo: identifiers of browsers are nobody's to read
        devices = self.env["fiscal.device"].sudo()
        domain = [("till_id", "=", till.id), ("identifier", "=", str(identifier))]
        return devices.search(domain)

    def _enrol_fiscal_browser(self, till, identifier, public_key):
        hit = self.env["commerce.rate.limit"]._hit
        if not hit("unified_fiscal.enrol", self.id, BROWSERS_PER_DAY, 86400):
            raise UserError(
                self.env._("Too many browsers were enrolled at this till today.")
            )
        try:
            with self.env.cr.savepoint():
                return self.env["fiscal.device"]._find_or_enrol(
                    till, str(identifier), public_key or None
                )
        except SealError as error:
            raise UserError(
                self.env._(
                    "The key of this browser cannot be enrolled: %s Open the till in "
                    "an up-to-date browser.",
                    error,
                )
            ) from error
        except psycopg2.errors.UniqueViolation as error:
            # two browsers of the till enrol at once: the request is run again
            raise ConcurrencyError(
                self.env._("Another browser was enrolled at this moment.")
            ) from error

    def _find_fiscal_loss(self, till, device, public_key, chain):
        """Return what this browser has lost of its chain, in French for the log."""
        if device.revoked_on:
            return "appareil révoqué"
        if (device.public_key or "").strip() != (public_key or "").strip():
            return "clé remplacée"
        if not device.public_key:
            return ""
        chain = chain if isinstance(chain, dict) else {}
        head = till._get_chain("ticket", device)
        known, waiting = as_id(chain.get("seq")), as_id(chain.get("waiting"))
        if head.seq > known:
            return f"dernier numéro connu {known}, le serveur a {head.seq}"
        if head.seq == known and (head.device_head or "") != chain.get("head", ""):
            return f"chaînage rompu au numéro {known}"
        if head.seq < known and not waiting:
            return f"le serveur a {head.seq}, l’appareil a envoyé {known}"
        return ""

    def _log_fiscal_loss(self, till, device, problem):
        self.env["fiscal.event"]._log(
            till,
            "90",
            f"Chaîne de l’appareil {device.code or '–'} interrompue : {problem}. "
            "Une nouvelle chaîne commence, aucun ticket n’est perdu.",
            {"device": device.code or ""},
            device,
        )

    def _log_fiscal_start(self, till, device, is_new):
        kind = "Premier démarrage" if is_new else "Démarrage"
        how = "signe ses tickets" if device.public_key else "numérotés par le serveur"
        self.env["fiscal.event"]._log(
            till,
            "80",
            f"{kind} de l’appareil {device.code} ({how}).",
            {"device": device.code, "key": device.key_fpr or ""},
            device,
        )

    # Without network ------------------------------------------------------------

    def log_fiscal_outage(self, identifier, outage):
        """Log that a browser was without network, once its tickets have arrived.

        :param outage: {seconds, count, first, last}: how long, how many tickets, and
            their numbers
        """
        self._check_till(("opening_control", "opened"))
        if not self.company_id._is_sealed() or not isinstance(outage, dict):
            return {}
        till = self._get_fiscal_till()
        device = self._find_fiscal_browser(till, identifier)
        seconds, count = as_id(outage.get("seconds")), as_id(outage.get("count"))
        numbers = {name: str(outage.get(name) or "")[:32] for name in ("first", "last")}
        payload = {"count": count, "seconds": seconds, **numbers}
        span = f"{numbers['first']} à {numbers['last']}" if count else "aucun ticket"
        log = self.env["fiscal.event"]._log
        log(
            till,
            "70",
            f"Appareil {device.code or '–'} hors réseau il y a {seconds} s.",
            payload,
            device,
        )
        log(
            till,
            "120",
            f"Appareil {device.code or '–'} de nouveau en réseau : {count} tickets "
            f"vendus hors réseau ({span}).",
            payload,
            device,
        )
        return {}

    # Training -------------------------------------------------------------------

    def set_fiscal_training(self, identifier, training):
        """Log that training begins or ends in a browser."""
        self._check_till()
        if not self.company_id._is_sealed():
            return {}
        till = self._get_fiscal_till()
        device = self._find_fiscal_browser(till, identifier)
        code, what = ("260", "Début") if training else ("265", "Fin")
        self.env["fiscal.event"]._log(
            till,
            code,
            f"{what} du mode école sur l’appareil {device.code or '–'}.",
            device=device,
        )
        return {}

    def _is_approval_request(self, request):
        return super()._is_approval_request(request) or (
            isinstance(request, dict)
            and bool(request.get("uuid"))
            and request.get("action") == "training"
        )
