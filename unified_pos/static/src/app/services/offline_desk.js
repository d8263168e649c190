import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Mutex } from "@web/core/utils/concurrency";
import { debounce } from "@web/core/utils/timing";
import { formatFloat } from "@web/core/utils/numbers";
import { effect } from "@web/core/utils/reactive";
import { describeTime } from "@unified_pos/app/utils/sent_state";

const TOLD_AFTER = 500;

/**
 * What a till without network may sell of the scarce articles: what the server has set
 * aside for it, less what it has sold since. The rule is the server's
 * (`commerce.envelope`); it is kept here because nobody can be asked.
 */
export class OfflineDesk {
    constructor(pos) {
        this.pos = pos;
        // the network seems to come back at each try: the server must have answered
        this.state = reactive({ alone: false, heard: 0 });
        this.units = {};
        this.seconds = 0;
        this.mutex = new Mutex();
        this.settled = { tickets: 0, sold: new Map() };
        this.tell = debounce(() => this.tellSettled(), TOLD_AFTER);
    }

    start() {
        this.remember();
        effect(
            (network) => {
                if (network.offline) {
                    this.state.alone = true;
                }
            },
            [this.pos.data.network]
        );
    }

    /** The key of this browser, the same after a reload. */
    get device() {
        return String(this.pos.device.identifier);
    }

    // ---- what is set aside

    get storageKey() {
        return `unified_pos.offline.${this.pos.config.id}`;
    }

    /** A reload without network still knows; another session begins with nothing. */
    remember() {
        const kept = JSON.parse(localStorage.getItem(this.storageKey) || "{}");
        if (kept.session === this.pos.session.id && kept.device === this.device) {
            this.units = kept.units;
            this.seconds = kept.seconds;
            this.state.heard = kept.heard;
        }
    }

    keep() {
        const { device, seconds, units } = this;
        const session = this.pos.session.id;
        const kept = { session, device, heard: this.state.heard, seconds, units };
        localStorage.setItem(this.storageKey, JSON.stringify(kept));
    }

    /** Note what the server has just set aside; it replaces what was known. */
    learn(ids, { stock, offline_seconds }) {
        for (const id of ids) {
            const units = stock[id]?.offline ?? null;
            if (units === null) {
                delete this.units[id];
            } else {
                this.units[id] = units;
            }
        }
        this.seconds = offline_seconds;
        this.state.heard = Date.now();
        this.keep();
    }

    /** Units are set aside for some hours; a clock that was set back gives no more. */
    get isOver() {
        return Math.abs(Date.now() - this.state.heard) > this.seconds * 1000;
    }

    isScarce(product) {
        return product.id in this.units;
    }

    /** How much more of a scarce article may be sold, tickets not yet sent counted. */
    leftOf(product) {
        const sold = this.pos.waitingTickets
            .flatMap((order) => order.handedOverLines)
            .filter((line) => line.product_id.id === product.id)
            .reduce((total, line) => total + line.qty, 0);
        return this.isOver ? 0 : Math.max(this.units[product.id] - sold, 0);
    }

    /** The same of all the variants; undefined when one of them is not limited. */
    leftOfAll(template) {
        const stored = template.product_variant_ids.filter((product) => product.is_storable);
        return stored.length && stored.every((product) => this.isScarce(product))
            ? stored.reduce((total, product) => total + this.leftOf(product), 0)
            : undefined;
    }

    /** When the server was last heard, as people read it. */
    heardAt(state = this.state) {
        return describeTime(luxon.DateTime.fromMillis(state.heard));
    }

    // ---- selling

    /**
     * Ask for what goes beyond the units set aside; refused, the line goes back.
     *
     * @param {Object} product - only this one, all those of the ticket without it
     * @returns {Promise<boolean>} whether the ticket stands as it is
     */
    settle(order, product = null) {
        // a second scan waits for the answer to the first one
        return this.mutex.exec(() => this.settleNow(order, product));
    }

    async settleNow(order, product) {
        if (!this.state.alone || order.finalized) {
            return true;
        }
        for (const { line, within } of this.linesBeyond(order)) {
            if (product && line.product_id.id !== product.id) {
                continue;
            }
            const request = { action: "offline_sale", order, line, before: within };
            const text = this.explain(line, within);
            if (!(await this.pos.approvalDesk.ask({ ...request, after: line.qty, text }))) {
                const agreed = this.pos.approvalDesk.agreedQuantity("offline_sale", line);
                this.putBack(line, Math.max(within, agreed));
                return false;
            }
        }
        return true;
    }

    /** The lines of a ticket that sell more than what is set aside, and how much is. */
    linesBeyond(order) {
        const left = {};
        const beyond = [];
        for (const line of order.handedOverLines) {
            const product = line.product_id;
            if (!this.isScarce(product)) {
                continue;
            }
            left[product.id] ??= this.leftOf(product);
            const within = Math.min(line.qty, left[product.id]);
            left[product.id] -= within;
            if (product.uom_id.isPositive(line.qty - within)) {
                beyond.push({ line, within });
            }
        }
        return beyond;
    }

    explain(line, within) {
        return _t(
            "Without network, %(product)s may be promised to somebody else by now. Units this ticket may sell without asking: %(units)s.",
            {
                product: line.full_product_name,
                units: formatFloat(within, { trailingZeros: false }),
            }
        );
    }

    /** A part of a combination goes back with the whole. */
    putBack(line, quantity) {
        const whole = line.combo_parent_id || line;
        const kept = whole === line ? quantity : Math.floor((quantity * whole.qty) / line.qty);
        if (kept > 0) {
            whole.setQuantity(kept, Boolean(whole.combo_line_ids?.length));
            this.pos.approvalDesk.countAgain(whole);
        } else {
            line.order_id.removeOrderline(whole);
        }
        this.pos.numberBuffer.reset();
    }

    // ---- settling

    /** The ticket was paid and could not be sent: it says so when it is, even reloaded. */
    noteSoldAlone(order) {
        this.state.alone = true;
        order.uiState.soldAloneBy = this.device;
        this.pos.data.debouncedSynchronizeLocalDataInIndexedDB();
    }

    /** The server has the ticket: what it sold is no more set aside. */
    spend(order) {
        delete order.uiState.soldAloneBy;
        this.settled.tickets += 1;
        for (const { product_id: product, full_product_name: name, qty } of order.handedOverLines) {
            if (!this.isScarce(product)) {
                continue;
            }
            const known = this.settled.sold.get(product.id) || { units: 0, beyond: 0 };
            const left = this.units[product.id];
            this.settled.sold.set(product.id, {
                name,
                units: known.units + qty,
                beyond: known.beyond + Math.max(qty - left, 0),
            });
            this.units[product.id] = Math.max(left - qty, 0);
        }
        this.keep();
        this.tell();
    }

    tellSettled() {
        const { tickets, sold } = this.settled;
        this.settled = { tickets: 0, sold: new Map() };
        if (!sold.size) {
            return;
        }
        const number = (value) => formatFloat(value, { trailingZeros: false });
        const articles = [...sold.values()].map(({ name, units, beyond }) =>
            beyond
                ? _t("%(product)s: %(units)s, %(beyond)s of them not set aside", {
                      product: name,
                      units: number(units),
                      beyond: number(beyond),
                  })
                : _t("%(product)s: %(units)s", { product: name, units: number(units) })
        );
        this.pos.notification.add(
            _t("Tickets sold without network and received: %(tickets)s. %(articles)s.", {
                tickets,
                articles: articles.join("; "),
            }),
            { type: [...sold.values()].some((one) => one.beyond) ? "warning" : "success" }
        );
    }
}
