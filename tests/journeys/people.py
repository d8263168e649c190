# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People with a browser: what they do, in the words and on the screens they know."""

import re
from base64 import b64encode

from axe_playwright_python.sync_playwright import Axe
from devkit import layout
from playwright.sync_api import expect

PATIENCE = 20_000
# A change shows elsewhere without reload. Its two seconds are measured where nothing
# else runs (test_shop_speed.py); beside other tests it only has to come.
LIVE = 10_000
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}
TILL = {"width": 1280, "height": 800}
SERIOUS = ("serious", "critical")

expect.set_options(timeout=PATIENCE)


class Person:
    def __init__(
        self, chromium, retailer, viewport, lang="fr-FR", touch=False, density=1
    ):
        self.retailer = retailer
        self.context = chromium.new_context(
            viewport=viewport,
            locale=lang,
            timezone_id="Europe/Paris",
            has_touch=touch,
            device_scale_factor=density,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.set_default_navigation_timeout(3 * PATIENCE)
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.complaints = []
        self.page.on("console", self._listen)

    def _listen(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def go(self, path):
        self.page.goto(self.retailer.url + path, wait_until="domcontentloaded")

    def sign_in(self, login):
        self.go("/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login" not in url, wait_until="commit")

    def sees(self, text, within=PATIENCE):
        expect(self.page.locator("body")).to_contain_text(
            re.compile(text, re.IGNORECASE), timeout=within, use_inner_text=True
        )

    def barriers(self):
        """Return what keeps somebody from using the page (axe, serious and worse)."""
        # a button half-way through its change of colour has no contrast
        self.page.evaluate(
            """() => Promise.allSettled(document.getAnimations()
                   .filter((move) => isFinite(move.effect.getComputedTiming().endTime))
                   .map((move) => move.finished))"""
        )
        return [
            f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(self.page).response["violations"]
            if one["impact"] in SERIOUS
        ]

    def keep_screen(self, name):
        folder = layout.folder(layout.data_dir() / "reports" / "screens")
        self.page.screenshot(path=str(folder / f"{name}.png"))

    def leave(self):
        # Pages only: now and then Chromium never answers when it is asked to dispose
        # of a context whose till left a service worker. It goes with the browser.
        for page in self.context.pages:
            page.close()


class Shopper(Person):
    """Somebody on the web shop, on a phone or at a desk."""

    def __init__(self, chromium, retailer, phone=False, lang="fr-FR"):
        super().__init__(
            chromium,
            retailer,
            PHONE if phone else DESKTOP,
            lang=lang,
            touch=phone,
            density=2 if phone else 1,
        )

    def go(self, path):
        """Open a page of the site and wait until it takes clicks."""
        super().go(path)
        self.page.wait_for_selector("body[is-ready=true]", state="attached")

    def open_product(self, product):
        self.go(product["url"])

    def add_to_cart(self, product):
        self.open_product(product)
        with self.page.expect_response(lambda got: "/shop/cart/add" in got.url) as add:
            self.page.click("#add_to_cart")
        assert add.value.ok

    def open_cart(self):
        self.go("/shop/cart")

    @property
    def badge(self):
        return self.page.locator(".my_cart_quantity").first

    def badge_shows(self, quantity, within=LIVE):
        expect(self.page.locator(".my_cart_quantity").first).to_have_text(
            re.compile(rf"^\s*{quantity}\s*$"), timeout=within
        )

    @property
    def lines(self):
        return self.page.locator(".js_cart_lines .o_cart_product")

    @property
    def quantity_field(self):
        """The quantity of the first line, as this screen shows it."""
        return self.lines.locator("input.js_quantity:visible").first

    def cart_shows(self, *products, within=LIVE):
        expect(self.lines).to_have_count(len(products), timeout=within)
        for product in products:
            expect(
                self.lines.filter(has_text=base_name(product["name"]))
            ).to_have_count(1, timeout=within)

    def set_quantity(self, product, quantity):
        line = self.lines.filter(has_text=base_name(product["name"]))
        field = line.locator("input.js_quantity:visible")
        field.fill(str(quantity))
        with self.page.expect_response(
            lambda got: "/shop/cart/update" in got.url
        ) as got:
            field.press("Enter")
            field.blur()
        return got.value.json()

    def stock_shown(self, product, place):
        """Return how many units the product page says a store has."""
        self.open_product(product)
        row = self.page.locator(".o_unified_store_stock li").filter(has_text=place)
        digits = re.sub(r"\D", "", row.inner_text())
        return int(digits) if digits else 0

    def scrolls_sideways(self):
        return self.page.evaluate(
            """() => { const page = document.documentElement;
                       return page.scrollWidth > page.clientWidth + 1; }"""
        )

    def read_code(self, picture):
        """Return what a scanner reads off the screen, by the reader Odoo ships."""
        shot = self.page.locator(picture).screenshot()
        self.page.add_script_tag(url="/web/static/lib/zxing-library/zxing-library.js")
        return self.page.evaluate(
            """async (shot) => (await new ZXing.BrowserMultiFormatReader()
                   .decodeFromImageUrl("data:image/png;base64," + shot)).getText()""",
            b64encode(shot).decode(),
        )


class Manager(Person):
    """A store manager in the back office."""

    def __init__(self, chromium, retailer):
        super().__init__(chromium, retailer, DESKTOP)

    def open_what_is_to_settle(self):
        self.go("/odoo/action-unified_commerce_base.action_commerce_exception")
        self.page.wait_for_selector(".o_list_view .o_data_row")


class Agent(Person):
    """An adviser on the telephone, with the customer's cart in the back office."""

    def __init__(self, chromium, retailer):
        super().__init__(chromium, retailer, DESKTOP)

    def open_cart_of(self, partner_id):
        self.go(f"/odoo/res.partner/{partner_id}")
        self.page.click(".o_unified_partner_cart")
        self.page.wait_for_selector(".o_sale_order")

    def press(self, label):
        self.page.locator(".o_statusbar_buttons button").filter(has_text=label).click()

    def line(self, product):
        rows = self.page.locator("div[name='order_line'] .o_data_row")
        return rows.filter(has_text=base_name(product["name"]))

    def add_article(self, product):
        self.page.locator(".o_field_x2many_list_row_add a").first.click()
        name = base_name(product["name"])
        field = self.page.locator(".o_selected_row .o_field_widget input").first
        field.press_sequentially(name, delay=10)
        found = self.page.locator(".o-autocomplete--dropdown-item:has-text('JOURNEY')")
        found.filter(has_text=name).first.click()
        # the price has come
        priced = re.compile(r"[1-9]\d*,\d\d")
        expect(self.page.locator(".o_selected_row")).to_contain_text(priced)
        # leaving the row makes it complete
        self.page.locator(".oe_title").first.click()
        self.page.click(".o_form_button_save")


class Cashier(Person):
    """Somebody of the staff at a till; counts the taps."""

    def __init__(self, chromium, retailer):
        super().__init__(chromium, retailer, TILL, touch=True)
        self.taps = 0

    def open_till(self, name, pin):
        self.go(f"/pos/ui/{self.retailer.till_id(name)}")
        self.page.click("button.open-register-btn")
        self.type_pin(pin)
        self.page.wait_for_selector(".product-screen, .opening-control")
        if self.page.locator(
            ".modal .opening-control, .modal:has-text('Ouverture')"
        ).count():
            self.page.click(".modal footer .btn-primary, .modal .button.confirm")
        self.page.wait_for_selector(".product-screen .product-list")

    def type_pin(self, pin):
        self.page.wait_for_selector(".screen-login input")
        self.page.locator(".screen-login input").press_sequentially(pin, delay=30)
        self.page.keyboard.press("Enter")

    def tap(self, target):
        self.taps += 1
        locator = self.page.locator(target) if isinstance(target, str) else target
        locator.first.click()

    def choose_customer(self, name):
        self.tap(".product-screen .set-partner")
        self.page.fill(".partner-list-modal input, .modal input[type=text]", name)
        row = self.page.locator(".partner-list tr.partner-line, .partner-line").filter(
            has_text=name
        )
        if not row.count():
            # the list follows what is typed a moment later
            self.page.wait_for_timeout(500)
            self.page.keyboard.press("Enter")
        self.tap(row)
        # the button that opened the list has the focus again: on a busy machine it
        # takes the reader's Enter for its own, and the list is back
        self.page.locator(".partner-list").wait_for(state="hidden")
        self.page.evaluate("document.activeElement?.blur()")

    @property
    def cart_dialog(self):
        return self.page.locator(".o_unified_take_cart")

    def take_cart(self):
        self.tap(self.page.locator(".o_unified_take"))
        self.page.wait_for_selector(".o_unified_chip_in_hand")

    def scan(self, code):
        """The reader types the code very fast and ends with Enter.

        The till waits a moment to tell a reader from a person. A tap within that
        moment would make it take the code for a quantity; nobody is that quick.
        """
        self.page.keyboard.type(code, delay=2)
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(500)

    @property
    def lines(self):
        return self.page.locator(".product-screen .order-container .orderline")

    def order_shows(self, *products, within=PATIENCE):
        expect(self.lines).to_have_count(len(products), timeout=within)
        for product in products:
            expect(
                self.lines.filter(has_text=base_name(product["name"]))
            ).to_have_count(1)

    def pay_by_card(self):
        self.tap(self.page.locator("button").filter(has_text="Carte bancaire"))

    def pay_by_card_on_payment_screen(self):
        self.tap(".product-screen .pay-order-button")
        self.tap(
            self.page.locator(".paymentmethods .button.paymentmethod").filter(
                has_text="Carte bancaire"
            )
        )
        self.tap(".payment-screen button.validation-button.next")

    def has_receipt(self):
        self.page.wait_for_selector(".receipt-screen .pos-receipt, .receipt-screen")

    def goes_on_without_network(self):
        """Answer the till, which says that it lost the network."""
        dialog = self.page.locator(".modal").filter(has_text="Connexion perdue")
        dialog.locator("footer .btn-primary").click()

    def approve(self, pin):
        """A manager types the PIN at the till of a cashier."""
        dialog = self.page.locator(".modal").filter(has_text="responsable")
        dialog.wait_for()
        for digit in pin:
            dialog.locator(f".numpad button[value='{digit}']").click()
        dialog.locator("footer .btn-primary").click()
        dialog.wait_for(state="hidden")

    def next_order(self):
        self.page.locator(
            ".receipt-screen .button.next, .receipt-screen .validation-button"
        ).first.click()
        self.page.wait_for_selector(".product-screen")

    def change_operator(self, pin):
        """The next employee takes the till with a PIN."""
        self.page.click(".pos-rightheader .fa-unlock")
        self.page.click("button.open-register-btn")
        self.type_pin(pin)
        self.page.wait_for_selector(".product-screen")

    def open_menu(self):
        self.page.click("button:has(.fa-bars), .pos-rightheader .fa-bars")

    def close_till(self, counted):
        """Count the cash and close the session; the person must be a manager."""
        self.open_menu()
        self.page.click("text=Fermer la caisse")
        dialog = self.page.locator(".close-pos-popup")
        dialog.locator(".cash-input input").fill(counted)
        dialog.locator("footer .button.highlight").click()

    def lose_network(self):
        self.context.set_offline(True)

    def find_network(self):
        self.context.set_offline(False)

    def ask_server(self, model, method, *args, **kwargs):
        """Call the server as this person could with the tools of a browser.

        :return: {"result": …} or {"error": name of the refusal}
        """
        answer = self.context.request.post(
            f"{self.retailer.url}/web/dataset/call_kw/{model}/{method}",
            data={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                },
            },
        ).json()
        if "error" in answer:
            return {"error": answer["error"]["data"]["name"]}
        return {"result": answer["result"]}


def base_name(name):
    """The name without the variant, which each screen writes its own way."""
    return name.split(" (")[0]
