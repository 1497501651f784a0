# SPDX-License-Identifier: Apache-2.0
"""The calls and permissions of each type's page: they are the platform's, and the table of all of them has the same."""
import pathlib
import re
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ("properties", "gate", "functions", "integrations", "credentials", "custom-auth", "lookup")
ROUTES = ROOT / "src/emulator/genesys/routes.cc"  # the platform's own list, from the reference of its API


def calls_of(page):
    """{"GET /integrations/{}": permission} of a page's section."""
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    section = text.split("\n## Calls and permissions\n")[1].split("\n## ")[0]
    calls = {}
    for line in section.splitlines():
        cells = line.strip("| ").split(" | ")
        if line.startswith("| `"):
            permission = re.fullmatch(r"`([a-z]+:[A-Za-z]+:[a-z]+)`", cells[1]).group(1)
            calls.update({re.sub(r"\{\w+\}", "{}", call): permission for call in re.findall(r"`([A-Z]+ /[^`]+)`", cells[0])})
    return calls


def routes():
    text = ROUTES.read_text(encoding="utf-8")
    names = {name: value for name, value in re.findall(r'(\w+) = \{"([^"]*)"', text)}
    found = {}
    for method, path, permission in re.findall(r'\{"([A-Z]+)",\s*"/api/v2(/[^"]*)",\s*(\{[^}]*\}|\w+)', text):
        found[f"{method} {path}"] = names.get(permission) or re.sub(r'\{"([^"]*)".*', r"\1", permission)
    return found


class Loader(yaml.SafeLoader):
    """Functions in their short form as their arguments."""


Loader.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node) if
                             isinstance(node, yaml.ScalarNode) else loader.construct_sequence(node, deep=True))


def allowed(node):
    """The actions of every statement below `node` that allows something."""
    if isinstance(node, dict) and node.get("Effect") == "Allow" and "Resource" in node:
        return set(re.findall(r"\b[a-z0-9]+:[A-Z]\w+", str(node["Action"])))
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return {action for child in children for action in allowed(child)}


def route_of(method, path):
    """The platform's own name of a call, "GET /integrations/{}"; the call itself if it has none."""
    for route in routes():
        if re.fullmatch(route.replace("{}", "[^/]+"), f"{method} {path}"):
            return route
    return f"{method} {path}"


def summary():
    """{permission: its cells} of configuration.md."""
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    table = text.split("<!-- permissions -->\n")[1].split("<!-- /permissions -->")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table]
    return {row[0].strip("`"): row[1:] for row in rows}


class Permissions(unittest.TestCase):
    def test_each_call_is_the_platforms(self):
        platform = routes()
        for page in PAGES:
            calls = calls_of(page)
            self.assertTrue(calls, page)
            for call, permission in calls.items():
                with self.subTest(page=page, call=call):
                    self.assertEqual(platform.get(call), permission)

    def test_the_summary_has_the_same(self):
        table = summary()
        of_an_action = set(calls_of("properties").values())
        for column, page in enumerate(PAGES):
            needed = set(calls_of(page).values())
            if page in ("gate", "functions"):
                needed |= of_an_action
            with self.subTest(page):
                self.assertEqual({permission for permission, cells in table.items() if cells[column]}, needed)

    def test_the_role_of_the_template_is_the_documented_one(self):
        text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8").split("The function's role.")[1].split("\n\n")[1]
        documented = {action for line in text.splitlines() for action in re.findall(r"`(\w+:\w+)`", line.split(" | ")[0])}
        given = allowed(yaml.load((ROOT / "templates/provider.yaml").read_text(encoding="utf-8"), Loader)["Resources"])
        self.assertEqual(documented - given, {"s3:ListBucket"})
        self.assertEqual(given - documented, set())

    def test_the_start_page_names_those_of_a_data_action(self):
        step = (ROOT / "docs/start.md").read_text(encoding="utf-8").split("\n## 2. ")[1].split("\n## ")[0]
        self.assertEqual(set(re.findall(r"`(\w+:\w+:\w+)`", step)), set(calls_of("properties").values()))


if __name__ == "__main__":
    unittest.main()
