import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { ConnectionLostError } from "@web/core/network/rpc";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { SentBasketPopup } from "@unified_pos/app/components/popups/sent_basket_popup/sent_basket_popup";
import { SentBasketsPopup } from "@unified_pos/app/components/popups/sent_baskets_popup/sent_baskets_popup";
import { SentChip } from "@unified_pos/app/components/sent_chip/sent_chip";
import { setupTill } from "../till_utils";

definePosModels();

beforeEach(() => mockDate("2026-01-01 10:00:00", 0));

const BASKET = {
    key: "ticket-1",
    name: "S00077",
    state: "waiting",
    sent_at: "2026-01-01 09:00:00",
    until: "2026-01-02 09:00:00",
    customer: "",
    count: 2,
    total: 40,
    lines: [{ id: 1, name: "T-shirt", qty: 2, price_total: 40 }],
};
const ANSWER = {
    status: "sent",
    basket: BASKET,
    url: "https://shop.example/cart/token",
    email: "",
    in_cart_of: false,
};

async function setupSending({ answer = ANSWER } = {}) {
    const calls = [];
    const server = { answer, mail: { status: "sent", message: "On its way" }, lost: false };
    const listen = (method, result) =>
        onRpc("pos.config", method, ({ args }) => {
            calls.push({ method, args });
            if (server.lost) {
                throw new ConnectionLostError();
            }
            return result();
        });
    listen("unified_send_basket", () => server.answer);
    listen("unified_sent_mail", () => server.mail);
    listen("unified_sent_baskets", () => [BASKET]);
    listen("unified_sent_link", () => ANSWER);
    listen("unified_sent_take_back", () => server.back);
    const till = await setupTill();
    till.store.config._has_shop = true;
    till.store.sendDesk.start();
    return { ...till, sending: server, sent: calls };
}

const callsOf = (sent, method) => sent.filter((call) => call.method === method);

test("a ticket that was sent leaves the till, and the code is shown", async () => {
    const { store, order, sent } = await setupSending();
    await store.sendDesk.send(order);
    await animationFrame();
    expect(callsOf(sent, "unified_send_basket")[0].args[1]).toBe(order.uuid);
    expect(store.getOrder().uuid).not.toBe(order.uuid);
    expect(store.getOrder().lines).toHaveLength(0);
    expect(store.sendDesk.baskets.map((one) => one.key)).toEqual(["ticket-1"]);
});

test("a ticket that is refused stays as it was, with the reason", async () => {
    const { store, order } = await setupSending({
        answer: { status: "refused", message: "Not for sale on the shop: Pen." },
    });
    await store.sendDesk.send(order);
    expect(store.getOrder().uuid).toBe(order.uuid);
    expect(store.sendDesk.baskets).toHaveLength(0);
});

test("without network nothing is sent and the ticket stays", async () => {
    const { store, order, sent } = await setupSending();
    store.data.network.offline = true;
    await store.sendDesk.send(order);
    expect(sent).toHaveLength(0);
    expect(store.getOrder().uuid).toBe(order.uuid);
});

test("the button is not there without a shop", async () => {
    const { store } = await setupTill();
    expect(store.sendDesk.available).toBe(false);
});

test("what becomes of a basket shows at once", async () => {
    const { store } = await setupSending();
    await mountWithCleanup(SentBasketPopup, { props: { answer: ANSWER, close: () => {} } });
    expect(".o_unified_sent_qr").toHaveCount(1);
    expect(".o_unified_sent_state").toHaveText("waiting");
    for (const [state, text] of [
        ["opened", "opened"],
        ["paying", "payment under way"],
        ["refused", "payment refused"],
    ]) {
        store.sendDesk.onChanged({ ...BASKET, state });
        await animationFrame();
        expect(".o_unified_sent_state").toHaveText(text);
    }
    store.sendDesk.onChanged({ ...BASKET, state: "paid", customer: "Alix Durand" });
    await animationFrame();
    expect(".o_unified_sent_state").toHaveText("paid");
    expect(".o_unified_sent_paid").toHaveText("Order S00077 of Alix Durand is paid.");
    expect(".o_unified_sent_qr").toHaveCount(0);
    expect(".o_unified_sent_undo").toHaveCount(0);
});

test("the end of the stated time is seen without asking", async () => {
    const { store, sent } = await setupSending();
    store.sendDesk.onChanged(BASKET);
    expect(store.sendDesk.stateOf(BASKET)).toBe("waiting");
    mockDate("2026-01-02 09:00:01", 0);
    expect(store.sendDesk.stateOf(BASKET)).toBe("expired");
    expect(store.sendDesk.stateOf({ ...BASKET, state: "paid" })).toBe("paid");
    expect(sent).toHaveLength(0);
});

test("the address is asked for, used, and mistakes are said", async () => {
    const { sending, sent } = await setupSending();
    await mountWithCleanup(SentBasketPopup, { props: { answer: ANSWER, close: () => {} } });
    expect(".o_unified_sent_mail").toHaveAttribute("disabled");
    await contains("#unified_sent_email").edit("alix@client.example");
    await contains(".o_unified_sent_mail").click();
    expect(callsOf(sent, "unified_sent_mail")[0].args.slice(1)).toEqual([
        "ticket-1",
        "alix@client.example",
    ]);
    expect(".o_unified_sent_mailed").toHaveText("On its way");
    sending.mail = { status: "refused", message: "No address" };
    await contains(".o_unified_sent_mail").click();
    expect(".o_unified_sent_problem").toHaveText("No address");
});

test("paid baskets are counted until the cashier looks", async () => {
    const { store } = await setupSending();
    await mountWithCleanup(SentChip, { props: {} });
    expect(".o_unified_sent_chip").toHaveCount(0);
    store.sendDesk.onChanged(BASKET);
    await animationFrame();
    expect(".o_unified_sent_chip").toHaveCount(1);
    expect(".o_unified_sent_news").toHaveCount(0);
    store.sendDesk.onChanged({ ...BASKET, state: "paid" });
    await animationFrame();
    expect(".o_unified_sent_news").toHaveText("1 paid");
    store.sendDesk.look();
    await animationFrame();
    expect(".o_unified_sent_news").toHaveCount(0);
    store.sendDesk.onChanged({ ...BASKET, state: "gone" });
    await animationFrame();
    expect(".o_unified_sent_chip").toHaveCount(0);
});

test("the list shows a paid order with its name and its articles", async () => {
    const { store } = await setupSending();
    store.sendDesk.onChanged({ ...BASKET, state: "paid", customer: "Alix Durand" });
    await mountWithCleanup(SentBasketsPopup, { props: { close: () => {} } });
    expect(".o_unified_sent_row").toHaveText(/Alix Durand/);
    expect(".o_unified_sent_details").toHaveText(/T-shirt/);
    expect(".o_unified_sent_undo").toHaveCount(0);
});

test("a basket that is being paid stays sent when it is taken back", async () => {
    const { store, sending } = await setupSending();
    store.sendDesk.onChanged(BASKET);
    sending.back = { status: "held", message: "The cart is being checked out" };
    expect(await store.sendDesk.takeBack(BASKET)).toBe(false);
    expect(store.sendDesk.baskets).toHaveLength(1);
});

test("a basket taken back is on a ticket again", async () => {
    const { store, server, sending } = await setupSending();
    store.sendDesk.onChanged(BASKET);
    sending.back = { ...server.taken, status: "taken" };
    expect(await store.sendDesk.takeBack(BASKET)).toBe(true);
    expect(store.getOrder().cartInHand.id).toBe(50);
    expect(store.getOrder().lines).toHaveLength(2);
    expect(store.sendDesk.baskets).toHaveLength(0);
});
