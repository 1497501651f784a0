# SPDX-License-Identifier: Apache-2.0
"""The real function against real sockets that go wrong: exactly one answer for each event, at most one action."""
import concurrent.futures
import contextlib
import json
import pathlib
import shutil
import signal
import threading
import unittest
import urllib.parse
import uuid

import peers
from harness import EndToEnd, Organisation
from peers import Canaries, Function

INTEGRATION = "Web Services Data Actions"
SIDE_BY_SIDE = 12
OPERATIONS = {"Create": "CREATE_IN_PROGRESS", "Update": "UPDATE_IN_PROGRESS", "Replacement": "UPDATE_IN_PROGRESS",
              "Delete": "DELETE_IN_PROGRESS"}


def definition(canaries, url="https://crm.example.com/v1", output="status"):
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    return {"config": {"request": {"requestType": "POST", "requestUrlTemplate": f"{url}?api_key={canaries.query}",
                                   "headers": {"X-Api-Key": canaries.header},
                                   "requestTemplate": json.dumps({"password": canaries.body})},
                       "response": {"translationMap": {}, "translationMapDefaults": {},
                                    "successTemplate": "${rawResult}"}},
            "contract": {"input": {"inputSchema": schema},
                         "output": {"successSchema": {"type": "object", "properties": {output: {"type": "string"}}}}}}


class FunctionTest(EndToEnd):
    """One local cloud for all; each scenario has a process and an action name of its own."""

    @classmethod
    def setUpClass(cls):
        cls.cloud = EndToEnd()
        cls.cloud.setUp()
        cls.addClassCleanup(cls.cloud.doCleanups)
        cls.origin = cls.enterClassContext(cls.cloud.local_cloud())
        cls.organisation = Organisation(cls.origin)
        cls.integration = cls.organisation.integrations()[INTEGRATION]
        cls.canaries = Canaries(cls.organisation.client["client_secret"])
        cls.bodies = []
        cls.directories = []
        cls.lock = threading.Lock()

    @classmethod
    def tearDownClass(cls):
        leaks = []
        for directory in cls.directories:
            left = {path.name for path in directory.rglob("*")}
            if left != {"stdout", "stderr"}:
                leaks.append("the function left files behind: %s" % sorted(left))
            for path in directory.rglob("*"):
                leaks += ["%s in %s" % (word, path) for word in cls.canaries.found_in(path.read_bytes())]
        for body in cls.bodies:
            leaks += ["%s in an answer" % word for word in cls.canaries.found_in(body)]
        # The local cloud's own files hold the organisation and its secrets, but nothing of the answers' addresses.
        for path in pathlib.Path(cls.cloud.state).rglob("*"):
            if path.is_file() and cls.canaries.url.encode() in path.read_bytes():
                leaks.append("the canary of the URL in %s" % path)
        for directory in cls.directories:
            shutil.rmtree(directory, ignore_errors=True)
        assert cls.directories and cls.bodies and len(cls.canaries.words) > 5, "nothing was searched"
        assert not leaks, leaks

    @contextlib.contextmanager
    def function(self, plan=None, operation="Create", more=None):
        function = Function(self.origin, self.canaries, plan, OPERATIONS[operation], more)
        try:
            yield function
        finally:
            function.close()
            with self.lock:
                self.directories.append(function.directory)
                self.bodies += [body for _, body in function.answers]

    def properties(self, name, **changes):
        return {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:f", "Name": name, "Category": "Tests",
                "IntegrationId": self.integration, "Definition": definition(self.canaries, **changes)}

    def event(self, operation, name, physical_id=None):
        event = {"RequestType": "Update" if operation == "Replacement" else operation, "RequestId": str(uuid.uuid4()),
                 "LogicalResourceId": "A" + uuid.uuid5(uuid.NAMESPACE_URL, name).hex, "ResourceType": peers.TYPE,
                 "ResourceProperties": self.properties(name)}
        if physical_id:
            event["PhysicalResourceId"] = physical_id
        if operation == "Update":
            event["OldResourceProperties"] = event["ResourceProperties"]
            event["ResourceProperties"] = self.properties(name, url="https://crm.example.com/v2")
        if operation == "Replacement":
            event["OldResourceProperties"] = event["ResourceProperties"]
            event["ResourceProperties"] = self.properties(name, output="priority")
        return event

    def actions(self, name):
        query = urllib.parse.urlencode({"pageSize": 100, "name": name})
        listed = json.loads(self.organisation.call("GET", "/api/v2/integrations/actions?" + query))["entities"]
        return {action["id"] for action in listed if action["name"] == name}

    def prepare(self, operation, names):
        """Creates the actions that the operation needs; gives an id for each name."""
        if operation == "Create":
            return dict.fromkeys(names)
        ids = {}
        with self.function() as function:
            for name in names:
                [(_, answer, _)] = function.deliver(self.event("Create", name))
                self.assertEqual(answer["Status"], "SUCCESS", answer)
                ids[name] = answer["PhysicalResourceId"]
        return ids

    def boundaries(self, operation):
        """The requests of the operation in a new process, the answer's included."""
        name = "Boundaries of " + operation
        physical_id = self.prepare(operation, [name])[name]
        with self.function(operation=operation) as function:
            [(_, answer, _)] = function.deliver(self.event(operation, name, physical_id))
            self.assertEqual(answer["Status"], "SUCCESS", answer)
            return list(function.requests)

    def side_by_side(self, scenarios):
        """Runs functions by name, several at a time, and reports each failure under its name."""
        with concurrent.futures.ThreadPoolExecutor(SIDE_BY_SIDE) as executor:
            running = {name: executor.submit(scenario) for name, scenario in scenarios.items()}
            for name, future in running.items():
                with self.subTest(name):
                    future.result()

    def check(self, answers, function, event):
        """The answers of one delivery are one answer, valid and in time."""
        self.assertEqual(len({raw for _, _, raw in answers}), 1, (answers, function.log()))
        when, answer, raw = answers[0]
        self.assertLess(when, function.deadline)
        self.assertLessEqual(len(raw), 4096)
        self.assertNotIn(None, answer.values())
        self.assertEqual((answer["StackId"], answer["RequestId"], answer["LogicalResourceId"]),
                         (peers.STACK, event["RequestId"], event["LogicalResourceId"]))
        self.assertIn(answer["Status"], ("SUCCESS", "FAILED"))
        self.assertTrue(answer["PhysicalResourceId"])
        if answer["Status"] == "FAILED":
            self.assertTrue(answer["Reason"])
        self.assertEqual(function.report, "response", function.log())
        lines = [json.loads(line) for line in function.log().splitlines()]
        self.assertEqual(sum("_aws" in line for line in lines), function.delivered, function.log())
        return answer


class Kills(FunctionTest):
    """The process dies at a request, and Lambda delivers the event again to a new one a minute later."""

    def scenario(self, operation, name, physical_id, number, when):
        event = self.event(operation, name, physical_id)
        with self.function(operation=operation) as first:
            first.plan = lambda n, request: first.killer(when) if n == number else None
            before = first.deliver(event)
            self.assertEqual(first.process.returncode, -signal.SIGKILL, first.log())
        with self.function(operation=operation) as second:
            answers = second.deliver(event, age=60)
            answer = self.check(answers, second, event)
            log = second.log()
        self.assertEqual(answer["Status"], "SUCCESS", (answer, log))
        for _, earlier, _ in before:
            self.assertEqual(earlier["PhysicalResourceId"], answer["PhysicalResourceId"])
        return answer["PhysicalResourceId"]

    def kill_at_every_boundary(self, operation, check):
        requests = self.boundaries(operation)
        self.assertGreaterEqual(len(requests), 4, requests)
        cases = {"%s: killed %s request %d, %s" % (operation, when, number, request): (number, when)
                 for number, request in enumerate(requests) for when in ("before", "after")}
        ids = self.prepare(operation, cases)

        def scenario(name, number, when):
            check(name, ids[name], self.scenario(operation, name, ids[name], number, when))

        self.side_by_side({name: lambda name=name, case=case: scenario(name, *case) for name, case in cases.items()})

    def test_create(self):
        self.kill_at_every_boundary("Create", lambda name, _, after: self.assertEqual(self.actions(name), {after}))

    def test_update(self):
        def check(name, before, after):
            self.assertEqual((self.actions(name), after), ({before}, before))
            self.assertIn("/v2", self.organisation.read(after)["config"]["request"]["requestUrlTemplate"])

        self.kill_at_every_boundary("Update", check)

    def test_replacement(self):
        def check(name, before, after):
            self.assertNotEqual(before, after)
            self.assertEqual(self.actions(name), {before, after}, "CloudFormation deletes the old one")

        self.kill_at_every_boundary("Replacement", check)

    def test_delete(self):
        self.kill_at_every_boundary("Delete", lambda name, *_: self.assertEqual(self.actions(name), set()))

    def test_a_crash_leaves_no_core_file(self):
        event = self.event("Create", "Crash")
        with self.function() as function:
            def crash(*_):
                function.kill(signal.SIGABRT)
                raise peers.Gone()

            function.plan = lambda number, request: crash if request.path.endswith("/actions") else None
            self.assertEqual(function.deliver(event), [])
            self.assertLess(function.process.returncode, 0)


class Peers(FunctionTest):
    """The other side of a request goes wrong; the process lives and answers in time."""

    FAULTS = {"hangs": peers.hang, "resets": peers.reset, "loses": peers.lost, "tears": peers.torn,
              "drips": peers.drip, "floods": peers.oversize}

    def scenario(self, operation, name, physical_id, number, fault):
        event = self.event(operation, name, physical_id)
        with self.function(lambda n, _: fault if n == number else None, operation) as function:
            answer = self.check(function.deliver(event, seconds=4), function, event)
        actions = self.actions(name)
        self.assertLessEqual(len(actions), 2 if operation == "Replacement" else 1)
        if answer["Status"] == "SUCCESS" and operation != "Delete":
            self.assertIn(answer["PhysicalResourceId"], actions)
        if answer["Status"] == "FAILED" and physical_id:
            self.assertEqual(answer["PhysicalResourceId"], physical_id)
        if answer["Status"] == "FAILED" and actions and not physical_id:
            self.assertTrue(answer["PhysicalResourceId"].startswith("genesys-cfn:unknown:"), answer)

    def go_wrong_at_every_boundary(self, operation):
        requests = self.boundaries(operation)
        cases = {"%s: the peer %s at request %d, %s" % (operation, how, number, request): (number, fault)
                 for number, request in enumerate(requests) for how, fault in self.FAULTS.items()}
        ids = self.prepare(operation, cases)
        self.side_by_side({name: lambda name=name, case=case: self.scenario(operation, name, ids[name], *case)
                           for name, case in cases.items()})

    def test_create(self):
        self.go_wrong_at_every_boundary("Create")

    def test_update(self):
        self.go_wrong_at_every_boundary("Update")

    def test_delete(self):
        self.go_wrong_at_every_boundary("Delete")


class OneAnswer(FunctionTest):
    """What goes wrong, times what is asked for. (An exception cannot be provoked from outside: provider_test has it.)"""

    def for_each_operation(self, scenario, operations=("Create", "Update", "Delete")):
        what = scenario.__name__
        scenarios = {}
        for operation in operations:
            name = "%s: %s" % (operation, what)
            physical_id = self.prepare(operation, [name])[name]
            event = self.event(operation, name, physical_id)
            scenarios[name] = lambda operation=operation, event=event: scenario(operation, event)
        self.side_by_side(scenarios)

    def test_a_worker_that_never_comes_back(self):
        def stuck(operation, event):
            with self.function(operation=operation) as function:
                stop = function.stopper()
                api = "/api/v2/integrations/actions"
                function.plan = lambda _, request: stop if request.path.startswith(api) else None
                answers = function.deliver(event, seconds=4)
                if function.untraceable:
                    self.skipTest("threads cannot be stopped here: " + function.untraceable)
                answer = self.check(answers, function, event)
                self.assertEqual(answer["Status"], "FAILED")
                self.assertIn("was cut off", answer["Reason"])
                self.assertTrue(answer["PhysicalResourceId"].startswith("genesys-cfn:unknown:") or
                                answer["PhysicalResourceId"] == event.get("PhysicalResourceId"), answer)
                # The same process serves the next event as a new one does.
                event["RequestId"] = str(uuid.uuid4())
                again = self.check(function.deliver(event, age=60), function, event)
                self.assertEqual(again["Status"], "SUCCESS", again)

        self.for_each_operation(stuck)

    def test_oversize_answers(self):
        def oversize(operation, event):
            if operation == "Delete":
                event["PhysicalResourceId"] = "é" * 500
            else:
                event["ResourceProperties"] = {"Wrong%03d" % i: "ü" * 50 for i in range(200)}
            with self.function(operation=operation) as function:
                answer = self.check(function.deliver(event), function, event)
                self.assertEqual(answer["Status"], "SUCCESS" if operation == "Delete" else "FAILED")

        self.for_each_operation(oversize)

    def put_fails(self, fault, times, seconds=4.0):
        def scenario(operation, event):
            with self.function(operation=operation) as function:
                failed = []

                def plan(_, request):
                    if request.method == "PUT" and len(failed) < times:
                        failed.append(1)
                        return fault
                    return None

                function.plan = plan
                answers = function.deliver(event, seconds=seconds)
                self.assertTrue(failed)
                return answers, function
        return scenario

    def test_an_answer_that_is_not_taken_at_first(self):
        for how, fault in {"429": peers.status(429), "500": peers.status(500), "reset": peers.reset,
                           "lost": peers.lost, "hang": peers.hang}.items():
            scenario = self.put_fails(fault, 1)

            def passes(operation, event, scenario=scenario):
                answers, function = scenario(operation, event)
                self.assertEqual(self.check(answers, function, event)["Status"], "SUCCESS")

            passes.__name__ = "PUT fails once with " + how
            self.for_each_operation(passes)

    def test_an_answer_that_is_refused_is_final(self):
        scenario = self.put_fails(peers.status(403), 1)

        def refused(operation, event):
            answers, function = scenario(operation, event)
            self.assertEqual((answers, function.report), ([], "response"), function.log())

        self.for_each_operation(refused)

    def test_an_answer_that_is_never_taken_lets_lambda_deliver_again(self):
        scenario = self.put_fails(peers.status(500), 1000, seconds=2.0)

        def never(operation, event):
            answers, function = scenario(operation, event)
            self.assertEqual((answers, function.report), ([], "error"), function.log())

        self.for_each_operation(never)

    def test_an_event_that_cannot_be_read(self):
        with self.function() as function:
            key = urllib.parse.quote(peers.STACK + "|Broken|r-1")
            url = "%s/%s?X-Amz-Signature=%s" % (function.sink.origin, key, self.canaries.url)
            text = '{"RequestType":"Create","ResponseURL":"%s","ResourceProperties":{"A":1,"A":2}}' % url
            answers = function.deliver_text(text.encode())
            answer = self.check(answers, function, {"RequestId": "r-1", "LogicalResourceId": "Broken"})
            self.assertEqual(answer["Status"], "FAILED")
            self.assertIn("twice", answer["Reason"])
            self.assertEqual(function.deliver_text(b"no event at all"), [])
            self.assertEqual(function.report, "response")


if __name__ == "__main__":
    unittest.main()
