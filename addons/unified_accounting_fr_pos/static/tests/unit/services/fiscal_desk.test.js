import { describe, expect, test } from "@odoo/hoot";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { makeKeeper, reopen, setupSealedTill } from "../fiscal_utils";

definePosModels();

async function signingTill() {
    return setupSealedTill({ keeper: await makeKeeper() });
}

function payByCard({ store, order }) {
    order.addPaymentline(store.models["pos.payment.method"].get(2));
}

describe("enrolment", () => {
    test("a company that does not seal asks the server nothing", async () => {
        const store = await setupPosEnv();
        expect(store.fiscalDesk.isOn).toBe(false);
        expect(store.fiscalDesk.refusal).toBe("");
    });

    test("a browser that signs gives its public key and keeps its code", async () => {
        const { server, desk } = await signingTill();
        const [{ args }] = server.of("enrol_fiscal_device");
        expect(args[2]).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
        expect(args[3]).toEqual({ seq: 0, head: "", waiting: 0 });
        expect(desk.state.device).toBe("S1C1");
        expect((await desk.keeper.getDevice()).code).toBe("S1C1");
    });

    test("a browser that lost its storage says which one it was", async () => {
        const { server, desk } = await signingTill();
        const before = desk.identifierKept;
        desk.keeper = await makeKeeper();
        await desk.enrol();
        expect(server.calls.at(-1).args[4]).toBe(before);
        expect(desk.identifierKept).not.toBe(before);
    });

    test("the server asks for a new chain: the browser begins one with another key", async () => {
        const { server, desk } = await signingTill();
        const { publicKey } = await desk.keeper.getDevice();
        server.answers = [{ status: "renew" }, { status: "enrolled", device: "S1C1-2", copy: "" }];
        await desk.enrol();
        const device = await desk.keeper.getDevice();
        expect([device.code, device.seq, device.head]).toEqual(["S1C1-2", 0, ""]);
        expect(device.publicKey).not.toBe(publicKey);
    });
});

describe("selling", () => {
    test("what is paid is numbered, signed and sent with its ticket", async () => {
        const till = await signingTill();
        const { desk, order } = till;
        payByCard(till);
        await desk.seal(order);
        order.state = "paid";
        const sent = order.serializeForORM().unified_fiscal;
        const stated = JSON.parse(sent.statement);
        expect(sent.device).toBe(desk.identifier);
        expect(stated.no).toBe("S1C1-00000001");
        expect(stated.uuid).toBe(order.uuid);
        expect(stated.total).toBe(Math.round(order.priceIncl * 100));
        expect(stated.payments.map(([, cents]) => cents)).toEqual([stated.total]);
        expect(stated.lines).toBe(2);
        expect(Object.values(stated.rates).reduce((sum, one) => sum + one)).toBe(stated.total);
        await desk.seal(order);
        expect(order.serializeForORM().unified_fiscal).toEqual(sent);
    });

    test("an order that is not paid yet states nothing", async () => {
        const { order } = await signingTill();
        expect(order.serializeForORM().unified_fiscal).toBe(undefined);
    });

    test("after a reload the ticket gets back what it stated", async () => {
        const till = await signingTill();
        const { store, desk, order } = till;
        await desk.seal(order);
        const signed = order.uiState.fiscal;
        delete order.uiState.fiscal;
        desk.waiting.clear();
        await desk.openKeeper(await reopen(desk.keeper));
        expect(order.uiState.fiscal).toEqual(signed);
        expect(store.fiscalDesk.waiting.size).toBe(1);
    });

    test("a browser that can keep nothing more leaves the numbers to the server", async () => {
        const { desk, order } = await signingTill();
        desk.keeper.store.put = () => Promise.reject(new Error("QuotaExceededError"));
        await desk.seal(order);
        order.state = "paid";
        expect(order.serializeForORM().unified_fiscal.device).toBe(desk.identifier);
        expect(order.serializeForORM().unified_fiscal.statement).toBe(undefined);
        expect(desk.state.isSigning).toBe(false);
    });

    test("a ticket that the server numbered otherwise begins a new chain", async () => {
        const { server, desk, order } = await signingTill();
        await desk.seal(order);
        const { uuid, uiState } = order;
        const answered = { uuid, uiState, finalized: true, isSynced: true };
        await desk.settle({ ...answered, fiscal_number: "S1C1-00000001" });
        expect(server.of("enrol_fiscal_device").length).toBe(1);
        await desk.settle({ ...answered, fiscal_number: "S1C1-00000007" });
        expect(server.of("enrol_fiscal_device").length).toBe(2);
        // the same number, but what this browser signed proved nothing
        const number = { fiscal_number: "S1C1-00000001", fiscal_excerpt: "none" };
        await desk.settle({ ...answered, ...number });
        expect(server.of("enrol_fiscal_device").length).toBe(3);
    });

    test("once the server has the ticket, nothing of it waits", async () => {
        const { desk, order } = await signingTill();
        await desk.seal(order);
        order.state = "paid";
        await desk.settle(order);
        expect(desk.waiting.size).toBe(1);
        const { uuid, uiState } = order;
        await desk.settle({ uuid, uiState, finalized: true, isSynced: true });
        expect(desk.waiting.size).toBe(0);
        expect(await desk.keeper.waiting()).toEqual([]);
    });
});

describe("without network", () => {
    test("a browser that signs goes on, up to the limits of the company", async () => {
        const { store, desk, order } = await signingTill();
        store.data.network.offline = true;
        expect(desk.refusal).toBe("");
        await desk.seal(order);
        expect(JSON.parse(order.uiState.fiscal.statement).offline).toBe(true);
        store.config._fiscal.offline_documents = 1;
        expect(desk.refusal).toMatch(/wait for the network/);
        store.config._fiscal.offline_documents = 5000;
        desk.waiting.get(order.uuid).at -= 73 * 3600 * 1000;
        expect(desk.refusal).toMatch(/72 hours/);
    });

    test("a browser without key sells with network only, and says so", async () => {
        const { server, store, desk, order } = await setupSealedTill();
        expect(server.of("enrol_fiscal_device")[0].args[2]).toBe(false);
        expect(desk.state.isSigning).toBe(false);
        expect(desk.refusal).toBe("");
        await desk.seal(order);
        order.state = "paid";
        expect(order.serializeForORM().unified_fiscal.statement).toBe(undefined);
        expect(order.serializeForORM().unified_fiscal.device).toBe(desk.identifier);
        store.data.network.offline = true;
        expect(desk.refusal).toMatch(/cannot number/);
        const asked = [];
        store.dialog.add = (_component, props) => asked.push(props.body);
        const validation = new OrderPaymentValidation({ pos: store, orderUuid: order.uuid });
        expect(await validation.askBeforeValidation()).toBe(false);
        expect(asked.length).toBe(1);
    });

    test("the server is told how long, how many tickets and which numbers", async () => {
        const { server, store, order, desk } = await signingTill();
        store.outageLog.start();
        store.data.network.offline = true;
        await desk.seal(order);
        store.outageLog.add(order);
        store.data.network.offline = false;
        await store.outageLog.end();
        const [{ args }] = server.of("log_fiscal_outage");
        expect([args[2].count, args[2].first, args[2].last]).toEqual([
            1,
            "S1C1-00000001",
            "S1C1-00000001",
        ]);
        expect(store.outageLog.outage).toBe(null);
    });
});
