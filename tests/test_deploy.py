# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files for a real server parse, agree with each other, and are safe."""

import configparser
import re
import subprocess
import sys

import pytest
import yaml
from devkit import layout, modules

ROOT = layout.ROOT
FORWARDED = [
    ("X-Forwarded-Host", "$host"),
    ("X-Forwarded-For", "$remote_addr"),
    ("X-Forwarded-Proto", "$scheme"),
]


@pytest.fixture(scope="module")
def conf():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string((ROOT / "odoo.conf").read_text("utf-8"))
    return parser["options"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


@pytest.fixture(scope="module")
def nginx():
    return parse_nginx((ROOT / "deploy/nginx.conf").read_text("utf-8"))


def parse_nginx(text):
    """[(words, children or None)] of an nginx file; fails on unbalanced braces."""
    lexer = re.compile(r"\"(?:\\.|[^\"])*\"|\$\{\w+\}|[{};]|(?:\$\{\w+\}|[^\s{};\"])+")
    text = re.sub(r"(^|\s)#[^\n]*", " ", text)
    stack, words = [[]], []
    for token in lexer.findall(text):
        if token == ";":
            assert words, "a lone semicolon"
            stack[-1].append((words, None))
            words = []
        elif token == "{":
            children = []
            stack[-1].append((words, children))
            stack.append(children)
            words = []
        elif token == "}":
            assert not words and len(stack) > 1, f"unbalanced near {words}"
            stack.pop()
        else:
            words.append(token)
    assert len(stack) == 1 and not words, "the file ends in the middle of a block"
    return stack[0]


def find(block, *start):
    return [
        (words, children)
        for words, children in block
        if tuple(words[: len(start)]) == start
    ]


def one(block, *start):
    [found] = find(block, *start)
    return found


def tls_server(nginx):
    [server] = [
        children
        for words, children in find(nginx, "server")
        if find(children, "ssl_certificate")
    ]
    return server


def environment_names(value):
    return set(re.findall(r"\$\{(\w+)", value))


def test_the_database_manager_is_closed_twice(conf, nginx):
    assert conf["list_db"] == "False"
    assert conf["dbfilter"] == f"^{conf['db_name']}$"
    location = one(tls_server(nginx), "location", "~", "^/web/database/")
    assert location[1] == [(["return", "403"], None)]


def test_no_secret_is_in_the_files(conf, services):
    assert conf["admin_passwd"] == ""
    assert "db_password" not in conf
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name:
                assert value.startswith("${"), f"{name} must come from the environment"
                assert ":?" in value, f"{name} may not be empty"


def test_no_master_password_opens_the_server(tmp_path):
    text = (ROOT / "odoo.conf").read_text("utf-8")
    (tmp_path / "odoo.conf").write_text(text.replace("/var/lib/odoo", str(tmp_path)))
    code = (
        "import sys; from odoo.tools import config; "
        "config.parse_config(['-c', sys.argv[1]], setup_logging=False); "
        "print(any(map(config.verify_admin_password, ['', 'admin', 'False', 'None'])))"
    )
    command = [sys.executable, "-c", code, tmp_path / "odoo.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_keys_of_the_sealing_have_a_volume_of_their_own(conf, compose, services):
    folder = services["odoo"]["environment"]["UNIFIED_FISCAL_KEY_DIR"]
    assert not folder.startswith(conf["data_dir"] + "/")
    assert f"fiscal-keys:{folder}" in services["odoo"]["volumes"]
    assert "fiscal-keys" in compose["volumes"]
    assert "UNIFIED_FISCAL_KEY_PASSPHRASE" in services["odoo"]["environment"]
    dockerfile = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    assert f"--owner=odoo --group=odoo --mode=700 {folder}" in dockerfile


def test_every_value_asked_from_the_environment_is_in_the_example(services):
    asked = set()
    for service in services.values():
        for value in service.get("environment", {}).values():
            asked |= environment_names(value)
    example = (ROOT / "deploy/env.example").read_text("utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert set(given) == asked
    assert not any(given.values()), "an example with a password becomes a password"
    assert ".env" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_nginx_reaches_the_ports_that_odoo_listens_on(conf, services, nginx):
    for upstream, option in (("odoo", "http_port"), ("odoo_websocket", "gevent_port")):
        [(words, _none)] = find(one(nginx, "upstream", upstream)[1], "server")
        assert words[1] == f"odoo:{conf[option]}"
        assert conf[option] in services["odoo"]["expose"]
    assert "odoo" in services
    assert f":{conf['http_port']}/web/health" in " ".join(
        services["odoo"]["healthcheck"]["test"]
    )


def test_live_updates_have_their_own_route(conf, nginx):
    assert int(conf["workers"]) > 0, "without workers there is no websocket port"
    location = one(tls_server(nginx), "location", "/websocket")[1]
    assert one(location, "proxy_pass")[0][1] == "http://odoo_websocket"
    assert one(location, "proxy_set_header", "Upgrade")
    assert one(location, "proxy_set_header", "Connection")
    # A location with a header of its own inherits none: it must set them all again.
    for header, *_value in FORWARDED:
        assert one(location, "proxy_set_header", header)


def test_odoo_trusts_only_headers_that_nginx_sets(conf, nginx):
    assert conf["proxy_mode"] == "True"
    for header, value in FORWARDED:
        assert one(tls_server(nginx), "proxy_set_header", header)[0][2] == value


def test_everything_without_tls_is_sent_to_tls(nginx):
    plain = [
        children
        for words, children in find(nginx, "server")
        if find(children, "listen", "80")
    ]
    [server] = plain
    assert one(one(server, "location", "/")[1], "return")[0][1] == "301"
    protocols = one(tls_server(nginx), "ssl_protocols")[0][1:]
    assert set(protocols) == {"TLSv1.2", "TLSv1.3"}


def test_certificates_are_mounted_where_nginx_reads_them(services, nginx):
    mounts = dict(mount.split(":")[:2] for mount in services["nginx"]["volumes"])
    for directive in ("ssl_certificate", "ssl_certificate_key"):
        path = one(tls_server(nginx), directive)[0][1]
        assert path.startswith(mounts["./deploy/certs"] + "/")
    assert "/deploy/certs/" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_the_suite_is_mounted_where_odoo_looks_for_it(conf, services):
    mounts = dict(mount.split(":")[:2] for mount in services["odoo"]["volumes"])
    assert mounts["./odoo.conf"] == "/etc/odoo/odoo.conf"
    suite = mounts["."]
    inside = [path.removeprefix(suite) for path in conf["addons_path"].split(",")]
    given = {(ROOT / path.lstrip("/")).resolve() for path in inside}
    assert given >= {path.resolve() for path in modules.addons_paths()}
    assert mounts["odoo-data"] == conf["data_dir"]


def test_volumes_and_networks_are_declared(compose, services):
    for service in services.values():
        assert service["healthcheck"]["test"]
        assert service["restart"] == "unless-stopped"
        assert set(service["networks"]) <= set(compose["networks"])
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert source.startswith(".") or source in compose["volumes"]


def test_only_nginx_is_reachable_from_outside(compose, services):
    assert compose["networks"]["inside"]["internal"] is True
    for name, service in services.items():
        reachable = "ports" in service or "outside" in service["networks"]
        assert reachable == (name == "nginx")


def test_images_are_pinned_to_the_versions_of_the_suite(services):
    assert services["odoo"]["image"] == f"unified-commerce:{layout.SERIES}"
    assert f"FROM odoo:{layout.SERIES}\n" in read_dockerfile(services)
    assert int(services["db"]["image"].split(":")[1]) >= 13


def read_dockerfile(services):
    build = services["odoo"]["build"]
    assert build["context"] == "."
    return (layout.ROOT / build["dockerfile"]).read_text("utf-8")


def test_the_image_adds_what_the_modules_need_and_pins_it(services):
    pattern = re.search(r"grep -E '(.+?)'", read_dockerfile(services)).group(1)
    requirements = (layout.ROOT / "requirements.txt").read_text("utf-8")
    added = {
        line.split("==")[0]
        for line in requirements.splitlines()
        if re.match(pattern, line)
    }
    needed = {
        package
        for path in modules.all_modules().values()
        for package in modules.read_manifest(path)
        .get("external_dependencies", {})
        .get("python", [])
    }
    # these two are Odoo's own dependencies, so the official image has them
    assert needed - {"cryptography", "reportlab"} <= added


def test_demonstration_data_never_reaches_a_real_server(conf):
    assert conf["with_demo"] == "False"


@pytest.mark.parametrize("broken", ["server { listen 80;", "server } {", ";"])
def test_the_nginx_parser_refuses_what_nginx_would(broken):
    with pytest.raises(AssertionError):
        parse_nginx(broken)
