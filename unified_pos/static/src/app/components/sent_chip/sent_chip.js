import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { SentBasketsPopup } from "@unified_pos/app/components/popups/sent_baskets_popup/sent_baskets_popup";

/** Above the ticket: baskets that were sent, and those that are paid. */
export class SentChip extends Component {
    static template = "unified_pos.SentChip";
    static props = {};

    setup() {
        this.pos = usePos();
        this.desk = useState(this.pos.sendDesk.state);
    }

    get count() {
        return Object.keys(this.desk.baskets).length;
    }

    get news() {
        return Object.values(this.desk.baskets).filter(
            (one) => this.pos.sendDesk.isPaid(one) && !this.desk.seen[one.key]
        ).length;
    }

    get newsText() {
        return this.news === 1 ? _t("1 paid") : _t("%s paid", this.news);
    }

    open() {
        this.pos.dialog.add(SentBasketsPopup, {});
    }
}
