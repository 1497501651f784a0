# SPDX-License-Identifier: Apache-2.0
"""Scripted failures of the organisation, as the provider meets them in a deployment."""
import json
import signal
import subprocess
import urllib.request
import unittest

from harness import EndToEnd, Organisation, PROGRAMS, QUICKSTART

ACTIONS = "/api/v2/integrations/actions"
LOOK_UP = {"contains": "Look up case"}  # one of the two actions of the template


class Faults(EndToEnd):
    def script(self, *faults):
        return self.write("faults.json", json.dumps({"faults": list(faults)}))

    @staticmethod
    def struck(origin):
        with urllib.request.urlopen(origin + "/genesys-cfn/admin/faults") as answer:
            return [fault["struck"] for fault in json.load(answer)["faults"]]

    def names(self):
        return sorted(action["name"] for action in self.actions())

    def create_under(self, *faults, status="CREATE_COMPLETE"):
        with self.local_cloud("--faults", str(self.script(*faults))) as origin:
            created = self.deploy(QUICKSTART, code=0 if status == "CREATE_COMPLETE" else 1)
            self.assertEqual(created["status"], status, created)
            self.assertEqual(self.struck(origin), [fault.get("times", 1) for fault in faults])
            names = self.names()
        self.assertEqual(names, ["Close case", "Look up case"] if status == "CREATE_COMPLETE" else [])
        return created

    def test_a_creation_survives_what_passes(self):
        self.create_under({"path": "/oauth/token", "do": "status", "status": 503},
                          {"method": "POST", "path": ACTIONS, "do": "status", "status": 429, "retryAfterSeconds": 1},
                          {"method": "GET", "path": "/api/v2/integrations", "do": "expired-token"},
                          {"method": "POST", "path": ACTIONS, "nth": 2, "do": "delay", "delayMilliseconds": 200})

    def test_a_lost_answer_makes_no_second_action(self):
        for fault in ({"do": "reset", "effect": "done"}, {"do": "torn"},
                      {"do": "status", "status": 504, "effect": "done"}):
            with self.subTest(fault=fault):
                self.create_under({"method": "POST", "path": ACTIONS, **LOOK_UP, **fault})
                self.json_of("delete", "demo")

    def test_a_hanging_creation_is_found_again(self):
        self.create_under({"method": "POST", "path": ACTIONS, **LOOK_UP, "do": "hang", "effect": "done"})

    def test_a_creation_that_never_was_is_rolled_back(self):
        failed = self.create_under({"method": "POST", "path": ACTIONS, **LOOK_UP, "do": "reset"},
                                   status="ROLLBACK_COMPLETE")
        reason = next(e["reason"] for e in failed["events"] if e["status"] == "CREATE_FAILED" and
                      e["logicalId"] == "LookupCase")
        self.assertIn("not known", reason)

    def test_a_refused_creation_is_rolled_back(self):
        self.create_under({"method": "POST", "path": ACTIONS, **LOOK_UP, "do": "status", "status": 403},
                          status="ROLLBACK_COMPLETE")

    def test_an_update_survives_lost_answers_and_stale_reads(self):
        self.deploy(QUICKSTART)
        ids = {a["name"]: a["id"] for a in self.actions()}
        faults = self.script({"method": "PATCH", "path": ACTIONS + "/*", "do": "reset", "effect": "done"},
                             {"method": "GET", "path": ACTIONS + "/*", "do": "reset"},
                             {"method": "GET", "path": ACTIONS + "/*", "nth": 2, "do": "torn"},
                             {"method": "GET", "path": ACTIONS + "/*", "nth": 6, "do": "stale-read",
                              "ageMilliseconds": 60000})
        with self.local_cloud("--faults", str(faults)) as origin:
            updated = self.deploy(QUICKSTART, parameters={"CrmUrl": "https://crm.example.com/v2"})
            self.assertEqual(updated["status"], "UPDATE_COMPLETE", updated)
            self.assertEqual(self.struck(origin)[:3], [1, 1, 1])
            self.assertEqual({a["name"]: a["id"] for a in self.actions()}, ids)

    def test_a_deletion_survives_a_lost_answer(self):
        self.deploy(QUICKSTART)
        faults = self.script({"method": "DELETE", "path": ACTIONS + "/*", "do": "reset", "effect": "done"},
                             {"method": "DELETE", "path": ACTIONS + "/*", "do": "reset"})
        with self.local_cloud("--faults", str(faults)) as origin:
            self.assertEqual(self.json_of("delete", "demo")["status"], "DELETE_COMPLETE")
            self.assertEqual(self.struck(origin), [1, 1])
            self.assertEqual(self.actions(), [])

    def test_a_wrong_file_is_named_with_line_and_column(self):
        path = self.write("wrong.yaml", "faults:\n  - do: reset\n    effcet: done\n")
        result = self.run_cli("local", "--port", "0", "--faults", path)
        self.assertEqual(result.code, 1)
        self.assertIn("wrong.yaml:3:5: effcet is no part of a fault; did you mean effect?", result.err)
        self.assertIn("read-lag", self.run_cli("local", "--port", "0", "--genesys-option", "raed-lag=1").err)

    def test_a_switch_of_the_organisation(self):
        with self.local_cloud("--genesys-option", "actions-total=1") as origin:
            limits = Organisation(origin).call("GET", "/api/v2/organizations/limits/namespaces/dataactions")
            self.assertIn('"actions.total.max"', limits)
            failed = self.deploy(QUICKSTART, code=1)
            self.assertEqual(failed["status"], "ROLLBACK_COMPLETE")
            self.assertTrue(any("actions.total.max" in e["reason"] for e in failed["events"]), failed)

    def test_killed_during_creations_nothing_that_was_answered_is_lost(self):
        process = subprocess.Popen([str(PROGRAMS / "genesys-cfn"), "--state-dir", self.state, "local", "--port", "0",
                                    "--output", "json"], stdout=subprocess.PIPE, text=True)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("}"):
                break
        organisation = Organisation(json.loads("".join(lines))["origin"])
        body = {"category": "c", "integrationId": organisation.integrations()["Web Services Data Actions"],
                "config": {"request": {"requestType": "GET", "requestUrlTemplate": "https://a.example.com"}},
                "contract": {"input": {"inputSchema": {"type": "object"}},
                             "output": {"successSchema": {"type": "object"}}}}
        answered = []
        try:
            for number in range(1000):
                answered.append(json.loads(organisation.call("POST", ACTIONS, {**body, "name": f"a {number}"}))["id"])
                if number == 60:
                    process.send_signal(signal.SIGKILL)
        except OSError:
            pass
        process.wait()
        process.stdout.close()
        self.assertGreater(len(answered), 60)
        self.assertLess(len(answered), 1000)
        self.assertLessEqual(set(answered), {action["id"] for action in self.actions()})


if __name__ == "__main__":
    unittest.main()
