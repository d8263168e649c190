import { expect, test } from "@odoo/hoot";
import { queryText } from "@odoo/hoot-dom";
import { mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { FiscalNotice } from "@unified_accounting_fr_pos/app/components/fiscal_notice/fiscal_notice";
import { enrolledKeeper, setupSealedTill } from "../fiscal_utils";

definePosModels();

async function freeTill() {
    const till = await setupSealedTill({ keeper: await enrolledKeeper() });
    till.store.addNewOrder();
    return till;
}

test("a manager lets it begin, and the log says so", async () => {
    const { server, store } = await freeTill();
    store.approvalDesk.isRequired = () => true;
    store.approvalDesk.askPin = async () => false;
    await store.trainingDesk.toggle();
    expect(store.trainingDesk.isOn).toBe(false);
    store.approvalDesk.askPin = async (request) => request;
    await store.trainingDesk.toggle();
    expect(store.trainingDesk.isOn).toBe(true);
    await store.trainingDesk.toggle();
    expect(store.trainingDesk.isOn).toBe(false);
    expect(server.of("set_fiscal_training").map(({ args }) => args[2])).toEqual([true, false]);
});

test("it does not begin in the middle of a ticket, nor without network", async () => {
    const { store, order } = await freeTill();
    store.approvalDesk.isRequired = () => true;
    store.approvalDesk.askPin = async (request) => request;
    store.setOrder(order);
    await store.trainingDesk.toggle();
    expect(store.trainingDesk.isOn).toBe(false);
    store.addNewOrder();
    store.data.network.offline = true;
    await store.trainingDesk.toggle();
    expect(store.trainingDesk.isOn).toBe(false);
});

test("what is sold then takes no number of the till and says it is training", async () => {
    const { store, desk, order } = await freeTill();
    store.trainingDesk.keep(true);
    await desk.seal(order);
    order.state = "paid";
    expect(order.serializeForORM().unified_fiscal).toEqual({
        device: desk.identifier,
        training: true,
    });
    expect((await desk.keeper.getDevice()).seq).toBe(0);
    expect(order.fiscalMark).toBe("TRAINING – NOT A SALE");
    expect(order.isWaitingForNetwork).toBe(true);
    // not answered yet: it stays
    store.trainingDesk.drop(order);
    onRpc("pos.order", "sync_from_ui", () => ({
        unified_training: [{ uuid: order.uuid, number: "S1C1-F00000001", excerpt: "abcd" }],
    }));
    expect(await store.data.call("pos.order", "sync_from_ui", [[]])).toEqual({});
    expect([order.fiscalNumber, order.fiscalRank]).toEqual(["S1C1-F00000001", 1]);
    expect(order.isWaitingForNetwork).toBe(false);
    store.trainingDesk.drop(order);
    expect(store.models["pos.order"].getBy("uuid", order.uuid)).toBe(undefined);
});

test("what is not paid yet when training ends is a sale again", async () => {
    const { store, order } = await freeTill();
    store.trainingDesk.keep(true);
    await store.preSyncAllOrders([order]);
    expect(order.serializeForORM().unified_fiscal.training).toBe(true);
    store.trainingDesk.keep(false);
    await store.preSyncAllOrders([order]);
    expect(order.serializeForORM().unified_fiscal).toBe(undefined);
});

test("a copy of a database only trains, and says why and what to do", async () => {
    const { server, store, desk } = await freeTill();
    server.answer = { status: "enrolled", device: "S1C1", copy: "This database is a copy." };
    await desk.enrol();
    expect(store.trainingDesk.isOn).toBe(true);
    expect(store.trainingDesk.forced).toBe("This database is a copy.");
    await mountWithCleanup(FiscalNotice, {});
    expect(queryText(".o_unified_training")).toMatch(/TRAINING – NOT A SALE/);
    expect(queryText(".o_unified_training")).toMatch(/is a copy/);
});

test("a browser without key says calmly that it sells with network only", async () => {
    await setupSealedTill();
    await mountWithCleanup(FiscalNotice, {});
    expect(queryText(".o_unified_keyless")).toMatch(/with network only/);
    expect(queryText(".o_unified_keyless strong")).toMatch(/https/);
});
