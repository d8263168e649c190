import { expect, test } from "@odoo/hoot";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithPoints } from "../loyalty_utils";

definePosModels();

const ASKED = { text: "I share.", begins: true, points_display: "50 Points" };

async function setupHousehold() {
    const calls = [];
    onRpc("pos.config", "unified_household", ({ args }) => {
        calls.push(["ask", ...args.slice(1)]);
        return ASKED;
    });
    onRpc("pos.config", "unified_household_add", ({ args }) => {
        calls.push(["add", ...args.slice(1, 4)]);
        return { 4: 200 };
    });
    onRpc("pos.config", "unified_customer_summary", () => false);
    const keep = { status: "held", left: {}, kept: { 4: 3 }, seconds: 60 };
    onRpc("pos.config", "unified_set_points_aside", () => {
        calls.push(["set aside"]);
        return keep;
    });
    onRpc("pos.config", "unified_release_points", () => {
        calls.push(["release"]);
        return true;
    });
    const till = await setupTillWithPoints({ spent: 0 });
    const { store } = till;
    const shown = [];
    const told = [];
    const member = store.models["res.partner"].getAll().find((one) => one.id !== 3);
    patchWithCleanup(store.dialog, {
        add(component, props) {
            if (props.getPayload) {
                props.getPayload(member);
                return;
            }
            shown.push(props);
        },
    });
    patchWithCleanup(store.notification, {
        add(message) {
            told.push(message);
        },
    });
    return { ...till, member, shown, told, calls, desk: store.householdDesk };
}

test("both hear the words before one joins, and the points are those of both at once", async () => {
    const { store, desk, partner, member, card, shown, calls } = await setupHousehold();
    await desk.open(partner);
    expect(calls).toEqual([["ask", partner.id, member.id]]);
    expect([shown[0].text, shown[0].begins, shown[0].points]).toEqual([
        "I share.",
        true,
        "50 Points",
    ]);
    // what the till keeps for the ticket would look like somebody who is paying
    await store.pointsDesk.setAside(store.getOrder());
    expect(await shown[0].join(true)).toBe(true);
    expect(calls.slice(1)).toEqual([
        ["set aside"],
        ["release"],
        ["add", partner.id, member.id, true],
        ["set aside"],
    ]);
    expect(card.points).toBe(200);
});

test("without a customer on the ticket nobody is asked for", async () => {
    const { desk, shown, told, calls } = await setupHousehold();
    await desk.open(undefined);
    expect([shown.length, calls.length, told.length]).toEqual([0, 0, 1]);
});

test("without network the till says that nobody can join", async () => {
    const { desk, partner, shown, told } = await setupHousehold();
    await desk.open(partner);
    patchWithCleanup(desk, {
        call() {
            throw new ConnectionLostError("/");
        },
    });
    expect(await shown[0].join(false)).toBe(false);
    expect(told.length).toBe(1);
});
