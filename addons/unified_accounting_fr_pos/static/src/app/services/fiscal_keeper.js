import { uuidv4 } from "@point_of_sale/utils";
import { canonical } from "../utils/canonical";
import { FiscalStore } from "../utils/fiscal_store";
import { browserCrypto, generateKey, publicPem, sign } from "../utils/fiscal_signer";

const rankOf = (no) => Number(no.slice(no.lastIndexOf("-") + 1));

/**
 * Numbers and signs the tickets of a till in this browser: the one writer of its chain.
 *
 * Tabs share the numbers: one at a time gives one. What was signed stays until the
 * server has it.
 */
export class FiscalKeeper {
    constructor(till, { subtle = browserCrypto(), store = new FiscalStore() } = {}) {
        Object.assign(this, { till, subtle, store });
    }

    /** Whether this browser can sign here: not without TLS, nor in a private window. */
    static isPossible() {
        return Boolean(browserCrypto() && navigator.locks && window.indexedDB);
    }

    async open() {
        await this.store.open();
        // a browser short of space deletes what nobody asked it to keep
        await navigator.storage?.persist?.();
    }

    locked(work) {
        return navigator.locks.request(`unified_fiscal.${this.till}`, work);
    }

    // ---- the device

    getDevice() {
        return this.store.get("devices", this.till);
    }

    /** Begin a new device, not known to the server yet: it has no code. */
    async createDevice() {
        const keys = await generateKey(this.subtle);
        const device = {
            till: this.till,
            identifier: uuidv4(),
            keys,
            publicKey: await publicPem(this.subtle, keys),
            code: "",
            seq: 0,
            head: "",
        };
        await this.saveDevice(device);
        return device;
    }

    saveDevice(device) {
        return this.store.put({ devices: device });
    }

    // ---- numbers

    /**
     * Give a ticket its number and sign what it states, once.
     *
     * @param {string} uuid - key of the ticket; asked again, it keeps its number
     * @param {Object} stated - what the statement says beside number and forerunner
     * @returns {Promise<Object>} uuid, identifier, device, no, statement, signature
     */
    allocate(uuid, stated) {
        return this.locked(async () => {
            const device = await this.getDevice();
            const kept = await this.store.get("statements", uuid);
            if (kept && !this.mayBeSignedAgain(kept, stated, device)) {
                return kept;
            }
            const seq = kept ? device.seq : device.seq + 1;
            const prev = kept ? JSON.parse(kept.statement).prev : device.head;
            const no = `${device.code}-${String(seq).padStart(8, "0")}`;
            const statement = canonical({ ...stated, uuid, no, prev });
            const signature = await sign(this.subtle, device.keys, statement);
            const signed = {
                uuid,
                till: device.till,
                identifier: device.identifier,
                device: device.code,
                type: stated.type,
                at: Date.now(),
                no,
                statement,
                signature,
            };
            await this.store.put({
                devices: { ...device, seq, head: signature },
                statements: signed,
            });
            return signed;
        });
    }

    /**
     * A ticket that the server refused comes back changed: it keeps its number, which
     * is signed again as long as no other ticket follows it.
     */
    mayBeSignedAgain(kept, stated, device) {
        const { total, payments } = JSON.parse(kept.statement);
        const isSame = canonical([total, payments]) === canonical([stated.total, stated.payments]);
        return !isSame && kept.identifier === device.identifier && rankOf(kept.no) === device.seq;
    }

    /** What the server does not have yet, oldest first. */
    async waiting() {
        const statements = await this.store.getAll("statements");
        return statements
            .filter((one) => one.till === this.till)
            .sort((a, b) => rankOf(a.no) - rankOf(b.no));
    }

    /** The server has it. */
    forget(uuid) {
        return this.store.delete("statements", uuid);
    }
}
