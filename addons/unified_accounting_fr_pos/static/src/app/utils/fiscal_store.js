const NAME = "unified_fiscal";
const STORES = { devices: "till", statements: "uuid" };

const done = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

/**
 * The keys, numbers and signed statements of this browser, in a database of its own:
 * core empties its database when a till is reset.
 */
export class FiscalStore {
    constructor(name = NAME) {
        this.name = name;
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () => {
            for (const [store, keyPath] of Object.entries(STORES)) {
                request.result.createObjectStore(store, { keyPath });
            }
        };
        this.db = await done(request);
    }

    get(store, key) {
        return done(this.db.transaction(store).objectStore(store).get(key));
    }

    getAll(store) {
        return done(this.db.transaction(store).objectStore(store).getAll());
    }

    /** Write these records, all of them or none: a number goes with its statement. */
    put(records) {
        return this.write(Object.keys(records), (transaction) => {
            for (const [store, record] of Object.entries(records)) {
                transaction.objectStore(store).put(record);
            }
        });
    }

    delete(store, key) {
        const remove = (transaction) => transaction.objectStore(store).delete(key);
        // what comes back after a power cut is sent again, and known
        return this.write([store], remove, { durability: "relaxed" });
    }

    /** A number that was given may not come back after a power cut: strict. */
    write(stores, change, options = { durability: "strict" }) {
        return new Promise((resolve, reject) => {
            const transaction = this.db.transaction(stores, "readwrite", options);
            transaction.oncomplete = () => resolve();
            transaction.onabort = () => reject(transaction.error);
            change(transaction);
        });
    }
}
