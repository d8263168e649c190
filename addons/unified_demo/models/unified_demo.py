# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
import time
from datetime import datetime, timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError

from ..builders import catalogue, company, people, places, shop, stock
from ..builders.history import TillsInUse
from ..builders.plan import DAYS
from ..builders.toolbox import Toolbox

_logger = logging.getLogger(__name__)

DATE_PARAMETER = "unified_demo.date"


class UnifiedDemo(models.AbstractModel):
    _name = "unified.demo"
    _description = "Demo retailer"

    def _install(self):
        """Create what is missing of the retailer. May run again at any time.

        The month of history ends the day before the first installation; this date
        is kept, and it is the only thing that depends on the clock.
        """
        self._check_company()
        env = self.env(su=True)  # data of the whole shop, made by the installer
        parameter = env["ir.config_parameter"]
        if not parameter.get_param(DATE_PARAMETER):
            today = fields.Date.context_today(self.with_context(tz="Europe/Paris"))
            parameter.set_param(DATE_PARAMETER, fields.Date.to_string(today))
        box = Toolbox(env)
        opening = datetime.combine(self._history_start(), datetime.min.time())
        for name, build in (
            ("company", lambda: company.build(box)),
            ("places", lambda: places.build(box)),
            ("staff", lambda: people.build_staff(box)),
            ("products", lambda: catalogue.build(box)),
            ("colours", lambda: catalogue.build_colour_pictures(box)),
            ("stock", lambda: stock.build(box, opening)),
            ("shop", lambda: shop.build(box)),
            ("customers", lambda: people.build_customers(box)),
            ("channels", lambda: self._set_up_channels(box)),
        ):
            start = time.monotonic()
            build()
            env.flush_all()
            _logger.info("Demo retailer: %s in %.1f s", name, time.monotonic() - start)

        env["unified.demo.step"]._plan_all()
        cron = env.ref("unified_demo.cron_history", raise_if_not_found=False)
        if cron and self.progress()["done"] < self.progress()["total"]:
            cron.active = True
            cron._trigger()

    def _check_company(self):
        company = self.env.company
        if company.country_code != "FR" or company.chart_template != "fr":
            raise UserError(
                self.env._(
                    "The demo retailer needs a company in France with the French "
                    "chart of accounts. %(company)s has another one: set the country "
                    "and the chart in the accounting settings, then install again.",
                    company=company.name,
                )
            )

    # History ------------------------------------------------------------

    @api.model
    def progress(self):
        """How much of the month of history is entered: documents done and total."""
        Step = self.env["unified.demo.step"]
        Step.check_access("read")
        totals = dict(Step._read_group([], ["state"], ["documents:sum"]))
        done = totals.get("done", 0)
        return {"done": done, "total": done + totals.get("todo", 0)}

    def _cron_fill_history(self):
        """Enter the history day by day; stop in time, resume where it stopped.

        Odoo runs a job that has more to do ten times over, whatever the time it
        took, and a server thread has two minutes: once the time is up this returns
        at once and asks to be called again.
        """
        Cron = self.env["ir.cron"]
        Step = self.env["unified.demo.step"]
        waiting = Step.search([("state", "=", "todo")])
        left = len(waiting)
        in_time = Cron._commit_progress(remaining=left, deactivate=not left)
        for step in waiting:
            if not in_time:
                break
            if step.try_lock_for_update():
                done = self._try_step(step)
                left -= done
                in_time = Cron._commit_progress(
                    int(done), remaining=left, deactivate=not left
                )
        else:
            if not left:
                self._begin_sealing()
            return
        self.env.ref("unified_demo.cron_history")._trigger()
        self.env.cr.commit()  # pylint: disable=invalid-commit # a cron keeps its steps

    def _begin_sealing(self):
        """Let the retailer seal what it sells from the day its history ends.

        With an identity of its own: what it seals is a specimen, and keeps no module.
        """
        try:
            with self.env.cr.savepoint():
                self.env.company._begin_sealing("Données de démonstration")
        except UserError as error:
            _logger.warning("The demo retailer does not seal: %s", error)

    def _fill_history(self, batch=None):
        """Enter up to ``batch`` days without committing; return how many were."""
        waiting = self.env["unified.demo.step"].search(
            [("state", "=", "todo")], limit=batch
        )
        for step in waiting:
            step._play()
        return len(waiting)

    def _try_step(self, step):
        """True when there is nothing left to enter for the day.

        A sale in the shop goes first: a day that meets one on the same rows is undone
        and tried again later. A day that cannot be entered is put aside.
        """
        try:
            with self.env.cr.savepoint():
                step._play()
        except TillsInUse as store:
            _logger.info("Demo history: %s waits, %s is selling", step.key, store)
            return False
        except (psycopg2.OperationalError, ConcurrencyError, LockError) as error:
            self.env.cr.rollback()
            name = type(error).__name__
            _logger.info("Demo history: %s is tried again later (%s)", step.key, name)
            return False
        except Exception:  # noqa: BLE001
            _logger.exception("Demo history: %s is put aside", step.key)
            step.state = "failed"
        return True

    @api.model
    def _today(self):
        """The day of installation: the history ends the day before."""
        # the date is no secret, parameters are for administrators
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param(DATE_PARAMETER)
        return fields.Date.to_date(value) or fields.Date.today()

    @api.model
    def _history_start(self):
        return self._today() - timedelta(days=DAYS)

    def _set_up_channels(self, box):
        Channel = box.env["commerce.channel"]
        for code in places.STORES:
            Channel._get_for_place(box.ref(f"warehouse_{code.lower()}"))
        phone = Channel._get_phone(box.company)
        website = box.ref("website")
        if not box.ref("channel_web"):
            box.adopt(
                "channel_web",
                website.channel_id,
                {"name": "Web shop"},
                {"name": "Boutique en ligne"},
            )
            box.adopt("channel_phone", phone, {"name": "Phone"}, {"name": "Téléphone"})
        if hasattr(website, "_unified_setup_shop"):
            website._unified_setup_shop()

    @api.model
    def logins(self):
        """The logins of the demonstration: label, login, password and address.

        For the scripts that start the suite; administrators only.
        """
        if not self.env.is_admin():
            raise AccessError(
                self.env._("Only an administrator lists the demonstration logins.")
            )
        url = self.get_base_url()
        lines = [
            (label, login, f"{url}{path}")
            for label, login, path in (
                (self.env._("Owner"), "owner", "/odoo"),
                (self.env._("Accountant"), "accountant", "/odoo"),
                (self.env._("Store manager (Lyon)"), "manager", "/odoo"),
                (self.env._("Seller"), "seller", "/odoo"),
                (self.env._("Cashier (Lyon)"), "cashier", "/odoo"),
                (self.env._("Shopper"), "shopper", "/shop"),
            )
        ]
        return [
            {"label": label, "login": login, "password": login, "url": url}
            for label, login, url in lines
        ]
