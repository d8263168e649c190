# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Set-up, run, test and lint commands of the suite (what the Makefile calls).

Only the standard library is used until the virtual environment exists.
"""
