import { describe, expect, test } from "@odoo/hoot";
import { mountWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { setupTill, setupTillWithCart } from "../till_utils";

definePosModels();

/** A ticket of three articles that is sent to the customer later. */
async function setupShipment() {
    const till = await setupTill();
    const [line] = till.order.lines;
    line.product_id.product_tmpl_id.is_storable = true;
    till.order.setShippingDate("2026-12-24");
    const { store, order } = till;
    const said = [];
    store.dialog.add = (component, props) => said.push(props.body);
    const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
    return { ...till, said, validate: () => validation.askBeforeValidation(), line };
}

describe("goods sent later", () => {
    test("are promised before the ticket is validated", async () => {
        const { server, order, line, validate } = await setupShipment();
        expect(await validate()).toBe(true);
        expect(server.last("unified_promise_later").args.slice(1)).toEqual([
            order.uuid,
            [[line.product_id.id, 3]],
        ]);
    });

    test("that are missing stop the validation, in the words of the server", async () => {
        const { server, said, validate } = await setupShipment();
        server.promise = { status: "short", message: "2 left in Orléans." };
        expect(await validate()).toBe(false);
        expect(said[0]).toMatch(/2 left in Orléans\./);
    });

    test("that others ask for at once stop it, too", async () => {
        const { server, said, validate } = await setupShipment();
        server.promise = { status: "busy", message: "Try again." };
        expect(await validate()).toBe(false);
        expect(said).toEqual(["Try again."]);
    });

    test("are sold without network: the server is told later", async () => {
        const { store, server, validate } = await setupShipment();
        store.data.network.offline = true;
        expect(await validate()).toBe(true);
        expect(server.count("unified_promise_later")).toBe(0);
    });

    test("are let go when the customer carries them out", async () => {
        const { server, order, validate } = await setupShipment();
        await validate();
        order.setShippingDate(false);
        await validate();
        expect(server.last("unified_promise_later").args[2]).toEqual([]);
        await validate();
        expect(server.count("unified_promise_later")).toBe(2);
    });

    test("that are missing are not charged to a card", async () => {
        const { server, order } = await setupShipment();
        const screen = await mountWithCleanup(PaymentScreen, { props: { orderUuid: order.uuid } });
        const paid = [];
        const payment = { payment_method_id: {}, pos_order_id: order, pay: () => paid.push(1) };
        server.promise = { status: "short", message: "2 left in Orléans." };
        await screen.sendPaymentRequest(payment);
        expect(paid).toEqual([]);
        server.promise = { status: "held" };
        await screen.sendPaymentRequest(payment);
        expect(paid).toEqual([1]);
    });

    test("are let go as soon as the date is removed", async () => {
        const { server, order, validate } = await setupShipment();
        await validate();
        const screen = await mountWithCleanup(PaymentScreen, { props: { orderUuid: order.uuid } });
        await screen.toggleShippingDatePicker();
        expect(server.last("unified_promise_later").args[2]).toEqual([]);
    });

    test("are let go when the ticket is deleted", async () => {
        const { store, server, order, validate } = await setupShipment();
        await validate();
        await store.deleteOrders([order]);
        expect(server.last("unified_promise_later").args.slice(1)).toEqual([order.uuid, []]);
    });
});

test("a ticket that sends nothing asks nothing", async () => {
    const { store, server, order } = await setupTill();
    expect(await store.stockDesk.promiseLater(order)).toBe(true);
    expect(server.count("unified_promise_later")).toBe(0);
});

test("what comes from a cart is promised already", async () => {
    const { store, server, order } = await setupTillWithCart();
    order.lines.forEach((line) => (line.product_id.product_tmpl_id.is_storable = true));
    order.lines.filter((line) => !line.sale_order_origin_id).forEach((line) => line.delete());
    order.setShippingDate("2026-12-24");
    expect(await store.stockDesk.promiseLater(order)).toBe(true);
    expect(server.count("unified_promise_later")).toBe(0);
});
