# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Private keys of companies: files outside of the database, encrypted.

Where they are, in this order:

- ``UNIFIED_FISCAL_KEY``: the key itself (encrypted PEM), a secret of the environment;
- ``UNIFIED_FISCAL_KEY_DIR``, or ``fiscal_key_dir`` in odoo.conf: a folder, the same on
  every node; without either, ``fiscal_keys`` in the data folder of Odoo.

The passphrase comes from ``UNIFIED_FISCAL_KEY_PASSPHRASE``, else from the file that
``UNIFIED_FISCAL_KEY_PASSPHRASE_FILE`` or ``fiscal_key_passphrase_file`` names, else
from the file ``passphrase`` of the folder, which is made with the first key.
"""

import functools
import json
import logging
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from odoo.tools import config

from .verifier import fiscal_verify

_logger = logging.getLogger(__name__)

KEY = "UNIFIED_FISCAL_KEY"
FOLDER = "UNIFIED_FISCAL_KEY_DIR"
PASSPHRASE = "UNIFIED_FISCAL_KEY_PASSPHRASE"
PASSPHRASE_FILE = "UNIFIED_FISCAL_KEY_PASSPHRASE_FILE"


class KeyUnreadableError(Exception):
    """The private key is missing, damaged or its passphrase is wrong."""


def folder():
    """Return the folder of the keys."""
    named = os.environ.get(FOLDER) or config.get("fiscal_key_dir")
    return Path(named or Path(config["data_dir"]) / "fiscal_keys")


def is_in_data_folder():
    """Say whether keys are kept where the files of Odoo are."""
    return Path(config["data_dir"]) in folder().parents and not os.environ.get(KEY)


def try_folder():
    """Return why no key can be written, '' when one can."""
    if os.environ.get(KEY):
        return ""
    probe = folder() / f".probe-{secrets.token_hex(4)}"
    try:
        _write(probe, "")
        probe.unlink()
    except OSError as error:
        return str(error)
    return ""


def _passphrase(create=False):
    secret = os.environ.get(PASSPHRASE)
    if secret:
        return secret.encode()
    path = _passphrase_file()
    if create and not path.exists():
        _write(path, secrets.token_urlsafe(32))
    return path.read_text().strip().encode()


def _passphrase_file():
    named = os.environ.get(PASSPHRASE_FILE) or config.get("fiscal_key_passphrase_file")
    return Path(named) if named else folder() / "passphrase"


def _write(path, text):
    """Write a file that its owner alone can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def create():
    """Make a key, write it where keys are kept, and return its public half.

    :raise KeyUnreadableError: when it cannot be written, or read again
    """
    private = ec.generate_private_key(fiscal_verify.CURVE)
    public = private.public_key()
    fpr = fiscal_verify.fingerprint(public)
    try:
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(_passphrase(create=True)),
        )
        _write(folder() / f"{fpr}.pem", pem.decode())
    except OSError as error:
        raise KeyUnreadableError(str(error)) from error
    return load(fpr).public_key()


def load(fpr):
    """Return the private key whose public half has this fingerprint.

    :raise KeyUnreadableError: in words for the person who runs the server
    """
    try:
        secret = os.environ.get(KEY)
        if secret:
            private = _decrypt(secret.encode(), _passphrase())
        else:
            path = folder() / f"{fpr}.pem"
            private = _read(str(path), path.stat().st_mtime_ns, _passphrase())
    except (OSError, ValueError, TypeError) as error:
        raise KeyUnreadableError(str(error) or type(error).__name__) from error
    if fiscal_verify.fingerprint(private.public_key()) != fpr:
        raise KeyUnreadableError("The key found is not the one that is enrolled.")
    return private


@functools.lru_cache(maxsize=32)
def _read(path, _changed, passphrase):
    # deriving the key from the passphrase is slow on purpose: once for each file
    return _decrypt(Path(path).read_bytes(), passphrase)


@functools.lru_cache(maxsize=32)
def _decrypt(pem, passphrase):
    return serialization.load_pem_private_key(pem, passphrase)


# Which database may use a key -----------------------------------------------------


def write_owners(fpr, *owners):
    """Note beside the key which enrolments may use it: one, two while it changes."""
    _write(folder() / f"{fpr}.json", json.dumps({"owners": owners}))


def read_owners(fpr):
    """Return what :func:`write_owners` noted, or None when there is no note.

    A key that comes from the environment has none.
    """
    if os.environ.get(KEY):
        return None
    try:
        return json.loads((folder() / f"{fpr}.json").read_text())["owners"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        raise KeyUnreadableError(str(error)) from error
