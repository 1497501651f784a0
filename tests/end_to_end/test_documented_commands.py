# SPDX-License-Identifier: Apache-2.0
"""The commands that the documentation shows exist, with the options that it shows; and it shows every option."""
import functools
import re
import subprocess
import unittest

from harness import PROGRAMS, ROOT

BLOCK = re.compile(r"^```(?:sh|bash|console)?\n(.*?)^```", re.M | re.S)
INLINE = re.compile(r"`((?:genesys-cfn|\./dev) [^`]+)`")
CALL = re.compile(r"(genesys-cfn|\./dev) ")


def commands_of(text):
    """Word lists of what calls the command line or ./dev: lines of code blocks, and code in a sentence."""
    lines = [line.removeprefix("$ ") for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *INLINE.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))]:
        line = re.sub(r"\s+#.*", "", line).split(" >")[0].strip()
        if CALL.match(line):
            yield re.sub(r"[\[\]\"']|\.\.\.", " ", line).split()


def options_in(text):
    return set(re.findall(r"--[a-z0-9][a-z0-9-]*", text))


@functools.cache
def help_of(*command):
    said = subprocess.run([PROGRAMS / "genesys-cfn", *command, "--help"], capture_output=True, text=True, check=False)
    return said.stdout if said.returncode == 0 else None


def documentation():
    files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in files.split()}


def command_in(words):
    """The command of a line: the first word that is neither an option nor the value of one."""
    takes_value = {"--state-dir", "--target", "--profile", "--region", "--output", "--s3-bucket", "--s3-prefix"}
    values = {index + 1 for index, word in enumerate(words) if word in takes_value}
    return next((word for index, word in enumerate(words) if not word.startswith("-") and index not in values), None)


class DocumentedCommands(unittest.TestCase):
    def test_every_one(self):
        common = options_in(help_of())
        dev = (ROOT / "dev").read_text(encoding="utf-8")
        seen = 0
        for name, text in documentation().items():
            for words in commands_of(text):
                with self.subTest(file=name, command=" ".join(words)):
                    seen += 1
                    if words[0] == "./dev":
                        self.assertIn(f"\n  {words[1]})\n", dev)
                        continue
                    command = command_in(words[1:])
                    if command and not command.isupper():
                        self.assertIsNotNone(help_of(command), f"there is no command {command}")
                        stated = {word.split("=")[0] for word in words[1:] if word.startswith("--")}
                        self.assertLessEqual(stated, common | options_in(help_of(command)))
        self.assertGreater(seen, 150)

    def test_every_command_and_option_is_documented(self):
        pages = {name: text for name, text in documentation().items() if name.startswith("docs/")}
        everything = "".join(pages.values())
        commands = re.findall(r"^  ([a-z]+) {2,}", help_of().split("Subcommands:")[1].split("Exit codes:")[0], re.M)
        self.assertGreater(len(commands), 15)
        headings = re.findall(r"^## ([a-z]+)$", pages["docs/cli.md"], re.M)
        for command in commands:
            with self.subTest(command):
                self.assertIn(command, headings)
            own = options_in(help_of(command).split("Options:")[-1].split("--state-dir,")[0]) - {"--help"}
            for option in own:
                with self.subTest(command=command, option=option):
                    self.assertRegex(everything, re.escape(option) + r"(?![a-z0-9-])")

    def test_options_for_all_commands_are_documented(self):
        page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
        for option in options_in(help_of().split("Subcommands:")[0].split("Options:")[1]):
            with self.subTest(option):
                self.assertIn(option, page)


if __name__ == "__main__":
    unittest.main()
