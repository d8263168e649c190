import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";

/**
 * A customer's file: name, cart and points for everybody; for an adviser, once the
 * customer has agreed, wishes, purchases, sizes and notes. Other modules add to it by
 * inheriting the template.
 */
export class CustomerPanel extends Component {
    static template = "unified_pos.CustomerPanel";
    static components = { Dialog };
    static props = {
        partner: Object,
        reason: String,
        onTicket: Boolean,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.desk = this.pos.panelDesk;
        this.known = useState(this.desk.state);
        this.state = useState({
            panel: null,
            problem: "",
            busy: false,
            browsing: false,
            note: "",
            edited: false,
            added: {},
        });
        onWillStart(() => {
            // not awaited: the panel opens at once and fills up
            this.load();
        });
        useEffect(
            () => this.onConsentChanged(),
            () => [JSON.stringify(this.known.purposes[this.props.partner.id] || [])]
        );
    }

    // ---- loading

    async load() {
        await this.work(async () => {
            const { partner, reason, onTicket } = this.props;
            this.state.panel = await this.desk.load(partner, reason, onTicket);
        });
    }

    /** Run what needs the server; what went wrong is said in the panel. */
    async work(task) {
        if (this.state.busy) {
            return;
        }
        if (this.desk.offline) {
            this.state.problem = this.offlineText;
            return;
        }
        Object.assign(this.state, { busy: true, problem: "" });
        try {
            await task();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.state.problem = this.offlineText;
            } else if (error instanceof RPCError) {
                this.state.problem = error.data?.message || error.message;
            } else {
                throw error;
            }
        } finally {
            this.state.busy = false;
        }
    }

    get offlineText() {
        return _t("No network: the file of this customer cannot be opened. You can go on selling.");
    }

    /** The customer withdrew, here or at home: what was shown is gone at once. */
    onConsentChanged() {
        const purposes = this.known.purposes[this.props.partner.id] || [];
        const { panel } = this.state;
        if (panel?.adviser === "open" && !purposes.includes("clienteling")) {
            panel.adviser = "withdrawn";
            panel.file = false;
            this.state.note = "";
        }
    }

    // ---- what is shown

    get title() {
        return _t("File of %s", this.firstName);
    }

    get firstName() {
        return this.summary?.first_name || this.props.partner.name;
    }

    get summary() {
        return this.pos.cartDesk.summaryOf(this.props.partner) || this.state.panel?.summary;
    }

    get cart() {
        return this.summary?.cart || false;
    }

    get cartText() {
        const { formatCurrency, formatProductQty } = this.env.utils;
        const total = formatCurrency(this.cart.total);
        if (this.cart.count === 1) {
            return _t("1 article, %s", total);
        }
        const count = formatProductQty(this.cart.count, false);
        return _t("%(count)s articles, %(total)s", { count, total });
    }

    get file() {
        return this.state.panel?.file || false;
    }

    get isLoading() {
        return !this.state.panel && !this.state.problem;
    }

    /** Articles go on the ticket of this customer only. */
    get canAdd() {
        return this.desk.isOnTicket(this.props.partner) && !this.pos.getOrder()?.finalized;
    }

    day(date) {
        return deserializeDateTime(date).toLocaleString({ dateStyle: "short" });
    }

    quantity(value) {
        return this.env.utils.formatProductQty(value, false);
    }

    sizeText(size) {
        return _t("%(count)s of %(of)s", { count: size.count, of: size.of });
    }

    stockText(article) {
        if (article.here === false) {
            return "";
        }
        return article.here > 0 ? _t("%s here", this.quantity(article.here)) : _t("none here");
    }

    noteText(note) {
        const written = _t("%(author)s, %(date)s", {
            author: note.author,
            date: this.day(note.date),
        });
        if (!note.changed_at) {
            return written;
        }
        return _t("%(written)s, changed by %(person)s on %(date)s", {
            written,
            person: note.changed_by,
            date: this.day(note.changed_at),
        });
    }

    get noWishText() {
        return _t(
            "No wish yet. What %s marks with a heart on the site will appear here.",
            this.firstName
        );
    }

    get warningText() {
        return _t(
            "%s can read what you write. Facts and wishes only: no judgement, nothing about health, religion, opinions or family.",
            this.firstName
        );
    }

    get consentTitle() {
        return _t("Does %s want to be advised?", this.firstName);
    }

    get agreedText() {
        return _t("%s agreed to be advised. This opening was written down.", this.firstName);
    }

    get withdrawnText() {
        return _t(
            "%s has withdrawn the consent: the file is closed, the notes are deleted.",
            this.firstName
        );
    }

    // ---- what an adviser does

    async openCart() {
        this.props.close();
        await this.pos.cartDesk.openCart(this.pos.getOrder(), this.props.partner);
    }

    chooseForTicket() {
        this.props.close();
        this.pos.setPartnerToCurrentOrder(this.props.partner);
    }

    async typePin() {
        let known = false;
        await this.work(async () => {
            known = await this.desk.askPin();
        });
        if (known) {
            await this.load();
        }
    }

    async agree() {
        const purposes = ["clienteling", ...(this.state.browsing ? ["browsing"] : [])];
        await this.work(() =>
            this.desk.call("unified_panel_consent", [this.props.partner.id, purposes])
        );
        if (!this.state.problem) {
            await this.load();
        }
    }

    async withdraw() {
        const sure = await ask(this.pos.dialog, {
            title: _t("Does %s withdraw the consent?", this.firstName),
            body: _t("The adviser's part closes on every till. The notes are deleted for good."),
            confirmLabel: _t("Withdraw"),
            cancelLabel: _t("Keep"),
        });
        if (sure) {
            await this.work(() =>
                this.desk.call("unified_panel_withdraw", [this.props.partner.id])
            );
            if (!this.state.problem) {
                this.desk.state.purposes[this.props.partner.id] = [];
            }
        }
    }

    async add(article, key) {
        let added = false;
        await this.work(async () => {
            added = await this.desk.add(article, this.props.partner);
        });
        if (added) {
            this.state.added[key] = (this.state.added[key] || 0) + 1;
        }
    }

    editNote(note) {
        this.state.edited = note.id;
        this.state.note = note.body;
    }

    leaveNote() {
        Object.assign(this.state, { edited: false, note: "" });
    }

    saveNote() {
        return this.sendNote(this.state.note, this.state.edited);
    }

    async deleteNote(note) {
        const sure = await ask(this.pos.dialog, {
            title: _t("Delete this note?"),
            body: note.body,
            confirmLabel: _t("Delete"),
            cancelLabel: _t("Keep"),
        });
        if (sure) {
            await this.sendNote("", note.id);
        }
    }

    async sendNote(body, noteId) {
        await this.work(async () => {
            const notes = await this.desk.call(
                "unified_panel_note",
                [this.props.partner.id, body],
                { note_id: noteId || false }
            );
            if (this.file) {
                this.state.panel.file.notes = notes;
            }
            this.leaveNote();
        });
    }
}
