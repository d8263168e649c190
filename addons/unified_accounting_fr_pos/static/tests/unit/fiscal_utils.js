import { after } from "@odoo/hoot";
import { onRpc } from "@web/../tests/web_test_helpers";
import { uuidv4 } from "@point_of_sale/utils";
import { getFilledOrder, setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { FiscalKeeper } from "@unified_accounting_fr_pos/app/services/fiscal_keeper";
import { FiscalStore } from "@unified_accounting_fr_pos/app/utils/fiscal_store";

export const SETTINGS = {
    sealed: true,
    tz: "Europe/Paris",
    till: "S1C1",
    store: "Lyon",
    company: {
        name: "UNIFIED RETAIL SAS",
        address: ["1 rue de la République", "69001 Lyon", "France"],
        siret: "73282932000074",
        ape: "4778C",
        vat: "FR44732829320",
    },
    software: "Unified Commerce for Odoo 19.0.1.0.0",
    attestation: "",
    guarantee: "Garantie légale. Articles concernés : {lignes}.",
    print_law: "Le ticket n’est plus imprimé.",
    offline_hours: 72,
    offline_documents: 5000,
    modes: {},
};

/** The cryptography of the browser: HOOT puts one that signs nothing in its place. */
export function realCrypto() {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    after(() => frame.remove());
    return frame.contentWindow.crypto.subtle;
}

/** A browser of its own: nothing numbered, nothing kept. */
export async function makeKeeper(name = `fiscal-${uuidv4()}`) {
    const keeper = new FiscalKeeper("till", {
        subtle: realCrypto(),
        store: new FiscalStore(name),
    });
    await keeper.store.open();
    after(() => {
        keeper.store.db.close();
        indexedDB.deleteDatabase(name);
    });
    return keeper;
}

/** The same browser, after a reload or in another tab. */
export const reopen = (keeper) => makeKeeper(keeper.store.name);

export const STATED = { total: 1000, payments: [["CB", 1000]], type: "SALE" };

export async function enrolledKeeper() {
    const keeper = await makeKeeper();
    await keeper.saveDevice({ ...(await keeper.createDevice()), code: "S1C1" });
    return keeper;
}

/** What the server answers to browsers that enrol. */
export class FiscalServer {
    constructor() {
        this.calls = [];
        this.answers = [];
        this.answer = { status: "enrolled", device: "S1C1", copy: "" };
        for (const method of [
            "enrol_fiscal_device",
            "log_fiscal_outage",
            "set_fiscal_training",
            "print_fiscal_duplicate",
        ]) {
            onRpc("pos.config", method, ({ args }) => {
                this.calls.push({ method, args });
                return method === "enrol_fiscal_device"
                    ? this.answers.shift() || this.answer
                    : { count: 2 };
            });
        }
    }

    of(method) {
        return this.calls.filter((call) => call.method === method);
    }
}

/** A till whose company seals, with a ticket in hand; signing when it has a keeper. */
export async function setupSealedTill({ keeper = null } = {}) {
    localStorage.clear();
    const server = new FiscalServer();
    const store = await setupPosEnv();
    store.config._fiscal = { ...SETTINGS };
    const desk = store.fiscalDesk;
    if (keeper) {
        await desk.openKeeper(keeper);
    }
    await desk.enrol();
    const order = await getFilledOrder(store);
    return { server, store, desk, order };
}
