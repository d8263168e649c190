import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** What is unusual about this till in the eyes of the law, on all its screens. */
export class FiscalNotice extends Component {
    static template = "unified_accounting_fr_pos.FiscalNotice";
    static props = {};

    setup() {
        this.pos = usePos();
        this.desk = useState(this.pos.fiscalDesk.state);
        this.training = useState(this.pos.trainingDesk.state);
    }

    get isTraining() {
        return this.pos.fiscalDesk.isOn && Boolean(this.training.isChosen || this.desk.copy);
    }

    get why() {
        return (
            this.desk.copy ||
            _t("Tickets count nowhere. To sell again, end the training in the menu of the till.")
        );
    }

    get isDefective() {
        return this.pos.fiscalDesk.isOn && this.desk.defect;
    }

    get defectText() {
        return _t(
            "A defect was found in what is sealed. Sales go on; tell the manager, who finds it under “To settle”."
        );
    }

    get isKeyless() {
        return this.pos.fiscalDesk.isOn && Boolean(this.desk.device) && !this.desk.isSigning;
    }

    get keylessText() {
        return _t("The server numbers the tickets of this browser, so it sells with network only.");
    }

    get keylessAdvice() {
        return _t(
            "To sell without network as well, open the till by an https:// address, not in a private window."
        );
    }
}
