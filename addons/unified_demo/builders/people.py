# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Users by role, employees of the tills, and the customers."""

from .toolbox import dice, read_lines

# Least rights for each role; a group of a module that is not there is skipped.
# a cashier writes down new customers: Odoo asks the right to make contacts for it
CASHIER_GROUPS = ("point_of_sale.group_pos_user", "base.group_partner_manager")
USERS = {
    "owner": {
        "name": "Claire Fontaine",
        "title": ("Owner", "Dirigeante"),
        "groups": (
            "base.group_system",
            "sales_team.group_sale_manager",
            "stock.group_stock_manager",
            "purchase.group_purchase_manager",
            "account.group_account_manager",
            "point_of_sale.group_pos_manager",
            "hr.group_hr_manager",
            "website.group_website_designer",
            "unified_commerce_base.group_commerce_manager",
        ),
    },
    "accountant": {
        "name": "Hugo Lambert",
        "title": ("Accountant", "Comptable"),
        "groups": (
            "account.group_account_manager",
            "account.group_account_user",
            "unified_accounting_fr.group_fiscal_manager",
        ),
    },
    "manager": {
        "name": "Léa Morel",
        "title": ("Store manager, Lyon", "Responsable du magasin de Lyon"),
        "groups": (
            "point_of_sale.group_pos_manager",
            "stock.group_stock_user",
            "sales_team.group_sale_salesman_all_leads",
            "unified_commerce_base.group_commerce_user",
        ),
    },
    "seller": {
        "name": "Nora Petit",
        "title": ("Seller", "Vendeuse"),
        "groups": (
            "sales_team.group_sale_salesman",
            "unified_commerce_base.group_clienteling",
        ),
    },
    "cashier": {
        "name": "Amélie Girard",
        "title": ("Cashier, Lyon", "Hôtesse de caisse, Lyon"),
        "groups": CASHIER_GROUPS,
    },
}
# The sessions of the other stores are opened by these; no role of the tour needs them.
USERS |= {
    login: {
        "name": name,
        "title": ("Cashier", "Conseiller de vente et caisse"),
        "groups": CASHIER_GROUPS,
    }
    for login, name in (("paris", "Chloé Renard"), ("bordeaux", "Émilie Roux"))
}
SHOPPER = {"login": "shopper", "name": "Camille Martin"}

EMPLOYEES = {
    # xmlid: (name, store, PIN, badge, user, level at the till)
    "employee_manager": (
        "Léa Morel",
        "LYO",
        "1234",
        "041000000001",
        "manager",
        "advanced",
    ),
    "employee_amelie": (
        "Amélie Girard",
        "LYO",
        "1111",
        "041000000002",
        "cashier",
        "basic",
    ),
    "employee_bilal": ("Bilal Haddad", "LYO", "2222", "041000000003", None, "basic"),
    "employee_chloe": ("Chloé Renard", "PAR", "3333", "041000000004", "paris", "basic"),
    "employee_david": ("David Nguyen", "PAR", "4444", "041000000005", None, "basic"),
    "employee_sophie": (
        "Sophie Marchand",
        "PAR",
        "4321",
        "041000000006",
        None,
        "advanced",
    ),
    "employee_emilie": (
        "Émilie Roux",
        "BOR",
        "5555",
        "041000000007",
        "bordeaux",
        "basic",
    ),
    "employee_farid": ("Farid Benali", "BOR", "6666", "041000000008", None, "basic"),
    "employee_thomas": (
        "Thomas Leroy",
        "BOR",
        "5432",
        "041000000009",
        None,
        "advanced",
    ),
    "employee_owner": (
        "Claire Fontaine",
        "ORL",
        "9876",
        "041000000010",
        "owner",
        "advanced",
    ),
    "employee_seller": ("Nora Petit", "LYO", "7777", "041000000011", "seller", None),
    "employee_accountant": (
        "Hugo Lambert",
        "ORL",
        "8888",
        "041000000012",
        "accountant",
        None,
    ),
}
# Opens the file of customers who agreed to be advised.
ADVISERS = ("employee_amelie", "employee_seller")
CUSTOMERS = 500


def build_staff(box):
    users = _build_users(box)
    _build_employees(box, users)


def _groups(box, names):
    found = [box.env.ref(name, raise_if_not_found=False) for name in names]
    return [group.id for group in found if group]


def _build_users(box):
    env = box.env
    internal = env.ref("base.group_user")
    users = box.records(
        "res.users",
        {
            f"user_{login}": {
                "name": role["name"],
                "login": login,
                "password": login,
                "email": f"{login}@unified-retail.example",
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                "company_id": box.company.id,
                "company_ids": [(6, 0, box.company.ids)],
                "group_ids": [(6, 0, [internal.id, *_groups(box, role["groups"])])],
            }
            for login, role in USERS.items()
        },
    )
    country = env.ref("base.fr").id
    partner = box.record(
        "res.partner",
        "partner_shopper",
        {
            "name": SHOPPER["name"],
            "email": "camille.martin@client.example",
            "phone": "+33 6 39 98 00 01",
            "street": "5 rue des Remparts d'Ainay",
            "zip": "69002",
            "city": "Lyon",
            "country_id": country,
            "lang": "fr_FR",
            "tz": "Europe/Paris",
        },
    )
    box.record(
        "res.users",
        "user_shopper",
        {
            "partner_id": partner.id,
            "login": SHOPPER["login"],
            "password": SHOPPER["login"],
            "lang": "fr_FR",
            "tz": "Europe/Paris",
            "company_id": box.company.id,
            "company_ids": [(6, 0, box.company.ids)],
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
        },
    )
    return users


def _build_employees(box, users):
    env = box.env
    titles = {login: role["title"] for login, role in USERS.items()}
    values, french = {}, {}
    for xmlid, (name, code, pin, badge, login, level) in EMPLOYEES.items():
        title = titles.get(login) or (
            ("Store manager", "Responsable de magasin")
            if level == "advanced"
            else ("Cashier", "Conseiller de vente et caisse")
        )
        address = box.ref(f"place_{code.lower()}_address")
        values[xmlid] = box.existing_fields(
            "hr.employee",
            {
                "name": name,
                "job_title": title[1],
                "pin": pin,
                "barcode": badge,
                "user_id": users[f"user_{login}"].id if login else False,
                "company_id": box.company.id,
                "address_id": address.id,
                "tz": "Europe/Paris",
                "is_sales_adviser": xmlid in ADVISERS,
            },
        )
        if login:
            user = users[f"user_{login}"].with_company(box.company)
            user.property_warehouse_id = box.ref(f"warehouse_{code.lower()}")
    employees = box.records("hr.employee", values, french)
    if box.ref("staff_linked"):
        return
    Employee = env["hr.employee"]
    for code in ("PAR", "LYO", "BOR"):
        by_level = {
            level: Employee.union(
                *(
                    employees[xmlid]
                    for xmlid, data in EMPLOYEES.items()
                    if data[5] == level and (data[1] == code or data[4] == "owner")
                )
            )
            for level in ("basic", "advanced")
        }
        for number in (1, 2):
            config = box.ref(f"till_{code.lower()}_{number}")
            config.write(
                {
                    "basic_employee_ids": [(6, 0, by_level["basic"].ids)],
                    "advanced_employee_ids": [(6, 0, by_level["advanced"].ids)],
                }
            )
    box.mark("staff_linked", box.ref("till_lyo_1"))


def build_customers(box):
    """Fictional people: reserved numbers, addresses under ``.example``."""
    known = box.known(
        "res.partner", [f"customer_{n:03d}" for n in range(1, CUSTOMERS + 1)]
    )
    if len(known) == CUSTOMERS:
        return
    first_names = read_lines("first_names.txt")
    last_names = read_lines("last_names.txt")
    streets = read_lines("streets.txt")
    towns = [line.split(";") for line in read_lines("towns.csv")]
    country = box.env.ref("base.fr").id
    values = {}
    for number in range(1, CUSTOMERS + 1):
        draw = dice("customer", number)
        first, last = draw.choice(first_names), draw.choice(last_names)
        postcode, town = draw.choice(towns)
        mobile = draw.random() < 0.8
        phone = (
            f"+33 6 39 98 {number // 100 + 1:02d} {number % 100:02d}"
            if mobile
            else f"+33 1 99 00 {number // 100 + 1:02d} {number % 100:02d}"
        )
        values[f"customer_{number:03d}"] = {
            "name": f"{first} {last}",
            "email": f"{_ascii(first)}.{_ascii(last)}.{number}@client.example",
            "phone": phone,
            "street": f"{draw.randint(1, 120)} {draw.choice(streets)}",
            "zip": postcode,
            "city": town,
            "country_id": country,
            "lang": "fr_FR",
        }
    box.records("res.partner", values)


def _ascii(text):
    plain = text.lower().translate(
        str.maketrans("àâäéèêëîïôöùûüçñ", "aaaeeeeiioouuucn")
    )
    return "".join(char for char in plain if char.isalnum())
