# SPDX-License-Identifier: Apache-2.0
"""Function data actions run for real: the package of a stack, in the machine's Node.js, as drafts and published."""
import io
import json
import unittest
import urllib.error
import urllib.request
import zipfile

import boto3
from harness import EndToEnd, Organisation, credentials

ACTIONS = "/api/v2/integrations/actions"
HANDLER = """
const {word} = require('../lib/words.js');
exports.handler = async (event, context) => {
  console.log('serving', event.do);
  switch (event.do) {
    case 'throw': throw new TypeError('no such customer');
    case 'exit': process.exit(3);
    case 'hang': return new Promise((resolve) => setTimeout(resolve, 60_000));
    case 'big': return {text: 'x'.repeat(750_000)};
    case 'wrong': return {text: 1};
    case 'nothing': return undefined;
    case 'environment': return {text: JSON.stringify(process.env)};
    default: return {text: `${word} ${event.do} ${context.clientContext['x-key']} ${context.memoryLimitInMB}`};
  }
};
"""


def package(word, handler=HANDLER):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("src/index.js", handler)
        archive.writestr("lib/words.js", "exports.word = '%s';" % word)
    return content.getvalue()


def template(key, tests=None, **function):
    schema = {"type": "object", "properties": {"do": {"type": "string"}}}
    action = {"config": {"request": {"requestType": "POST", "headers": {"x-key": "k-${input.do}"},
                                     "requestTemplate": "{\"do\": \"${input.do}\"}"},
                         "response": {"translationMap": {}, "translationMapDefaults": {},
                                      "successTemplate": "${rawResult}"}},
              "contract": {"input": {"inputSchema": schema}, "output": {"successSchema": {
                  "type": "object", "properties": {"text": {"type": "string"}}}}}}
    gate = {"Publish": "Validated", "Test": tests} if tests else {}
    return json.dumps({"Resources": {"Action": {"Type": "Custom::GenesysDataAction", "Properties": {
        "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": "60", "Name": "Speak",
        "Category": "Tests", "IntegrationName": "Genesys Cloud Function Data Actions", "Definition": action, **gate,
        "Function": {"Zip": {"Bucket": "packages", "Key": key}, "Handler": "src/index.handler",
                     "Runtime": "nodejs22.x", "TimeoutSeconds": 1, **function}}}}})


class FunctionActions(EndToEnd):
    def store(self, origin, **packages):
        storage = boto3.client("s3", endpoint_url=origin, **credentials())
        self.addCleanup(storage.close)
        storage.create_bucket(Bucket="packages")
        for key, content in packages.items():
            storage.put_object(Bucket="packages", Key=key, Body=content)

    def outcome(self, organisation, path, what):
        """The text of the result, or status and message of the error."""
        try:
            return json.loads(organisation.call("POST", path, {"do": what}))["text"]
        except urllib.error.HTTPError as error:
            document = json.load(error)
            return error.code, document["message"]

    def upload(self, organisation, draft, content, handler="src/index.handler"):
        upload = json.loads(organisation.call("POST", draft + "/function/upload", {"fileName": "code.zip"}))
        with urllib.request.urlopen(urllib.request.Request(upload["url"], content, upload["headers"], method="PUT")):
            pass
        organisation.call("PUT", draft + "/function", {"handler": handler, "runtime": "nodejs22.x"})

    def test_executed_tested_and_replaced(self):
        with self.local_cloud(environment={"CANARY": "canary"}) as origin:
            self.store(origin, first=package("first"))
            self.deploy(self.write("template.json", template("first")))
            organisation = Organisation(origin)
            [action] = self.actions()
            path = f"{ACTIONS}/{action['id']}"

            def execute(what):
                return self.outcome(organisation, path + "/execute", what)

            self.assertEqual(execute("hello"), "first hello k-hello 1536")
            failed = "The request failed: "
            self.assertEqual(execute("throw"), (500, failed + "the function failed: TypeError: no such customer"))
            self.assertEqual(execute("exit"), (500, failed + "the function failed: Runtime.ExitError: Runtime exited "
                                                             "with error: exit status 3"))
            self.assertEqual(execute("hang"), (504, "The request was not answered within 1 seconds"))
            status, message = execute("big")
            self.assertEqual(status, 500)
            self.assertIn("has 750011 bytes, and at most 750000 are allowed", message)
            for what, expected in (("wrong", "/text must be of type string"), ("nothing", "must be of type object")):
                status, message = execute(what)
                self.assertEqual(status, 400)
                self.assertIn(expected, message)
            environment = json.loads(execute("environment"))
            self.assertEqual(environment["AWS_LAMBDA_FUNCTION_NAME"], action["id"].removeprefix("custom_-_"))
            self.assertFalse({"CANARY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"} & set(environment))
            self.assertNotIn(organisation.client["client_secret"], json.dumps(environment))
            tested = json.loads(organisation.call("POST", path + "/test", {"do": "throw"}))
            self.assertEqual((tested["success"], tested["error"]["status"]), (False, 500))

            draft = path + "/draft"
            organisation.call("POST", draft)
            self.upload(organisation, draft, package("second"))

            def tried():
                return json.loads(organisation.call("POST", draft + "/test", {"do": "hello"}))

            self.assertEqual(tried()["finalResult"], {"text": "second hello k-hello 1536"})
            self.assertEqual(execute("hello"), "first hello k-hello 1536")
            self.upload(organisation, draft, package("second"), "src/other.handler")
            self.assertIn("Runtime.ImportModuleError: Error: Cannot find module 'src/other'", tried()["error"]["message"])
            self.upload(organisation, draft, package("second"), "src/index.other")
            self.assertIn("Runtime.HandlerNotFound: src/index.other is undefined", tried()["error"]["message"])
            self.upload(organisation, draft, package("second", "exports.handler = ("))
            self.assertIn("Runtime.UserCodeSyntaxError: SyntaxError: Unexpected end of input (src/index.js:1)",
                          tried()["error"]["message"])
            self.upload(organisation, draft, b"PK\x03\x04 and no more")
            self.assertIn("the function's package: the zip archive is", tried()["error"]["message"])
            self.upload(organisation, draft, package("second"))
            version = json.loads(organisation.call("GET", draft))["version"]
            organisation.call("POST", draft + "/publish", {"version": version})
            self.assertEqual(execute("hello"), "second hello k-hello 1536")
        log = self.run_cli("logs").out
        self.assertIn("serving throw", log)
        self.assertIn("TypeError: no such customer", log)

        # Another process on the same state has the package, and without Node.js says what is missing.
        with self.local_cloud() as origin:
            self.assertEqual(self.outcome(Organisation(origin), path + "/execute", "hello"), "second hello k-hello 1536")
        with self.local_cloud(environment={"PATH": "/nowhere"}) as origin:
            status, message = self.outcome(Organisation(origin), path + "/execute", "hello")
            self.assertIn("apt-get install nodejs", message)

    def test_the_gate_runs_it(self):
        with self.local_cloud() as origin:
            self.store(origin, good=package("well"), bad=package("badly"))
            case = {"Name": "it speaks", "Inputs": {"do": "hello"}, "AllowWrites": True,
                    "ExpectOutput": {"text": "well hello k-hello 1536"}}
            throws = {"Name": "it throws", "Inputs": {"do": "throw"}, "AllowWrites": True, "ExpectSuccess": False}
            made = self.deploy(self.write("template.json", template("good", [case, throws])))
            self.assertEqual(made["status"], "CREATE_COMPLETE")
            failed = self.deploy(self.write("template.json", template("bad", [case, throws])), code=1)
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE")
            reasons = " ".join(e.get("reason") or "" for e in failed["events"] if e["status"] == "UPDATE_FAILED")
            self.assertIn('the test "it speaks": the output /text is "badly hello k-hello 1536"', reasons)
            [action] = self.actions()
            path = f"{ACTIONS}/{action['id']}/execute"
            self.assertEqual(self.outcome(Organisation(origin), path, "again"), "well again k-again 1536")


if __name__ == "__main__":
    unittest.main()
