# SPDX-License-Identifier: Apache-2.0
"""Whole deployments on the local cloud with the programs that ship, each on a state of its own, made beforehand."""
import json
import pathlib
import statistics
import string
import subprocess
import tempfile
import time

import events

SIZES = (1, 50, 250, 500)
PARAMETERS = ("S", "D")  # the provider's service token, the definition


def template(size):
    """500 actions within the 51,200 bytes that CloudFormation takes: 101 bytes each, so names are short."""
    names = [first + second for first in "ABCDEFGHIJKLMPQRST" for second in string.digits + string.ascii_lowercase]
    resources = ",".join("%s: {Type: Custom::GenesysDataAction,Properties: "
                         "{ServiceToken: !Ref S,Definition: !Ref D,Name: %s}}" % (name, name) for name in names[:size])
    parameters = ",".join("%s: {Type: String}" % name for name in PARAMETERS)
    return "Parameters: {%s}\nResources: {%s}\n" % (parameters, resources)


class Cli:
    def __init__(self, programs, state):
        self.command = [programs / "genesys-cfn", "--state-dir", state]

    def run(self, *arguments):
        """Gives (the JSON document, seconds)."""
        begin = time.perf_counter()
        done = subprocess.run([*self.command, *arguments, "--output", "json"], capture_output=True, text=True,
                              check=False)
        seconds = time.perf_counter() - begin
        if done.returncode != 0:
            raise RuntimeError("genesys-cfn %s failed:\n%s%s" % (arguments[0], done.stdout[-2000:], done.stderr))
        return json.loads(done.stdout), seconds

    def parameters(self):
        provider, _ = self.run("status", "genesys-cfn-provider")
        listed, _ = self.run("integrations")
        integration = next(each["id"] for each in listed["integrations"] if each["name"] == events.INTEGRATION)
        definition = events.properties("", "https://crm.example.com/v1", {})["Definition"]
        values = (provider["outputs"]["ServiceToken"], json.dumps({"integrationId": integration, **definition}))
        return ["%s=%s" % pair for pair in zip(PARAMETERS, values)]


def deploy_and_delete(programs, size):
    with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as state:
        cli = Cli(programs, state)
        parameters = cli.parameters()
        path = pathlib.Path(state) / "template.yaml"
        path.write_text(template(size), encoding="utf-8")
        _, deploy = cli.run("deploy", path, "--stack-name", "bench", "--parameter-overrides", *parameters)
        actions, _ = cli.run("actions")
        if len(actions["actions"]) != size:
            raise RuntimeError("%d actions exist after the deployment of %d" % (len(actions["actions"]), size))
        _, delete = cli.run("delete", "bench")
        return deploy, delete


def measure(programs, runs):
    """Medians in seconds: {size: {"deploy": s, "delete": s}}; the sizes in alternation."""
    times = {size: [] for size in SIZES}
    for _ in range(runs):
        for size in SIZES:
            times[size].append(deploy_and_delete(programs, size))
    return {size: {"deploy": statistics.median(deploy for deploy, _ in pairs),
                   "delete": statistics.median(delete for _, delete in pairs)} for size, pairs in times.items()}
