# SPDX-License-Identifier: Apache-2.0
"""Replays recorded event sequences against the local CloudFormation: `./dev conformance [NAME...]`.

A file in sequences/ is one story. A line that starts in the first column is a stack operation, sent with boto3; the
indented lines below it are the events that the service shows of it, oldest first:

    update  A(url=/2); B(after=A invalid)    resources, and how they differ from the plain one
      A  UPDATE_IN_PROGRESS  [1]  "reason"    [1] is a physical id, bound where its number is first seen; [] is none

In a reason * stands for anything. Blanks at the end of a reason are real. Events between `{` and `}` may come in any
order. `stack` stands for the stack's name.
"""
import fnmatch
import json
import pathlib
import re
import shlex
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "end_to_end"))
import harness  # noqa: E402

STACK = "conformance"
EVENT = re.compile(r'\s+(\S+)\s+([A-Z_]+)(?:\s+\[(\w*)\])?(?:\s+"(.*)")?$')
PATIENCE_SECONDS = 120  # only a hang reaches it


def resource(text):
    """("A", its part of the template) of `A` or `A(url=/2 after=B policy=Retain invalid)`."""
    name, _, options = text.strip().rstrip(")").partition("(")
    wanted = {"url": "/1", "output": "status"}
    for option in shlex.split(options):
        key, _, value = option.partition("=")
        wanted[key] = value
    schema = {"type": "object", "properties": {wanted["output"]: {"type": "string"}}}
    template = "{}" if "invalid" in wanted else '{"%s": ${value}}' % wanted["output"]
    body = {
        "Type": "Custom::GenesysDataAction",
        "Properties": {
            "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": "60",
            "Name": f"Conformance {name}", "IntegrationName": "Web Services Data Actions",
            "Definition": {
                "config": {"request": {"requestType": "DIAL" if "invalid" in wanted else "GET",
                                       "requestUrlTemplate": "https://crm.example.com" + wanted["url"]},
                           "response": {"translationMap": {"value": "$.value"}, "successTemplate": template}},
                "contract": {"input": {"inputSchema": {"type": "object", "properties": {}}},
                             "output": {"successSchema": schema}}}}}
    if "after" in wanted:
        body["DependsOn"] = wanted["after"].split(",")
    if "policy" in wanted:
        body["DeletionPolicy"] = body["UpdateReplacePolicy"] = wanted["policy"]
    return name, body


def template(texts):
    return json.dumps({"Resources": dict(resource(text) for text in texts.split(";"))})


class Story:
    """One file: its operations, each with the lines of its events."""

    def __init__(self, path):
        self.name = path.stem
        self.title = ""
        self.steps = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("#"):
                self.title = self.title or line.lstrip("# ")
            elif line and not line[0].isspace():
                self.steps.append((line, []))
            elif line.strip():
                if line.strip() not in "{}" and not EVENT.match(line):
                    raise ValueError(f"{path.name}:{number}: this is no event: {line}")
                self.steps[-1][1].append(line)


class Runner:
    def __init__(self, client):
        self.client = client
        self.seen = 0  # events of the stack that earlier steps have shown
        self.ids = {}
        self.stack_id = None

    def operate(self, line):
        verb, _, rest = line.partition(" ")
        arguments = {"StackName": STACK}
        while rest.startswith("--"):
            option, _, rest = rest.partition(" ")
            arguments.update({"--disable-rollback": {"DisableRollback": True}}[option])
        if verb == "create":
            self.stack_id = self.client.create_stack(TemplateBody=template(rest), **arguments)["StackId"]
        elif verb == "update":
            self.client.update_stack(TemplateBody=template(rest), **arguments)
        elif verb == "delete":
            self.client.delete_stack(**arguments, RetainResources=rest.split()) if rest else \
                self.client.delete_stack(**arguments)
        elif verb == "continue":
            self.client.continue_update_rollback(**arguments, ResourcesToSkip=rest.split())
        elif verb == "rollback":
            self.client.rollback_stack(**arguments)
        elif verb == "change-set":
            kind, _, resources = rest.partition(" ")
            answer = self.client.create_change_set(ChangeSetName="changes", ChangeSetType=kind.upper(),
                                                   TemplateBody=template(resources), **arguments)
            self.stack_id = answer["StackId"]
            self.wait_for_change_set()
        elif verb == "execute":
            self.client.execute_change_set(ChangeSetName="changes", **arguments)
        else:
            raise ValueError("no such operation: " + line)

    def wait_for_change_set(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while self.client.describe_change_set(StackName=STACK, ChangeSetName="changes")["Status"] not in (
                "CREATE_COMPLETE", "FAILED"):
            if time.monotonic() > end:
                raise TimeoutError("the change set does not become ready")
            time.sleep(0.05)

    def events(self):
        """What the operation has shown, once the stack is at rest; oldest first."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            pages = self.client.get_paginator("describe_stack_events").paginate(StackName=self.stack_id)
            events = [event for page in pages for event in page["StackEvents"]][::-1]
            new = events[self.seen:]
            status = new[-1]["ResourceStatus"] if new and new[-1]["LogicalResourceId"] == STACK else "IN_PROGRESS"
            if not status.endswith("IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
                self.seen = len(events)
                return new
            if time.monotonic() > end:
                raise TimeoutError("the stack does not come to rest")
            time.sleep(0.05)

    def matches(self, line, event):
        logical, status, number, reason = EVENT.match(line).groups()
        logical = STACK if logical == "stack" else logical
        pattern = re.sub(r"([\[\]])", r"[\1]", (reason or ""))
        if (event["LogicalResourceId"], event["ResourceStatus"]) != (logical, status):
            return False
        if not fnmatch.fnmatchcase(event.get("ResourceStatusReason", ""), pattern):
            return False
        physical = event.get("PhysicalResourceId", "")
        if number is None:
            return True
        if number == "" or physical == "":
            return number == physical
        if number not in self.ids:
            if physical in self.ids.values():
                return False
            self.ids[number] = physical
        return self.ids[number] == physical


def show(event):
    return "%s %s [%s] \"%s\"" % (event["LogicalResourceId"], event["ResourceStatus"],
                                  event.get("PhysicalResourceId", ""), event.get("ResourceStatusReason", ""))


def differences(runner, lines, events):
    """The first line that the events do not follow, or nothing."""
    left = list(events)
    group = None
    for line in lines:
        if line.strip() == "{":
            group = []
        elif line.strip() == "}":
            group = None
        else:
            reach = left if group is not None else left[:1]
            found = next((event for event in reach if runner.matches(line, event)), None)
            if found is None:
                return f"expected {line.strip()}\n   found {show(left[0]) if left else 'nothing'}"
            left.remove(found)
    return f"not expected: {show(left[0])}" if left else None


def run(story, client):
    runner = Runner(client)
    for line, lines in story.steps:
        runner.operate(line)
        wrong = differences(runner, lines, runner.events())
        if wrong:
            return f"after `{line}`:\n   {wrong}"
    return None


def main(names):
    import boto3
    paths = sorted((FOLDER / "sequences").glob("*.txt"))
    stories = [Story(path) for path in paths if not names or path.stem in names]
    if not stories:
        print("conformance: no such sequence; there are " + ", ".join(path.stem for path in paths), file=sys.stderr)
        return 64
    failed = 0
    for story in stories:
        cloud = harness.EndToEnd()
        cloud.setUp()
        with cloud.local_cloud() as origin:
            client = boto3.client("cloudformation", endpoint_url=origin, **harness.credentials())
            wrong = run(story, client)
            client.close()
        cloud.doCleanups()
        failed += wrong is not None
        print(f"{'differs' if wrong else 'as recorded'}: {story.name}: {story.title}" + (f"\n   {wrong}" if wrong else ""))
    print(f"{len(stories) - failed} of {len(stories)} sequences as recorded")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
