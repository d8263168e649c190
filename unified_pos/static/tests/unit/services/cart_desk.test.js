import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, press, queryAllTexts, queryText, waitFor } from "@odoo/hoot-dom";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { CART_ID, HELD, setupTill, setupTillWithCart } from "../till_utils";

definePosModels();

async function mountTill({ order }) {
    await mountWithCleanup(ProductScreen, { props: { orderUuid: order.uuid } });
}

describe("a customer with an open cart is chosen", () => {
    test("the till asks whether to take the cart over", async () => {
        const till = await setupTill();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        expect(queryText(".modal-title")).toBe("Take over the cart of Camille?");
        expect(".o_unified_cart_line").toHaveCount(2);
        expect(queryText(".o_unified_take")).toBe("Take over the cart");
    });

    test("the panel shows the stock here and in the other places", async () => {
        const till = await setupTill();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        const [shirt, mug] = queryAllTexts(".o_unified_cart_line");
        expect(shirt).toMatch(/10 here/);
        expect(mug).toMatch(/none here/);
        expect(mug).toMatch(/Paris: 4/);
    });

    test("Enter takes it: its lines are added at the prices the customer saw", async () => {
        const till = await setupTill();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        await press("Enter");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.order.cartLines.map((line) => line.product_id.id)).toEqual([5, 6]);
        expect(till.order.cartLines.map((line) => line.qty)).toEqual([2, 1]);
        expect(till.order.cartLines.map((line) => line.price_unit)).toEqual([100, 50]);
        expect(till.order.cartLines.map((line) => line.discount)).toEqual([0, 20]);
        expect(till.order.cartLines.map((line) => line.sale_order_line_id.id)).toEqual([91, 92]);
        expect(till.order.cartInHand.id).toBe(CART_ID);
        expect(till.order.lines.length).toBe(4);
    });

    test("the version that was shown is the one that is asked for", async () => {
        const till = await setupTill();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        await click(".o_unified_take");
        await waitFor(".o_unified_chip_in_hand");
        expect(till.server.last("unified_cart_take").kwargs.version).toBe(7);
    });

    test("Escape leaves it: the ticket is as before, the amber dot stays", async () => {
        const till = await setupTill();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        await press("Escape");
        await animationFrame();
        expect(".o_unified_take_cart").toHaveCount(0);
        expect(till.order.lines.length).toBe(2);
        expect(".o_unified_chip_dot").toHaveCount(1);
        expect(till.server.count("unified_cart_take")).toBe(0);
    });

    test("somebody else has it: the till says who and asks why", async () => {
        const till = await setupTill();
        till.server.heldBy = HELD;
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_held");
        expect(queryText(".o_unified_held")).toMatch(/Paris – Paris 1 \(Bilal\)/);
        await click(".o_unified_take");
        await waitFor(".modal:contains('Why take it over?')");
        await click(".modal .selection-item:first");
        await waitFor(".o_unified_chip_in_hand");
        const { kwargs } = till.server.last("unified_cart_take");
        expect(kwargs.take_over).toBe(true);
        expect(kwargs.reason).toBe("The customer is here");
    });

    test("the cart changes meanwhile: it is shown again, nothing is taken", async () => {
        const till = await setupTill();
        till.server.taking = "changed";
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(till.customer);
        await waitFor(".o_unified_take_cart");
        await click(".o_unified_take");
        await waitFor(".o_unified_changed");
        expect(till.order.cartInHand).toBe(undefined);
    });
});

test("a customer without cart is asked nothing", async () => {
    const till = await setupTill();
    till.server.hasCart = false;
    await mountTill(till);
    await till.store.cartDesk.onPartnerChosen(till.order, till.customer);
    await animationFrame();
    expect(".o_unified_take_cart").toHaveCount(0);
});

test("without network the customer is chosen and the sale goes on", async () => {
    const till = await setupTill();
    till.store.data.network.offline = true;
    till.store.setPartnerToCurrentOrder(till.customer);
    await animationFrame();
    expect(till.order.getPartner().id).toBe(3);
    expect(till.server.count("unified_customer_summary")).toBe(0);
    await till.store.cartDesk.openCart(till.order, till.customer);
    expect(till.server.count("unified_cart_preview")).toBe(0);
});

describe("a cart is in hand", () => {
    test("giving it back removes its lines only and ends the lease", async () => {
        const { store, order, server } = await setupTillWithCart();
        await store.cartDesk.giveBack(order);
        expect(order.cartInHand).toBe(undefined);
        expect(order.lines.length).toBe(2);
        expect(server.last("unified_cart_release").args).toEqual([1, [CART_ID]]);
    });

    test("another customer is chosen: the till asks before it gives the cart back", async () => {
        const till = await setupTillWithCart();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(false);
        await waitFor(".modal:contains('Give the cart of')");
        expect(till.order.getPartner().id).toBe(3);
        await click(".modal .btn-primary");
        await animationFrame();
        await animationFrame();
        expect(till.server.count("unified_cart_release")).toBe(1);
        expect(till.order.cartInHand).toBe(undefined);
    });

    test("keeping it keeps the customer too", async () => {
        const till = await setupTillWithCart();
        await mountTill(till);
        till.store.setPartnerToCurrentOrder(false);
        await waitFor(".modal:contains('Give the cart of')");
        await click(".modal .btn-secondary");
        await animationFrame();
        expect(till.order.getPartner().id).toBe(3);
        expect(till.order.cartInHand.id).toBe(CART_ID);
    });

    test("deleting the ticket ends the lease", async () => {
        const { store, order, server } = await setupTillWithCart();
        await store.deleteOrders([order]);
        expect(server.last("unified_cart_release").args).toEqual([1, [CART_ID]]);
    });

    test("a sign of life is sent for each cart in hand", async () => {
        const { store, server } = await setupTillWithCart();
        await store.cartDesk.heartbeat();
        expect(server.last("unified_cart_renew").args).toEqual([1, [CART_ID]]);
    });

    test("nobody at the till, no sign of life: the lease ends by itself", async () => {
        const { store, server } = await setupTillWithCart();
        store.router.state.current = "SaverScreen";
        await store.cartDesk.heartbeat();
        expect(server.count("unified_cart_renew")).toBe(0);
    });

    test("no cart in hand, no sign of life", async () => {
        const { store, server } = await setupTill();
        await store.cartDesk.heartbeat();
        expect(server.count("unified_cart_renew")).toBe(0);
    });

    test("somebody took it over: kept articles become a plain sale", async () => {
        const till = await setupTillWithCart();
        till.server.renewed = { status: "lost", held_by: HELD };
        await mountTill(till);
        till.store.cartDesk.heartbeat();
        await waitFor(".modal:contains('Remove the cart from this ticket?')");
        expect(queryText(".modal-body")).toMatch(/Paris – Paris 1 \(Bilal\)/);
        await click(".modal .btn-secondary");
        await animationFrame();
        expect(till.order.lines.length).toBe(4);
        expect(till.order.cartInHand).toBe(undefined);
        expect(till.order.lines.some((line) => line.sale_order_line_id)).toBe(false);
    });

    test("somebody took it over: its articles leave the ticket", async () => {
        const till = await setupTillWithCart();
        till.server.renewed = { status: "lost", held_by: HELD };
        await mountTill(till);
        till.store.cartDesk.heartbeat();
        await waitFor(".modal:contains('Remove the cart from this ticket?')");
        await click(".modal .btn-primary");
        await animationFrame();
        expect(till.order.lines.length).toBe(2);
    });

    test("a cart that was taken over is not taken back while the cashier reads it", async () => {
        const till = await setupTillWithCart();
        till.server.renewed = { status: "lost", held_by: HELD };
        await mountTill(till);
        till.store.cartDesk.heartbeat();
        await waitFor(".modal:contains('Remove the cart from this ticket?')");
        await till.store.cartDesk.heartbeat();
        expect(till.server.count("unified_cart_renew")).toBe(1);
    });

    test("the loss is told once", async () => {
        const { store, order } = await setupTillWithCart();
        store.cartDesk.state.lost[CART_ID] = true;
        await store.cartDesk.onLost(order, HELD);
        expect(order.cartLines.length).toBe(2);
    });

    test("the ticket sends its links to the server", async () => {
        const { order } = await setupTillWithCart();
        const lines = order.serializeForORM().lines.map((command) => command[2]);
        const linked = lines.filter((line) => line.sale_order_line_id);
        expect(linked.map((line) => line.sale_order_line_id)).toEqual([91, 92]);
        expect(linked.map((line) => line.sale_order_origin_id)).toEqual([CART_ID, CART_ID]);
    });
});

describe("the server tells that a cart changed", () => {
    test("what is shown is asked for again", async () => {
        const { store, customer, server } = await setupTill();
        await store.cartDesk.refresh(customer);
        server.hasCart = false;
        await store.cartDesk.onCartEvent({ partner_id: 3 });
        expect(store.cartDesk.summaryOf(customer).cart).toBe(false);
    });

    test("a customer who is not shown costs no request", async () => {
        const { store, server } = await setupTill();
        await store.cartDesk.onCartEvent({ partner_id: 99 });
        expect(server.count("unified_customer_summary")).toBe(0);
    });
});
