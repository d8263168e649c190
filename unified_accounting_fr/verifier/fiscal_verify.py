# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How fiscal documents are sealed, and how a seal is checked.

One file, the standard library and ``cryptography`` alone: the server seals with these
functions, and each archive carries this very file, so that an inspector checks the
seals without Odoo. Amounts are whole cents.

    python fiscal_verify.py UCARCH_….zip [--previous UCARCH_….zip] [--lang en]

Exit code 0: sound; 1: altered, it says what; 2: cannot be read.
"""

import argparse
import base64
import hashlib
import io
import json
import sys
import zipfile
import zlib
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

FIRST, FOLLOWING = "N", "O"
# vouchers and what else is outside the scope of VAT: never among the rates
OUT_OF_SCOPE = "NS"
CURVE = ec.SECP256R1()
COORDINATE = 32
EXCERPT = (3, 7, 13, 19)
# documents whose amounts count in the perpetual totals
COUNTED = ("SALE", "REFUND", "CANCEL", "DEPOSIT", "CREDIT")


class SealError(Exception):
    """A seal that does not prove what it should. The text says what is wrong."""


# What is sealed -------------------------------------------------------------------


def canonical(content):
    """Return the one way of writing ``content`` as text (a subset of RFC 8785).

    :raise SealError: when it holds a float: amounts are whole cents
    """
    _refuse_floats(content)
    return _write_canonical(content)


_write_canonical = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":")
).encode


def _refuse_float(text):
    raise SealError(f"{text} is no exact amount")


_read_exact = json.JSONDecoder(
    parse_float=_refuse_float, parse_constant=_refuse_float
).decode


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


@lru_cache(maxsize=256)
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
    return _sign_input(kind, content, previous, digest(canonical(content)))


def _sign_input(kind, content, previous, content_hash):
    head = HEADS.get(kind, _other_head)(content)
    flag = FOLLOWING if previous else FIRST
    return ",".join(map(str, (*head, flag, previous, content_hash)))


def counted(content):
    """Return what a document adds to the totals of its chain, in cents.

    :return: (perpetual total, absolute one, vouchers issued, vouchers redeemed)
    """
    if content["type"] not in COUNTED and content["type"] != "TRAINING":
        return 0, 0, 0, 0
    amount = sum(
        row["base"] + row["tax"]
        for row in content.get("vat", ())
        if row["rate"] != OUT_OF_SCOPE
    )
    vouchers = content.get("vouchers") or {}
    return (
        amount,
        abs(amount),
        vouchers.get("issued", 0),
        vouchers.get("redeemed", 0),
    )


def row_of(day, received, offline, late, about):
    """Return what a document seals about its own row in the database.

    :param received: moment (universal time) when what a device stated arrived
    :param about: the record it is about, ``model,id``
    """
    row = {"day": str(day)}
    if received:
        row["received"] = received.strftime("%Y%m%d%H%M%S")
    if offline:
        row["offline"] = True
    if late:
        row["late"] = True
    if about:
        row["about"] = about
    return row


# Signatures -----------------------------------------------------------------------


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


_ECDSA = ec.ECDSA(hashes.SHA256())


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
            _ECDSA,
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


# What is wrong --------------------------------------------------------------------

MESSAGES = {
    "unreadable": (
        "{document} : ligne illisible ({why}).",
        "{document}: this row cannot be read ({why}).",
    ),
    "gap": (
        "{document} : {missing} document(s) absent(s) juste avant (chaîne {chain}, "
        "rang {expected} attendu, rang {found} trouvé).",
        "{document}: {missing} document(s) missing just before it (chain {chain}, "
        "rank {expected} expected, rank {found} found).",
    ),
    "order": (
        "{document} : rang {found} en double ou déplacé (chaîne {chain}, rang "
        "{expected} attendu).",
        "{document}: rank {found} is twice there or was moved (chain {chain}, rank "
        "{expected} expected).",
    ),
    "previous": (
        "{document} : ne suit pas le document précédent de la chaîne {chain} (un "
        "document a été retiré, déplacé ou remplacé).",
        "{document}: does not follow the document before it in the chain {chain} (one "
        "was removed, moved or replaced).",
    ),
    "field": (
        "{document} : le champ « {field} » a été modifié (scellé : {sealed} ; "
        "trouvé : {found}).",
        "{document}: the field “{field}” was altered (sealed: {sealed}; found: "
        "{found}).",
    ),
    "content": (
        "{document} : le contenu a été modifié (lignes, paiements, TVA ou mentions) : "
        "son empreinte n’est plus celle qui est signée.",
        "{document}: the content was altered (lines, payments, VAT or mentions): its "
        "digest is not the signed one.",
    ),
    "content_hash": (
        "{document} : le champ « content_hash » a été modifié.",
        "{document}: the field “content_hash” was altered.",
    ),
    "sign_input": (
        "{document} : le champ « sign_input » (texte signé) a été modifié.",
        "{document}: the field “sign_input” (signed text) was altered.",
    ),
    "signature": (
        "{document} : le champ « signature » ou la clé a été modifié : la signature "
        "n’est pas celle de la clé {key}.",
        "{document}: the field “signature” or the key was altered: the signature is "
        "not that of the key {key}.",
    ),
    "hash": (
        "{document} : le champ « signature » (empreinte, sans clé) a été modifié.",
        "{document}: the field “signature” (a digest, no key) was altered.",
    ),
    "unknown_key": (
        "{document} : signé par une clé inconnue ({key}).",
        "{document}: signed by an unknown key ({key}).",
    ),
    "unsigned": (
        "{document} : chaîné par empreinte et jamais contresigné.",
        "{document}: chained by digest and never countersigned.",
    ),
    "countersignature": (
        "{document} : la contresignature a été modifiée ou sa clé est fausse ({key}).",
        "{document}: the countersignature was altered or its key is wrong ({key}).",
    ),
    "statement": (
        "{document} : la déclaration de l’appareil (« statement ») a été modifiée, "
        "retirée ou ajoutée.",
        "{document}: what the device stated (“statement”) was altered, removed or "
        "added.",
    ),
    "device_signature": (
        "{document} : la signature de l’appareil {device} (« device_signature ») est "
        "fausse, ou sa clé a été remplacée.",
        "{document}: the signature of the device {device} (“device_signature”) is "
        "wrong, or its key was replaced.",
    ),
    "device_chain": (
        "{document} : la déclaration de l’appareil {device} ne suit pas la précédente.",
        "{document}: what the device {device} stated does not follow what it stated "
        "before.",
    ),
    "end": (
        "Chaîne {chain} : le dernier document est de rang {found}, {expected} "
        "attendu : les derniers documents ont été retirés, ou une sauvegarde a été "
        "restaurée.",
        "Chain {chain}: the last document has rank {found}, {expected} expected: the "
        "last documents were removed, or a backup was restored.",
    ),
    "head": (
        "Chaîne {chain} : la tête de chaîne (« {field} ») a été modifiée (calculé : "
        "{sealed} ; trouvé : {found}).",
        "Chain {chain}: the head of the chain (“{field}”) was altered (reckoned: "
        "{sealed}; found: {found}).",
    ),
    "closing": (
        "{document} : la clôture ne correspond pas aux documents ({field} : calculé "
        "{sealed}, clôturé {found}).",
        "{document}: the closing does not agree with the documents ({field}: reckoned "
        "{sealed}, closed {found}).",
    ),
    "file": (
        "{document} : le fichier a été modifié (empreinte SHA-256 fausse).",
        "{document}: the file was altered (wrong SHA-256).",
    ),
    "missing_file": (
        "{document} : fichier absent de l’archive.",
        "{document}: this file is missing from the archive.",
    ),
    "foreign_file": (
        "{document} : fichier ajouté à l’archive, ignoré.",
        "{document}: a file added to the archive, ignored.",
    ),
    "damaged_file": (
        "{document} : fichier abîmé ou modifié, il ne peut être lu en entier.",
        "{document}: this file is damaged or altered, it cannot be read to its end.",
    ),
    "derived": (
        "{file} : la ligne du document {document} a été modifiée, ajoutée ou retirée "
        "(colonne {field}).",
        "{file}: the row of the document {document} was altered, added or removed "
        "(column {field}).",
    ),
    "manifest": (
        "manifest.json : la signature est fausse ou absente : le manifeste a été "
        "modifié.",
        "manifest.json: the signature is wrong or missing: the manifest was altered.",
    ),
    "key_file": (
        "{document} : la clé publique a été remplacée (empreinte différente).",
        "{document}: the public key was replaced (another fingerprint).",
    ),
    "guard": (
        "Table {document} : la protection (déclencheurs PostgreSQL) a été retirée ou "
        "désactivée.",
        "Table {document}: its guard (PostgreSQL triggers) was removed or disabled.",
    ),
    "row": (
        "{document} : la ligne de la table {table} a été modifiée (champ « {field} »).",
        "{document}: the row of the table {table} was altered (field “{field}”).",
    ),
    "row_gone": (
        "{document} : la ligne de la table {table} a été supprimée.",
        "{document}: the row of the table {table} was deleted.",
    ),
    "told": (
        "Défaut constaté par le logiciel lors de l’archivage : {what}",
        "Defect found by the software when it archived: {what}",
    ),
    "restored": (
        "Chaîne {chain} : cette archive s’arrête au rang {found} alors que la "
        "précédente va jusqu’à {expected} : une sauvegarde a été restaurée.",
        "Chain {chain}: this archive ends at rank {found} while the one before goes "
        "to {expected}: a backup was restored.",
    ),
    "not_next": (
        "Chaîne {chain} : il manque les documents de rang {expected} à {found} entre "
        "l’archive précédente et celle-ci.",
        "Chain {chain}: documents of rank {expected} to {found} are missing between "
        "the archive before and this one.",
    ),
    "rewritten": (
        "Chaîne {chain} : le document de rang {expected} n’est plus celui de "
        "l’archive précédente : la chaîne a été réécrite, ou une sauvegarde restaurée.",
        "Chain {chain}: the document of rank {expected} is not the one of the archive "
        "before: the chain was written again, or a backup was restored.",
    ),
    "totals_before": (
        "Chaîne {chain} : le grand total perpétuel ne reprend pas celui de l’archive "
        "précédente ({field} : {expected} attendu, {found} trouvé).",
        "Chain {chain}: the perpetual total does not go on from the archive before "
        "({field}: {expected} expected, {found} found).",
    ),
    "other_company": (
        "L’archive précédente est celle d’une autre entreprise ({found}).",
        "The archive before belongs to another company ({found}).",
    ),
    "key_before": (
        "La clé {key} de l’archive précédente n’est plus dans celle-ci : clé "
        "remplacée.",
        "The key {key} of the archive before is not in this one: it was replaced.",
    ),
}
# for texts, by language
LANGUAGES = ("fr", "en")


class Finding(NamedTuple):
    """What is wrong: a key of ``MESSAGES``, the document, and the rest of the text."""

    code: str
    document: str = ""
    told: dict = {}

    def tell(self, lang="fr"):
        """Return the finding as a sentence."""
        told = {name: _short(value) for name, value in self.told.items()}
        return MESSAGES[self.code][LANGUAGES.index(lang)].format(
            **{"document": _short(self.document) or "?", **told}
        )


def _short(value, width=80):
    try:
        text = str(value)
    except ValueError:  # a number of thousands of digits
        text = "…"
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= width else text[: width - 1] + "…"


BAD_ROW = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    IndexError,
    RecursionError,
    SealError,
)
SUMS = ("gt_alg", "gt_abs", "mpv_issued", "mpv_redeemed")
TRUE_COPIES = {"no": "", "type": "", "till": "", "device": "", "total": 0}
HEAD_FIELDS = {
    "closing": ("rates", "total", "gt_alg", "gt_abs", "ts", "no"),
    "event": ("code", "description", "ts", "operator", "till"),
    "duplicate": ("no", "original", "count", "operator", "ts"),
    **dict.fromkeys(
        ("ticket", "training", "provisional"), ("rates", "total", "ts", "no", "type")
    ),
}
OTHER_FIELDS = ("ts", "no", "type")


class Chain:
    """Where a chain is: its last rank and signature, and its totals in cents."""

    def __init__(self, till, device, kind, state=None):
        self.name = chain_name(till, device, kind)
        state = state or {}
        self.seq = state.get("seq", 0)
        self.head = state.get("head", "")
        self.device_head = state.get("device_head", "")
        self.sums = [state.get(name, 0) for name in SUMS]
        self.count = 0
        for value in (self.seq, *self.sums):
            if not isinstance(value, int):
                raise SealError("A chain begins with no number.")

    def state(self):
        """Return the state as a dict, from which another ``Chain`` goes on."""
        return {
            "seq": self.seq,
            "head": self.head,
            "device_head": self.device_head,
            **dict(zip(SUMS, self.sums, strict=True)),
        }


def chain_name(till, device, kind):
    """Return what names a chain: till, device (when it has one), kind."""
    return "/".join(str(part) for part in (till, device, kind) if part)


class Checker:
    """Checks sealed rows one by one, each chain in its order, in constant memory.

    The one place of these rules: the archive's verifier, the checks of the database
    and the archive's maker all ask it.

    :param keys: public keys of the company, by fingerprint
    :param devices: public keys of devices, by code of the device
    :param pending: documents chained by digest may wait for their countersignature
    """

    def __init__(self, keys, devices, pending=False):
        self.keys, self.devices, self.pending = keys, devices, pending
        self.chains = {}

    def begin(self, till, device, kind, state=None):
        """Begin a chain from a state, or from nothing; return it."""
        chain = Chain(till, device, kind, state)
        self.chains[till, device or "", kind] = chain
        return chain

    def check(self, row):
        """Check one row.

        :return: (content or None, list of ``Finding``)
        """
        try:
            return self._check(row)
        except BAD_ROW as error:
            document = row.get("no") if isinstance(row, dict) else ""
            told = {"why": type(error).__name__ + f" {error}"}
            return None, [Finding("unreadable", document, told)]

    def _check(self, row):
        key = row["till"], row.get("device") or "", row["kind"]
        chain = self.chains.get(key) or self.begin(*key)
        document, seq = row["no"], row["seq"]
        if not isinstance(seq, int) or not isinstance(document, str):
            raise SealError("rank")
        found = []
        expected, previous = chain.seq + 1, row["previous"] or ""
        if seq != expected:
            told = {"chain": chain.name, "expected": expected, "found": seq}
            missing = seq - expected
            found.append(
                Finding("gap", document, {**told, "missing": missing})
                if missing > 0
                else Finding("order", document, told)
            )
        elif previous != chain.head:
            found.append(Finding("previous", document, {"chain": chain.name}))
        # go on from what this row says: one defect makes one finding
        chain.seq, chain.head = seq, row["signature"]
        chain.count += 1
        text = row["content"]
        content = _read_exact(text)
        content_hash = digest(text)
        to_sign = _sign_input(row["kind"], content, previous, content_hash)
        if to_sign != row["sign_input"] or content_hash != row["content_hash"]:
            found += self._find_altered(row, content, to_sign, content_hash)
        found += self._check_copies(row, content)
        found += self._check_signature(row)
        if row.get("statement") or "statement" in content:
            found += self._check_statement(chain, row, content)
        for place, amount in enumerate(counted(content)):
            chain.sums[place] += amount
        return content, found

    def _find_altered(self, row, content, to_sign, content_hash):
        """Say which field was altered, when what is signed beside it tells."""
        document, signed = row["no"], row["sign_input"]
        names = HEAD_FIELDS.get(row["kind"], OTHER_FIELDS)
        names = (*names, "flag", "previous", "content_hash")
        sealed, now = signed.split(","), to_sign.split(",")
        key = self.keys.get(row["key"])
        if key and not is_signed_by(signed, row["signature"], key):
            # which of both is false: the text that the signature is of
            if is_signed_by(to_sign, row["signature"], key):
                found = [Finding("sign_input", document)]
                if row["content_hash"] != content_hash:
                    found.append(Finding("content_hash", document))
                return found
        elif not row["key"] and row["signature"] == hash_only(to_sign):
            return [Finding("sign_input", document)]
        if len(sealed) != len(names):
            return [Finding("sign_input", document)]
        found = [
            Finding("field", document, {"field": name, "sealed": was, "found": new})
            for name, was, new in zip(names, sealed, now, strict=True)
            if was != new and name not in ("flag", "previous", "content_hash")
        ]
        if content_hash != sealed[-1]:
            found.append(Finding("content", document))
        elif row["content_hash"] != content_hash:
            found.append(Finding("content_hash", document))
        elif not found:
            found.append(Finding("sign_input", document))
        return found

    def _check_copies(self, row, content):
        """What stands beside the content says what the content says."""
        found = [
            (name, content.get(name, default), row.get(name) or default)
            for name, default in TRUE_COPIES.items()
            if content.get(name, default) != (row.get(name) or default)
        ]
        moment = utc(content["ts"], content["tz"])
        if row["date"] != moment:
            found.append(("date", moment, row["date"]))
        sealed, beside = content["row"], row["row"]
        if sealed != beside:
            found += [
                (name, sealed.get(name), beside.get(name))
                for name in sorted({*sealed, *beside})
                if sealed.get(name) != beside.get(name)
            ]
        return [
            Finding("field", row["no"], {"field": name, "sealed": was, "found": new})
            for name, was, new in found
        ]

    def _check_signature(self, row):
        document, fpr, signed = row["no"], row["key"], row["sign_input"]
        if fpr:
            return self._check_key("signature", row["signature"], fpr, row)
        found = []
        if row["signature"] != hash_only(signed):
            found.append(Finding("hash", document))
        by = row.get("countersignature")
        if by:
            found += self._check_key(
                "countersignature", by["signature"], by["key"], row
            )
        elif not self.pending:
            found.append(Finding("unsigned", document))
        return found

    def _check_key(self, code, signature, fpr, row):
        key = self.keys.get(fpr)
        if key is None:
            return [Finding("unknown_key", row["no"], {"key": str(fpr)[:16]})]
        if not is_signed_by(row["sign_input"], signature, key):
            return [Finding(code, row["no"], {"key": fpr[:16]})]
        return []

    def _check_statement(self, chain, row, content):
        document, statement = row["no"], row.get("statement")
        device, signature = row.get("device"), row.get("device_signature")
        head, chain.device_head = chain.device_head, content.get("device_signature")
        told = {"device": device}
        if not statement or content.get("statement") != digest(statement):
            return [Finding("statement", document)]
        key = self.devices.get(device)
        if (
            content["device_signature"] != signature
            or key is None
            or not is_signed_by(statement, signature, key)
        ):
            return [Finding("device_signature", document, told)]
        stated = _read_exact(statement)
        if (stated["no"], stated["ts"]) != (content["no"], content["ts"]):
            return [Finding("statement", document)]
        if stated.get("prev", "") != head:
            return [Finding("device_chain", document, told)]
        return []


def utc(ts, tz):
    """Return a local moment (AAAAMMJJHHMMSS, ±HHMM) in universal time."""
    return _utc_minute(ts[:12], tz) + ts[12:]


@lru_cache(maxsize=256)
def _utc_minute(ts, tz):
    moment = datetime(int(ts[:4]), *(int(ts[place : place + 2]) for place in _PAIRS))
    minutes = int(tz[1:3]) * 60 + int(tz[3:5])
    moment -= timedelta(minutes=-minutes if tz[0] == "-" else minutes)
    return moment.strftime("%Y%m%d%H%M")


_PAIRS = (4, 6, 8, 10)


def compare_end(chain, end):
    """Compare where a chain was found to end with where it should (a state)."""
    if chain.seq != end["seq"]:
        told = {"chain": chain.name, "expected": end["seq"], "found": chain.seq}
        return [Finding("end", chain.name, told)]
    return [
        Finding(
            "head",
            chain.name,
            {"chain": chain.name, "field": name, "sealed": value, "found": end[name]},
        )
        for name, value in chain.state().items()
        if (end.get(name) or type(value)()) != (value or type(value)())
    ]


# What an archive holds ------------------------------------------------------------

FORMAT = 1
# one row for each sealed document, in the order of the chains
SOURCES = {
    "seals.jsonl": ("closing", "event", "duplicate", "cash", "archive"),
    "tickets.jsonl": ("ticket", "provisional"),
    "training.jsonl": ("training",),
}
SOURCE_OF = {kind: name for name, kinds in SOURCES.items() for kind in kinds}
HEADER = {
    "numero": "numéro du document scellé",
    "date": "date et heure locales, AAAA-MM-JJTHH:MM:SS, puis décalage UTC",
    "caisse": "code de la caisse (voir manifest.json, tills)",
}
CONTENT = {"contenu": "tout ce qui est scellé, en JSON canonique"}
# columns of each table, with what they mean for the inspector
COLUMNS = {
    "lines.csv": {
        **HEADER,
        "rang": "rang de la ligne dans le ticket",
        "libelle": "libellé de l’article",
        "reference": "référence de l’article",
        "quantite": "quantité",
        "prix_unitaire": "prix unitaire TTC",
        "remise": "remise de la ligne",
        "ttc": "montant TTC de la ligne",
        "ht": "montant HT de la ligne",
        "taux": "taux de TVA en % ; NS : hors champ de la TVA (bons)",
        "origine": "document ou ligne d’origine (retour, acompte, commande)",
    },
    "payments.csv": {
        **HEADER,
        "mode": "moyen de paiement",
        "montant": "montant",
        "devise": "devise",
        "reference": "référence du paiement, tronquée",
    },
    "vat.csv": {
        **HEADER,
        "taux": "taux de TVA en % ; NS : hors champ de la TVA (bons)",
        "base": "base hors taxe",
        "tva": "taxe",
        "ttc": "base et taxe",
    },
    "duplicata.csv": {
        **HEADER,
        "original": "numéro du document réimprimé",
        "rang": "numéro du duplicata de ce document",
        "operateur": "pseudonyme de l’opérateur",
        **CONTENT,
    },
    "cash.csv": {
        **HEADER,
        "type": "CASH_IN entrée, CASH_OUT sortie, FLOAT fonds, COUNT comptage",
        "montant": "montant",
        "operateur": "pseudonyme de l’opérateur",
        **CONTENT,
    },
    "closings.csv": {
        **HEADER,
        "type": "type du document",
        "perimetre": "code de la caisse ; COMPANY : toutes les caisses",
        "periode": "jour, mois ou exercice (day, month, year)",
        "du": "premier jour",
        "au": "dernier jour",
        "total": "total TTC de la période",
        "grand_total": "grand total perpétuel, algébrique",
        "grand_total_absolu": "grand total perpétuel, en valeur absolue",
        **CONTENT,
    },
    "jet.csv": {
        **HEADER,
        "code": "code de l’évènement technique",
        "description": "description de l’évènement",
        "operateur": "pseudonyme de l’opérateur",
        **CONTENT,
    },
}
SOURCE_OF_TABLE = {
    name: "tickets.jsonl"
    if name in ("lines.csv", "payments.csv", "vat.csv")
    else "seals.jsonl"
    for name in COLUMNS
}
SEAL_COLUMNS = {
    "till": "code de la caisse",
    "device": "code de l’appareil (vide : document de la caisse entière)",
    "kind": "nature de la chaîne : ticket, provisional, training (école), duplicate, "
    "cash, closing, event, archive",
    "seq": "rang dans la chaîne, à partir de 1, sans trou",
    "no": "numéro du document",
    "type": "type du document (SALE vente, REFUND remboursement, CANCEL annulation, "
    "DEPOSIT acompte, CREDIT avoir, …)",
    "date": "date et heure en temps universel, AAAAMMJJHHMMSS",
    "total": "total en centimes",
    "content": "ce qui est scellé : JSON canonique (RFC 8785, montants en centimes)",
    "content_hash": "SHA-256 de content",
    "sign_input": "texte signé ; il contient la signature du document précédent",
    "signature": "ECDSA P-256 / SHA-256 de sign_input, r||s en base64url ; sans clé : "
    "SHA-256 de sign_input",
    "key": "empreinte de la clé qui a signé (dossier cert) ; null : chaîné par "
    "empreinte",
    "previous": "signature du document précédent de la chaîne",
    "row": "day : journée commerciale ; received : réception (temps universel) ; "
    "offline : établi hors ligne ; late : arrivé après la clôture de sa journée ; "
    "about : enregistrement du logiciel",
    "statement": "ce que l’appareil a lui-même signé",
    "device_signature": "signature de l’appareil",
    "countersignature": "signature apposée après coup : signature, key, date",
}


def decimals(value):
    """Return cents as a decimal number; a text as it is."""
    if type(value) is int:
        if value >= 0:
            return f"{value // 100}.{value % 100:02d}"
        return f"-{-value // 100}.{-value % 100:02d}"
    return _plain(value)


def _plain(value):
    return value if type(value) is str else "" if value is None else str(value)


def csv_line(cells):
    """Return one line of CSV: semicolons, CRLF, no line break in a cell.

    :param cells: list of texts
    """
    line = ";".join(cells)
    if line.count(";") == len(cells) - 1 and '"' not in line and line.isprintable():
        return line + "\r\n"
    return ";".join(map(_cell, cells)) + "\r\n"


def _cell(text):
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else " " for sign in text)
    if ";" in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _table_head(content):
    ts = content["ts"]
    moment = f"{ts[:4]}-{ts[4:6]}-{ts[6:8]}T{ts[8:10]}:{ts[10:12]}:{ts[12:14]}"
    return [content["no"], moment + _plain(content.get("tz")), content["till"]]


def _line_rows(head, content):
    for rank, line in enumerate(content.get("lines", ()), 1):
        get = line.get
        yield [
            *head,
            str(rank),
            _plain(get("label")),
            _plain(get("ref")),
            _plain(get("qty")),
            decimals(get("unit")),
            decimals(get("discount")),
            decimals(get("ttc")),
            decimals(get("ht")),
            _plain(get("rate")),
            _plain(get("origin")),
        ]


def _payment_rows(head, content):
    for row in content.get("payments", ()):
        get = row.get
        yield [
            *head,
            _plain(get("mode")),
            decimals(get("amount")),
            _plain(get("currency")),
            _plain(get("ref")),
        ]


def _vat_rows(head, content):
    for row in content.get("vat", ()):
        base, tax = row["base"], row["tax"]
        amounts = decimals(base), decimals(tax), decimals(base + tax)
        yield [*head, _plain(row["rate"]), *amounts]


def _get(content, *names):
    return [_plain(content.get(name)) for name in names]


def _duplicate_rows(head, content):
    yield [*head, *_get(content, "original", "count", "operator"), _raw(content)]


def _cash_rows(head, content):
    amount = decimals(content.get("total", content.get("amount")))
    kind, operator = _get(content, "type", "operator")
    yield [*head, kind, amount, operator, _raw(content)]


def _closing_rows(head, content):
    amounts = [decimals(content.get(name)) for name in ("total", "gt_alg", "gt_abs")]
    yield [
        *head,
        *_get(content, "type", "scope", "period", "from", "to"),
        *amounts,
        _raw(content),
    ]


def _event_rows(head, content):
    yield [*head, *_get(content, "code", "description", "operator"), _raw(content)]


_raw = _write_canonical


TABLES = {
    "ticket": {
        "lines.csv": _line_rows,
        "payments.csv": _payment_rows,
        "vat.csv": _vat_rows,
    },
    "duplicate": {"duplicata.csv": _duplicate_rows},
    "cash": {"cash.csv": _cash_rows},
    "closing": {"closings.csv": _closing_rows},
    "event": {"jet.csv": _event_rows},
}


def table_lines(kind, content):
    """Return (name of the table, its lines) for each table a document appears in.

    Tables are made of what is sealed and of nothing else: the verifier makes them
    again. A content that cannot be laid out has no line.
    """
    for name, rows in TABLES.get(kind, {}).items():
        try:
            head = _table_head(content)
            yield name, [csv_line(row) for row in rows(head, content)]
        except BAD_ROW:
            yield name, []


# Reading an archive ---------------------------------------------------------------


class UnreadableError(Exception):
    """The archive cannot be read at all. Holds the reason in both languages."""


MANIFEST_LIMIT = 64 << 20
KEY_LIMIT = 16 << 10
ROW_LIMIT = 16 << 20
CHUNK = 1 << 20
# our rows hold signatures, which do not shrink: what shrinks more is no archive
RATIO_LIMIT = 200
# what reading a damaged member raises (RuntimeError: it asks for a password)
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class _Hashed(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, file):
        self._file, self.hash = file, hashlib.sha256()

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self._file.read(len(buffer))
        self.hash.update(data)
        buffer[: len(data)] = data
        return len(data)


class Member:
    """A file of an archive, read line by line, hashed on the way."""

    def __init__(self, archive, name):
        self._hashed = _Hashed(archive.open(name))
        self._file = io.BufferedReader(self._hashed, CHUNK // 4)

    def line(self):
        """Return the next line as bytes, b'' at the end."""
        return self._file.readline(ROW_LIMIT)

    def drain(self):
        """Read to the end; return (SHA-256, whether anything was left)."""
        left = False
        while self._file.read(CHUNK):
            left = True
        return self._hashed.hash.hexdigest(), left


class Archive:
    """An archive that is open: its manifest, its keys, and the reading of its files.

    :raise UnreadableError: when there is nothing to verify
    """

    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            members = self.zip.infolist()
        except DAMAGED as error:
            raise UnreadableError(
                f"Ce fichier n’est pas une archive ZIP lisible ({error}).",
                f"This file is no ZIP archive that can be read ({error}).",
            ) from error
        self.names = [member.filename for member in members]
        for member in members:
            small = max(member.compress_size, 1)
            if member.file_size > CHUNK and member.file_size / small > RATIO_LIMIT:
                raise UnreadableError(
                    f"Archive refusée : {_short(member.filename)} se décompresse sans "
                    "mesure.",
                    f"Archive refused: {_short(member.filename)} unpacks without "
                    "measure.",
                )
        if len(set(self.names)) != len(self.names):
            raise UnreadableError(
                "Archive refusée : deux fichiers portent le même nom.",
                "Archive refused: two files have the same name.",
            )
        self.found = []
        self.manifest_bytes = self._read("manifest.json", MANIFEST_LIMIT)
        try:
            self.manifest = _read_exact(self.manifest_bytes.decode())
            self._read_manifest()
        except BAD_ROW as error:
            raise UnreadableError(
                f"manifest.json est illisible ({_short(error)}).",
                f"manifest.json cannot be read ({_short(error)}).",
            ) from error

    def _read(self, name, limit):
        try:
            with self.zip.open(name) as file:
                data = file.read(limit + 1)
        except (KeyError, *DAMAGED) as error:
            raise UnreadableError(
                f"{name} est absent ou illisible.", f"{name} is missing or unreadable."
            ) from error
        if len(data) > limit:
            raise UnreadableError(f"{name} est trop gros.", f"{name} is too big.")
        return data

    def _read_manifest(self):
        manifest = self.manifest
        if manifest["format"] != FORMAT:
            raise SealError(f"format {manifest['format']}")
        self.siren = manifest["company"]["siren"]
        self.start, self.end = str(manifest["from"]), str(manifest["to"])
        self.files = {one["name"]: one["sha256"] for one in manifest["files"]}
        self.keys, self.devices = {}, {}
        for entry in manifest["keys"]:
            self._load_key(entry, self.keys, entry["fingerprint"])
        for entry in manifest["devices"]:
            if entry["fingerprint"]:
                self._load_key(entry, self.devices, entry["code"])
        self.chains = {}
        for entry in manifest["chains"]:
            key = entry["till"], entry["device"] or "", entry["kind"]
            for end in ("start", "end"):
                Chain(*key, entry[end])
            self.chains[key] = entry
        self.defects = [str(one) for one in manifest["integrity"]["defects"]]

    def _load_key(self, entry, keys, name):
        try:
            key = load_public_key(self._read(entry["file"], KEY_LIMIT).decode())
        except (SealError, UnreadableError, ValueError):
            self.found.append(Finding("key_file", entry["file"]))
            return
        if fingerprint(key) != entry["fingerprint"]:
            self.found.append(Finding("key_file", entry["file"]))
        keys[name] = key

    def is_manifest_signed(self):
        """Say whether manifest.sig is of this manifest, by a key of the company."""
        try:
            fpr, signature = self._read("manifest.sig", KEY_LIMIT).decode().split()
        except (UnreadableError, ValueError):
            return False
        key = self.keys.get(fpr)
        text = hashlib.sha256(self.manifest_bytes).hexdigest()
        return key is not None and is_signed_by(text, signature, key)


class Verification:
    """The verification of an archive; ``run()`` yields what is wrong.

    :param previous: path of the archive before, to verify that this one follows it
    """

    def __init__(self, path, previous=None):
        self.archive = Archive(path)
        self.previous = Archive(previous) if previous else None
        self.documents = 0

    def run(self):
        archive = self.archive
        yield from archive.found
        self._signed = archive.is_manifest_signed()
        if not self._signed:
            yield Finding("manifest")
        for defect in archive.defects:
            yield Finding("told", "", {"what": defect})
        self.checker = Checker(archive.keys, archive.devices)
        self.anchors = {}
        for key, entry in archive.chains.items():
            self.checker.begin(*key, entry["start"])
        if self.previous:
            yield from self._follow_previous()
        yield from self._check_names()
        self.closings = ClosingSums(archive.start, archive.end)
        for source in SOURCES:
            yield from self._guard(source, self._check_source(source))
        for key, entry in archive.chains.items():
            yield from compare_end(self.checker.chains[key], entry["end"])
        yield from self.closings.compare()

    def _guard(self, name, steps):
        """A file that ends in the middle is itself a finding, once."""
        try:
            yield from steps
        except DAMAGED:
            yield Finding("damaged_file", name)

    def _check_names(self):
        archive = self.archive
        for name in archive.files:
            if name not in archive.names:
                yield Finding("missing_file", name)
            elif name not in SOURCES and name not in COLUMNS:
                yield from self._guard(name, self._check_hash(name))
        for name in archive.names:
            if name not in archive.files and name not in (
                "manifest.json",
                "manifest.sig",
            ):
                yield Finding("foreign_file", name)
        for name in (*SOURCES, *COLUMNS):
            if name not in archive.files:
                yield Finding("missing_file", name)

    def _check_hash(self, name):
        if not self._is_whole(name):
            yield Finding("file", name)

    def _check_source(self, source):
        tables = {}
        for name in COLUMNS:
            if SOURCE_OF_TABLE[name] == source and name in self.archive.names:
                # a table that is the signed one need not be made again
                if not self._signed or not self._is_whole(name):
                    tables[name] = Table(self.archive, name)
        if source in self.archive.names:
            member = Member(self.archive.zip, source)
            while line := member.line():
                yield from self._check_line(source, line, tables)
            if member.drain()[0] != self.archive.files.get(source):
                yield Finding("file", source)
        for table in tables.values():
            yield from self._guard(table.name, table.finish())

    def _is_whole(self, name):
        try:
            whole = Member(self.archive.zip, name).drain()[0]
        except DAMAGED:
            return False
        return whole == self.archive.files.get(name)

    def _check_line(self, source, line, tables):
        try:
            row = _read_exact(line.decode())
            kind = row["kind"]
            if SOURCE_OF[kind] != source:
                raise SealError(f"kind {kind}")
            if (row["till"], row.get("device") or "", kind) not in self.archive.chains:
                raise SealError("chain")
        except BAD_ROW as error:
            why = {"why": type(error).__name__}
            yield Finding("unreadable", source, why)
            return
        self.documents += 1
        content, found = self.checker.check(row)
        yield from found
        if self.anchors:
            yield from self._check_anchor(row)
        if content is None:
            return
        for name, lines in table_lines(kind, content) if tables else ():
            table = tables.get(name)
            if table and not table.agrees(lines):
                yield from table.differ(row["no"])
        self.closings.add(row, content)

    # The archive before -------------------------------------------------------------

    def _follow_previous(self):
        previous = self.previous
        yield from previous.found
        if not previous.is_manifest_signed():
            yield Finding("manifest")
        if previous.siren != self.archive.siren:
            yield Finding("other_company", "", {"found": previous.siren})
            return
        for fpr in previous.keys:
            if fpr not in self.archive.keys:
                yield Finding("key_before", "", {"key": fpr[:16]})
        for key, entry in previous.chains.items():
            before, mine = entry["end"], self.archive.chains.get(key)
            yield from self._follow_chain(key, before, mine)

    def _follow_chain(self, key, before, mine):
        told = {"chain": chain_name(*key), "expected": before["seq"]}
        if mine is None or mine["end"]["seq"] < before["seq"]:
            found = mine["end"]["seq"] if mine else 0
            yield Finding("restored", "", {**told, "found": found})
        elif mine["start"]["seq"] > before["seq"]:
            told["expected"] += 1
            yield Finding("not_next", "", {**told, "found": mine["start"]["seq"]})
        elif mine["start"]["seq"] == before["seq"]:
            yield from _compare_states(mine["start"], before, told)
        else:
            self.anchors[key] = before

    def _check_anchor(self, row):
        key = row["till"], row.get("device") or "", row["kind"]
        before = self.anchors.get(key)
        if before and row["seq"] == before["seq"]:
            chain = self.checker.chains[key]
            told = {"chain": chain.name, "expected": before["seq"]}
            yield from _compare_states(chain.state(), before, told)


def _compare_states(mine, before, told):
    if before["seq"] and mine["head"] != before["head"]:
        yield Finding("rewritten", "", told)
    for name in SUMS:
        if mine.get(name, 0) != before.get(name, 0):
            ends = {"field": name, "expected": before.get(name), "found": mine[name]}
            yield Finding("totals_before", "", {**told, **ends})


class Table:
    """A table of an archive, compared line by line with what the documents say."""

    def __init__(self, archive, name):
        self.name, self.sha256 = name, archive.files.get(name)
        self._member = Member(archive.zip, name)
        self._columns = list(COLUMNS[name])
        self._lost = self._read() != csv_line(self._columns).encode()
        self._told, self._different = False, None

    def agrees(self, lines):
        """Say whether the next lines are these; after a first difference, no more."""
        if self._lost:
            return True
        for line in lines:
            there = self._read()
            if there != line.encode():
                self._lost, self._different = True, (there, line)
                return False
        return True

    def _read(self):
        try:
            return self._member.line()
        except DAMAGED:
            return b""

    def differ(self, document):
        """Yield the first difference, at this document."""
        self._told = True
        told = {"file": self.name, "field": self._column(*self._different)}
        yield Finding("derived", document, told)

    def _column(self, there, line):
        """Return the name of the column that differs, when the others do not."""
        there = there.decode(errors="replace").rstrip("\r\n").split(";")
        line = line.rstrip("\r\n").split(";")
        if len(there) != len(line) or len(line) != len(self._columns):
            return "…"
        pairs = zip(self._columns, there, line, strict=True)
        return ", ".join(name for name, a, b in pairs if a != b) or "…"

    def finish(self):
        sha256, left = self._member.drain()
        if sha256 != self.sha256 or ((left or self._lost) and not self._told):
            yield Finding("file", self.name)


# What closings say ----------------------------------------------------------------


COMPANY = "COMPANY"


class ClosingSums:
    """Sums of the tickets of each closing, to compare with what it says.

    A ticket is in the closing of its day, a late one in that which names it. Memory
    grows with the closings, never with the tickets.

    :param start: first day of the archive; closings of periods that begin before or
        end after it are not compared
    :param end: last day of the archive
    """

    def __init__(self, start, end):
        self._start, self._end = start, end
        self._days, self._periods, self._late = {}, [], {}

    def add(self, row, content):
        """Take in a document; closings come before the tickets they sum."""
        try:
            if row["kind"] == "closing":
                self._add_closing(content)
            elif row["kind"] == "ticket":
                self._add_ticket(content)
        except BAD_ROW:
            return

    def _add_closing(self, content):
        inside = self._start <= content["from"] and content["to"] <= self._end
        if content["type"] != "CLOSING" or not inside:
            return
        if content["period"] != "day" or content["scope"] == COMPANY:
            self._periods.append(
                {
                    name: content[name]
                    for name in ("no", "scope", "period", "from", "to", "total")
                }
            )
            return
        closing = {"content": content, "sums": {}, "late": 0}
        self._days[content["scope"], content["from"]] = closing
        for number in content["late"]["numbers"]:
            self._late[number] = closing

    def _add_ticket(self, content):
        if content["row"].get("late"):
            closing = self._late.get(content["no"])
        else:
            closing = self._days.get((content["till"], content["row"]["day"]))
        if closing is None:
            return
        closing["late"] += bool(content["row"].get("late"))
        sums = closing["sums"]
        _add(sums, "documents", 1)
        if content["type"] not in COUNTED:
            return
        for one in content.get("vat", ()):
            _add(sums, f"base {one['rate']}", one["base"])
            _add(sums, f"tax {one['rate']}", one["tax"])
            if one["rate"] != OUT_OF_SCOPE:
                _add(sums, "total", one["base"] + one["tax"])
        for one in content.get("payments", ()):
            _add(sums, f"payments {one['mode']}", one["amount"])

    def compare(self):
        """Yield what closings say that documents do not."""
        ends, totals = {}, {}
        for (scope, day), closing in sorted(self._days.items()):
            content = closing["content"]
            try:
                yield from self._compare_day(closing, content, ends.get(scope))
                ends[scope] = content
                totals.setdefault(scope, []).append((day, content["total"]))
            except BAD_ROW:
                continue
        tills = [pair for pairs in totals.values() for pair in pairs]
        for closing in self._periods:
            if closing["period"] == "day":
                yield from self._compare_period(closing, tills)
                pair = closing["from"], closing["total"]
                totals.setdefault(COMPANY, []).append(pair)
        for closing in self._periods:
            if closing["period"] != "day":
                days = totals.get(closing["scope"], ())
                yield from self._compare_period(closing, days)

    def _compare_period(self, closing, days):
        reckoned = sum(
            total for day, total in days if closing["from"] <= day <= closing["to"]
        )
        yield from self._differ(closing["no"], "total", reckoned, closing["total"])

    def _compare_day(self, closing, content, before):
        document, said = content["no"], {}
        # late tickets that lie in the archive before cannot be summed here
        numbers, late = content["late"]["numbers"], content["late"]["count"]
        tickets = [one for one in numbers if one.rpartition("-")[2].isdigit()]
        if closing["late"] == len(tickets) and late == len(numbers):
            said["documents"] = content["documents"]
            said["total"] = content["total"]
            for one in content["vat"]:
                said[f"base {one['rate']}"] = one["base"]
                said[f"tax {one['rate']}"] = one["tax"]
            for one in content["payments"]:
                said[f"payments {one['mode']}"] = one["amount"]
            for name in sorted({*said, *closing["sums"]}):
                reckoned = closing["sums"].get(name, 0)
                yield from self._differ(document, name, reckoned, said.get(name, 0))
        if before:
            reckoned = before["gt_alg"] + content["total"]
            yield from self._differ(document, "gt_alg", reckoned, content["gt_alg"])
            reckoned = before["gt_abs"] + content["total_abs"]
            yield from self._differ(document, "gt_abs", reckoned, content["gt_abs"])

    def _differ(self, document, name, reckoned, said):
        if reckoned != said:
            told = {"field": name, "sealed": reckoned, "found": said}
            yield Finding("closing", document, told)


def _add(sums, name, amount):
    sums[name] = sums.get(name, 0) + amount


# Command line ---------------------------------------------------------------------

SOUND, ALTERED, UNREADABLE = 0, 1, 2
SHOWN = 200
TEXTS = {
    "sound": (
        "Archive intègre : {documents} documents vérifiés, du {start} au {end} "
        "(SIREN {siren}).",
        "Sound archive: {documents} documents verified, from {start} to {end} (SIREN "
        "{siren}).",
    ),
    "altered": (
        "ARCHIVE ALTÉRÉE : {count} anomalie(s) dans {documents} documents.",
        "ALTERED ARCHIVE: {count} defect(s) in {documents} documents.",
    ),
    "more": ("… et {count} autre(s).", "… and {count} more."),
    "keys": ("Clé de l’entreprise : {key}", "Key of the company: {key}"),
    "failed": (
        "Cette archive ne peut être vérifiée ({error}).",
        "This archive cannot be verified ({error}).",
    ),
}


def main(arguments=None):
    """Verify an archive from the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Vérifie une archive fiscale scellée. Code de sortie : 0 intègre, "
        "1 altérée, 2 illisible."
    )
    parser.add_argument("archive", help="archive UCARCH_….zip")
    parser.add_argument("--previous", help="archive précédente, pour la continuité")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr")
    options = parser.parse_args(arguments)
    place = LANGUAGES.index(options.lang)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _verify(options, place)
    except UnreadableError as error:
        _say(error.args[place], sys.stderr)
    except Exception as error:  # an inspector reads a sentence, never a stack trace
        told = f"{type(error).__name__}: {_short(error)}"
        _say(TEXTS["failed"][place].format(error=told), sys.stderr)
    return UNREADABLE


def _say(text, stream=None):
    (stream or sys.stdout).write(text + "\n")


def _verify(options, place):
    verification = Verification(options.archive, options.previous)
    count = 0
    for finding in verification.run():
        count += 1
        if count <= SHOWN:
            _say(finding.tell(options.lang))
    if count > SHOWN:
        _say(TEXTS["more"][place].format(count=count - SHOWN))
    manifest = verification.archive.manifest
    told = {
        "documents": verification.documents,
        "count": count,
        "start": _short(manifest.get("from")),
        "end": _short(manifest.get("to")),
        "siren": _short(verification.archive.siren),
    }
    _say(TEXTS["altered" if count else "sound"][place].format(**told))
    for key in verification.archive.keys:
        _say(TEXTS["keys"][place].format(key=_short(key)))
    return ALTERED if count else SOUND


if __name__ == "__main__":
    sys.exit(main())
