# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database server and the Odoo options that every command of this clone shares."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from . import layout, modules, odoo_source
from .console import Fail


class Server:
    """How to reach a PostgreSQL server: the private cluster's or DATABASE_URL's."""

    def __init__(self, host, port, user, password):
        self.host, self.port, self.user, self.password = host, port, user, password

    def dsn(self, database="postgres"):
        return {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": database,
            "connect_timeout": 10,
        }


def server_from_url(url):
    """Server of `postgresql://user:password@host:port/`; the database is ignored."""
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.hostname:
        raise Fail(
            "DATABASE_URL is not an address of a PostgreSQL server",
            "write it as postgresql://user:password@host:5432/",
        )
    if parts.username in (None, "postgres"):
        raise Fail(
            f"Odoo refuses the database user {parts.username or '(none)'}",
            "give another user, who may create databases, in DATABASE_URL",
        )
    return Server(
        parts.hostname,
        parts.port or 5432,
        unquote(parts.username),
        unquote(parts.password or ""),
    )


def odoo_data():
    return layout.data_dir() / "odoo"


def filestore(database):
    return odoo_data() / "filestore" / database


def write(server):
    """Write the configuration file of this clone; returns its path.

    Not for production: see odoo.conf at the top of the project.
    """
    odoo = odoo_source.find()
    paths = odoo.addons_paths + modules.addons_paths()
    path = layout.folder(layout.data_dir()) / "odoo.conf"
    options = {
        "addons_path": ",".join(map(str, paths)),
        "data_dir": str(layout.folder(odoo_data())),
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "db_password": server.password or False,
        "db_maxconn": 32,
        "admin_passwd": secrets.token_urlsafe(24),
        "list_db": False,
        "http_interface": "127.0.0.1",
        "limit_time_real": 600,
        "limit_time_cpu": 600,
        "max_cron_threads": 0,
    }
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY, 0o600))
    text = "".join(f"{key} = {value}\n" for key, value in options.items())
    partial.write_text(f"# Written by make at each start.\n[options]\n{text}")
    partial.rename(path)
    return path


def path():
    return Path(layout.data_dir() / "odoo.conf")
