import { patch } from "@web/core/utils/patch";
import { _t } from "@web/core/l10n/translation";
import { CustomerChip } from "@unified_pos/app/components/customer_chip/customer_chip";

patch(CustomerChip.prototype, {
    get loyalty() {
        return this.summary?.loyalty || false;
    },

    /** The points are those of a household; of its members only this one is shown. */
    get isHousehold() {
        return Boolean(this.loyalty.cards?.[0]?.household);
    },

    /** A customer without card may join; nobody knows without network. */
    get mayJoin() {
        const isOffered = this.pos.models["loyalty.program"].some(
            (program) => program.program_type === "loyalty" && program.is_nominative
        );
        const isKnown = Boolean(this.summary) && !this.offline;
        return isOffered && isKnown && !this.loyalty && !this.order?.finalized;
    },

    join() {
        return this.pos.enrolDesk.open(this.partner);
    },

    /** What the points open next, said when the cashier touches them. */
    get loyaltyHint() {
        const next = this.loyalty.cards[0]?.next_reward;
        if (!next) {
            return this.loyalty.points_display;
        }
        return _t("%(missing)s more for: %(reward)s", {
            missing: next.missing_display,
            reward: next.description,
        });
    },
});
