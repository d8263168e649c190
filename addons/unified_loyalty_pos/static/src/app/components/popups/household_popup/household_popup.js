import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";

/** What both customers hear before one joins the household of the other. */
export class HouseholdPopup extends Component {
    static template = "unified_loyalty_pos.HouseholdPopup";
    static components = { Dialog };
    static props = {
        head: String,
        member: String,
        text: String,
        begins: Boolean,
        points: String,
        join: Function,
        close: Function,
    };

    setup() {
        this.state = useState({ bring: "aside", busy: false });
    }

    get title() {
        return _t("Share the points of %s?", this.props.head);
    }

    async confirm() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            if (await this.props.join(this.state.bring === "bring")) {
                this.props.close();
            }
        } finally {
            this.state.busy = false;
        }
    }
}
