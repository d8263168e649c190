import { describe, expect, test } from "@odoo/hoot";
import { onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTill } from "../till_utils";

definePosModels();

const SALE_ID = 70;

/** What the server makes of an amount on one article. */
function partOf(amount, tax_ids) {
    const articles = [{ product_name: "Lamp", product_uom_qty: 1, total: 10 }];
    return { price_unit: amount, tax_ids, extra_tax_data: {}, articles };
}

/** A ticket of two lines, the first of which is to be collected in another place. */
async function setupDeposit({ answers = ["usual"], left = {}, orders = [], parts } = {}) {
    const till = await setupTill();
    const { store, order, customer, server } = till;
    order.setPartner(customer);
    const [line] = order.lines;
    line.product_id.product_tmpl_id.is_storable = true;
    line.update({
        fulfilment_mode: "collect",
        fulfilment_place_id: store.models["stock.warehouse"].get(2),
    });
    const tax_ids = line.tax_ids.map((tax) => tax.id);
    const records = {
        "sale.order": [
            { id: SALE_ID, name: "S00070", state: "draft", order_line: [171], partner_id: 3 },
        ],
        "sale.order.line": [
            {
                id: 171,
                product_id: line.product_id.id,
                product_uom_qty: line.qty,
                price_unit: line.price_unit,
                price_total: line.priceIncl,
                tax_ids,
            },
        ],
    };
    for (const [method, answer] of [
        ["unified_deposit", records],
        ["unified_settle", left],
        ["unified_deposit_orders", orders],
        ["unified_deposit_lines", (amount) => parts ?? [partOf(amount, tax_ids)]],
    ]) {
        onRpc("pos.config", method, ({ args }) => {
            server.calls.push({ method, args });
            return typeof answer === "function" ? answer(args[2]) : answer;
        });
    }
    store.syncAllOrders = async ({ orders }) => server.calls.push({ method: "sync", orders });
    const asked = [];
    store.dialog.add = (component, props, options) => {
        asked.push(props);
        if (props.getPayload) {
            const answer = answers.shift();
            answer !== undefined && props.getPayload(answer);
        }
        options?.onClose?.();
        return () => {};
    };
    return { ...till, line, asked, desk: store.depositDesk };
}

describe("taking a deposit", () => {
    test("puts thirty per cent of what is owed on the ticket in its place", async () => {
        const { server, order, line, desk } = await setupDeposit();
        const owed = line.priceIncl;
        const whole = order.priceIncl;
        expect(await desk.take(order)).toBe(true);
        await new Promise(setTimeout);
        expect(order.lines.includes(line)).toBe(false);
        expect(order.depositLines).toHaveLength(1);
        const part = order.currency.round(owed * 0.3);
        expect(order.depositLines[0].priceIncl).toBeCloseTo(part);
        expect(order.priceIncl).toBeCloseTo(whole - owed + part);
        expect(server.last("unified_deposit").args[1]).toBe(order.uuid);
        expect(server.last("sync").orders).toEqual([order]);
    });

    test("takes another percentage, or an amount", async () => {
        const { desk } = await setupDeposit({ answers: ["percent", "50", "amount", "2"] });
        expect(await desk.askAmount(10)).toBe(5);
        expect(await desk.askAmount(10)).toBe(2);
    });

    test("is never nothing, nor the whole price", async () => {
        const typed = ["0", "100", "120", ""];
        const answers = typed.flatMap((number) => ["percent", number]);
        const { desk } = await setupDeposit({ answers });
        for (const number of typed) {
            expect(await desk.askAmount(10)).toBe(0, { message: number });
        }
    });

    test("keeps the goods promised as long as the ticket bears it", async () => {
        const { order, line, desk } = await setupDeposit();
        const promise = [[line.product_id.id, line.qty, 2]];
        await desk.take(order);
        await new Promise(setTimeout);
        expect(order.linesToPromise).toEqual(promise);
        order.removeOrderline(order.depositLines[0]);
        expect(order.linesToPromise).toEqual([]);
    });

    test("needs the network, in plain words, and changes nothing without", async () => {
        const { store, order, line, asked, desk } = await setupDeposit();
        store.data.network.offline = true;
        expect(await desk.open(order)).toBe(false);
        expect(asked[0].body).toMatch(/wait for the network/);
        expect(order.lines.includes(line)).toBe(true);
    });

    test("has one line for each rate, which names the articles", async () => {
        const parts = [partOf(1, []), partOf(2, [])];
        const { order, desk } = await setupDeposit({ parts });
        await desk.take(order);
        expect(order.depositLines.map((line) => line.priceIncl)).toEqual([1, 2]);
        const [details] = order.depositLines[0].saleDetails;
        expect([details.quantity, details.product_name]).toEqual(["1", "Lamp"]);
    });

    test("is given up when the cashier closes the question", async () => {
        const { server, order, line, desk } = await setupDeposit({ answers: [] });
        expect(await desk.take(order)).toBe(false);
        expect(server.count("unified_deposit")).toBe(0);
        expect(order.lines.includes(line)).toBe(true);
    });

    test("is on goods that do not leave now only", async () => {
        const { order, line, desk } = await setupDeposit();
        expect(desk.mayTake(order)).toBe(true);
        line.update({ fulfilment_mode: false });
        expect(desk.mayTake(order)).toBe(false);
    });
});

describe("settling the rest", () => {
    test("chooses among the orders of the customer", async () => {
        const orders = [{ id: SALE_ID, name: "S00070", total: 50, left: 35 }];
        const { store, order, line, asked, desk } = await setupDeposit({
            orders,
            answers: [SALE_ID],
        });
        line.update({ fulfilment_mode: false });
        const opened = [];
        store.onClickSaleOrder = (id) => opened.push(id);
        expect(await desk.open(order)).toBe(true);
        expect(asked[0].list[0].label).toMatch(/S00070: .*35.* left of .*50/);
        expect(opened).toEqual([SALE_ID]);
    });

    test("says when nothing is left to pay", async () => {
        const { order, line, asked, desk } = await setupDeposit();
        line.update({ fulfilment_mode: false });
        expect(await desk.open(order)).toBe(false);
        expect(asked[0].body).toMatch(/Nothing is left/);
    });

    test("takes no more than is left of the order", async () => {
        const left = { [SALE_ID]: { left: 1000, till: false } };
        const { server, order, asked, desk } = await setupDeposit({ left });
        await desk.take(order);
        expect(await desk.settle(order)).toBe(true);
        expect(server.last("unified_settle").args.slice(1)).toEqual([order.uuid, [SALE_ID]]);
        left[SALE_ID].left = 0;
        expect(await desk.settle(order)).toBe(false);
        expect(asked.at(-1).body).toMatch(/Of order S00070, .*0.00.* is left to pay now/);
        delete left[SALE_ID];
        expect(await desk.settle(order)).toBe(true);
    });

    test("forgives the cent by which Odoo rounds a line", async () => {
        const left = { [SALE_ID]: { left: 0, till: false } };
        const { order, desk } = await setupDeposit({ left });
        await desk.take(order);
        const amount = order.depositLines[0].priceIncl;
        left[SALE_ID].left = amount - 0.01;
        expect(await desk.settle(order)).toBe(true);
        left[SALE_ID].left = amount - 0.02;
        expect(await desk.settle(order)).toBe(false);
    });

    test("waits while another till is being paid for the order", async () => {
        const left = { [SALE_ID]: { left: 1000, till: "Lyon 2" } };
        const { order, asked, desk } = await setupDeposit({ left });
        await desk.take(order);
        expect(await desk.settle(order)).toBe(false);
        expect(asked.at(-1).body).toMatch(/S00070 is being paid at Lyon 2 at this moment/);
    });

    test("deducts the tax that the deposit bore", async () => {
        const { desk } = await setupDeposit();
        const extra_tax_data = {
            quantity: 1,
            price_unit: 9.27,
            manual_total_excluded: 7.72,
            manual_tax_amounts: { 41: { tax_amount: 1.55, base_amount: 7.72 } },
        };
        const sold = { is_downpayment: true, extra_tax_data };
        const lines = [
            { qty: -1, sale_order_line_id: sold },
            { qty: 1, sale_order_line_id: { ...sold, is_downpayment: false } },
            { qty: 1 },
        ];
        desk.deductTaxes({ lines, triggerRecomputeAllPrices: () => expect.step("reckoned") });
        expect.verifySteps(["reckoned"]);
        expect(lines[0].extra_tax_data).toEqual({
            quantity: -1,
            price_unit: 9.27,
            manual_total_excluded: -7.72,
            manual_tax_amounts: { 41: { tax_amount: -1.55, base_amount: -7.72 } },
        });
        expect(lines[1].extra_tax_data).toBe(undefined);
    });

    test("asks for goods that have left and are not paid", async () => {
        const { line } = await setupDeposit();
        const left = { product_uom_qty: 3, qty_delivered: 3, qty_invoiced: 1 };
        await line.setQuantityFromSOL({ ...left, fulfilment_mode: "ship" });
        expect(line.qty).toBe(2);
    });
});
