# SPDX-License-Identifier: Apache-2.0
"""completions: what the shells themselves make of the scripts."""
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time
import unittest

from harness import EndToEnd, PROGRAMS, QUICKSTART

# What is typed, and what of the candidates there must be and must not be.
CASES = (
    ("genesys-cfn pl", {"plan"}, {"deploy"}),
    ("genesys-cfn --output json st", {"status"}, {"deploy"}),
    ("genesys-cfn deploy --sta", {"--stack-name", "--state-dir"}, {"--follow"}),
    ("genesys-cfn local --f", {"--faults"}, {"--function"}),
    ("genesys-cfn status --output j", {"json"}, {"text"}),
    ("genesys-cfn graph t.yaml --format m", {"mermaid"}, {"dot"}),
    ("genesys-cfn deploy t.yaml --capabilities CAPABILITY_N", {"CAPABILITY_NAMED_IAM"}, {"CAPABILITY_IAM"}),
    ("genesys-cfn init r", {"rest"}, {"lambda"}),
    ("genesys-cfn completions z", {"zsh"}, {"fish"}),
    ("genesys-cfn delete d", {"demo"}, {"deploy"}),
    ("genesys-cfn deploy t", {"t.yaml"}, {"test"}),
    ("genesys-cfn export --to fold", {"folder"}, set()),
)


class Completions(EndToEnd):
    def setUp(self):
        super().setUp()
        self.write("t.yaml", "")
        pathlib.Path(self.state, "folder").mkdir()
        self.deploy(QUICKSTART)
        self.environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "GENESYS_CFN_STATE_DIR": self.state,
                            "HOME": self.state, "TERM": "dumb"}

    def script(self, shell, name):
        said = self.run_cli("completions", shell)
        self.assertEqual((said.code, said.err), (0, ""))
        return self.write(name, said.out)

    def check(self, candidates_of):
        for typed, wanted, unwanted in CASES:
            with self.subTest(typed):
                found = candidates_of(typed)
                self.assertLessEqual(wanted, found)
                self.assertFalse(unwanted & found, found)

    def run_shell(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.state, env=self.environment, timeout=60,
                              check=False)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_bash(self):
        script = self.script("bash", "genesys-cfn.bash")

        def candidates(typed):
            words = typed.split(" ")
            quoted = " ".join(f"'{word}'" for word in words)
            return set(self.run_shell("bash", "-c", f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; "
                                      '_genesys_cfn; printf "%s\\n" "${COMPREPLY[@]}"').split())
        self.check(candidates)
        self.assertEqual(candidates("genesys-cfn deploy t.yaml --capabilities CAPABILITY_IAM CAPABILITY_N"),
                         {"CAPABILITY_NAMED_IAM"})
        self.assertEqual(candidates("genesys-cfn deploy t.yaml --output = j"), {"json"})

    def test_fish(self):
        if not shutil.which("fish"):
            self.skipTest("fish is not installed")
        script = self.script("fish", "genesys-cfn.fish")

        def candidates(typed):
            said = self.run_shell("fish", "-N", "-c", f"source {script}; complete -C '{typed}'")
            return {line.split("\t")[0].rstrip("/") for line in said.splitlines()}
        self.check(candidates)

    def test_zsh(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed")
        self.script("zsh", "_genesys-cfn")
        # ^G lists the candidates and puts nothing on the command line.
        self.write(".zshrc", f"fpath=({self.state} $fpath); autoload -Uz compinit; compinit -u -D; PS1='ready> '; LISTMAX=0\n"
                   "setopt NO_BEEP NO_ALWAYS_LAST_PROMPT; unsetopt PROMPT_SP PROMPT_CR; bindkey -e; bindkey '^G' list-choices\n")
        shell = Terminal(["zsh", "-d", "-i"], self.state, {**self.environment, "ZDOTDIR": self.state})
        self.addCleanup(shell.close)
        shell.until(r"ready> ")

        def candidates(typed):
            shell.say(typed + "\x07")
            shell.quiet()
            shell.say("\x15echo next-one\n")
            said = shell.until(r"\nnext-one\s+ready> ")
            return set(re.split(r"[\s/]+", said.replace(typed, "")))
        self.check(candidates)


class Terminal:
    """A program on a terminal of its own."""

    def __init__(self, command, folder, environment):
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.read = ""

    def say(self, text):
        os.write(self.descriptor, text.encode())

    def more(self, seconds):
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return False
        said = os.read(self.descriptor, 65536).decode(errors="replace")
        self.read += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", said)
        return True

    def until(self, pattern):
        end = time.monotonic() + 30
        while not (found := re.search(pattern, self.read)):
            if time.monotonic() > end:
                raise AssertionError(f"{pattern} did not come after {self.read!r}")
            self.more(0.2)
        before, self.read = self.read[:found.start()], self.read[found.end():]
        return before

    def quiet(self):
        """Until nothing comes any more for a moment."""
        while self.more(0.3):
            pass

    def close(self):
        os.close(self.descriptor)
        os.waitpid(self.process, 0)


if __name__ == "__main__":
    unittest.main()
