# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random

from odoo.tools.misc import file_open

MODULE = "unified_demo"
# What the database had before us and we only set up: its external id is of no module,
# so that its texts are not exported with ours and uninstalling does not concern it.
FOUND_MODULE = "__unified_demo_found__"
SEED = "unified-retail"


class Toolbox:
    """Creation by external id, in English and French, of what is missing."""

    def __init__(self, env):
        self.env = env(
            context={
                "lang": "en_US",
                "tracking_disable": True,
                "mail_create_nosubscribe": True,
                "mail_create_nolog": True,
                "no_reset_password": True,
                "install_mode": False,
            }
        )
        self.company = self.env.company

    def ref(self, xmlid):
        """The record of an external id, or None."""
        return self.env.ref(
            f"{MODULE}.{xmlid}", raise_if_not_found=False
        ) or self.env.ref(f"{FOUND_MODULE}.{xmlid}", raise_if_not_found=False)

    def known(self, model, xmlids):
        """Map the given external ids that exist to their record."""
        self.env.cr.execute(
            """SELECT name, res_id FROM ir_model_data
                WHERE module = %s AND model = %s AND name = ANY(%s)""",
            [MODULE, model, list(xmlids)],
        )
        pairs = dict(self.env.cr.fetchall())
        alive = set(self.env[model].browse(pairs.values()).exists().ids)
        return {
            name: self.env[model].browse(res_id)
            for name, res_id in pairs.items()
            if res_id in alive
        }

    def mark(self, xmlid, record):
        """Remember a record that was there before us, or that a step is done on it."""
        self.name_records({xmlid: record}, FOUND_MODULE)

    def name_records(self, named, module=MODULE):
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{module}.{xmlid}",
                    "record": record,
                    "noupdate": True,
                }
                for xmlid, record in named.items()
            ]
        )

    def records(self, model, values_by_xmlid, french=None):
        """Create what is missing in one go; return a dict of all the records.

        :param french: {xmlid: values for ``translate``} of what is created.
        """
        found = self.known(model, values_by_xmlid)
        missing = [xmlid for xmlid in values_by_xmlid if xmlid not in found]
        created = self.env[model].create([values_by_xmlid[key] for key in missing])
        made = dict(zip(missing, created, strict=True))
        if made:
            self.name_records(made)
        for xmlid, record in made.items():
            self.translate(record, (french or {}).get(xmlid))
        return found | made

    def record(self, model, xmlid, values, french=None):
        return self.records(model, {xmlid: values}, {xmlid: french})[xmlid]

    def translate(self, record, french):
        """Set French values; {English term: French term} for a text with markup."""
        for field, value in (french or {}).items():
            record.update_field_translations(field, {"fr_FR": value})

    def adopt(self, xmlid, record, values, french=None, module=MODULE):
        """Turn a record that Odoo made into ours, the first time only."""
        known = self.ref(xmlid)
        if known:
            return known
        record.write(values)
        self.translate(record, french)
        self.name_records({xmlid: record}, module)
        return record

    def existing_fields(self, model, values):
        """Keep the values whose field exists: other modules add some of them."""
        fields = self.env[model]._fields
        return {name: value for name, value in values.items() if name in fields}


def dice(*key):
    """A random generator that gives the same numbers for the same key, for ever."""
    return random.Random(":".join(map(str, (SEED, *key))))


def read_lines(filename):
    with file_open(f"{MODULE}/catalogue/{filename}") as stream:
        return stream.read().splitlines()
