# SPDX-License-Identifier: Apache-2.0
"""The version stands in CMakeLists.txt alone; the change log, and what older versions accepted, follow it."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def version():
    return re.search(r"project\(genesys_cfn VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")).group(1)


class Version(unittest.TestCase):
    def test_the_change_log_has_no_newer_one(self):
        headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
        self.assertEqual(headings[0], "Unreleased")
        numbers = [tuple(map(int, heading.split("."))) for heading in headings[1:]]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        self.assertLessEqual(numbers[:1], [tuple(map(int, version().split(".")))])

    def test_what_it_accepts_is_kept(self):
        self.assertTrue((ROOT / "tests/golden/properties" / version()).is_dir())

    def test_it_stands_nowhere_else(self):
        files = subprocess.run(["git", "grep", "-lP", r"(?<![\d.])" + re.escape(version()) + r"(?![\d.])", "--", "*.cc", "*.h", "*.cmake", "*/CMakeLists.txt", "dev",
                                "tools", "templates", "docs"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
        self.assertEqual([name for name in files.split() if not re.search(r"decisions/|cdk/", name)], [])


if __name__ == "__main__":
    unittest.main()
