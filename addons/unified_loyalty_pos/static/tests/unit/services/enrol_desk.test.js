import { expect, test } from "@odoo/hoot";
import { onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ConnectionLostError } from "@web/core/network/rpc";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupTillWithPoints } from "../loyalty_utils";

definePosModels();

const ENROLMENT = { program: "Card", text: "I join.", marketing_text: "Write to me." };

async function setupEnrolment(known = { create: true }) {
    const asked = [];
    onRpc("pos.config", "unified_enrolment", () => ENROLMENT);
    onRpc("pos.config", "unified_enrol", ({ args }) => {
        asked.push(args.slice(1, 5));
        return { partner_id: 3, card_id: 4, code: "044" };
    });
    onRpc("pos.config", "unified_customer_summary", () => false);
    onRpc("pos.config", "unified_set_points_aside", () => ({
        status: "held",
        left: {},
        kept: {},
        seconds: 1,
    }));
    const till = await setupTillWithPoints({ spent: 0 });
    patchWithCleanup(till.store.customerDesk, {
        async beforeCreate(values) {
            till.lookedUp = values;
            return known;
        },
    });
    return { ...till, till, asked, desk: till.store.enrolDesk };
}

/** What the screen shows, and what is done on it. */
function fill(store, values) {
    const shown = [];
    patchWithCleanup(store.dialog, {
        add(_component, props) {
            shown.push(props);
            shown.joined = props.enrol({ marketing: false, ...values });
        },
    });
    return shown;
}

test("a new customer joins with a name and a number, and agrees to nothing else", async () => {
    const { store, desk, asked, till } = await setupEnrolment();
    const shown = fill(store, { name: "Nadia", contact: "06 12 34 56 78" });
    await desk.open();
    expect(await shown.joined).toBe(true);
    expect([shown[0].text, shown[0].marketingText]).toEqual(["I join.", "Write to me."]);
    expect(till.lookedUp).toEqual({ email: false, phone: "06 12 34 56 78" });
    expect(asked).toEqual([["Nadia", "06 12 34 56 78", false, false]]);
    expect(store.getOrder().getPartner().id).toBe(3);
});

test("who is known already keeps their file", async () => {
    const { store, desk, asked } = await setupEnrolment({ use: 3 });
    const shown = fill(store, { name: "Nadia", contact: "nadia@shop.example" });
    await desk.open();
    await shown.joined;
    expect(asked).toEqual([["Nadia", "nadia@shop.example", 3, false]]);
});

test("nobody is made while the cashier corrects what was typed", async () => {
    const { store, desk, asked } = await setupEnrolment({});
    const shown = fill(store, { name: "Nadia", contact: "nadia@shop.example" });
    await desk.open();
    expect(await shown.joined).toBe(false);
    expect(asked).toEqual([]);
});

test("without network the till says that nobody can join", async () => {
    const { store, desk } = await setupEnrolment();
    const told = [];
    patchWithCleanup(store.notification, { add: (text) => told.push(text) });
    patchWithCleanup(desk, {
        call() {
            throw new ConnectionLostError("/web/dataset/call_kw");
        },
    });
    await desk.open();
    expect(told.length).toBe(1);
});
