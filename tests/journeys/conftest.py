# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from devkit.testing import database, server

from benchmarks.lab import Lab

from .people import Agent, Cashier, Manager, Shopper
from .retailer import Retailer


@pytest.fixture(scope="module")
def retailer():
    """The demo retailer on a server of its own; one for each file of journeys."""
    with (
        database("journeys", template="demo") as name,
        # its registry loads while the server starts
        Lab.from_environment().worker(name) as worker,
        server(name) as running,
    ):
        yield Retailer(name, running.url, worker)


@pytest.fixture
def people(chromium, retailer, request, tmp_path_factory):
    """Make people with a browser each; their last screen is kept when a test fails."""
    present = []

    def arrive(person):
        present.append(person)
        return person

    yield People(chromium, retailer, arrive)
    for number, person in enumerate(present):
        if request.node.stash.get(FAILED, False):
            person.keep_screen(f"{request.node.name}-{number}")
            print(f"Browser {number} said:", *person.complaints[-5:], sep="\n")
        person.leave()


class People:
    def __init__(self, chromium, retailer, arrive):
        self._chromium, self._retailer, self._arrive = chromium, retailer, arrive

    def shopper(self, login="shopper", phone=False, lang="fr-FR"):
        shopper = Shopper(self._chromium, self._retailer, phone=phone, lang=lang)
        self._arrive(shopper)
        if login:
            shopper.sign_in(login)
        return shopper

    def manager(self, login="manager"):
        manager = self._arrive(Manager(self._chromium, self._retailer))
        manager.sign_in(login)
        return manager

    def agent(self, login="seller"):
        agent = self._arrive(Agent(self._chromium, self._retailer))
        agent.sign_in(login)
        return agent

    def cashier(self, till="Lyon 1", pin="1111", login="cashier"):
        cashier = self._arrive(Cashier(self._chromium, self._retailer))
        cashier.sign_in(login)
        cashier.open_till(till, pin)
        return cashier


FAILED = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
