# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands: ports, databases, counting of tests, logs, what is left running."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from devkit import (
    config,
    databases,
    demo,
    layout,
    manifests,
    modules,
    postgres,
    procs,
    reports,
    runner,
    server,
    serverlog,
    templates,
    testing,
)
from devkit.console import Fail


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("UNIFIED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("UNIFIED_CACHE", str(tmp_path / "cache"))
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


# make run --------------------------------------------------------------------


def test_a_taken_port_is_told_with_another_one(own_folders, taken_port):
    with pytest.raises(Fail) as problem:
        demo.check_port(taken_port)
    assert f"port {taken_port} is taken" in str(problem.value)
    assert f"PORT={taken_port + 1}" in str(problem.value)


def test_a_second_run_is_told_of_the_first(own_folders, taken_port):
    first = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        demo.run_file().write_text(f'{{"port": {taken_port}, "group": {first.pid}}}')
        with pytest.raises(Fail) as problem:
            demo.check_port(taken_port)
        assert "already runs" in str(problem.value)
    finally:
        procs.stop(first)
    assert not procs.group_alive(first.pid)


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(text, monkeypatch):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Fail):
        demo.port_from_environment()


def test_the_welcome_warns_when_open_to_the_network(own_folders):
    url = "http://127.0.0.1:8070"
    assert "passwords are public" in demo.welcome("demo", url, "0.0.0.0")
    at_home = demo.welcome("demo", url, "127.0.0.1")
    assert "passwords are public" not in at_home
    assert "http://localhost:8070/shop" in at_home


def test_progress_is_silent_when_the_demo_cannot_tell():
    client = demo.Client(f"http://127.0.0.1:{procs.free_port()}", "demo")
    for _try in range(3):
        assert client.progress() is None
    assert client.hopeless


# Processes -------------------------------------------------------------------


def test_stopping_a_server_stops_its_children_too():
    parent = subprocess.Popen(
        [sys.executable, "-c", "import os,time; os.fork(); time.sleep(60)"],
        start_new_session=True,
    )
    time.sleep(0.3)
    procs.stop(parent)
    assert not procs.group_alive(parent.pid)


def test_a_server_that_ignores_the_signal_is_killed():
    code = "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    stubborn = subprocess.Popen(
        [sys.executable, "-c", f"{code}; time.sleep(60)"],
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    stubborn.stdout.readline()
    procs.stop(stubborn, patience=0.3)
    stubborn.stdout.close()
    assert not procs.group_alive(stubborn.pid)


def test_ctrl_c_stops_a_command_that_a_script_put_in_the_background():
    code = (
        "import sys, time; from devkit import cli;"
        "cli.COMMANDS['clean'] = lambda _: (print('on', flush=True), time.sleep(60));"
        "sys.exit(cli.main(['clean']))"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert command.stdout.readline().strip() == b"on"
    command.send_signal(signal.SIGINT)
    _output, errors = command.communicate(timeout=20)
    assert command.returncode == 130
    assert b"stopped" in errors


def test_what_a_command_left_running_is_found():
    environment = {**os.environ, procs.RUN_VARIABLE: "a-run-of-this-test"}
    forgotten = subprocess.Popen(["sleep", "60"], env=environment)
    try:
        deadline = time.time() + 5
        while time.time() < deadline and not procs.leftovers("a-run-of-this-test"):
            time.sleep(0.05)
        assert [pid for pid, _command in procs.leftovers("a-run-of-this-test")] == [
            forgotten.pid
        ]
    finally:
        forgotten.kill()
        forgotten.wait()
    assert procs.leftovers("a-run-of-this-test") == []


def test_what_a_killed_test_left_running_is_stopped(monkeypatch):
    monkeypatch.setenv(procs.RUN_VARIABLE, "a-killed-run")
    forgotten = subprocess.Popen(["sleep", "60"], start_new_session=True)
    found = procs.stop_leftovers(patience=2)
    assert [pid for pid, _command in found] == [forgotten.pid]
    assert forgotten.wait(5) != 0


def test_a_server_that_dies_is_told_with_its_last_error(own_folders):
    log = own_folders / "x.log"
    code = "print('CRITICAL the database is gone'); raise SystemExit(1)"
    process = procs.start([sys.executable, "-c", code], log)
    process.wait()
    with pytest.raises(Fail) as problem:
        server.wait(server.Server("x", procs.free_port(), log, process))
    assert "the database is gone" in str(problem.value)


def test_two_commands_never_hold_one_lock(own_folders):
    holder = (
        "import sys, time; from devkit import layout\n"
        "with layout.lock('x'):\n    print('held', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(layout.ROOT / "scripts")}
    first = subprocess.Popen(
        [sys.executable, "-c", holder], stdout=subprocess.PIPE, env=environment
    )
    try:
        assert first.stdout.readline().strip() == b"held"
        began = time.time()
        first.kill()
        # The lock of a killed command is free at once: nothing to clean by hand.
        with layout.lock("x"):
            assert time.time() - began < 10
    finally:
        first.wait()
        first.stdout.close()


# Database server ---------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me@host/",
        "not an address",
        "postgresql://postgres:x@host/",
        "postgresql://host/",
    ],
)
def test_a_server_address_odoo_cannot_use_is_refused(url):
    with pytest.raises(Fail):
        config.server_from_url(url)


def test_a_server_address_is_read_whole():
    found = config.server_from_url("postgresql://me:p%40ss@db.example:6543/ignored")
    assert (found.host, found.port, found.user, found.password) == (
        *("db.example", 6543),
        *("me", "p@ss"),
    )


def test_a_server_that_does_not_answer_is_told():
    nobody = config.Server("127.0.0.1", procs.free_port(), "me", "x")
    with pytest.raises(Fail) as problem:
        databases.Databases(nobody).names()
    assert "cannot connect" in str(problem.value) and "\n" not in str(problem.value)


def test_old_postgresql_programs_are_not_used(tmp_path, monkeypatch):
    for version in ("12.4", "15.2"):
        folder = tmp_path / version
        folder.mkdir()
        (folder / "postgres").write_text(f"#!/bin/sh\necho postgres {version}\n")
        (folder / "postgres").chmod(0o755)
    assert postgres.major(tmp_path / "12.4") == 12 < postgres.OLDEST
    assert postgres.major(tmp_path / "15.2") == 15
    assert postgres.major(tmp_path / "absent") == 0


@pytest.mark.parametrize("name", ["", "a b", 'x"y', "1st", "é", "x" * 64])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(Fail):
        databases.check_name(name)


def test_a_copied_filestore_shares_its_files(tmp_path):
    (tmp_path / "a/ab").mkdir(parents=True)
    (tmp_path / "a/ab/file").write_text("x")
    databases.link_tree(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b/ab/file").stat().st_ino == (
        tmp_path / "a/ab/file"
    ).stat().st_ino


def test_a_copy_is_whole_its_own_and_dropped_afterwards():
    with testing.database("copy", template="bare") as name:
        with testing.connection(name) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM res_partner")
            assert cursor.fetchone()[0] > 0
            cursor.execute("UPDATE res_partner SET name = 'changed'")
            connection.commit()
        assert config.filestore(name).exists()
        with pytest.raises(Fail) as problem:
            testing.open_session().databases.copy(name, name)
        assert "already" in str(problem.value)
    assert not testing.open_session().databases.exists(name)
    assert not config.filestore(name).exists()


def test_a_script_that_fails_is_told_in_one_line():
    with testing.database("script", template="bare") as name:
        assert testing.odoo_shell(name, "print(env.company.country_id.code)") == "FR\n"
        with pytest.raises(Fail) as problem:
            testing.odoo_shell(name, "env['no.such.model']")
        assert "no.such.model" in str(problem.value)
        assert "\n" not in str(problem.value)


# Modules and templates ---------------------------------------------------------


def make_module(folder, name, depends=(), **manifest):
    path = folder / name
    path.mkdir(parents=True)
    content = {"name": name, "depends": list(depends), **manifest}
    (path / "__manifest__.py").write_text(repr(content))
    return path


@pytest.fixture
def small_suite(tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "ROOT", tmp_path)
    make_module(tmp_path, "unified_base", ["sale"])
    make_module(tmp_path, "unified_a", ["unified_base"])
    make_module(tmp_path / "addons", "unified_bridge", ["unified_a", "unified_z"])
    make_module(tmp_path, "unified_z", ["unified_base"])
    make_module(tmp_path, "unified_off", [], installable=False)
    return tmp_path


def test_modules_come_after_what_they_need(small_suite):
    names = list(modules.all_modules())
    assert set(names) == {"unified_base", "unified_a", "unified_z", "unified_bridge"}
    assert names[0] == "unified_base" and names[-1] == "unified_bridge"
    assert modules.dependencies("unified_a") == ["unified_base", "unified_a"]


def test_an_unknown_module_is_told_with_the_known_ones(small_suite):
    with pytest.raises(Fail) as problem:
        modules.dependencies("unified_x")
    assert "unified_bridge" in str(problem.value)


def test_only_what_reaches_the_database_asks_for_an_upgrade(small_suite):
    path = small_suite / "unified_a"
    before = modules.fingerprint(path)
    for file in ("static/src/x.js", "tests/test_x.py", "readme/USAGE.md", "i18n/x.pot"):
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_text("x")
    assert modules.fingerprint(path) == before
    (path / "views").mkdir()
    (path / "views/x.xml").write_text("<odoo/>")
    assert modules.fingerprint(path) != before


def test_what_is_new_changed_and_gone_is_known():
    known, wanted = {"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}
    assert templates.difference(known, wanted) == (["d"], ["b"], ["c"])


def test_a_manifest_with_a_mistake_is_told(small_suite):
    path = small_suite / "unified_a"
    (path / "__manifest__.py").write_text("{'name': ")
    with pytest.raises(Fail) as problem:
        modules.all_modules()
    assert "unified_a" in str(problem.value)


def test_manifest_rules_find_what_is_wrong(small_suite):
    path = make_module(
        small_suite,
        "unified_bad",
        author="Somebody",
        license="GPL-3",
        version="1.0",
        data=["views/absent.xml"],
        instalable=True,
    )
    (path / "views").mkdir()
    (path / "views/forgotten.xml").write_text("<odoo/>")
    found = "\n".join(manifests.problems(path))
    for word in ("LGPL-3", "author", "19.0.x.y.z", "absent.xml", "forgotten.xml"):
        assert word in found
    assert "instalable" in found and "no dependency" in found


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ('msgid "Cart"\nmsgstr ""', "lacks"),
        ('#, fuzzy\nmsgid "Cart"\nmsgstr "Panier"', "fuzzy"),
        ('msgid "Shop"\nmsgstr "Boutique"', "lacks"),
        ('msgid "Cart"\nmsgstr "Panier %(name)s"', "placeholders"),
    ],
)
def test_missing_french_is_found(entry, word, tmp_path):
    folder = tmp_path / "unified_a/i18n"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "unified_a.pot").write_text(f'{head}msgid "Cart"\nmsgstr ""\n')
    (folder / "fr.po").write_text(f"{head}{entry}\n")
    [found] = manifests.translation_problems(tmp_path / "unified_a")
    assert word in found


# Counting ------------------------------------------------------------------------


JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure>x</failure></testcase>
<testcase name="c"><error>x</error></testcase>
<testcase name="d"><skipped message="no Chromium found"/></testcase>
</testsuite></testsuites>"""


def job_after(tmp_path, monkeypatch, code, junit, must_run=True):
    monkeypatch.setenv("UNIFIED_DATA", str(tmp_path))
    (tmp_path / "reports").mkdir(exist_ok=True)
    job = runner.Job("unified_x", [], must_run=must_run)
    if junit:
        job.junit.write_text(junit)
    job.code = code
    runner.Runner.__new__(runner.Runner)._judge(job)
    return job


def test_tests_are_counted_from_the_report(tmp_path):
    (tmp_path / "x.xml").write_text(JUNIT)
    count, reasons = reports.read(tmp_path / "x.xml")
    assert count == (1, 2, 1)
    assert reasons == ["no Chromium found"]
    total = count + reports.Count(passed=2)
    assert total.line() == "3 passed, 2 failed, 1 skipped"


@pytest.mark.parametrize(
    ("code", "junit", "words"),
    [
        (5, "<testsuites/>", "ran no test"),
        (0, "<testsuites/>", "ran no test"),
        (0, None, "ran no test"),
        (3, None, "pytest ended with 3"),
        (-9, None, "pytest ended with -9"),
        (1, "<testsuites><testcase name='a'/></testsuites>", "does not say where"),
    ],
)
def test_a_false_green_is_red(code, junit, words, tmp_path, monkeypatch):
    job = job_after(tmp_path, monkeypatch, code, junit)
    assert words in job.problem
    assert job.count.failed == 1


def test_tests_left_out_for_want_of_a_browser_are_a_failure(tmp_path, monkeypatch):
    green = (
        "<testsuites><testcase name='a'/><testcase name='b'>"
        "<skipped message='Chrome executable not found'/></testcase></testsuites>"
    )
    assert "browser" in job_after(tmp_path, monkeypatch, 0, green).problem


def test_a_file_with_long_tests_only_may_run_none(tmp_path, monkeypatch):
    job = job_after(tmp_path, monkeypatch, 5, "<testsuites/>", must_run=False)
    assert job.problem is None and not job.count.failed


def test_a_choice_by_name_may_leave_a_module_without_tests(own_folders):
    tests = runner.Runner(session=None)
    chosen = tests.jobs(pytest_arguments=["-k", "cart"])
    assert chosen and not any(job.must_run for job in chosen)
    assert all(job.arguments[-2:] == ["-k", "cart"] for job in chosen)
    whole = tests.jobs()
    assert {job.name for job in whole if job.must_run} >= set(testing.our_modules())


def test_what_measures_time_runs_last_and_alone(own_folders):
    jobs = runner.Runner(session=None).jobs()
    alone = [job.alone for job in jobs]
    assert alone == sorted(alone)


# Logs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("logger", "level", "defect"),
    [
        ("odoo.addons.unified_pos.models.x", logging.WARNING, True),
        ("odoo.addons.unified_pos.models.x", logging.INFO, False),
        ("odoo.http", logging.ERROR, True),
        ("odoo.http", logging.WARNING, False),
        ("odoo.sql_db", logging.ERROR, False),
    ],
)
def test_defects_in_a_log_are_told_from_noise(logger, level, defect):
    assert serverlog.is_defect(logger, level, "text") is defect


def test_a_defect_is_found_in_a_whole_log(monkeypatch):
    line = (
        "2026-11-22 05:58:30,134 7167 WARNING demo "
        "odoo.addons.unified_pos.models.x: the till forgot"
    )
    monkeypatch.setattr(serverlog, "allowed_rules", list)
    assert serverlog.defects(f"INFO\n{line}\n  more\n") == [line]


def test_every_allowed_line_of_the_log_has_its_reason():
    file = layout.ROOT / serverlog.ALLOWED
    rules = [
        line
        for line in file.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert len(rules) == len(serverlog.allowed_rules()) <= 10
    assert all(len(rule.split(" # ")[1]) > 20 for rule in rules)
