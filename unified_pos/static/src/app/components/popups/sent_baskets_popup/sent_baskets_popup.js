import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { describeMoment, describeState } from "@unified_pos/app/utils/sent_state";

/** The baskets this till sent lately, live. */
export class SentBasketsPopup extends Component {
    static template = "unified_pos.SentBasketsPopup";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.pos = usePos();
        this.desk = useState(this.pos.sendDesk.state);
        this.state = useState({ open: this.pos.sendDesk.news[0]?.key || false });
        onMounted(() => this.pos.sendDesk.look());
    }

    get baskets() {
        // read here, so that a change is shown
        const known = this.desk.baskets;
        return this.pos.sendDesk.baskets.map(({ key }) => {
            const basket = known[key];
            return {
                ...basket,
                described: describeState(this.pos.sendDesk.stateOf(basket)),
                isPaid: this.pos.sendDesk.isPaid(basket),
                at: describeMoment(basket.sent_at),
                heldUntil: _t("These prices hold until %s.", describeMoment(basket.until)),
                price: this.env.utils.formatCurrency(basket.total),
                articles: basket.lines.map((line) => ({
                    ...line,
                    quantity: this.env.utils.formatProductQty(line.qty, false),
                    price: this.env.utils.formatCurrency(line.price_total),
                })),
            };
        });
    }

    toggle(key) {
        this.state.open = this.state.open === key ? false : key;
    }

    async showAgain(basket) {
        this.props.close();
        await this.pos.sendDesk.showAgain(basket);
    }

    async takeBack(basket) {
        if (await this.pos.sendDesk.takeBack(basket)) {
            this.props.close();
        }
    }
}
