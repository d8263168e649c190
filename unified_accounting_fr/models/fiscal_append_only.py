# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

TRIGGERS = ("append_only_row", "append_only_table")
GUARD = """
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF %s THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '%% is append-only (%% refused)', TG_TABLE_NAME, TG_OP;
END
"""


class FiscalAppendOnly(models.AbstractModel):
    """A table whose rows are written once and stay, whoever asks.

    Triggers of PostgreSQL guard it; a guard that is gone is itself found
    (:meth:`_get_missing_guards`). A row may be deleted by a purge alone, and only when
    :meth:`_get_purgeable_condition` holds for it.
    """

    _name = "fiscal.append.only"
    _description = "Table That Is Only Added To"
    _log_access = False

    def init(self):
        super().init()
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(function)s()
                RETURNS trigger LANGUAGE plpgsql AS %(source)s;
                DROP TRIGGER IF EXISTS append_only_row ON %(table)s;
                CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION %(function)s();
                DROP TRIGGER IF EXISTS append_only_table ON %(table)s;
                CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %(table)s
                FOR EACH STATEMENT EXECUTE FUNCTION %(function)s();
                """,
                table=SQL.identifier(self._table),
                function=SQL.identifier(f"{self._table}_append_only"),
                source=self._get_guard_source(),
            )
        )

    @api.model
    def _get_guard_source(self):
        """Return the body of the function that guards this table."""
        return GUARD % self._get_purgeable_condition().code

    @api.model
    def _get_purgeable_condition(self):
        """Return the SQL condition, on OLD, under which a row may be deleted."""
        return SQL("false")

    @api.model
    def _get_missing_guards(self):
        """Return the names of tables whose guard is gone, asleep or changed."""
        models_ = [self.env[name] for name in self._inherit_children]
        guarded = [model for model in models_ if not model._abstract]
        tables = [model._table for model in guarded]
        sources = [model._get_guard_source() for model in guarded]
        self.env.cr.execute(
            """
            SELECT t.name
              FROM unnest(%s, %s) AS t(name, source)
             WHERE (
                   SELECT count(*)
                     FROM pg_trigger g
                     JOIN pg_proc f ON f.oid = g.tgfoid
                    WHERE g.tgrelid = to_regclass(t.name)
                      AND g.tgname = ANY(%s)
                      AND g.tgenabled IN ('O', 'A')
                      AND f.proname = t.name || '_append_only'
                      AND f.prosrc = t.source
                   ) < 2
             ORDER BY t.name
            """,
            [tables, sources, list(TRIGGERS)],
        )
        return [name for (name,) in self.env.cr.fetchall()]

    def write(self, vals):
        raise UserError(self._append_only_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._append_only_message())

    @api.model
    def _append_only_message(self):
        return self.env._(
            "What is sealed is never changed nor deleted (article 286, I-3° bis of the "
            "French tax code). A mistake is put right by a further document: a refund, "
            "a cancellation."
        )
