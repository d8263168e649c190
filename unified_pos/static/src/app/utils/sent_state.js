import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";

/** What a cashier reads of a state: a word, a colour and an icon. */
export function describeState(state) {
    return {
        waiting: { text: _t("waiting"), css: "text-bg-secondary", icon: "fa-paper-plane" },
        opened: { text: _t("opened"), css: "text-bg-info", icon: "fa-mobile" },
        paying: { text: _t("payment under way"), css: "text-bg-warning", icon: "fa-clock-o" },
        refused: { text: _t("payment refused"), css: "text-bg-danger", icon: "fa-times" },
        expired: { text: _t("prices over"), css: "text-bg-secondary", icon: "fa-hourglass-end" },
        paid: { text: _t("paid"), css: "text-bg-success", icon: "fa-check" },
        ordered: { text: _t("ordered"), css: "text-bg-success", icon: "fa-check" },
    }[state];
}

/** A day and a time, without seconds, of a moment that the server tells. */
export function describeMoment(moment) {
    const date = deserializeDateTime(moment);
    return _t("%(day)s at %(time)s", {
        day: formatDate(date),
        time: describeTime(date),
    });
}

/** The time of a moment as people write it: 14:32, or 14 h 32. */
export function describeTime(date) {
    return date.toFormat(_t("HH:mm").toString());
}
