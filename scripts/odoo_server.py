# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's command line as a file.

With workers, Odoo starts its websocket process by running its own first argument
again: a file can be run again, a module (`python -m odoo`) cannot.
"""

from odoo.cli import main

main()
