# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How points are multiplied, without Odoo; the till has the same (multipliers.js)."""

from odoo.tools import float_round


def multiply_points(points, lines, rules, day, channel, tiers):
    """Return the points of a sale once the multipliers are applied, two places.

    The points are those of the lines in proportion to what is paid for them. For each
    line the best multiplier counts; they do not add up.

    :param lines: dicts with product, categories (up to the root) and amount
    :param rules: dicts with factor, products, categories, weekdays (1 for Monday),
        date_from, date_to ("2026-12-31"), channels and tiers; empty means any
    :param day: date of the sale
    """
    valid = [rule for rule in rules if _applies(rule, day, channel, tiers)]
    if not valid:
        return points
    weights = [(max(line["amount"], 0.0), line) for line in lines]
    if not any(weight for weight, _line in weights):
        weights = [(abs(line["amount"]), line) for line in lines]
    total = sum(weight for weight, _line in weights)
    if total:
        factor = sum(
            weight * _get_factor(valid, line) / total for weight, line in weights
        )
    else:
        factor = _get_factor(valid, {"product": 0, "categories": []})
    return float_round(points * factor, precision_digits=2)


def _applies(rule, day, channel, tiers):
    text = day.isoformat()
    return (
        (not rule["date_from"] or rule["date_from"] <= text)
        and (not rule["date_to"] or rule["date_to"] >= text)
        and (not rule["weekdays"] or day.isoweekday() in rule["weekdays"])
        and (not rule["channels"] or channel in rule["channels"])
        and (not rule["tiers"] or not set(rule["tiers"]).isdisjoint(tiers))
    )


def _get_factor(rules, line):
    return max(
        (rule["factor"] for rule in rules if _matches(rule, line)),
        default=1.0,
    )


def _matches(rule, line):
    if not rule["products"] and not rule["categories"]:
        return True
    return line["product"] in rule["products"] or not set(
        rule["categories"]
    ).isdisjoint(line["categories"])
