import { describe, expect, test } from "@odoo/hoot";
import { animationFrame, click, press, queryText, waitFor, waitUntil } from "@odoo/hoot-dom";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { setupApprovalTill } from "../till_utils";

definePosModels();

/** Replace the question to the manager by its answer, and remember what was asked. */
function answerPin(store, answer) {
    const asked = [];
    store.approvalDesk.askPin = async (request, text) => {
        asked.push({ ...request, text });
        return answer && { ...request, ...answer };
    };
    return asked;
}

async function setupSummary() {
    const till = await setupApprovalTill();
    const summary = await mountWithCleanup(OrderSummary, {});
    const line = till.order.lines[0];
    till.order.selectOrderline(line);
    return { ...till, summary, line };
}

describe("discount", () => {
    test("within the limit asks nobody", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, false);
        await store.setDiscountFromUI(order.lines[0], "10");
        expect(order.lines[0].discount).toBe(10);
        expect(asked).toEqual([]);
    });

    test("above the limit is given when a manager agrees", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, { approver_id: 2 });
        await store.setDiscountFromUI(order.lines[0], "25");
        expect(order.lines[0].discount).toBe(25);
        expect(asked[0].action).toBe("discount");
        expect(asked[0].after).toBe(25);
        expect(asked[0].line_uuid).toBe(order.lines[0].uuid);
        expect(asked[0].order_uuid).toBe(order.uuid);
        expect(asked[0].text).toMatch(/25\u00a0%/);
    });

    test("refused leaves no discount", async () => {
        const { store, order } = await setupApprovalTill();
        answerPin(store, false);
        await store.setDiscountFromUI(order.lines[0], "2");
        await store.setDiscountFromUI(order.lines[0], "25");
        expect(order.lines[0].discount).toBe(0);
    });

    test("approved once is not asked again, a larger one is", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, { approver_id: 2 });
        await store.setDiscountFromUI(order.lines[0], "25");
        await store.setDiscountFromUI(order.lines[0], "20");
        expect(asked.length).toBe(1);
        await store.setDiscountFromUI(order.lines[0], "30");
        expect(asked.length).toBe(2);
    });

    test("a manager at the till is asked nothing", async () => {
        const { store, order, manager } = await setupApprovalTill();
        store.cashier = manager;
        const asked = answerPin(store, false);
        await store.setDiscountFromUI(order.lines[0], "50");
        expect(order.lines[0].discount).toBe(50);
        expect(asked).toEqual([]);
    });

    test("a till without employees asks nobody", async () => {
        const { store, order } = await setupApprovalTill();
        store.config.module_pos_hr = false;
        const asked = answerPin(store, false);
        await store.setDiscountFromUI(order.lines[0], "50");
        expect(asked).toEqual([]);
    });
});

describe("price", () => {
    test("typed is asked once, then set", async () => {
        const { store, summary, line } = await setupSummary();
        const asked = answerPin(store, { approver_id: 2 });
        await summary.setLinePrice(line, "2");
        expect(line.price_unit).toBe(2);
        expect(asked.map((one) => [one.action, one.before, one.after])).toEqual([["price", 3, 2]]);
    });

    test("refused stays as it was", async () => {
        const { store, summary, line } = await setupSummary();
        answerPin(store, false);
        await summary.setLinePrice(line, "2");
        expect(line.price_unit).toBe(3);
        expect(line.price_type).not.toBe("manual");
    });

    test("set by a scale is no price change", async () => {
        const { store, order } = await setupApprovalTill();
        const line = order.lines[0];
        line.setOptions({ code: { type: "price", value: 4, code: "x" } });
        expect(line.price_unit).toBe(4);
        expect(line.price_type).toBe("automatic");
        expect(store.approvalDesk.approvalsOf(order)).toEqual([]);
    });
});

describe("line removal", () => {
    test("is refused without a manager", async () => {
        const { store, order, summary } = await setupSummary();
        const asked = answerPin(store, false);
        await summary._setValue("remove");
        expect(order.lines.length).toBe(2);
        expect(asked[0].before).toBe(3);
    });

    test("is done when a manager agrees", async () => {
        const { store, order, summary, line } = await setupSummary();
        answerPin(store, { approver_id: 2 });
        await summary._setValue("remove");
        expect(order.lines.includes(line)).toBe(false);
    });

    test("in two steps, through a quantity of zero, is the same", async () => {
        const { store, order, summary } = await setupSummary();
        const asked = answerPin(store, false);
        await summary._setValue("0");
        expect(asked).toEqual([]);
        await summary._setValue("remove");
        expect(asked[0].before).toBe(3);
        expect(order.lines.length).toBe(2);
        expect(summary.currentOrder.getSelectedOrderline().qty).toBe(3);
    });

    test("of an article of the cart is free: it stays in the customer's cart", async () => {
        const { store, order, summary, line, server } = await setupSummary();
        store.models.connectNewData(server.taken.records);
        line.update({
            sale_order_origin_id: store.models["sale.order"].get(50),
            sale_order_line_id: store.models["sale.order.line"].get(91),
        });
        const asked = answerPin(store, false);
        await summary._setValue("remove");
        expect(asked).toEqual([]);
        expect(order.lines.includes(line)).toBe(false);
    });

    test("by a manager is told to the server with the ticket", async () => {
        const { store, order, summary, manager } = await setupSummary();
        store.cashier = manager;
        await summary._setValue("remove");
        const [told] = order.serializeForORM().unified_approvals;
        expect(told.action).toBe("line_removal");
        expect(told.own_action).toBe(true);
        expect(told.approver_id).toBe(manager.id);
    });

    test("of a whole ticket asks once", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, false);
        expect(await store.deleteOrders([order])).toBe(false);
        expect(asked.length).toBe(1);
        expect(store.models["pos.order"].getBy("uuid", order.uuid)).not.toBe(undefined);
    });
});

describe("before paying", () => {
    async function type(summary, line, ...numbers) {
        for (const number of numbers) {
            await summary._setValue(number);
        }
    }

    test("a quantity typed lower asks, once", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, { approver_id: 2 });
        await type(summary, line, "1");
        expect(asked).toEqual([]);
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked.map((one) => [one.action, one.before, one.after])).toEqual([
            ["line_removal", 3, 1],
        ]);
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked.length).toBe(1);
    });

    test("refused keeps the ticket from the payment screen", async () => {
        const { store, summary, line } = await setupSummary();
        answerPin(store, false);
        const opened = [];
        store.navigate = (screen) => opened.push(screen);
        await type(summary, line, "1");
        await store.pay();
        expect(opened).toEqual([]);
        expect(line.qty).toBe(3);
        await store.pay();
        expect(opened).toEqual(["PaymentScreen"]);
    });

    test("a number of several digits asks nothing on its way up", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, false);
        await type(summary, line, "1", "12");
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("a digit too many, corrected at once, asks nothing", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, false);
        await type(summary, line, "4", "44", "4");
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("the same digits after another scan are a new number", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, false);
        await type(summary, line, "4");
        line.setQuantity(5);
        await type(summary, line, "4");
        expect(await store.approvalDesk.settle(order)).toBe(false);
        expect(asked[0].before).toBe(5);
    });

    test("lowered in two goes is seen", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, false);
        await type(summary, line, "1");
        await type(summary, line, "2");
        expect(await store.approvalDesk.settle(order)).toBe(false);
        expect(asked[0].before).toBe(3);
    });

    test("a weight is corrected freely", async () => {
        const { store, order, summary, line } = await setupSummary();
        const asked = answerPin(store, false);
        line.product_id.uom_id.is_pos_groupable = false;
        await type(summary, line, "0", "0.", "0.5");
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("a line below zero is a discount on the ticket", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, { approver_id: 2 });
        const [sold, rebate] = order.lines;
        rebate.update({ qty: 1, price_unit: -sold.priceIncl / 2, tax_ids: [] });
        expect(await store.approvalDesk.settle(order)).toBe(true);
        const [request] = asked;
        expect(request.action).toBe("discount");
        expect(request.line_uuid).toBe(false);
        expect(Math.round(request.after)).toBe(50);
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked.length).toBe(1);
    });

    test("a reward is no discount of the cashier", async () => {
        const { store, order } = await setupApprovalTill();
        const asked = answerPin(store, false);
        order.lines[1].update({ qty: 1, price_unit: -1, tax_ids: [] });
        order.lines[1].is_reward_line = true;
        expect(await store.approvalDesk.settle(order)).toBe(true);
        expect(asked).toEqual([]);
    });
});

test("goods taken back ask a manager", async () => {
    const { store, summary, line } = await setupSummary();
    const asked = answerPin(store, false);
    await summary._setValue("-1");
    expect(line.qty).toBe(3);
    expect(asked[0].action).toBe("refund");
});

describe("the manager's PIN", () => {
    async function typePin(pin) {
        for (const digit of pin) {
            await click(`.modal .numpad button[value='${digit}']`);
            await animationFrame();
        }
        await click(".modal .btn-primary");
        await animationFrame();
    }

    async function askDiscount() {
        const till = await setupApprovalTill();
        await mountWithCleanup(ProductScreen, { props: { orderUuid: till.order.uuid } });
        till.asking = till.store.setDiscountFromUI(till.order.lines[0], 25);
        await waitFor(".modal:contains('Does a manager agree?')");
        return till;
    }

    test("is checked by the server and never shown", async () => {
        const pins = [];
        onRpc("pos.config", "unified_approve", ({ args }) => {
            pins.push(args[2]);
            return { status: "approved", uuid: "x", approver: { id: 2, name: "Maud" } };
        });
        const { asking, order } = await askDiscount();
        await click(".modal .numpad button[value='1']");
        await animationFrame();
        expect(queryText(".modal .input-value")).toBe("•");
        await typePin("234");
        await asking;
        expect(pins).toEqual(["1234"]);
        expect(order.lines[0].discount).toBe(25);
    });

    test("wrong is asked for again", async () => {
        const answers = ["wrong", "approved"];
        onRpc("pos.config", "unified_approve", () => ({
            status: answers.shift(),
            message: "No",
            approver: { id: 2, name: "Maud" },
        }));
        const { asking, order } = await askDiscount();
        await typePin("9");
        // the first dialog is gone once the server has answered
        await waitUntil(() => answers.length === 1);
        await animationFrame();
        await animationFrame();
        await waitFor(".modal:contains('Does a manager agree?')");
        await typePin("1");
        await asking;
        expect(order.lines[0].discount).toBe(25);
    });

    test("too many tries: the till stops asking", async () => {
        onRpc("pos.config", "unified_approve", () => ({ status: "blocked", message: "Wait" }));
        const { asking, order } = await askDiscount();
        await typePin("9");
        await waitFor(".modal:contains('No more tries for now')");
        await asking;
        expect(order.lines[0].discount).toBe(0);
    });

    test("Escape gives up", async () => {
        const { asking, order } = await askDiscount();
        await press("Escape");
        await asking;
        expect(order.lines[0].discount).toBe(0);
    });

    test("is checked by the till itself without network, and told later", async () => {
        const { store, order, manager } = await setupApprovalTill();
        store.data.network.offline = true;
        const desk = store.approvalDesk;
        const request = desk.prepareRequest({ action: "refund", order, before: 0, after: 0 });
        expect((await desk.check(request, "1111")).status).toBe("wrong");
        const answer = await desk.check(request, "1234");
        expect(answer.status).toBe("approved");
        expect(answer.approval.offline).toBe(true);
        desk.approvalsOf(order).push({ ...request, ...answer.approval });
        const [told] = order.serializeForORM().unified_approvals;
        expect(told.approver_id).toBe(manager.id);
        expect(told.offline).toBe(true);
    });

    test("without network five wrong PINs stop the tries", async () => {
        const { store } = await setupApprovalTill();
        for (let i = 0; i < 5; i++) {
            expect(store.approvalDesk.checkOffline("0000").status).toBe("wrong");
        }
        expect(store.approvalDesk.checkOffline("1234").status).toBe("blocked");
    });

    test("approved online is not told twice", async () => {
        const { store, order } = await setupApprovalTill();
        answerPin(store, { approver_id: 2 });
        await store.setDiscountFromUI(order.lines[0], "25");
        expect(order.serializeForORM().unified_approvals).toBe(undefined);
    });
});
