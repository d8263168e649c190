# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases with their filestore: copy, drop, rename, and what they were made of."""

import json
import os
import re
import shutil
from contextlib import closing, contextmanager

from . import config
from .console import Fail

NAME = re.compile(r"^[a-zA-Z][a-zA-Z0-9_.-]{0,62}$")


class Databases:
    """Administration of the databases of one PostgreSQL server."""

    def __init__(self, server):
        self.server = server

    def connect(self, database="postgres"):
        import psycopg2

        try:
            return psycopg2.connect(**self.server.dsn(database))
        except psycopg2.OperationalError as error:
            raise Fail(
                f"cannot connect to the database server "
                f"({str(error).strip().splitlines()[0]})",
                "check DATABASE_URL; without it a private server is used",
            ) from None

    @contextmanager
    def admin(self):
        with closing(self.connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor

    def names(self):
        with self.admin() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
            return {row[0] for row in cursor.fetchall()}

    def exists(self, name):
        return name in self.names()

    def copy(self, template, name):
        """A copy of the database and, by hard links, of its files."""
        check_name(name)
        from psycopg2 import errors

        with self.admin() as cursor:
            try:
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            except errors.DuplicateDatabase:
                raise Fail(
                    f"there is already a database {name}",
                    f"choose another name, or delete it with: make db-drop NAME={name}",
                ) from None
            except errors.InsufficientPrivilege:
                raise Fail(
                    f"{self.server.user} may not create databases",
                    "give a user with CREATEDB in DATABASE_URL",
                ) from None
        link_tree(config.filestore(template), config.filestore(name))

    def drop(self, name):
        with self.admin() as cursor:
            # Another process may just be dropping it, or connecting to it.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND pid != pg_backend_pid()",
                [name],
            )
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        shutil.rmtree(config.filestore(name), ignore_errors=True)

    def rename(self, old, new):
        with self.admin() as cursor:
            cursor.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        shutil.rmtree(config.filestore(new), ignore_errors=True)
        if config.filestore(old).exists():
            config.filestore(old).rename(config.filestore(new))

    def facts(self, name):
        """What `remember` wrote; empty when the database is not one of ours."""
        with self.admin() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
                "WHERE datname = %s",
                [name],
            )
            row = cursor.fetchone()
        try:
            return json.loads(row[0]) if row and row[0] else {}
        except ValueError:
            return {}

    def remember(self, name, facts):
        """Note in the database itself what it was made of: it travels with it."""
        with self.admin() as cursor:
            cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', [json.dumps(facts)])


def check_name(name):
    if not NAME.match(name or ""):
        raise Fail(
            f"{name!r} is not a name for a database",
            "use letters, digits and _ after a first letter, as in: make db NAME=mine",
        )


def link_tree(source, target):
    """Odoo never changes a stored file, so a copy may share it."""
    shutil.rmtree(target, ignore_errors=True)
    if not source.exists():
        target.mkdir(parents=True)
        return
    shutil.copytree(source, target, copy_function=_link)


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
