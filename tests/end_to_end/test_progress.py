# SPDX-License-Identifier: Apache-2.0
"""How an operation looks on a terminal: a pseudo terminal of a given size, and what a person would see on it."""
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
import unittest

from harness import LIMIT_SECONDS, PROGRAMS, EndToEnd, Organisation

FAULTS = """
faults:
  - {method: POST, path: /api/v2/integrations/actions, times: all, do: delay, delayMilliseconds: 400}
"""


def action(name, **more):
    return {"Type": "Custom::GenesysDataAction", **more, "Properties": {
        "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "Name": name,
        "IntegrationName": "Web Services Data Actions",
        "Definition": {
            "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                         "output": {"successSchema": {"type": "object", "properties": {}}}},
            "config": {"request": {"requestUrlTemplate": "https://crm.example.com/x", "requestType": "GET"}}}}}


class Screen:
    """What a terminal shows after the bytes that it was sent, as far as this program uses it."""

    def __init__(self):
        self.lines = [""]
        self.row = 0

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|[^\x1b]", text):
            if part.startswith("\x1b"):
                number, kind = part[2:-1], part[-1]
                if kind == "A":
                    self.row -= int(number)
                    assert self.row >= 0, "above the screen"
                elif kind == "J":
                    self.lines[self.row:] = [""]
                else:
                    assert kind == "m", part
            elif part == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif part != "\r":
                self.lines[self.row] += part

    def text(self):
        return re.sub(r"(\d+ min )?\d+(\.\d)? s\b", "N s", "\n".join(self.lines))


class Terminal(EndToEnd):
    def watch(self, *arguments, columns=80, rows=24, environment=None, when=None):
        """Runs the program on a terminal; gives the exit code and each picture that it drew. `when` is called with the
        process at each picture."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # A terminal turns line ends into two characters, which the picture knows.
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, *map(str, arguments)],
                                   stdout=slave, stderr=slave, cwd=self.state,
                                   env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **(environment or {})})
        os.close(slave)
        screen, pictures = Screen(), []
        deadline = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < deadline:
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            if not data:
                break
            screen.feed(data.decode())
            pictures.append(screen.text())
            if when:
                when(process, pictures[-1])
        return process.wait(timeout=LIMIT_SECONDS), pictures

    def template(self, resources):
        return self.write("t.json", json.dumps({"Resources": resources}))

    def test_resources_move_and_then_stay(self):
        template = self.template({"First": action("First"), "Second": action("Second", DependsOn="First")})
        faults = self.write("faults.yaml", FAULTS)
        with self.local_cloud("--faults", str(faults)):
            code, pictures = self.watch("deploy", template, "--stack-name", "demo")
        self.assertEqual(code, 0, pictures[-1])
        self.assertIn("  creating      First                     N s\n"
                      "Stack demo: creating, 0 done, 1 in progress, N s\n", pictures)
        self.assertIn("  created       First                     N s\n"
                      "  creating      Second                    N s\n"
                      "Stack demo: creating, 1 done, 1 in progress, N s\n", pictures)
        self.assertEqual(pictures[-1], "  created       First                     N s\n"
                                       "  created       Second                    N s\n"
                                       "Stack demo: CREATE_COMPLETE, 2 done, N s\n")

    def test_a_failure_is_said_at_the_end_too_and_whole(self):
        bad = action("Bad", DependsOn="Good")
        bad["Properties"]["IntegrationName"] = "Nobody knows it"
        template = self.template({"Bad": bad, "Good": {"Type": "AWS::Logs::LogGroup",
                                                       "Properties": {"LogGroupName": "x"}}})
        code, pictures = self.watch("deploy", template, "--stack-name", "demo")
        self.assertEqual(code, 1)
        end = pictures[-1]
        self.assertTrue(end.startswith("  created       Good                      N s\n"
                                       "  failed        Bad                       N s\n    Received "), end)
        self.assertRegex(end, r"…\n  rolling back\n")
        self.assertIn("Stack demo: ROLLBACK_COMPLETE, 3 done, 1 failed, N s\n", end)
        self.assertRegex(end, r"\n\nFirst failed: Bad \(Custom::GenesysDataAction\), CREATE_FAILED: .*Nobody knows it")
        self.assertTrue(end.endswith("The stack demo is in ROLLBACK_COMPLETE.\n"), end)

    def test_what_the_clean_up_leaves_is_counted_once_and_named(self):
        template = self.template({"Old": action("Old")})
        with self.local_cloud() as origin:
            self.deploy(template)
            Organisation(origin).call("POST", "/genesys-cfn/admin/flows", {
                "name": "Main menu", "type": "INBOUNDCALLFLOW", "actions": [self.actions()[0]["id"]]})
            other = action("Old")
            other["Properties"]["Definition"]["contract"]["input"]["inputSchema"]["properties"] = {"id": {"type": "string"}}
            code, pictures = self.watch("deploy", self.template({"Old": other}), "--stack-name", "demo")
        self.assertEqual(code, 0, pictures[-1])
        end = pictures[-1]
        self.assertRegex(end, r"^  updated       Old                       N s\n"
                              r"  not deleted   Old                       N s\n    Received .*…\n"
                              r"  not deleted   Old                       N s\n    attempt 2 of 3: for the same reason\n"
                              r"  not deleted   Old                       N s\n    attempt 3 of 3: for the same reason\n"
                              r"Stack demo: UPDATE_COMPLETE, 1 done, 1 not deleted, N s\n")
        self.assertRegex(end, r"\nNot deleted, and in no stack any longer:\n  Old \(Custom::GenesysDataAction\)  custom_-_")

    def test_a_small_terminal_is_not_overfilled(self):
        template = self.template({f"Action{i}": action(f"Action{i}") for i in range(6)})
        faults = self.write("faults.yaml", FAULTS)
        with self.local_cloud("--faults", str(faults)):
            code, pictures = self.watch("deploy", template, "--stack-name", "demo", columns=40, rows=5)
        self.assertEqual(code, 0, pictures[-1])
        moving = [p for p in pictures if " in progress" in p or "more\n" in p]
        self.assertTrue(any("  and " in p for p in moving), moving)
        for picture in moving:
            live = [line for line in picture.splitlines() if line.startswith(("  creating", "  and", "Stack"))]
            self.assertLessEqual(len(live), 4, picture)
            self.assertTrue(all(len(line) <= 39 for line in live), picture)
        self.assertIn("Stack demo: CREATE_COMPLETE, 6 done, N s\n", pictures[-1])

    def test_an_interrupt_says_who_goes_on(self):
        template = self.template({"Slow": action("Slow")})
        faults = self.write("faults.yaml", FAULTS)

        def interrupt(process, picture):
            if "creating      Slow" in picture:
                process.send_signal(signal.SIGINT)

        with self.local_cloud("--faults", str(faults)):
            code, pictures = self.watch("deploy", template, "--stack-name", "demo", when=interrupt)
            self.assertEqual(code, 130, pictures[-1])
            self.assertIn("the running local cloud goes on with it: genesys-cfn events demo", pictures[-1])

    def test_a_terminal_that_cannot_move_gets_lines(self):
        template = self.template({"Only": action("Only")})
        code, pictures = self.watch("deploy", template, "--stack-name", "demo", environment={"TERM": "dumb"})
        self.assertEqual(code, 0)
        self.assertRegex(pictures[-1], r"\d\d:\d\d:\d\d  Only                  CREATE_COMPLETE\n")
        self.assertNotIn("in progress,", pictures[-1])


if __name__ == "__main__":
    unittest.main()
