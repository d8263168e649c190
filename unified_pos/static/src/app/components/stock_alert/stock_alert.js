import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { SelectionPopup } from "@point_of_sale/app/components/popups/selection_popup/selection_popup";

/** Sold out here: the customer of the ticket gets a mail when the place has it again. */
export class StockAlert extends Component {
    static template = "unified_pos.StockAlert";
    static props = { productTemplate: Object };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        useAutofocus({ refName: "email", mobile: true });
        this.levels = useState(this.pos.stockDesk.levels);
        this.state = useState({
            askEmail: false,
            email: "",
            problem: "",
            answer: "",
            busy: false,
            partner: this.pos.getOrder()?.getPartner(),
        });
    }

    /** Variants that this place has none of; none while the stock is not known. */
    get missing() {
        return this.props.productTemplate.product_variant_ids.filter(
            (product) => this.pos.stockDesk.levelOf(product, this.levels)?.here <= 0
        );
    }

    get title() {
        return _t("None left in %s", this.pos.config._place_name);
    }

    get hint() {
        return _t(
            "The address is kept on the customer and used for this one message. It is no consent to advertising."
        );
    }

    get label() {
        return this.state.partner
            ? _t("Tell %s when it is back", this.state.partner.name)
            : _t("Tell the customer when it is back");
    }

    async tell() {
        if (this.pos.data.network.offline) {
            return this.tellOffline();
        }
        const product = await this.chooseVariant();
        const partner = product && (this.state.partner || (await this.pos.selectPartner()));
        if (!partner) {
            return;
        }
        this.state.partner = partner;
        if (typeof partner.id !== "number") {
            this.state.problem = _t("This customer is not saved yet: open the customer once.");
            return;
        }
        await this.send(product, partner);
    }

    async chooseVariant() {
        const missing = this.missing;
        if (missing.length < 2) {
            return missing[0];
        }
        return makeAwaitable(this.dialog, SelectionPopup, {
            title: _t("Which one?"),
            list: missing.map((item) => ({ id: item.id, label: item.display_name, item })),
        });
    }

    async send(product, partner) {
        Object.assign(this.state, { busy: true, problem: "" });
        try {
            const answer = await this.pos.data.call("pos.config", "unified_tell_customer", [
                this.pos.config.id,
                product.id,
                partner.id,
                this.state.email.trim() || null,
            ]);
            this.state.askEmail = answer.status === "email";
            this.state.answer = answer.status === "asked" ? answer.message : "";
            this.state.problem = answer.status === "asked" ? "" : answer.message || "";
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.tellOffline();
        } finally {
            this.state.busy = false;
        }
    }

    tellOffline() {
        this.state.problem = _t(
            "The till has no network: nothing was written down. Try again when it is back."
        );
    }
}
