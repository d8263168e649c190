# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files of an archive that is being made: on disk, never in memory."""

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

from .verifier import fiscal_verify

CHUNK = 1 << 20
VERIFIER = "fiscal_verify.py"
NAMES = (*fiscal_verify.SOURCES, *fiscal_verify.COLUMNS)


class ArchiveFiles:
    """Rows and tables in a folder of their own; work that was cut off goes on.

    :param folder: where the files are, kept between two batches of work
    :param sizes: what :meth:`flush` returned last; more than that is cut away
    :raise OSError: the disk is full, the folder is gone
    """

    def __init__(self, folder, sizes=None):
        self.folder = Path(folder)
        self._rows, self._files = {}, {}
        if not sizes:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(mode=0o700, parents=True)
        for name in NAMES:
            size, self._rows[name] = (sizes or {}).get(name, (0, 0))
            path = self.folder / name
            if sizes:
                os.truncate(path, size)
            self._files[name] = open(path, "a", encoding="utf-8", newline="")
        if not sizes:
            for name, columns in fiscal_verify.COLUMNS.items():
                self._write(name, fiscal_verify.csv_line(list(columns)))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for file in self._files.values():
            file.close()

    def _write(self, name, *lines):
        self._files[name].writelines(lines)
        self._rows[name] += len(lines)

    def add(self, row, content):
        """Write one sealed row, and the lines of tables it appears in.

        :param content: what the verifier's ``Checker`` returned for it
        """
        source = fiscal_verify.SOURCE_OF[row["kind"]]
        self._write(source, fiscal_verify.canonical(row) + "\n")
        if content is not None:
            for name, lines in fiscal_verify.table_lines(row["kind"], content):
                self._write(name, *lines)

    def flush(self):
        """Write what waits to the disk; return what another instance goes on from."""
        for file in self._files.values():
            file.flush()
        return {
            name: (os.path.getsize(self.folder / name), self._rows[name])
            for name in NAMES
        }

    def pack(self, manifest, keys, sign):
        """Make the archive.

        :param manifest: dict, without the list of files
        :param keys: PEM by name of file
        :param sign: function (text) → (fingerprint or False, signature)
        :return: (path, SHA-256, SHA-1, size in bytes)
        """
        self.flush()
        texts = {**keys, **schemas(), "LISEZMOI.txt": read_me()}
        texts[VERIFIER] = Path(fiscal_verify.__file__).read_text(encoding="utf-8")
        files = [
            {"name": name, "sha256": digest_file(self.folder / name), "rows": rows}
            for name, rows in self._rows.items()
        ]
        files += [
            {"name": name, "sha256": fiscal_verify.digest(text), "rows": 0}
            for name, text in texts.items()
        ]
        text = fiscal_verify.canonical({**manifest, "files": files})
        key, signature = sign(fiscal_verify.digest(text))
        texts["manifest.json"] = text
        texts["manifest.sig"] = f"{key or '-'} {signature}\n"
        path = self.folder / "archive.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zip_:
            for name, text in texts.items():
                zip_.writestr(name, text.encode())
            for name in NAMES:
                zip_.write(self.folder / name, name)
        with open(path, "rb") as file:
            os.fsync(file.fileno())
        return (
            path,
            digest_file(path),
            digest_file(path, hashlib.sha1),
            path.stat().st_size,
        )

    def remove(self):
        """Leave nothing behind."""
        self.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)


def digest_file(source, algorithm=hashlib.sha256):
    """Return the digest of a file (a path or an open file), whatever its size."""
    summary = algorithm()
    with source if hasattr(source, "read") else open(source, "rb") as file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            summary.update(chunk)
    return summary.hexdigest()


def schemas():
    """Return the JSON schemas of rows and of sealed contents, by name of file."""
    text, whole = {"type": "string"}, {"type": "integer"}
    special = {
        "seq": whole,
        "total": whole,
        "row": {"type": "object"},
        "key": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "countersignature": {"type": "object"},
    }
    row = {
        name: {**special.get(name, text), "description": description}
        for name, description in fiscal_verify.SEAL_COLUMNS.items()
    }
    optional = ("statement", "device_signature", "countersignature")
    content = {
        **dict.fromkeys(("company", "till", "no", "type", "ts", "tz"), text),
        "v": whole,
        "total": whole,
        "lines": {"type": "array"},
        "payments": {"type": "array"},
        "vat": {"type": "array"},
    }
    needed = ("v", "company", "till", "no", "type", "ts", "tz")
    return {
        "schema/row.json": _schema(row, [name for name in row if name not in optional]),
        "schema/content.json": _schema(content, needed),
    }


def _schema(properties, required):
    return json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": properties,
            "required": list(required),
        },
        indent=1,
        ensure_ascii=False,
    )


def read_me():
    """Return LISEZMOI.txt: what each file and column is, for the inspector."""
    parts = [READ_ME]
    parts.append("\nLIGNES SCELLÉES (tickets.jsonl, training.jsonl, seals.jsonl)\n")
    parts += [
        f"  {name} : {description}\n"
        for name, description in fiscal_verify.SEAL_COLUMNS.items()
    ]
    for name, columns in fiscal_verify.COLUMNS.items():
        parts.append(f"\n{name}\n")
        parts += [f"  {column} : {told}\n" for column, told in columns.items()]
    return "".join(parts)


READ_ME = """\
ARCHIVE FISCALE SCELLÉE
(CGI, article 286, I-3° bis : inaltérabilité, sécurisation, conservation, archivage)

VÉRIFIER CETTE ARCHIVE
Il faut Python 3.10 ou plus récent et la bibliothèque « cryptography »
(pip install cryptography). Aucun logiciel de l’éditeur n’est nécessaire.

  python fiscal_verify.py ARCHIVE.zip
  python fiscal_verify.py ARCHIVE.zip --previous ARCHIVE_PRÉCÉDENTE.zip

Le code de sortie est 0 si l’archive est intègre, 1 si elle est altérée (le programme
dit quel document et, si possible, quel champ), 2 si elle est illisible.

FICHIERS
  manifest.json    entreprise, période, caisses, appareils, clés publiques, versions du
                   logiciel, début et fin de chaque chaîne, empreinte de chaque fichier
  manifest.sig     empreinte de la clé, puis signature de l’empreinte SHA-256 de
                   manifest.json (ECDSA P-256 / SHA-256, r||s en base64url)
  tickets.jsonl    tickets et documents provisoires, tels qu’ils sont scellés
  training.jsonl   tickets du mode école (factices, hors comptabilité)
  seals.jsonl      clôtures, journal des évènements techniques, duplicata, mouvements
                   d’espèces, archives, tels qu’ils sont scellés
  lines.csv, payments.csv, vat.csv                  lignes, paiements, TVA des tickets
  duplicata.csv, cash.csv, closings.csv, jet.csv    les mêmes documents, en tableaux
  schema/          schémas JSON
  cert/            clés publiques de l’entreprise et des appareils
  fiscal_verify.py programme de vérification

Tableaux : UTF-8, séparateur point-virgule, lignes CRLF, point décimal, dates ISO.
Montants en euros dans les tableaux, en centimes dans les contenus scellés.
Les opérateurs sont des pseudonymes ; aucun client n’est nommé.
Un document chaîné par empreinte, faute de clé lisible à ce moment, porte la signature
apposée ensuite dans « countersignature ».

TAUX : 2000 = 20 %, 1000 = 10 %, 0550 = 5,5 %, 0210 = 2,1 % ; NS = hors champ (bons).
"""
