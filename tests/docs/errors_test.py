# SPDX-License-Identifier: Apache-2.0
"""The texts that docs/errors.md quotes are those of the sources."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/errors.md"
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def texts(path):
    """The string literals of a source, with adjacent ones joined."""
    joined = re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8"))
    return [text.replace('\\"', '"').replace("\\\\", "\\") for text in LITERAL.findall(joined)]


def quotes(page):
    """What the first cells and the paragraphs in front of the tables quote: each as the parts between "..."."""
    for line in page.splitlines():
        cells = line.split(" | ")
        if line.startswith("| it says") or line.startswith("| ---"):
            continue
        if line.startswith("| ") or line.startswith("Nothing was called") or line.startswith("`The definition of"):
            for quote in re.findall(r"`([^`]+)`", cells[0] if line.startswith("| ") else line):
                yield quote, [part for part in quote.split("...") if part.strip()]


class Errors(unittest.TestCase):
    def setUp(self):
        self.sources = {path: texts(path) for path in (ROOT / "src").rglob("*.cc") if not path.name.endswith("_test.cc")}

    def is_said(self, parts):
        return any(all(any(part.strip() in text for text in literals) for part in parts)
                   for literals in self.sources.values())

    def test_every_quoted_text_is_in_the_sources(self):
        found = list(quotes(PAGE.read_text(encoding="utf-8")))
        self.assertGreater(len(found), 80)
        for quote, parts in found:
            with self.subTest(quote):
                self.assertTrue(self.is_said(parts), "no source says so")

    def test_a_text_that_nobody_says_is_noticed(self):
        self.assertFalse(self.is_said(["the flux capacitor is empty"]))
        self.assertEqual(list(quotes("| `a ... b`, `c` | why `d` | what |")), [("a ... b", ["a ", " b"]), ("c", ["c"])])


if __name__ == "__main__":
    unittest.main()
