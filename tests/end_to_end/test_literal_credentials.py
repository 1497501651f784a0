# SPDX-License-Identifier: Apache-2.0
"""Credentials in the clear in a data action: shown nowhere, and warned of where they are written."""
import json
import pathlib
import unittest
import urllib.request

from harness import EndToEnd, Organisation

# In a header, in the URL (twice) and in the body (twice), as they are deployed and as somebody has them by hand.
PLANTED = {side: {place: f"CanaryOf{place.capitalize()}{side.capitalize()}42" for place in
                  ("header", "query", "password", "json", "form")} for side in ("first", "hand")}
WORDS = [word for side in PLANTED.values() for word in side.values()]
READABLE = "${input.id}"


def request(side, path="cases"):
    words = PLANTED[side]
    return {"requestType": "POST",
            "requestUrlTemplate": f"https://bot:{words['password']}@crm.example.com/{path}/{READABLE}"
                                  f"?tokenize=true&api_key={words['query']}&k=${{credentials.k}}",
            "headers": {"Authorization": f"Bearer {words['header']}", "Accept": "application/json"},
            "requestTemplate": json.dumps({"passwordPolicy": "strong", "password": words["json"],
                                           "form": f"grant_type=password&client_secret={words['form']}&scope=all"})}


def template(**changes):
    return json.dumps({"Resources": {"One": {"Type": "Custom::GenesysDataAction", "Properties": {
        "ServiceToken": {"Fn::ImportValue": "genesys-cfn-ServiceToken"}, "ServiceTimeout": 900, "Name": "One",
        "Category": "c", "IntegrationName": "Web Services Data Actions", "Definition": {
            "config": {"request": {**request("first"), **changes}, "response": {}},
            "contract": {"input": {"inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
                         "output": {"successSchema": {"type": "object", "properties": {}}}}}}}}}, indent=1)


class LiteralCredentials(EndToEnd):
    def said(self, *arguments, code=0):
        """What a command prints, as text and as JSON: nowhere a planted word."""
        said = self.run_cli(*arguments)
        self.assertEqual(said.code, code, str(said))
        document = self.run_cli("--output", "json", *arguments)
        for text in (said.out, said.err, document.out, document.err):
            self.nothing_in(text)
        return said, document

    def nothing_in(self, text):
        for word in WORDS:
            self.assertNotIn(word, text)

    def edit(self, change):
        """By hand, in Genesys Cloud."""
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            one, = json.loads(organisation.call("GET", "/api/v2/integrations/actions?name=One"))["entities"]
            live = organisation.read(one["id"])
            change(live["config"])
            organisation.call("PATCH", "/api/v2/integrations/actions/" + one["id"],
                              {key: live[key] for key in ("name", "category", "config", "version")})
            return one["id"]

    def drifted(self):
        self.path = self.write("one.json", template())
        self.deploy(self.path)
        return self.edit(lambda config: config.update(request=request("hand")))

    def test_plan_and_drift_show_that_they_differ_and_not_what_they_are(self):
        self.drifted()
        demo = (self.path, "--stack-name", "demo")
        said, document = self.said("drift", *demo, code=2)
        url = f'"https://bot:*** (differs)@crm.example.com/cases/{READABLE}'
        self.assertIn("config.request.headers.Authorization: *** -> ***", said.out)
        self.assertIn(f"config.request.requestUrlTemplate: {url}", said.out)
        self.assertIn("config.request.requestTemplate: ", said.out)
        fields = {d["field"]: d for d in json.loads(document.out)["stacks"][0]["resources"][0]["differences"]}
        self.assertIn(url, fields["config.request.requestUrlTemplate"]["live"])
        self.assertIn("*** (differs)", fields["config.request.requestTemplate"]["live"])

        # A change in the template, too: the plan says what a deployment would write.
        pathlib.Path(self.path).write_text(template(requestUrlTemplate=request("first", "v2")["requestUrlTemplate"]),
                                           encoding="utf-8")
        said, _ = self.said("plan", *demo, code=1)
        self.assertIn("bot:***", said.out)
        self.assertIn("drifted", said.out)
        self.nothing_in(self.run_cli("plan", *demo, "--markdown").out)

        # OnDrift: Fail. The reason names the fields; so do the events and the log of the function.
        refused = self.run_cli("deploy", *demo)
        self.assertEqual(refused.code, 1)
        self.assertIn("was changed outside of CloudFormation", refused.out + refused.err)
        self.assertIn("requestUrlTemplate", refused.out + refused.err)
        self.nothing_in(refused.out + refused.err)
        for arguments in (("events", "demo"), ("status", "demo"), ("logs",)):
            said, document = self.said(*arguments)
            self.assertTrue(said.out, arguments)

        said, _ = self.said("drift", "demo", "--revert", "--yes")
        self.assertIn("1 in sync", said.out)

    def test_what_the_platform_quotes_is_masked(self):
        words = PLANTED["first"]
        with self.local_cloud() as origin:
            fault = {"method": "POST", "path": "/api/v2/integrations/actions", "do": "status", "status": 400,
                     "code": "bad.request", "times": "all",
                     "message": f"cannot read 'https://bot:{words['password']}@crm.example.com/?api_key={words['query']}'"}
            call = urllib.request.Request(origin + "/genesys-cfn/admin/faults", method="POST",
                                          data=json.dumps(fault).encode(), headers={"Content-Type": "application/json"})
            urllib.request.urlopen(call).close()
            failed = self.run_cli("deploy", self.write("one.json", template()), "--stack-name", "demo")
            self.assertEqual(failed.code, 1)
            self.nothing_in(failed.out + failed.err)
            self.assertIn("cannot read 'https://bot:***@crm.example.com/?api_key=***'", failed.out + failed.err)
            self.nothing_in(self.run_cli("logs").out)

    def test_accept_writes_them_and_says_so(self):
        self.drifted()
        demo = (self.path, "--stack-name", "demo", "--accept")
        before = pathlib.Path(self.path).read_text(encoding="utf-8")
        dry = self.run_cli("drift", *demo, "--dry-run")
        self.assertEqual(dry.code, 2, str(dry))
        self.nothing_in(dry.out + dry.err)
        self.assertIn("api_key=*** (live)&k=${credentials.k}", dry.out)
        self.assertIn("+", dry.out)
        self.check_warnings(dry.err, self.path)
        self.assertEqual(pathlib.Path(self.path).read_text(encoding="utf-8"), before)
        document = self.json_of("drift", *demo, "--dry-run", code=2)
        self.nothing_in(json.dumps(document))
        warnings = document["accepted"]["warnings"]
        self.assertEqual({(w["code"], w["severity"], w["path"]) for w in warnings}, {("GC021", "warning", str(self.path))})
        self.assertEqual(len(warnings), 5)

        accepted = self.run_cli("drift", *demo)
        self.assertEqual(accepted.code, 0, str(accepted))
        self.nothing_in(accepted.out + accepted.err)
        self.check_warnings(accepted.err, self.path)
        after = pathlib.Path(self.path).read_text(encoding="utf-8")
        for word in PLANTED["hand"].values():
            self.assertIn(word, after)
        # The lines are those of the file as it is now.
        lines = after.splitlines()
        for warning in warnings:
            shown = lines[warning["startLine"] - 1][warning["startColumn"] - 1:warning["endColumn"] - 1]
            self.assertIn(shown, PLANTED["hand"].values())

    def check_warnings(self, text, path):
        for name in ("api_key", "Authorization", "password", "client_secret"):
            self.assertRegex(text, rf"(?m)^{path}:\d+:\d+: warning\[GC021\]: the value of {name} is a credential in the clear$")
        self.assertIn("warning[GC021]: the user information of the URL is a credential in the clear", text)
        self.assertIn("hint: Keep it in the credentials of the integration", text)

    def test_export_and_adopt_write_them_and_say_so(self):
        self.deploy(self.write("one.json", template()))
        one, = self.actions()
        self.assertEqual(self.run_cli("delete", "demo").code, 0)
        with self.local_cloud() as origin:
            organisation = Organisation(origin)
            integration = organisation.integrations()["Web Services Data Actions"]
            properties = json.loads(template())["Resources"]["One"]["Properties"]
            organisation.call("POST", "/api/v2/integrations/actions", {
                "name": "One", "category": "c", "integrationId": integration, **properties["Definition"]})

        folder = self.state + "/exported"
        said = self.run_cli("export", "--to", folder)
        self.assertEqual(said.code, 0, str(said))
        self.nothing_in(said.out + said.err)
        self.check_warnings(said.err, folder + "/actions/one.json")
        for word in PLANTED["first"].values():
            self.assertIn(word, pathlib.Path(folder, "actions/one.json").read_text(encoding="utf-8"))
        document = self.json_of("export", "--to", folder, "--overwrite")
        self.assertEqual({w["path"] for w in document["warnings"]}, {folder + "/actions/one.json"})
        self.assertEqual(len(document["warnings"]), 5)
        self.nothing_in(json.dumps(document))

        file = self.state + "/adopted.json"
        said = self.run_cli("adopt", "One", "--to", file)
        self.assertEqual(said.code, 0, str(said))
        self.nothing_in(said.out + said.err)
        self.check_warnings(said.err, file)
        said = self.run_cli("adopt", "One")
        self.assertEqual(said.code, 0)
        self.nothing_in(said.err)
        self.check_warnings(said.err, "<template>")
        self.assertIn(PLANTED["first"]["query"], said.out)
        self.assertEqual(len(self.json_of("adopt", "One")["warnings"]), 5)

        # Compared with a definition of one's own.
        other = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
        other["config"]["request"] = request("hand")
        said = self.run_cli("adopt", "One", "--definition", self.write("other.json", json.dumps(other)))
        self.nothing_in(said.out + said.err)
        self.assertIn("#   config.request.requestUrlTemplate: \"https://bot:*** (differs)@", said.out)

    def test_without_credentials_there_is_nothing_to_say(self):
        request_of = {"requestUrlTemplate": "https://crm.example.com/?tokenize=true&token=${credentials.token}",
                      "headers": {"Authorization": "Bearer ${credentials.token}"},
                      "requestTemplate": '{"passwordPolicy": "strong", "password": "${credentials.password}"}'}
        self.deploy(self.write("one.json", template(**request_of)))
        said = self.run_cli("export", "--to", self.state + "/exported")
        self.assertEqual((said.code, said.err), (0, ""), str(said))
        self.assertEqual(self.json_of("export", "--to", self.state + "/again")["warnings"], [])
        self.edit(lambda config: config["request"].update(requestUrlTemplate="https://crm.example.com/?tokenize=false"))
        said = self.run_cli("drift", "demo")
        self.assertIn('"https://crm.example.com/?tokenize=true&token=${credentials.token}" -> '
                      '"https://crm.example.com/?tokenize=false"', said.out)


if __name__ == "__main__":
    unittest.main()
