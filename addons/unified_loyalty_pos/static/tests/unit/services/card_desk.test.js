import { expect, test } from "@odoo/hoot";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { CARD_METHOD } from "@unified_loyalty_pos/app/services/card_desk";
import { CardPayment } from "@unified_loyalty_pos/app/utils/card_payment";

definePosModels();

/** A ticket with a payment line of a gift card; the cashier scans one code. */
async function setupCardLine(answers = {}) {
    const calls = [];
    for (const method of [
        "unified_card_authorize",
        "unified_card_release",
        "unified_cards_to_refund",
        "unified_card_to_sell",
        "unified_cards_sold_left",
        "unified_store_credit",
    ]) {
        onRpc("pos.config", method, ({ args }) => {
            calls.push([method, ...args.slice(1)]);
            return answers[method];
        });
    }
    const store = await setupPosEnv();
    const order = await getFilledOrder(store);
    const method = store.models["pos.payment.method"].get(2);
    method.use_payment_terminal = CARD_METHOD;
    method.payment_terminal = new CardPayment(store, method);
    const told = [];
    patchWithCleanup(store.cardDesk, {
        ask: async (title, check) => {
            const answer = await check("044CODE");
            return answer.message ? void told.push(answer.message) : answer;
        },
        tell: (title) => {
            told.push(title);
            return false;
        },
    });
    const line = order.addPaymentline(method).data;
    return { store, order, line, calls, told };
}

const KEPT = {
    status: "kept",
    message: "",
    amount: 20,
    left: 0,
    left_display: "0.00",
    name: "•••• 1234",
    token: "7-abc",
};

test("the amount is lowered to what is on the card", async () => {
    const { order, line, calls } = await setupCardLine({ unified_card_authorize: KEPT });
    line.setAmount(35);
    expect(await line.pay()).toBe(true);
    expect(calls).toEqual([
        ["unified_card_authorize", order.uuid, line.uuid, "044CODE", 35, false],
    ]);
    expect(line.amount).toBe(20);
    expect(line.transaction_id).toBe("7-abc");
    expect(line.ticket).toInclude("•••• 1234");
    expect(line.payment_status).toBe("done");
});

test("a card that is refused pays nothing and the line can be tried again", async () => {
    const { line, told } = await setupCardLine({
        unified_card_authorize: { status: "refused", message: "This card has expired." },
    });
    expect(await line.pay()).toBe(false);
    expect(told).toEqual(["This card has expired."]);
    expect(line.transaction_id).toBeEmpty();
    expect(line.payment_status).toBe("retry");
});

test("without network no card is asked", async () => {
    const { store, line, calls, told } = await setupCardLine({ unified_card_authorize: KEPT });
    store.data.network.offline = true;
    expect(await line.pay()).toBe(false);
    expect(calls).toEqual([]);
    expect(told.length).toBe(1);
});

test("a card does not pay for a card", async () => {
    const { store, order, line, calls } = await setupCardLine({ unified_card_authorize: KEPT });
    store.config._card_product_ids = [order.lines[0].product_id.id];
    expect(await line.pay()).toBe(false);
    expect(calls).toEqual([]);
});

test("taking the card off again gives its money back", async () => {
    const { order, line, calls } = await setupCardLine({ unified_card_authorize: KEPT });
    await line.pay();
    expect(line.can_be_reversed).toBe(true);
    await line.payment_method_id.payment_terminal.sendPaymentReversal(line.uuid);
    expect(calls.at(-1)).toEqual(["unified_card_release", order.uuid, [line.uuid]]);
});

test("a ticket that is given up gives back what its cards kept", async () => {
    const { store, order, line, calls } = await setupCardLine({ unified_card_authorize: KEPT });
    await line.pay();
    await store.cardDesk.releaseAll(order);
    expect(calls.at(-1)).toEqual(["unified_card_release", order.uuid, [line.uuid]]);
});

test("no change is given on a card", async () => {
    const { store, order, line, told } = await setupCardLine({
        unified_card_authorize: { ...KEPT, amount: 10 },
    });
    await line.pay();
    expect(await store.cardDesk.check(order)).toBe(true);
    line.setAmount(order.totalDue + 10);
    expect(await store.cardDesk.check(order)).toBe(false);
    expect(told.length).toBe(1);
});

test("a card that is sold is chosen once and known by its token", async () => {
    const { store, order, calls } = await setupCardLine({
        unified_card_to_sell: { name: "•••• 9", code: "044NEW", left: 0, token: "9-abc" },
    });
    const [sold] = order.lines;
    store.config._card_product_ids = [sold.product_id.id];
    expect(await store.cardDesk.settle(order)).toBe(true);
    expect(sold.sold_card_token).toBe("9-abc");
    expect(sold.soldCard.code).toBe("044NEW");
    expect(await store.cardDesk.settle(order)).toBe(true);
    expect(calls.map((call) => call.at(-1))).toEqual([false, "9-abc"]);
});

test("a card beyond its limit is not sold", async () => {
    const { store, order, told } = await setupCardLine({
        unified_card_to_sell: { message: "A card holds 150 at most." },
    });
    store.config._card_product_ids = [order.lines[0].product_id.id];
    expect(await store.cardDesk.settle(order)).toBe(false);
    expect(told).toEqual(["A card holds 150 at most."]);
});
