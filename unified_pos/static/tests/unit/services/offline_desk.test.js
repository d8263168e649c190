import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { Deferred, advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { ConnectionLostError } from "@web/core/network/rpc";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { ProductCard } from "@point_of_sale/app/components/product_card/product_card";
import { ApprovalDesk } from "@unified_pos/app/services/approval_desk";
import { OfflineDesk } from "@unified_pos/app/services/offline_desk";
import { SIGN_OF_LIFE } from "@unified_pos/app/services/stock_desk";
import { setupApprovalTill } from "../till_utils";

definePosModels();

beforeEach(() => localStorage.clear());

async function learn(till, units) {
    till.server.stock = {
        [till.product.id]: { here: units, promised: [], places: [], offline: units },
    };
    till.store.stockDesk.want([till.product.id]);
    await advanceTime(200);
}

/** A till that lost the network after it learned what is set aside of an article. */
async function setupAlone(units, quantity = 1) {
    const till = await setupApprovalTill();
    const [line] = till.order.lines;
    const product = line.product_id;
    Object.assign(till, { line, product, desk: till.store.offlineDesk });
    product.product_tmpl_id.is_storable = true;
    line.setQuantity(quantity);
    await learn(till, units);
    till.store.data.network.offline = true;
    return till;
}

function answerPin(store, answer) {
    const asked = [];
    store.approvalDesk.askPin = async (request, text) => {
        asked.push({ ...request, text });
        return answer && { ...request, approver_id: 2, offline: true };
    };
    return asked;
}

function answerQuestion(store, answer) {
    const asked = [];
    store.dialog.add = (component, props) => {
        asked.push(props);
        (answer ? props.confirm : props.cancel)();
        return () => {};
    };
    return asked;
}

async function scan({ store, order, product }) {
    const vals = { product_id: product, product_tmpl_id: product.product_tmpl_id, qty: 1 };
    await store.addLineToOrder(vals, order, {}, false);
}

/** Pay the ticket without network, and open the next one with one article. */
async function payAlone(till) {
    const { store, order } = till;
    order.state = "paid";
    till.desk.noteSoldAlone(order);
    const next = store.addNewOrder();
    await scan({ ...till, order: next });
    return next;
}

describe("without network", () => {
    test("what is set aside is sold without a question", async () => {
        const till = await setupAlone(2);
        const asked = answerPin(till.store, false);
        await scan(till);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(till.line.qty).toBe(2);
        expect(asked).toEqual([]);
    });

    test("one more is sold when a manager agrees, who is asked once", async () => {
        const till = await setupAlone(1);
        const asked = answerPin(till.store, true);
        await scan(till);
        expect(asked.map((one) => [one.action, one.line_uuid, one.before, one.after])).toEqual([
            ["offline_sale", till.line.uuid, 1, 2],
        ]);
        expect(asked[0].text).toMatch(/promised to somebody else/);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked.length).toBe(1);
        const [told] = till.order.serializeForORM().unified_approvals;
        expect(told.action).toBe("offline_sale");
        expect(told.after).toBe(2);
    });

    test("more than was agreed to is asked for again, and goes back to that", async () => {
        const till = await setupAlone(1);
        answerPin(till.store, true);
        await scan(till);
        answerPin(till.store, false);
        await scan(till);
        expect(till.line.qty).toBe(2);
    });

    test("refused, the line goes back to what is set aside", async () => {
        const till = await setupAlone(1);
        answerPin(till.store, false);
        await scan(till);
        expect(till.line.qty).toBe(1);
        expect(await till.store.settle(till.order)).toBe(true);
    });

    test("refused and nothing set aside, the line leaves the ticket", async () => {
        const till = await setupAlone(0);
        answerPin(till.store, false);
        expect(await till.store.settle(till.order)).toBe(false);
        expect(till.order.lines.includes(till.line)).toBe(false);
    });

    test("a quantity typed is asked for before the payment, and lowered is no removal", async () => {
        const till = await setupAlone(1);
        const asked = answerPin(till.store, false);
        till.line.setQuantity(5);
        till.line.uiState.countedQty = 5;
        const opened = [];
        till.store.navigate = (screen) => opened.push(screen);
        await till.store.pay();
        expect(till.line.qty).toBe(1);
        await till.store.pay();
        expect(opened).toEqual(["PaymentScreen"]);
        expect(asked.map((one) => one.action)).toEqual(["offline_sale"]);
    });

    test("two scans at once ask one question after the other", async () => {
        const till = await setupAlone(1);
        const asked = [];
        till.store.approvalDesk.askPin = async (request) => {
            const answer = new Deferred();
            asked.push({ after: request.after, agree: () => answer.resolve(request) });
            return answer;
        };
        const scans = Promise.all([scan(till), scan(till)]);
        await animationFrame();
        expect(asked.length).toBe(1);
        asked[0].agree();
        await animationFrame();
        asked[1]?.agree();
        await scans;
        expect(till.line.qty).toBe(3);
        expect(asked.at(-1).after).toBe(3);
    });

    test("a manager at the till confirms, and the server is told", async () => {
        const till = await setupAlone(1);
        till.store.cashier = till.manager;
        const asked = answerQuestion(till.store, true);
        await scan(till);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked.length).toBe(1);
        const [told] = till.order.serializeForORM().unified_approvals;
        expect([told.own_action, told.approver_id]).toEqual([true, till.manager.id]);
    });

    test("a till without employees confirms once, and has nobody to name", async () => {
        const till = await setupAlone(1);
        till.store.config.module_pos_hr = false;
        patchWithCleanup(ApprovalDesk.prototype, {
            get managers() {
                throw new Error("This till has not loaded employees");
            },
        });
        const asked = answerQuestion(till.store, true);
        await scan(till);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked.length).toBe(1);
        expect(till.order.serializeForORM().unified_approvals).toBe(undefined);
    });

    test("nobody can be asked where no manager has a PIN: the cashier confirms", async () => {
        const till = await setupAlone(1);
        patchWithCleanup(ApprovalDesk.prototype, { managers: [] });
        const asked = answerQuestion(till.store, false);
        await scan(till);
        expect(asked.length).toBe(1);
        expect(till.line.qty).toBe(1);
    });

    test("an article that is not scarce has no limit", async () => {
        const till = await setupAlone(null, 50);
        const asked = answerPin(till.store, false);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("what comes from the customer's cart was promised to them", async () => {
        const till = await setupAlone(0);
        till.store.models.connectNewData(till.server.taken.records);
        till.line.update({ sale_order_origin_id: till.store.models["sale.order"].get(50) });
        const asked = answerPin(till.store, false);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("goods that come back are not limited", async () => {
        const till = await setupAlone(0, -1);
        const asked = answerPin(till.store, false);
        expect(await till.store.settle(till.order)).toBe(true);
        expect(asked).toEqual([]);
    });

    test("tickets that were not sent count", async () => {
        const till = await setupAlone(1);
        const asked = answerPin(till.store, false);
        const next = await payAlone(till);
        expect(asked[0].before).toBe(0);
        expect(next.lines.length).toBe(0);
    });

    test("nothing is set aside any more after some hours", async () => {
        mockDate("2026-01-01 10:00:00");
        const till = await setupAlone(1);
        expect(till.desk.leftOf(till.product)).toBe(1);
        mockDate("2026-01-01 17:59:00");
        expect(till.desk.leftOf(till.product)).toBe(1);
        mockDate("2026-01-01 18:01:00");
        expect(till.desk.leftOf(till.product)).toBe(0);
        // nor by setting the clock back
        mockDate("2026-01-01 01:00:00");
        expect(till.desk.leftOf(till.product)).toBe(0);
    });

    test("the till still knows after a reload, another session does not", async () => {
        const { store, product, desk } = await setupAlone(1);
        const reloaded = new OfflineDesk(store);
        reloaded.start();
        expect(reloaded.state.alone).toBe(true);
        expect(reloaded.leftOf(product)).toBe(1);
        const kept = JSON.parse(localStorage.getItem(desk.storageKey));
        localStorage.setItem(desk.storageKey, JSON.stringify({ ...kept, session: -1 }));
        const tomorrow = new OfflineDesk(store);
        tomorrow.start();
        expect(tomorrow.isScarce(product)).toBe(false);
    });

    test("the card says what may be sold, or how old the figure is", async () => {
        mockDate("2026-01-01 10:00:00");
        const till = await setupAlone(1);
        const template = till.product.product_tmpl_id;
        await mountWithCleanup(ProductCard, {
            props: { name: "Article", product: template, productId: template.id, imageUrl: false },
        });
        expect(".o_unified_stock").toHaveText("1 offline");
        expect(".o_unified_stock").toHaveAttribute("title", /No network: last news at \d\d:\d\d/);
        till.store.data.network.offline = false;
        await learn(till, null);
        till.store.stockDesk.levels[till.product.id].here = 7;
        till.store.data.network.offline = true;
        await animationFrame();
        expect(".o_unified_stock").toHaveText(/^7 at \d\d:\d\d$/);
    });
});

test("with the network the units set aside limit nothing", async () => {
    const till = await setupAlone(1);
    till.store.data.network.offline = false;
    await learn(till, 1);
    const asked = answerPin(till.store, false);
    await scan(till);
    expect(await till.store.settle(till.order)).toBe(true);
    expect(asked).toEqual([]);
});

test("the till is alone until the server answers, whatever the browser says", async () => {
    const till = await setupAlone(1);
    till.store.data.network.offline = false;
    expect(till.desk.state.alone).toBe(true);
    const call = till.store.data.call;
    till.store.data.call = async () => {
        throw new ConnectionLostError();
    };
    await learn(till, 1);
    expect(till.desk.state.alone).toBe(true);
    till.store.data.call = call;
    await learn(till, 1);
    expect(till.desk.state.alone).toBe(false);
});

test("an answer that comes in after the network has gone changes nothing", async () => {
    const till = await setupAlone(1);
    till.store.data.network.offline = false;
    await learn(till, 1);
    const answer = new Deferred();
    till.store.data.call = () => answer;
    const asking = till.store.stockDesk.learnScarce();
    till.store.data.network.offline = true;
    answer.resolve([]);
    await asking;
    expect(till.desk.state.alone).toBe(true);
});

describe("a ticket paid without network", () => {
    test("names the till until it is received, whatever is reloaded", async () => {
        expect.errors(1);
        const { store, order } = await setupAlone(1);
        expect("unified_device" in order.serializeForORM()).toBe(false);
        const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
        order.state = "paid";
        validation.handleValidationError(new ConnectionLostError());
        // core tells the cashier by an error that nobody catches
        await animationFrame();
        expect.verifyErrors([/Connection/]);
        expect(order.serializeForORM().unified_device).toBe(String(store.device.identifier));
        expect(order.serializeForIndexedDB().JSONuiState).toMatch(/soldAloneBy/);
        await store.postSyncAllOrders([order]);
        expect("unified_device" in order.serializeForORM()).toBe(false);
    });

    test("is told when it is received, with what was not set aside", async () => {
        const till = await setupAlone(1, 3);
        const told = [];
        till.store.notification.add = (text, options) => told.push([text, options.type]);
        till.order.state = "paid";
        till.desk.noteSoldAlone(till.order);
        till.store.data.network.offline = false;
        await till.store.postSyncAllOrders([till.order]);
        await advanceTime(600);
        expect(told.length).toBe(1);
        expect(told[0][0]).toMatch(/: 3, 2 of them not set aside/);
        expect(told[0][1]).toBe("warning");
        // the network is lost again before the server has counted
        expect(till.desk.units[till.product.id]).toBe(0);
    });

    test("is sent before the levels are asked for again", async () => {
        const till = await setupAlone(1);
        till.order.state = "paid";
        till.desk.noteSoldAlone(till.order);
        const done = [];
        till.store.syncAllOrders = async () => {
            done.push("tickets");
        };
        const call = till.store.data.call;
        till.store.data.call = async (model, method, ...rest) => {
            done.push(method);
            return call.call(till.store.data, model, method, ...rest);
        };
        till.store.data.network.offline = false;
        await till.store.stockDesk.comeBack();
        expect(done.slice(0, 2)).toEqual(["tickets", "unified_scarce"]);
    });
});

describe("a till that is heard", () => {
    test("learns the scarce articles after its start and names itself", async () => {
        const till = await setupApprovalTill();
        const product = till.order.lines[0].product_id;
        till.server.scarce = [product.id, 999];
        till.server.stock = { [product.id]: { here: 1, promised: [], places: [], offline: 1 } };
        const before = till.server.count("unified_stock");
        await advanceTime(4000);
        await animationFrame();
        await advanceTime(200);
        expect(till.server.count("unified_stock")).toBe(before + 1);
        expect(till.server.last("unified_stock").args.slice(1)).toEqual([
            [product.id],
            String(till.store.device.identifier),
        ]);
    });

    test("asks again every minute: its sign of life", async () => {
        const till = await setupAlone(1);
        till.store.data.network.offline = false;
        await advanceTime(SIGN_OF_LIFE);
        await advanceTime(200);
        const before = till.server.count("unified_stock");
        await advanceTime(SIGN_OF_LIFE);
        await advanceTime(200);
        expect(till.server.count("unified_stock")).toBe(before + 1);
        expect(till.server.last("unified_stock").args[1]).toEqual([till.product.id]);
    });
});
