# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How fiscal documents are sealed, and how a seal is checked.

One file, the standard library and ``cryptography`` alone: the server seals with these
functions, and each archive carries this very file, so that an inspector checks the
seals without Odoo. Amounts are whole cents.
"""

import base64
import hashlib
import json
from decimal import Decimal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

FIRST, FOLLOWING = "N", "O"
# vouchers and what else is outside the scope of VAT: never among the rates
OUT_OF_SCOPE = "NS"
CURVE = ec.SECP256R1()
COORDINATE = 32
EXCERPT = (3, 7, 13, 19)


class SealError(Exception):
    """A seal that does not prove what it should. The text says what is wrong."""


# What is sealed ------------------------------------------------------------------


def canonical(content):
    """Return the one way of writing ``content`` as text (a subset of RFC 8785).

    :raise SealError: when it holds a float: amounts are whole cents
    """
    _refuse_floats(content)
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def _refuse_floats(value):
    if isinstance(value, float):
        raise SealError(f"{value!r} is no exact amount")
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for one in value:
        _refuse_floats(one)


def digest(text):
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def rates(content):
    """Return ``0550:1800|2000:4990``: amounts with VAT by rate, in cents.

    From the table of VAT when there is one, else from the lines (version 1).
    """
    amounts = {}
    if "vat" in content:
        pairs = [(row["rate"], row["base"] + row["tax"]) for row in content["vat"]]
    else:
        pairs = [(rate, int(cents)) for _label, rate, cents in content["lines"]]
    for rate, cents in pairs:
        if rate != OUT_OF_SCOPE:
            amounts[_rate_key(rate)] = amounts.get(_rate_key(rate), 0) + cents
    return "|".join(f"{key}:{amounts[key]}" for key in sorted(amounts))


def _rate_key(rate):
    return f"{int(Decimal(rate) * 100):04d}"


def _ticket_head(content):
    return [
        rates(content),
        content["total"],
        content["ts"],
        content["no"],
        content["type"],
    ]


def _closing_head(content):
    return [
        rates(content),
        content["total"],
        content["gt_alg"],
        content["gt_abs"],
        content["ts"],
        content["no"],
    ]


def _event_head(content):
    return [
        content["code"],
        # the description is free text, a comma in it may not move the others
        digest(content["description"]),
        content["ts"],
        content["operator"],
        content["till"],
    ]


def _duplicate_head(content):
    return [
        content["no"],
        content["original"],
        content["count"],
        content["operator"],
        content["ts"],
    ]


def _other_head(content):
    return [content["ts"], content["no"], content["type"]]


HEADS = {
    "ticket": _ticket_head,
    "training": _ticket_head,
    "provisional": _ticket_head,
    "closing": _closing_head,
    "event": _event_head,
    "duplicate": _duplicate_head,
}


def sign_input(kind, content, previous):
    """Return the text that is signed.

    :param kind: kind of the chain
    :param content: what is sealed
    :param previous: signature of the document before in the chain, '' for the first
    """
    head = HEADS.get(kind, _other_head)(content)
    flag = FOLLOWING if previous else FIRST
    fields = [*head, flag, previous, digest(canonical(content))]
    return ",".join(str(field) for field in fields)


# Signatures ----------------------------------------------------------------------


def hash_only(text):
    """Return what stands for a signature while no key can be read."""
    return digest(text)


def sign(text, private_key):
    """Sign with ECDSA P-256 / SHA-256; return r||s in base64url (86 characters)."""
    r, s = utils.decode_dss_signature(
        private_key.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    )
    raw = r.to_bytes(COORDINATE, "big") + s.to_bytes(COORDINATE, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def is_signed_by(text, signature, public_key):
    """Say whether ``signature`` is that of ``text`` by the owner of the key."""
    try:
        raw = base64.b64decode(signature + "==", altchars=b"-_", validate=True)
        if len(raw) != 2 * COORDINATE:
            return False
        public_key.verify(
            utils.encode_dss_signature(
                int.from_bytes(raw[:COORDINATE], "big"),
                int.from_bytes(raw[COORDINATE:], "big"),
            ),
            text.encode(),
            ec.ECDSA(hashes.SHA256()),
        )
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def load_public_key(pem):
    """Return a public key of P-256 from its PEM.

    :raise SealError: when it is something else
    """
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, TypeError, AttributeError) as error:
        raise SealError("This is no public key.") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != CURVE.name:
        raise SealError("This is no key of the curve P-256.")
    return key


def public_pem(key):
    """Return the PEM of a public key."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def fingerprint(key):
    """Return what names a public key: the SHA-256 of its DER form, hexadecimal."""
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).hexdigest()


def excerpt(signature):
    """Return the four characters of a signature that a receipt shows."""
    return "".join(signature[place - 1] for place in EXCERPT)
