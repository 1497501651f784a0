# SPDX-License-Identifier: Apache-2.0
"""Every line that the function can log is explained somewhere in the documentation."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ("provider", "genesys", "custom_resource", "aws")
LOGGED = re.compile(r'(?:logger|logger_)\.(?:Info|Warning|LogError)\(\s*"([a-z_]+)"')


class Log(unittest.TestCase):
    def test_every_event_is_documented(self):
        sources = [source for part in PARTS for source in (ROOT / "src" / part).glob("*.cc")]
        events = {event for source in sources if not source.name.endswith("_test.cc")
                  for event in LOGGED.findall(source.read_text(encoding="utf-8"))}
        self.assertGreater(len(events), 20)
        pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
        for event in sorted(events):
            with self.subTest(event):
                self.assertTrue(f"`{event}`" in pages, "no page explains it")


if __name__ == "__main__":
    unittest.main()
