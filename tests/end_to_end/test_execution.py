# SPDX-License-Identifier: Apache-2.0
"""Data actions of a stack really run: against another server, a function of the local Lambda, and the organisation."""
import json
import unittest
import urllib.error

import boto3
import peers
from harness import EndToEnd, Organisation, credentials
from test_lambda_api import ROLE, package

ANSWERS = {"/customers/1": (200, {"customer": {"id": "c1"}}), "/customers/2": (404, {"message": "nobody"}),
           "/customers/3": (200, {}), "/customers/4": (200, {"customer": {"id": 7}})}


def template(origin, url, integration):
    action = {"config": {"timeoutSeconds": 2,
                         "request": {"requestUrlTemplate": url, "requestType": "POST",
                                     "headers": {"X-Key": "k-${input.phone}"},
                                     "requestTemplate": "{\"phone\": \"$esc.jsonEncode(${input.phone})\"}"},
                         "response": {"translationMap": {"id": "$..id"}, "translationMapDefaults": {},
                                      "successTemplate": "{\"ids\": ${id}, \"all\": ${rawResult}}"}},
              "contract": {"input": {"inputSchema": {"type": "object", "required": ["phone"],
                                                     "properties": {"phone": {"type": "string"}}}},
                           "output": {"successSchema": {"type": "object", "properties": {
                               "ids": {"type": "array", "items": {"type": "string"}}}}}}}
    return json.dumps({"Resources": {"Action": {"Type": "Custom::GenesysDataAction", "Properties": {
        "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": "60",
        "Name": "Look up", "Category": "CRM",
        "IntegrationName": integration, "Definition": action}}}})


class Execution(EndToEnd):
    def serve(self, handle):
        server = peers.Server(handle)
        self.addCleanup(server.close)
        return server

    def made(self, origin, url, integration):
        self.deploy(self.write("template.json", template(origin, url, integration)))
        return "/api/v2/integrations/actions/" + self.actions()[0]["id"]

    def refusal(self, organisation, path, inputs):
        with self.assertRaises(urllib.error.HTTPError) as raised:
            organisation.call("POST", path + "/execute", inputs)
        return raised.exception.code, json.load(raised.exception)

    def test_against_another_server(self):
        seen = []

        def answer(request, connection):
            seen.append(request)
            if request.path == "/customers/slow":
                return peers.hang(connection, lambda: None)
            status, body = ANSWERS[request.path]
            return peers.response(status, json.dumps(body).encode())

        server = self.serve(answer)
        with self.local_cloud() as origin:
            path = self.made(origin, server.origin + "/customers/${input.phone}", "Web Services Data Actions")
            organisation = Organisation(origin)
            self.assertEqual(json.loads(organisation.call("POST", path + "/execute", {"phone": "1"})),
                             {"ids": ["c1"], "all": {"customer": {"id": "c1"}}})
            self.assertEqual((seen[0].method, seen[0].body), ("POST", b'{"phone": "1"}'))
            self.assertIn(("x-key", "k-1"), [(name.lower(), value) for name, value in seen[0].headers])
            for inputs, status, code, text in (
                    ({}, 400, "invalid.schema", "must have 'phone'"),
                    ({"phone": "a b"}, 400, "bad.request", "no blanks"),
                    ({"phone": "2"}, 400, "bad.request", "nobody"),
                    ({"phone": "4"}, 400, "invalid.schema", "/ids/0 must be of type string"),
                    ({"phone": "slow"}, 504, "request.timeout", "within 2 seconds")):
                found = self.refusal(organisation, path, inputs)
                self.assertEqual((found[0], found[1]["code"]), (status, code), found)
                self.assertIn(text, found[1]["message"])
            test = json.loads(organisation.call("POST", path + "/test", {"phone": "2"}))
            self.assertFalse(test["success"])
            self.assertEqual([o["success"] for o in test["operations"]], [True] * 6 + [False])

    def test_a_function_of_the_local_lambda(self):
        with self.local_cloud() as origin:
            client = boto3.client("lambda", endpoint_url=origin, **credentials())
            self.addCleanup(client.close)
            arn = client.create_function(FunctionName="f", Runtime="provided.al2023", Role=ROLE, Handler="bootstrap",
                                         Code={"ZipFile": package()})["FunctionArn"]
            path = self.made(origin, arn, "AWS Lambda Data Actions")
            result = json.loads(Organisation(origin).call("POST", path + "/execute", {"phone": "1"}))
            self.assertEqual(result["all"]["event"], {"phone": "1"})
            self.assertEqual(json.loads(result["all"]["context"]), {"X-Key": "k-1"})


if __name__ == "__main__":
    unittest.main()
