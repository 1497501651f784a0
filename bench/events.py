# SPDX-License-Identifier: Apache-2.0
"""bootstrap over many events: a Runtime API and an answer sink of our own, all other services from the local cloud."""
import contextlib
import json
import queue
import statistics
import subprocess
import time
import uuid

import wire

KINDS = ("Create", "no-op Update", "Update", "Delete")
ACCOUNT = "000000000000"
INTEGRATION = "Web Services Data Actions"


def properties(name, url, integration):
    return {
        "Name": name, **integration, "Category": "Benchmarks",
        "Definition": {
            "config": {
                "timeoutSeconds": "5",  # CloudFormation passes every scalar as a string
                "request": {"requestType": "GET", "requestUrlTemplate": url + "/cases/${input.caseId}",
                            "headers": {"Accept": "application/json"}, "requestTemplate": "${input.rawRequest}"},
                "response": {"translationMap": {"status": "$.case.status"},
                             "translationMapDefaults": {"status": '"unknown"'},
                             "successTemplate": '{"status": ${status}}'}},
            "contract": {
                "input": {"inputSchema": {"type": "object", "required": ["caseId"], "additionalProperties": "false",
                                          "properties": {"caseId": {"type": "string", "minLength": "1"}}}},
                "output": {"successSchema": {"type": "object", "properties": {"status": {"type": "string"}}}}}}}


class Sink:
    """Takes answers."""

    def __init__(self):
        self.answers = queue.Queue()
        self.server = wire.listen()
        self.origin = "http://" + wire.authority(self.server)
        wire.serve(self.server, self.serve)

    def serve(self, connection):
        buffer = bytearray()
        while request := wire.receive(connection, buffer):
            wire.respond(connection, "200 OK")
            self.answers.put(json.loads(request[1]))

    def close(self):
        self.server.close()


class Function:
    """A process of a provider, and the Runtime API that only a caller of it can play."""

    def __init__(self, command, environment, sink, folder=None):
        """sink: has `origin`, where answers are to be sent, and `answers`, a queue of what arrived."""
        self.events = queue.Queue()
        self.polls = queue.Queue()
        self.ends = queue.Queue()
        self.sink = sink
        self.runtime = wire.listen()
        wire.serve(self.runtime, self.serve_runtime)
        self.begin = time.perf_counter()
        self.process = subprocess.Popen(
            command, env={**environment, "AWS_LAMBDA_RUNTIME_API": wire.authority(self.runtime)}, cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start = self.polls.get(timeout=60) - self.begin

    def serve_runtime(self, connection):
        buffer = bytearray()
        while request := wire.receive(connection, buffer):
            if "/invocation/next" in request[0]:
                self.polls.put(time.perf_counter())
                event = self.events.get()
                deadline = int((time.time() + 900) * 1000)
                wire.respond(connection, "200 OK", event, [
                    ("Content-Type", "application/json"),  # aws-lambda-ric falls without it
                    ("Lambda-Runtime-Aws-Request-Id", str(uuid.uuid4())), ("Lambda-Runtime-Deadline-Ms", deadline),
                    ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:%s:function:bench" % ACCOUNT)])
            else:
                self.ends.put((time.perf_counter(), request[0]))
                wire.respond(connection, "202 Accepted")

    def processor_seconds(self):
        return time.clock_gettime((~self.process.pid << 3) | 2)  # clock_getcpuclockid(3), all threads, exact

    def handle(self, event):
        """Gives (answer, seconds to the report, processor seconds to the next poll)."""
        url = "%s/answer?X-Amz-Date=%s&X-Amz-Expires=7200" % (
            self.sink.origin, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()))
        body = json.dumps({**event, "ResponseURL": url, "RequestId": str(uuid.uuid4())}).encode()
        processor = self.processor_seconds()
        begin = time.perf_counter()
        self.events.put(body)
        answer = self.sink.answers.get(timeout=60)
        end, line = self.ends.get(timeout=60)
        self.polls.get(timeout=60)
        if answer["Status"] != "SUCCESS" or not line.split()[1].endswith("/response"):
            raise RuntimeError("an event failed: " + answer.get("Reason", line))
        return answer, end - begin, self.processor_seconds() - processor

    def memory(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}

    def close(self):
        self.process.kill()
        self.process.wait()
        self.runtime.close()


def create_event(number, integration):
    token = "arn:aws:lambda:us-east-1:%s:function:bench" % ACCOUNT
    return {"RequestType": "Create", "ServiceToken": token, "LogicalResourceId": "Action%d" % number,
            "StackId": "arn:aws:cloudformation:us-east-1:%s:stack/bench/%s" % (ACCOUNT, uuid.uuid4()),
            "ResourceType": "Custom::GenesysDataAction",
            "ResourceProperties": {"ServiceToken": token, **properties(
                "Action %d" % number, "https://crm.example.com/v1", integration)}}


def bootstrap(programs, cloud_authority, api_authority, sink):
    environment = {**wire.LOCAL_ENVIRONMENT, "AWS_ENDPOINT_URL": "http://" + cloud_authority,
                   "GENESYS_LOGIN_URL": "http://" + cloud_authority, "GENESYS_API_URL": "http://" + api_authority}
    return Function([programs / "bootstrap"], environment, sink)


def cycle(function, number, integration, kinds=KINDS):
    """The life of one action; gives a result of Function.handle per kind. `kinds` may lack one of the updates."""
    create = create_event(number, integration)
    before = create.pop("ResourceProperties")
    after = {**before, **properties(before["Name"], "https://crm.example.com/v2", integration)}
    results = {"Create": function.handle({**create, "RequestType": "Create", "ResourceProperties": before})}
    create["PhysicalResourceId"] = results["Create"][0]["PhysicalResourceId"]
    for kind, new in (("no-op Update", before), ("Update", after)):
        if kind not in kinds:
            continue
        results[kind] = function.handle({**create, "RequestType": "Update", "ResourceProperties": new,
                                         "OldResourceProperties": before})
    results["Delete"] = function.handle({**create, "RequestType": "Delete", "ResourceProperties": after})
    return results


def measure(programs, cycles):
    """Per kind: median wall ms, mean processor ms, requests to the Genesys API. In all: means, memory afterwards."""
    with wire.local_cloud(programs) as (cloud, integrations):
        by_id = {"IntegrationId": integrations[INTEGRATION]}
        with contextlib.closing(Sink()) as sink, contextlib.closing(
                bootstrap(programs, cloud, cloud, sink)) as function:
            for number in range(5):  # the first event fetches secret and token; the rest warms up
                cycle(function, number, by_id)
            results = [cycle(function, 100 + number, by_id) for number in range(cycles)]
            memory = function.memory()
        requests = count_requests(programs, cloud, by_id)
        by_name = count_requests(programs, cloud, {"IntegrationName": INTEGRATION})
    kinds = {kind: {"wall_ms": statistics.median(r[kind][1] for r in results) * 1e3,
                    "processor_ms": statistics.fmean(r[kind][2] for r in results) * 1e3,
                    "requests": requests[kind], "requests_by_name": by_name[kind]} for kind in KINDS}
    return {"kinds": kinds, "events": len(KINDS) * cycles, "memory_mib": memory,
            "processor_ms": statistics.fmean(kinds[kind]["processor_ms"] for kind in KINDS),
            "wall_ms": statistics.fmean(kinds[kind]["wall_ms"] for kind in KINDS)}


def count_requests(programs, cloud, integration):
    """Per kind; in a run of its own, because the relay between function and API costs time."""
    relay = wire.CountingRelay(cloud)
    totals = []
    with relay.server, contextlib.closing(Sink()) as sink, contextlib.closing(
            bootstrap(programs, cloud, relay.authority, sink)) as function:
        handle = function.handle

        def counted(event):
            before = len(relay.requests)
            result = handle(event)
            totals.append(len(relay.requests) - before)
            return result

        function.handle = counted
        for number in range(2):
            cycle(function, number, integration)
    return dict(zip(KINDS, totals[len(KINDS):]))
