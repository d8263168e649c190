# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who moves points, and on behalf of what.

The marks are objects: a context sent over RPC can hold no such thing, so nobody can
forge them from outside.
"""

from dataclasses import dataclass, replace

WRITER_KEY = "unified_loyalty_writer"
WRITER = object()
SOURCE_KEY = "unified_loyalty_source"


@dataclass(frozen=True)
class Source:
    """What moves points: named on every movement made while it is in the context.

    ``document``: order or ticket, which knows channel, place, device and operator.
    ``kind``: kind of the movements, when the sign of the change does not say it.
    ``undo``: the document is undone as a whole; its cards return to where they were.
    ``gives_back``: what is added is what the document had spent.
    ``token``: key under which what is burned was authorised beforehand.
    ``key``: key that makes a repetition write nothing more.
    ``values``: further values of the movements.
    ``settled``: never refuse; what the card cannot pay is reported (goods are gone).
    ``after_commit``: the balance shown on the card follows once this transaction is
    committed, so that no sale waits for another one of the same card.
    """

    document: object = None
    kind: str = ""
    undo: bool = False
    gives_back: bool = False
    token: str = ""
    key: str = ""
    reason: str = ""
    values: dict | None = None
    settled: bool = False
    after_commit: bool = True


def as_points_writer(records):
    """Return the records for code that moves points on behalf of a sale."""
    return records.with_context(**{WRITER_KEY: WRITER})


def is_points_writer(env):
    """Say whether the caller moves points on behalf of a sale."""
    return env.su or env.context.get(WRITER_KEY) is WRITER or bool(get_source(env))


def with_source(records, document=None, **terms):
    """Return the records for code that moves points on behalf of ``document``."""
    return records.with_context(**{SOURCE_KEY: Source(document, **terms)})


def get_source(env):
    """Return what moves points in this context, or None."""
    source = env.context.get(SOURCE_KEY)
    return source if isinstance(source, Source) else None


def refine_source(records, **terms):
    """Return the records with the source of their context, some terms changed."""
    source = get_source(records.env) or Source()
    return records.with_context(**{SOURCE_KEY: replace(source, **terms)})
