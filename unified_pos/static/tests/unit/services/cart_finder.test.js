import { describe, expect, test } from "@odoo/hoot";
import {
    animationFrame,
    click,
    edit,
    keyDown,
    press,
    queryAllTexts,
    queryText,
    runAllTimers,
    waitFor,
    waitForNone,
} from "@odoo/hoot-dom";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { isCartCode, isCartLink } from "@unified_pos/app/utils/cart_key";
import { CART_ID, HELD, setupTill } from "../till_utils";

definePosModels();

const TOKEN = "AdCJpWkAAAAAGMXN5N_Ri1I0fsp12h68lYJyj2jS5W3T5TDaFBnpXHtbMTAsIDBd";

/** A till whose ticket has no customer. */
async function setupFinder() {
    const till = await setupTill();
    till.server.cartState = "guest";
    const screen = await mountWithCleanup(ProductScreen, { props: { orderUuid: till.order.uuid } });
    return { ...till, screen };
}

/** A reader that knows no article, as it is in a till with a nomenclature. */
function makeReader() {
    const parser = { parse_barcode: (code) => ({ type: "product", code, base_code: code }) };
    return new BarcodeReader(parser, {});
}

async function askFor(till, text) {
    till.store.cartFinder.ask();
    await waitFor(".o_unified_find_cart input");
    await click(".o_unified_find_cart input");
    await edit(text);
}

test("a code and a QR are told from what else is scanned or typed", () => {
    expect(isCartCode("123456")).toBe(true);
    expect(isCartCode("123\u00a0456")).toBe(true);
    expect(isCartCode("1234567")).toBe(false);
    expect(isCartCode("martin")).toBe(false);
    expect(isCartLink(`https://shop.example/cart/${TOKEN}`)).toBe(true);
    expect(isCartLink(`https://shop.example/fr/cart/store/${TOKEN}`)).toBe(true);
    expect(isCartLink("https://shop.example/cart/short")).toBe(false);
    expect(isCartLink("3017620422003")).toBe(false);
});

describe("by its code", () => {
    test("six digits and Enter show the cart of a visitor", async () => {
        const till = await setupFinder();
        await askFor(till, "123456");
        await press("Enter");
        await waitFor(".o_unified_take_cart");
        expect(till.server.last("unified_cart_open").args).toEqual([1, "123456"]);
        expect(queryText(".modal-title")).toBe("Take over the cart of this visitor?");
        expect(".o_unified_find_cart").toHaveCount(0);
    });

    test("digits are never searched for, which would be a name", async () => {
        const till = await setupFinder();
        await askFor(till, "123456");
        await runAllTimers();
        expect(till.server.count("unified_cart_search")).toBe(0);
        expect(till.server.count("unified_cart_open")).toBe(0);
    });

    test("a wrong code is told where it was typed, and can be typed again", async () => {
        const till = await setupFinder();
        till.server.opened = { status: "refused", message: "No cart has this code." };
        await askFor(till, "000000");
        await press("Enter");
        await waitFor(".o_unified_find_message");
        expect(queryText(".o_unified_find_message")).toBe("No cart has this code.");
        till.server.opened = null;
        await edit("123456");
        await animationFrame();
        expect(".o_unified_find_message").toHaveCount(0);
        await press("Enter");
        await waitFor(".o_unified_take_cart");
    });

    test("Enter takes it: the ticket has its lines and no customer", async () => {
        const till = await setupFinder();
        await askFor(till, "123456");
        await press("Enter");
        await waitFor(".o_unified_take_cart");
        await press("Enter");
        await waitFor(".o_unified_chip_in_hand");
        const { args, kwargs } = till.server.last("unified_cart_take");
        expect(args).toEqual([1, false]);
        expect(kwargs.cart_key).toBe("key-of-the-visit");
        expect(kwargs.quantities).toBe(null);
        // the till knows these articles
        expect(kwargs.missing_ids).toEqual([]);
        expect(till.order.getPartner()).toBe(undefined);
        expect(till.order.cartInHand.id).toBe(CART_ID);
        expect(queryText(".o_unified_chip_name")).toBe("Visitor");
    });

    test("without network nothing is asked", async () => {
        const till = await setupFinder();
        till.store.data.network.offline = true;
        till.store.cartFinder.ask();
        await animationFrame();
        expect(".o_unified_find_cart").toHaveCount(0);
    });
});

describe("by a scan", () => {
    test("the QR on a phone shows the cart", async () => {
        const till = await setupFinder();
        const reader = makeReader();
        till.store.barcodeReader = reader;
        till.store.cartFinder.start();
        await reader.scan(`https://shop.example/cart/store/${TOKEN}`);
        await waitFor(".o_unified_take_cart");
        expect(till.server.last("unified_cart_open").args[1]).toMatch(TOKEN);
    });

    test("six digits that are no article are the code of a cart", async () => {
        const till = await setupFinder();
        patchWithCleanup(ProductScreen.prototype, { _getProductByBarcode: async () => undefined });
        await till.screen._barcodeProductAction({ code: "987654", base_code: "987654" });
        await waitFor(".o_unified_take_cart");
        expect(till.server.last("unified_cart_open").args).toEqual([1, "987654"]);
    });

    test("a till that is locked hears no QR", async () => {
        const reader = makeReader();
        reader.register({ unified_cart: () => expect.step("heard") });
        const unlock = reader.register({}, true);
        await reader.scan(`https://shop.example/cart/${TOKEN}`);
        expect.verifySteps([]);
        unlock();
        await reader.scan(`https://shop.example/cart/${TOKEN}`);
        expect.verifySteps(["heard"]);
    });

    test("what is refused is said in words", async () => {
        const till = await setupFinder();
        till.server.opened = { status: "refused", message: "This code has expired." };
        await till.store.cartFinder.open("987654");
        await animationFrame();
        expect(".o_unified_take_cart").toHaveCount(0);
        expect(till.order.cartInHand).toBe(undefined);
    });

    test("the ticket of somebody else is left alone: a new one is begun", async () => {
        const till = await setupFinder();
        till.order.setPartner(till.customer);
        till.server.opened = { ...till.server.visit, partner_id: 18 };
        till.store.cartFinder.open("987654");
        await waitFor(".o_unified_take_cart");
        expect(till.store.getOrder().uuid).not.toBe(till.order.uuid);
    });

    test("a cart that is here already is not taken twice", async () => {
        const till = await setupFinder();
        await till.store.cartDesk.addCart(till.order, till.server.taken);
        await till.store.cartFinder.open("987654");
        await animationFrame();
        expect(".o_unified_take_cart").toHaveCount(0);
    });
});

describe("by name or phone", () => {
    const FOUND = {
        key: "key-of-camille",
        partner_id: 3,
        name: "Camille M.",
        phone: "•••• 12 34",
        email: "c•••@c•••",
        count: 3,
        total: 250,
        held_by: false,
    };

    test("the till shows who it may be, and the cashier chooses", async () => {
        const till = await setupFinder();
        till.server.found = [FOUND, { ...FOUND, key: "other", name: "Camille D.", held_by: HELD }];
        await askFor(till, "camille");
        await runAllTimers();
        await waitFor(".o_unified_found button");
        const [first, second] = queryAllTexts(".o_unified_found button");
        expect(first).toMatch(/Camille M\..*•••• 12 34 · c•••@c•••.*3.*250/s);
        expect(second).toMatch(/Paris – Paris 1/);
        await keyDown("ArrowDown");
        expect(".o_unified_found li:first button").toBeFocused();
        await click(".o_unified_found li:first button");
        await waitFor(".o_unified_take_cart");
        expect(till.server.last("unified_cart_preview").kwargs.cart_key).toBe("key-of-camille");
        await press("Enter");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.order.getPartner().id).toBe(3);
    });

    test("two letters are not searched for", async () => {
        const till = await setupFinder();
        await askFor(till, "ca");
        await runAllTimers();
        expect(till.server.count("unified_cart_search")).toBe(0);
    });

    test("nobody found: the cashier is told what else to ask for", async () => {
        const till = await setupFinder();
        await askFor(till, "zzz");
        await runAllTimers();
        await waitFor(".o_unified_nobody");
        expect(queryText(".o_unified_nobody")).toMatch(/Ask for the code/);
    });
});

describe("some or all", () => {
    async function openPanel(change = () => {}) {
        const till = await setupFinder();
        const visit = till.server.visit;
        change(visit.preview.cart);
        till.server.opened = visit;
        till.store.cartFinder.open("123456");
        await waitFor(".o_unified_take_cart");
        return till;
    }

    test("a line that is not ticked is not asked for", async () => {
        const till = await openPanel();
        await click(".o_unified_tick:last");
        await animationFrame();
        expect(queryText(".o_unified_take")).toBe("Take the ticked articles");
        expect(queryText(".o_unified_cart_total")).toMatch(/200/);
        await click(".o_unified_take");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.server.last("unified_cart_take").kwargs.quantities).toEqual({ 91: 2, 92: 0 });
    });

    test("the arrows, the space bar, plus and minus do it without a mouse", async () => {
        const till = await openPanel();
        expect(".o_unified_tick:first").toBeFocused();
        await press("-");
        await animationFrame();
        expect(queryText(".o_unified_cart_qty:first")).toBe("1");
        await press("ArrowDown");
        await press(" ");
        await animationFrame();
        await press("Enter");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.server.last("unified_cart_take").kwargs.quantities).toEqual({ 91: 1, 92: 0 });
    });

    test("never more than the cart holds", async () => {
        await openPanel();
        await click(".o_unified_step button:last");
        await animationFrame();
        expect(queryText(".o_unified_cart_qty:first")).toBe("2");
    });

    test("nothing ticked: there is nothing to take", async () => {
        const till = await openPanel();
        await click(".o_unified_tick:first");
        await click(".o_unified_tick:last");
        await animationFrame();
        expect(".o_unified_take").not.toBeEnabled();
        await press("Enter");
        expect(till.server.count("unified_cart_take")).toBe(0);
    });

    test("an article that is not sold here stays in the cart, and the panel says why", async () => {
        const till = await openPanel((cart) => {
            cart.lines[1].not_sold = "no longer sold";
        });
        expect(queryText(".o_unified_not_sold")).toBe("no longer sold: stays in the cart");
        expect(".o_unified_tick:last").not.toBeEnabled();
        await click(".o_unified_take");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.server.last("unified_cart_take").kwargs.quantities).toEqual({ 91: 2 });
    });

    test("a price that changed shows both", async () => {
        await openPanel((cart) => {
            Object.assign(cart.lines[0], { price_seen: 100, price_now: 120 });
            Object.assign(cart.lines[1], { price_seen: 100, price_now: 100 });
        });
        expect(".o_unified_price_change").toHaveCount(1);
        expect(queryText(".o_unified_price_change")).toMatch(/now .*120.*seen at .*100/);
    });
});

describe("the cart of a visitor is in hand", () => {
    async function setupVisit() {
        const till = await setupFinder();
        await till.store.cartDesk.addCart(till.order, till.server.taken);
        return till;
    }

    test("naming the customer does not give the cart back", async () => {
        const till = await setupVisit();
        expect(till.order.bearsVisitorCart).toBe(true);
        till.store.setPartnerToCurrentOrder(till.customer);
        await animationFrame();
        expect(till.order.getPartner().id).toBe(3);
        expect(till.order.cartInHand.id).toBe(CART_ID);
        expect(till.server.count("unified_cart_release")).toBe(0);
        expect(".o_unified_take_cart").toHaveCount(0);
    });

    test("a change elsewhere makes the till ask what is still its own", async () => {
        const till = await setupVisit();
        till.server.renewed = { status: "lost", held_by: HELD };
        till.store.cartFinder.onVisitorCart({
            cart_id: CART_ID,
            version: 8,
            state: "guest",
            held_by: HELD,
        });
        await waitFor(".modal:contains('Remove the cart from this ticket?')");
    });

    test("the cart is ordered while it is shown: the panel closes", async () => {
        const till = await setupFinder();
        till.store.cartFinder.open("123456");
        await waitFor(".o_unified_take_cart");
        till.server.hasCart = false;
        till.store.cartFinder.onVisitorCart({
            cart_id: CART_ID,
            version: 8,
            state: "ordered",
            held_by: false,
        });
        await waitForNone(".o_unified_take_cart");
    });
});
