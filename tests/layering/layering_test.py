# SPDX-License-Identifier: Apache-2.0
"""Includes follow the arrows of ARCHITECTURE.md, and third-party headers stay in the one source that may have them."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)

# Header prefix -> the only source that includes it.
THIRD_PARTY = {
    "boost/json": ["json/parse.cc"],
    "boost/": ["http/server_beast.cc", "json/parse.cc"],
    "curl/": ["http/curl_client.cc"],
    "yaml.h": ["yaml/"],
    "sqlite3.h": ["emulator/store/database.cc"],
    "expat.h": ["aws/xml_document.cc"],
    "minizip/": ["emulator/lambda/zip_archive.cc"],
    "re2/": ["action_runtime/java_pattern.cc"],
    "CLI/": ["cli/command_line.cc"],
    "openssl/": ["aws/digest.cc", "definition/ownership_tag.cc", "emulator/aws/digests.cc", "emulator/genesys/digest.cc",
                 "http/curl_client.cc", "http/tls_algorithms.cc", "http/trust_store.cc"],
}


def arrows():
    """The table of ARCHITECTURE.md: rows `| module | may include | ...`, between the two marks."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = text.split("<!-- arrows -->")[1]
    table = {}
    for line in block.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if len(cells) >= 2 and cells[0].startswith("`"):
            table[cells[0].strip("`")] = set(re.findall(r"`([^`]+)`", cells[1]))
    return table


def module_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "emulator" else parts[0]


def is_test(path):
    name = path.name
    return (name.endswith(("_test.cc", "_testing.h", "_testing.cc", "_fixture.h"))
            or name.startswith(("test_", "testing_", "fake_"))
            or "testing" in path.relative_to(SOURCES).parts)


class Layering(unittest.TestCase):
    def sources(self):
        return [p for p in sorted(SOURCES.rglob("*")) if p.suffix in (".h", ".cc")]

    def test_there_is_something_to_check(self):
        self.assertGreater(len(self.sources()), 100)
        self.assertGreater(len(arrows()), 12)

    def test_every_module_is_in_the_table(self):
        modules = {module_of(str(p.relative_to(SOURCES))) for p in self.sources()}
        self.assertEqual(modules, set(arrows()))

    def test_includes_follow_the_arrows(self):
        table = arrows()
        wrong = []
        for path in self.sources():
            relative = str(path.relative_to(SOURCES))
            module = module_of(relative)
            for quote, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
                if quote != '"':
                    continue
                target = module_of(header)
                if target == module or target in table[module]:
                    continue
                if is_test(path) and target == "testing":
                    continue
                wrong.append(f"{relative} includes {header}")
        self.assertEqual(wrong, [])

    def test_the_emulated_organisation_shares_nothing_with_the_provider(self):
        for module, allowed in arrows().items():
            if module.startswith("emulator/"):
                self.assertFalse(allowed & {"definition", "genesys", "provider", "custom_resource", "cli"}, module)

    def test_third_party_headers_stay_where_they_belong(self):
        wrong = []
        for path in self.sources():
            if is_test(path):
                continue
            relative = str(path.relative_to(SOURCES))
            for _, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
                owners = [allowed for prefix, allowed in THIRD_PARTY.items() if header.startswith(prefix)]
                if owners and not any(relative.startswith(place) for allowed in owners for place in allowed):
                    wrong.append(f"{relative} includes {header}")
        self.assertEqual(wrong, [])

    def test_headers_hide_third_parties(self):
        wrong = []
        for path in self.sources():
            if path.suffix == ".h" and not is_test(path):
                for _, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
                    if any(header.startswith(prefix) for prefix in THIRD_PARTY):
                        wrong.append(f"{path.relative_to(SOURCES)} includes {header}")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
