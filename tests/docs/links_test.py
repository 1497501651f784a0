# SPDX-License-Identifier: Apache-2.0
"""Links inside the documentation lead somewhere: to a file that is there, and to a heading that it has. Paths in code
that name a file of the repository are looked at, too. No page is cut: each heading begins its line, and each block of
code that begins also ends."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:examples|templates|docs|tools)/[A-Za-z0-9_./-]+)`")


def anchors(text):
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    found = set()
    for title in re.findall(r"^#+ +(.*)$", text, re.M):
        found.add(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"))
    return found


class Links(unittest.TestCase):
    def test_every_link_and_path(self):
        files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        self.assertTrue(files)
        for name in files.split():
            file = ROOT / name
            text = file.read_text(encoding="utf-8")
            for link in LINK.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)):
                if re.match(r"[a-z]+:", link):
                    continue
                path, _, anchor = link.partition("#")
                target = (file.parent / path) if path else file
                with self.subTest(file=name, link=link):
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, anchors(target.read_text(encoding="utf-8")))
            for path in PATH.findall(text):
                if "YYYY" in path or name.startswith("docs/reference/"):  # those name files of other repositories
                    continue
                with self.subTest(file=name, path=path):
                    self.assertTrue((ROOT / path).exists())

    def test_no_page_is_cut(self):
        files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in files.split():
            text = (ROOT / name).read_text(encoding="utf-8")
            with self.subTest(file=name):
                self.assertEqual(len(re.findall(r"^ *```", text, re.M)) % 2, 0, "a block of code does not end")
                prose = re.sub(r"^ *```.*?^ *```|`[^`\n]*`", "", text, flags=re.M | re.S)
                self.assertEqual(re.findall(r"^.*[^\s#|>].*(?<=\S)#{2,4} \w.*$", prose, re.M), [])

    def test_cited_sections_of_the_reference_are_there(self):
        cited = subprocess.run(["git", "grep", "-IhoE", r"(aws-protocols|genesys-cloud-api)\.md,? [0-9][0-9., and]*"],
                               cwd=ROOT, capture_output=True, text=True, check=True).stdout
        self.assertTrue(cited)
        sections = {}
        for page in ("aws-protocols", "genesys-cloud-api"):
            text = (ROOT / "docs/reference" / (page + ".md")).read_text(encoding="utf-8")
            sections[page] = set(re.findall(r"^#+ (\d+(?:\.\d+)*)\b", text, re.M))
        for page, numbers in re.findall(r"([a-z-]+)\.md,? ([0-9., and]+)", cited):
            for number in re.findall(r"\d+(?:\.\d+)*", numbers):
                with self.subTest(page=page, section=number):
                    self.assertIn(number, sections[page])

    def test_the_index_has_every_page(self):
        docs = ROOT / "docs"
        linked = set(LINK.findall((docs / "README.md").read_text(encoding="utf-8")))
        self.assertEqual({page.name for page in docs.glob("*.md")} - linked, {"README.md"})


if __name__ == "__main__":
    unittest.main()
