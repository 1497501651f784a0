# SPDX-License-Identifier: Apache-2.0
"""The local cloud under load: many stacks at once, and a long history. Everything through its Query API."""
import contextlib
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import deployments

STACKS = 50
ACTIONS_EACH = 10
EVENTS = 100_000
CYCLE = 500  # actions that one cycle of the history makes and deletes


class Cloud:
    """A running `genesys-cfn local`."""

    def __init__(self, programs, state):
        begin = time.perf_counter()
        self.process = subprocess.Popen([programs / "genesys-cfn", "--state-dir", state, "local", "--port", "0",
                                         "--output", "json"], stdout=subprocess.PIPE, text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("}"):
                break
        self.start_seconds = time.perf_counter() - begin
        self.origin = json.loads("".join(lines))["origin"]

    def call(self, action, **arguments):
        body = urllib.parse.urlencode({"Action": action, "Version": "2010-05-15", **arguments}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.origin + "/", data=body)) as answer:
            return answer.read().decode()

    def create(self, name, template, parameters):
        given = {}
        for number, pair in enumerate(parameters, 1):
            key, _, value = pair.partition("=")
            given["Parameters.member.%d.ParameterKey" % number] = key
            given["Parameters.member.%d.ParameterValue" % number] = value
        answer = self.call("CreateStack", StackName=name, TemplateBody=template, **given)
        return re.search("<StackId>(.*?)</StackId>", answer).group(1)

    def wait(self, stack_id, status):
        while True:
            found = re.search("<StackStatus>(.*?)</StackStatus>", self.call("DescribeStacks", StackName=stack_id))
            if found.group(1) == status:
                return
            if not found.group(1).endswith("IN_PROGRESS"):
                raise RuntimeError("%s is %s" % (stack_id, found.group(1)))
            time.sleep(0.01)

    def live(self, name, template, parameters):
        """Makes a stack and deletes it again; gives its id."""
        stack_id = self.create(name, template, parameters)
        self.wait(stack_id, "CREATE_COMPLETE")
        self.call("DeleteStack", StackName=stack_id)
        self.wait(stack_id, "DELETE_COMPLETE")
        return stack_id

    def memory(self):
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def close(self):
        self.process.terminate()
        self.process.communicate()


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def at_once(cloud, parameters):
    """Seconds for STACKS stacks side by side, and for the same actions in one stack."""
    small = deployments.template(ACTIONS_EACH)

    def all_stacks():
        ids = [cloud.create("many-%d" % number, small, parameters) for number in range(STACKS)]
        threads = [threading.Thread(target=cloud.wait, args=(each, "CREATE_COMPLETE")) for each in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    one = deployments.template(STACKS * ACTIONS_EACH)
    many_seconds = seconds(all_stacks)
    return many_seconds, seconds(lambda: cloud.wait(cloud.create("one", one, parameters), "CREATE_COMPLETE"))


def history(cloud, parameters):
    """Makes and deletes stacks until EVENTS events are stored; how the last cycles compare with the first."""
    template = deployments.template(CYCLE)
    cycles = -(-EVENTS // (CYCLE * 5))  # three events for a creation, two for a deletion
    times, memory, ids = [], [], []
    for number in range(cycles):
        times.append(seconds(lambda n=number: ids.append(cloud.live("long-%d" % n, template, parameters))))
        memory.append(cloud.memory())
    page = seconds(lambda: cloud.call("DescribeStackEvents", StackName=ids[0]))
    return {"first_s": statistics.median(times[1:6]), "last_s": statistics.median(times[-5:]),
            "memory_first_mib": memory[5], "memory_last_mib": memory[-1], "page_ms": page * 1e3}


def measure(programs, runs):
    with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as state:
        parameters = deployments.Cli(programs, state).parameters()
        many, one = [], []
        for _ in range(runs):
            with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as fresh:
                own = deployments.Cli(programs, fresh).parameters()
                with contextlib.closing(Cloud(programs, fresh)) as cloud:
                    pair = at_once(cloud, own)
            many.append(pair[0])
            one.append(pair[1])
        with contextlib.closing(Cloud(programs, state)) as cloud:
            result = {"start_new_ms": cloud.start_seconds * 1e3, **history(cloud, parameters)}
        with contextlib.closing(Cloud(programs, state)) as cloud:
            result["start_old_ms"] = cloud.start_seconds * 1e3
            result["memory_restarted_mib"] = cloud.memory()
    return {"many_s": statistics.median(many), "one_s": statistics.median(one), **result}
