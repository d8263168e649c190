import { describe, expect, test } from "@odoo/hoot";
import {
    advanceTime,
    animationFrame,
    click,
    queryAllTexts,
    queryText,
    waitFor,
} from "@odoo/hoot-dom";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { CART_ID, HELD, setupTill, setupTillWithCart } from "../till_utils";

definePosModels();

const MINE = { ...HELD, name: "Lyon – Lyon 1 (Amélie)", mine: true };
const ASKED = { kind: "browser", name: "Camille", until: "2026-01-01 09:01:00", mine: false };
const EVENT = { partner_id: 3 };

async function mountTill({ order }) {
    await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
}

/** A till with the cart in hand that somebody asks for. */
async function setupAskedTill() {
    const till = await setupTillWithCart();
    await mountTill(till);
    Object.assign(till.server, { heldBy: MINE, askedBy: ASKED });
    await till.store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "asked", by: "Camille" } });
    await waitFor(".o_unified_asked");
    return till;
}

async function press(label) {
    await click(`.o_notification button:contains('${label}')`);
    await animationFrame();
    await animationFrame();
}

describe("somebody asks for the cart in hand", () => {
    test("the cashier is told who asks, and the sale is not stopped", async () => {
        await setupAskedTill();
        expect(queryText(".o_unified_asked .o_notification_content")).toMatch(
            /Camille would like to have their cart back/
        );
        expect(".modal").toHaveCount(0);
        expect(".pay-order-button").toBeEnabled();
    });

    test("staff who asks is named with whose cart it is", async () => {
        const till = await setupTillWithCart();
        await mountTill(till);
        const askedBy = { ...ASKED, kind: "till", name: "Paris – Paris 1" };
        Object.assign(till.server, { heldBy: MINE, askedBy });
        await till.store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "asked" } });
        await waitFor(".o_unified_asked:contains('Paris – Paris 1 asks for the cart of')");
    });

    test("the same request is told once", async () => {
        const { store } = await setupAskedTill();
        await store.cartDesk.onCartEvent(EVENT);
        await animationFrame();
        expect(".o_unified_asked").toHaveCount(1);
    });

    test("handing over: the lines of the cart leave the ticket, the shelf stays", async () => {
        const { order, server } = await setupAskedTill();
        server.heldBy = false;
        server.askedBy = false;
        await press("Hand it over");
        expect(server.last("unified_cart_answer").args).toEqual([1, CART_ID, true]);
        expect(order.cartInHand).toBe(undefined);
        expect(order.lines.length).toBe(2);
        expect(".o_unified_asked").toHaveCount(0);
    });

    test("in a moment: nothing changes on the ticket", async () => {
        const { order, server } = await setupAskedTill();
        server.answering = { status: "kept", message: "" };
        await press("In a moment");
        expect(server.last("unified_cart_answer").args).toEqual([1, CART_ID, false]);
        expect(order.cartInHand.id).toBe(CART_ID);
        expect(".o_unified_asked").toHaveCount(0);
    });

    test("a ticket that is being paid is not emptied", async () => {
        const { store, server } = await setupAskedTill();
        await store.cartDesk.asks.give({
            cartInHand: { id: CART_ID },
            finalized: false,
            payment_ids: [{ amount: 10 }],
        });
        await animationFrame();
        expect(server.count("unified_cart_answer")).toBe(0);
        expect(queryAllTexts(".o_notification").join()).toMatch(/A payment has begun/);
    });

    test("the request goes away by itself when it is withdrawn", async () => {
        const { store, server } = await setupAskedTill();
        server.askedBy = false;
        await store.cartDesk.onCartEvent(EVENT);
        await animationFrame();
        expect(".o_unified_asked").toHaveCount(0);
    });

    test("without network nothing is handed over", async () => {
        const { store, order, server } = await setupAskedTill();
        store.data.network.offline = true;
        await press("Hand it over");
        expect(server.count("unified_cart_answer")).toBe(0);
        expect(order.cartInHand.id).toBe(CART_ID);
    });

    test("a request made while the till had no message is found with a sign of life", async () => {
        const till = await setupTillWithCart();
        await mountTill(till);
        till.server.renewed = { status: "mine", version: 7, held_by: MINE, asked_by: ASKED };
        await till.store.cartDesk.heartbeat();
        await waitFor(".o_unified_asked");
        expect(".o_unified_asked").toHaveCount(1);
    });
});

describe("this till asks for a cart", () => {
    async function setupAsking() {
        const till = await setupTill();
        till.server.heldBy = HELD;
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_ask");
        await click(".o_unified_ask");
        await waitFor(".o_unified_asking");
        return till;
    }

    test("it waits for the answer and asks once", async () => {
        const { server } = await setupAsking();
        expect(queryText(".o_unified_asking")).toBe("Paris has been asked.");
        expect(".o_unified_ask").not.toBeEnabled();
        expect(server.count("unified_cart_ask")).toBe(1);
        expect(".o_unified_take").toHaveText("Take it over anyway");
    });

    test("the cart is handed over: it is taken without a reason", async () => {
        const { store, server, order } = await setupAsking();
        server.heldBy = MINE;
        await store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "handed_over", by: "Paris" } });
        await waitFor(".o_unified_asking:contains('Paris hands the cart over to you.')");
        await waitFor(".o_unified_take:contains('Take over the cart')");
        await click(".o_unified_take");
        await waitFor(".o_unified_chip_in_hand");
        expect(server.last("unified_cart_take").kwargs.take_over).toBe(false);
        expect(order.cartInHand.id).toBe(CART_ID);
    });

    test("in a moment: the till says so and may ask again", async () => {
        const { store } = await setupAsking();
        await store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "later", by: "Paris" } });
        await waitFor(".o_unified_asking:contains('Paris answers: in a moment.')");
        expect(".o_unified_ask").toBeEnabled();
    });

    test("taken over without waiting: nobody is said to hand it over", async () => {
        const { store, server } = await setupAsking();
        const told = [];
        patchWithCleanup(store.notification, { add: (message) => told.push(`${message}`) });
        server.heldBy = MINE;
        await store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "taken_over", by: "Lyon" } });
        await advanceTime(61500);
        expect(told).toEqual([]);
    });

    test("taken over by a third one: the till says who, and waits no longer", async () => {
        const { store } = await setupAsking();
        await store.cartDesk.onCartEvent({ ...EVENT, news: { kind: "taken_over", by: "Nora" } });
        await waitFor(".o_unified_asking:contains('Nora has taken the cart over meanwhile.')");
        expect(".o_unified_ask").toBeEnabled();
    });

    test("no answer: the till says so after a minute", async () => {
        await setupAsking();
        await advanceTime(61500);
        await waitFor(".o_unified_asking:contains('No answer.')");
        expect(".o_unified_ask").toBeEnabled();
    });
});

describe("back online after the lease ended", () => {
    test("the version that the till knows goes with the sign of life", async () => {
        const { store, server } = await setupTillWithCart();
        await store.cartDesk.heartbeat();
        expect(server.last("unified_cart_renew").kwargs.versions).toEqual({ [CART_ID]: 7 });
    });

    test("the customer changed the cart: the cashier is told in words", async () => {
        const till = await setupTillWithCart();
        await mountTill(till);
        till.server.renewed = { status: "changed", version: 9, held_by: false };
        till.store.cartDesk.heartbeat();
        await waitFor(".modal:contains('the customer has changed the cart meanwhile')");
        await click(".modal .btn-secondary");
        await animationFrame();
        expect(till.order.lines.length).toBe(4);
        expect(till.order.cartInHand).toBe(undefined);
    });
});
