# SPDX-License-Identifier: Apache-2.0
"""The commands that the documentation shows exist, with the options that it shows."""
import re
import shlex
import subprocess
import unittest

from harness import PROGRAMS, ROOT

BLOCK = re.compile(r"^```(?:sh|bash|console)?\n(.*?)^```", re.M | re.S)


def commands_of(text):
    """Word lists of the lines in code blocks that call the command line or ./dev."""
    for block in BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            line = re.sub(r"\s+#.*", "", line.removeprefix("$ ")).strip()
            if re.match(r"(genesys-cfn|\./dev) ", line) and not re.search(r"[\[|]", line):
                yield shlex.split(line.split(" >")[0])


def options_in(text):
    return set(re.findall(r"--[a-z][a-z0-9-]*", text))


class DocumentedCommands(unittest.TestCase):
    def help_of(self, *command):
        said = subprocess.run([PROGRAMS / "genesys-cfn", *command, "--help"], capture_output=True, text=True, check=False)
        return said.stdout if said.returncode == 0 else None

    def test_every_one(self):
        common = options_in(self.help_of())
        helps, seen = {}, 0
        dev = (ROOT / "dev").read_text(encoding="utf-8")
        files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in files.split():
            for words in commands_of((ROOT / name).read_text(encoding="utf-8")):
                with self.subTest(file=name, command=" ".join(words)):
                    seen += 1
                    if words[0] == "./dev":
                        self.assertIn(f"\n  {words[1]})\n", dev)
                        continue
                    arguments = [word for word in words[1:] if word not in ("...", "COMMAND")]
                    command = next((word for word in arguments if not word.startswith("-")), None)
                    if command and command not in helps:
                        helps[command] = self.help_of(command)
                    if command and not command.isupper():
                        self.assertIsNotNone(helps[command], f"there is no command {command}")
                    stated = {word.split("=")[0] for word in arguments if word.startswith("--")}
                    self.assertLessEqual(stated, common | options_in(helps.get(command) or ""))
        self.assertGreater(seen, 30)


if __name__ == "__main__":
    unittest.main()
