import { effect } from "@web/core/utils/reactive";
import { ConnectionLostError } from "@web/core/network/rpc";

/** A shorter loss, in which nothing was sold, is not worth a line in the log. */
const WORTH_MS = 60 * 1000;

/** Tells the server when this till was without network, and what it sold meanwhile. */
export class OutageLog {
    constructor(pos) {
        this.pos = pos;
        this.outage = null;
    }

    start() {
        this.outage = JSON.parse(localStorage.getItem(this.storageKey) || "null");
        effect(
            (network) => {
                if (network.offline) {
                    this.begin();
                }
            },
            [this.pos.data.network]
        );
        window.addEventListener("pos-network-online", () => this.end());
    }

    get storageKey() {
        return `unified_fiscal.outage.${this.pos.fiscalDesk.tillKey}`;
    }

    begin() {
        this.outage ||= { since: Date.now(), numbers: [] };
        this.keep();
    }

    /** A ticket was sold without network. */
    add(order) {
        this.begin();
        const { no } = order.uiState.fiscal || {};
        if (no && !this.outage.numbers.includes(no)) {
            this.outage.numbers.push(no);
            this.keep();
        }
    }

    keep() {
        localStorage.setItem(this.storageKey, JSON.stringify(this.outage));
    }

    /** The network is back: once the tickets have left, both events are logged. */
    async end() {
        const { outage } = this;
        const { network } = this.pos.data;
        if (!outage || network.offline || this.isTelling || this.pos.waitingTickets.length) {
            return;
        }
        const { since, numbers } = outage;
        this.isTelling = true;
        try {
            if (numbers.length || Date.now() - since > WORTH_MS) {
                await this.tell(since, numbers);
            }
            this.outage = null;
            localStorage.removeItem(this.storageKey);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        } finally {
            this.isTelling = false;
        }
    }

    tell(since, numbers) {
        return this.pos.data.call("pos.config", "log_fiscal_outage", [
            this.pos.config.id,
            this.pos.fiscalDesk.identifier,
            {
                seconds: Math.round((Date.now() - since) / 1000),
                count: numbers.length,
                first: numbers.at(0) || "",
                last: numbers.at(-1) || "",
            },
        ]);
    }
}
