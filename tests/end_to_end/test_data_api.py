# SPDX-License-Identifier: Apache-2.0
"""GENESYS_ACTIONS_API=data: the provider through the four calls of /api/v2/data/actions, and through nothing else."""
import json
import urllib.request
import unittest

from harness import EndToEnd, Organisation

TEMPLATE = """
Parameters:
  Integration: {Type: String}
  Url: {Type: String, Default: 'https://crm.example.com/v1'}
  Property: {Type: String, Default: phone}
  Timeout: {Type: Number, Default: 10}
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: provided.al2023
      Handler: bootstrap
      Role: arn:aws:iam::000000000000:role/any
      Timeout: 120
      Code: {S3Bucket: genesys-cfn-local, S3Key: genesys-cfn-provider.zip}
      Environment: {Variables: {GENESYS_ACTIONS_API: data}}
  Action:
    Type: Custom::GenesysDataAction
    Properties:
      ServiceToken: !GetAtt Function.Arn
      ServiceTimeout: 300
      IntegrationId: !Ref Integration
      Name: Look up
      Category: CRM
      Definition:
        config: {timeoutSeconds: 10, request: {requestType: GET, requestUrlTemplate: !Ref Url}}
        contract:
          input: {inputSchema: {type: object, properties: {phone: {title: !Ref Property, type: string}}}}
          output: {successSchema: {type: object}}
  Other:
    Type: Custom::GenesysDataAction
    DependsOn: Action
    Properties:
      ServiceToken: !GetAtt Function.Arn
      ServiceTimeout: 300
      IntegrationId: !Ref Integration
      Name: Other
      Category: CRM
      Definition:
        config: {timeoutSeconds: !Ref Timeout, request: {requestType: GET, requestUrlTemplate: 'https://b.example.com'}}
        contract: {input: {inputSchema: {type: object}}, output: {successSchema: {type: object}}}
Outputs:
  Id: {Value: !Ref Action}
"""


class DataApi(EndToEnd):
    def admin(self, origin, method, path, body=None):
        request = urllib.request.Request(origin + "/genesys-cfn/admin/" + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")

    def test_a_stack_lives_through_the_four_calls(self):
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            integration = organisation.integrations()["Web Services Data Actions"]
            template = self.write("template.yaml", TEMPLATE)
            # Whoever speaks the platform's own API is refused.
            self.admin(origin, "POST", "faults", {"name": "real", "path": "/api/v2/integrations**", "do": "status",
                                                  "status": 403, "times": "all"})
            self.admin(origin, "POST", "faults", {"path": "/api/v2/architect/**", "do": "status", "status": 403,
                                                  "times": "all"})

            def read():
                return json.loads(organisation.call("GET", "/api/v2/data/actions/" + action))

            def deploy(code=0, **parameters):
                return self.deploy(template, parameters={"Integration": integration, **parameters}, code=code)

            created = deploy()
            self.assertEqual(created["status"], "CREATE_COMPLETE", created)
            action = created["outputs"]["Id"]
            self.assertEqual(read()["contract"]["input"]["inputSchema"]["properties"]["phone"]["title"], "phone")
            self.assertNotIn("description", read()["contract"]["input"]["inputSchema"], "no ownership tag")

            # The contract changes in place.
            updated = deploy(Property="number", Url="https://crm.example.com/v2")
            self.assertEqual(updated["status"], "UPDATE_COMPLETE", updated)
            self.assertEqual(updated["outputs"]["Id"], action)
            self.assertEqual(read()["contract"]["input"]["inputSchema"]["properties"]["phone"]["title"], "number")
            self.assertEqual(read()["config"]["request"]["requestUrlTemplate"], "https://crm.example.com/v2")

            # A failing update goes back whole.
            before = read()
            failed = deploy(code=1, Property="again", Url="https://crm.example.com/v3", Timeout="90")
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE", failed)
            self.assertEqual(read(), before)

            # An edit by somebody else is not overwritten.
            edited = {k: v for k, v in before.items() if k not in ("id", "selfUri")}
            edited["contract"]["output"]["successSchema"]["title"] = "edited"
            organisation.call("PUT", "/api/v2/data/actions/" + action, edited)
            failed = deploy(code=1, Url="https://crm.example.com/v4")
            self.assertEqual(failed["status"], "UPDATE_ROLLBACK_COMPLETE", failed)
            self.assertEqual(read()["contract"]["output"]["successSchema"]["title"], "edited")

            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(json.loads(organisation.call("GET", "/api/v2/data/actions"))["total"], 0)
            self.assertEqual([f["struck"] for f in self.admin(origin, "GET", "faults")["faults"]], [0, 0])

    def test_an_unknown_outcome_fails_and_says_what_to_look_for(self):
        with self.local_cloud() as origin:
            integration = Organisation(origin).integrations()["Web Services Data Actions"]
            self.admin(origin, "POST", "faults", {"method": "POST", "path": "/api/v2/data/actions", "do": "reset",
                                                  "effect": "done"})
            failed = self.deploy(self.write("template.yaml", TEMPLATE), parameters={"Integration": integration}, code=1)
            self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
            reason = next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED")
            self.assertIn("look for the name Look up", reason)

    def test_what_needs_a_look_up_is_refused(self):
        with self.local_cloud() as origin:
            integration = Organisation(origin).integrations()["Web Services Data Actions"]
            text = TEMPLATE.replace("IntegrationId: !Ref Integration", "IntegrationName: !Ref Integration")
            failed = self.deploy(self.write("name.yaml", text), parameters={"Integration": integration}, code=1)
            self.assertTrue(any("give IntegrationId" in e["reason"] for e in failed["events"]), failed)


if __name__ == "__main__":
    unittest.main()
