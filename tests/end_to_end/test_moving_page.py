# SPDX-License-Identifier: Apache-2.0
"""docs/moving.md: its commands, run one after another as a reader would, with a local cloud in the place of AWS."""
import re
import subprocess
import unittest

from harness import LIMIT_SECONDS, PROGRAMS, ROOT, Organisation
from test_aws_target import AwsTarget, boto
from test_export_family import ByHand

PAGE = (ROOT / "docs/moving.md").read_text(encoding="utf-8")
ORGANISATION = ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYS_API_URL", "GENESYS_LOGIN_URL")
ACCOUNT = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def blocks(section):
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return "".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S))


class MovingPage(AwsTarget):
    def run_page(self, *sections, origin):
        script = ("set -euo pipefail\n"
                  'genesys-cfn() { local code=0; command genesys-cfn "$@" || code=$?; [[ $code == 0 || $code$1 == 2plan ]]; }\n'
                  f'aws() {{ command aws --endpoint-url {origin} "$@"; }}\n' + "".join(map(blocks, sections)))
        for old, new in (("export GENESYSCLOUD_OAUTHCLIENT_ID=... GENESYSCLOUD_OAUTHCLIENT_SECRET=...\n", ""),
                         ("=eu-central-1", "=us-east-1")):
            self.assertIn(old, script)
            script = script.replace(old, new)
        environment = {name: self.environment[name] for name in (*ORGANISATION, *ACCOUNT)}
        done = subprocess.run(["bash", "-c", script], cwd=self.state, text=True, check=False, timeout=LIMIT_SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={"HOME": self.state, "PATH": f"{PROGRAMS}:/usr/bin:/bin", **environment})
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_it_moves(self):
        with self.account() as origin:
            storage = boto("s3", origin)
            storage.create_bucket(Bucket="my-deployments")
            storage.close()
            hand = ByHand(Organisation(origin, {"client_id": self.environment["GENESYSCLOUD_OAUTHCLIENT_ID"],
                                                "client_secret": self.environment["GENESYSCLOUD_OAUTHCLIENT_SECRET"]}))
            login = hand.credential("CRM login", "basicAuth", userName="u", password="p")
            crm = hand.integration("CRM", "custom-rest-actions",
                                   credentials={"basicAuth": {"id": login, "type": {"name": "basicAuth"}}})
            first = hand.action("Look up order", crm, "https://crm.example.com/orders/${input.id}")

            said = self.run_page("Beforehand", "From the web page", origin=origin)
            self.assertIn("To fill in: CRMLoginSecret of template.yaml", said)
            self.assertIn("Stack organisation (create): 3 to take over.", said)
            self.assertIn("Drift: 3 in sync.", said)
            self.assertEqual([action["id"] for action in self.actions()], [first])

            second = hand.action("Look up customer", crm, "https://crm.example.com/customers/${input.id}")
            said = self.run_page("Beforehand", "An action alone", origin=origin)
            self.assertIn("Stack one (create): 1 to take over.", said)
            self.assertEqual({action["id"] for action in self.actions()}, {first, second})
            for stack in ("one", "organisation"):
                self.json_of("delete", stack)
            self.assertEqual({action["id"] for action in self.actions()}, {first, second})


if __name__ == "__main__":
    unittest.main()
