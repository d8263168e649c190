# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many rows at once, by SQL: copies of one record that the ORM made.

A copied row carries every column that the installed modules add, whatever they are.
"""

import contextlib


@contextlib.contextmanager
def loading(cr, *tables):
    """Take foreign keys and indexes away while rows are copied: five times faster."""
    again = []
    for table in tables:
        cr.execute(
            "SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', %(table)s, conname),"
            " format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', %(table)s, conname,"
            " pg_get_constraintdef(oid)) FROM pg_constraint"
            " WHERE conrelid = %(table)s::regclass AND contype = 'f'"
            " UNION ALL"
            " SELECT format('DROP INDEX %%s', indexrelid::regclass),"
            " pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %(table)s::regclass AND NOT EXISTS ("
            "SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
            {"table": table},
        )
        for drop, make in cr.fetchall():
            cr.execute(drop)
            again.append(make)
    yield
    for make in again:
        cr.execute(make)


def _columns(cr, table):
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = current_schema()"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        (table,),
    )
    return [name for (name,) in cr.fetchall()]


def multiply(cr, table, source_id, count, **expressions):
    """Copy a row count times; return the id before the first copy.

    Copy n (1 … count) gets the id returned + n. An expression is SQL for a column
    and may use n, the new row's id (base.id + n) and the copied row (source).
    """
    cr.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
    base = cr.fetchone()[0]
    cr.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", (base + count,)
    )
    columns = _columns(cr, table)
    unknown = set(expressions) - set(columns)
    if unknown:
        raise ValueError(f"{table} has no column {sorted(unknown)}")
    values = {name: f'source."{name}"' for name in columns}
    values.update({"id": "base.id + n"}, **expressions)
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        f"INSERT INTO {table} ({names})"
        f" SELECT {', '.join(values[name] for name in columns)}"
        f" FROM {table} source, generate_series(1, %(count)s) n,"
        f" (VALUES (%(base)s::int)) base (id) WHERE source.id = %(source)s",
        {"count": count, "base": base, "source": source_id},
    )
    return base


def multiply_relation(cr, table, column, source_id, base, count):
    """Copy the rows of a many2many table that name the source, for each copy."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name != %s",
        (table, column),
    )
    other = cr.fetchone()[0]
    cr.execute(
        f'INSERT INTO {table} ("{column}", "{other}")'
        f' SELECT %s + n, "{other}" FROM {table}, generate_series(1, %s) n'
        f' WHERE "{column}" = %s',
        (base, count, source_id),
    )
