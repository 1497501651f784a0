# SPDX-License-Identifier: Apache-2.0
"""examples/pipeline: the steps of its workflows, run as GitHub's runner runs them, with a local cloud in the place of
AWS."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

import yaml

from aws_calls import Recorder
from harness import LIMIT_SECONDS, PROGRAMS, ROOT, Organisation
from test_aws_target import AwsTarget, boto

PIPELINE = ROOT / "examples/pipeline"
REGION = "us-east-1"  # the only one of the local cloud
ACCOUNT = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "GENESYS_API_URL", "GENESYS_LOGIN_URL")
GH = """#!/bin/sh
# gh pr comment NUMBER --edit-last --create-if-none --body-file FILE
[ "$1 $2 $4 $5 $6" = "pr comment --edit-last --create-if-none --body-file" ] || exit 64
{ echo "to $3"; cat "$7"; } >"$HOME/comment"
"""


def setUpModule():
    if os.environ.get("GENESYS_CFN_STATIC") != "1":
        raise unittest.SkipTest("these programs are not the shipped ones")


class Pipeline(AwsTarget):
    def setUp(self):
        super().setUp()
        folder = pathlib.Path(self.state)
        subprocess.run([ROOT / "tools/package", PROGRAMS, folder / "dist"], check=True, capture_output=True)
        archive = next((folder / "dist").glob("*.tar.gz"))
        self.repository = folder / "repository"
        shutil.copytree(ROOT / "examples/quickstart", self.repository)
        (self.repository / ".github").mkdir()
        shutil.copy(PIPELINE / "genesys-cfn.sh", self.repository / ".github")
        (folder / "bin").mkdir()
        gh = folder / "bin/gh"
        gh.write_text(GH, encoding="utf-8")
        gh.chmod(0o755)
        self.values = {"vars.GENESYS_CFN_URL": archive.as_uri(),
                       "vars.GENESYS_CFN_SHA256": hashlib.sha256(archive.read_bytes()).hexdigest(),
                       "vars.PLAN_ROLE": "arn:plan", "vars.DEPLOY_ROLE": "arn:deploy",
                       "vars.AWS_REGION": REGION, "vars.GENESYSCLOUD_REGION": REGION, "vars.GENESYS_CFN_S3_BUCKET": "",
                       "github.token": "t", "github.event.number": "7", "env.AWS_REGION": REGION}

    def fill(self, text):
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: self.values[found.group(1)], str(text))

    def is_run(self, job, event, ref, head="desk/data-actions"):
        condition = job.get("if", "True").replace("&&", "and")
        names = {"github.event_name": event, "github.ref": ref, "github.repository": "desk/data-actions",
                 "github.event.pull_request.head.repo.full_name": head}
        return eval(re.sub(r"github(\.\w+)+", lambda found: repr(names[found.group(0)]), condition))

    def run_job(self, job, environment):
        """The exit code of the first step that fails, or 0; and what the steps said."""
        home = pathlib.Path(self.state) / "home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        path, workspace, said = home / "github-path", home / "work", ""
        path.touch()
        given = {}
        for step in job["steps"]:
            action = step.get("uses", "").split("@")[0]
            if action == "actions/checkout":
                shutil.copytree(self.repository, workspace)
            elif action == "aws-actions/configure-aws-credentials":
                self.assertTrue(self.fill(step["with"]["role-to-assume"]))
                given = {name: self.environment[name] for name in ACCOUNT}
            else:
                self.assertEqual(action, "")
                variables = {**environment, **given, **step.get("env", {}), "AWS_REGION": REGION}
                folders = [*reversed(path.read_text(encoding="utf-8").split()), self.state + "/bin", "/usr/bin", "/bin"]
                done = subprocess.run(
                    ["bash", "-e", "-c", self.fill(step["run"])], cwd=workspace, text=True, check=False,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT_SECONDS,
                    env={**{name: self.fill(value) for name, value in variables.items()}, "PATH": ":".join(folders),
                         "HOME": str(home), "GITHUB_PATH": str(path), "GITHUB_STEP_SUMMARY": str(home / "summary")})
                said += done.stdout
                if done.returncode != 0:
                    return done.returncode, said
        return 0, said

    def run_workflow(self, name, event, ref="refs/heads/main"):
        """Exit code and output of each job that the event starts."""
        workflow = yaml.safe_load((PIPELINE / name).read_text(encoding="utf-8"))
        return {title: self.run_job(job, workflow["env"]) for title, job in workflow["jobs"].items()
                if self.is_run(job, event, ref)}

    def comment(self):
        return (pathlib.Path(self.state) / "home/comment").read_text(encoding="utf-8")

    def codes(self, jobs):
        return {name: code for name, (code, _) in jobs.items()}

    def policy(self, name):
        """The permissions that a role has, by its document."""
        document = json.loads((PIPELINE / name).read_text(encoding="utf-8"))
        actions = [statement["Action"] for statement in document["Statement"]]
        return {name for each in actions for name in ([each] if isinstance(each, str) else each)}

    def test_what_each_job_may(self):
        jobs = {}
        for name in ("deploy.yml", "drift.yml"):
            workflow = yaml.safe_load((PIPELINE / name).read_text(encoding="utf-8"))
            self.assertEqual(workflow["permissions"], {"contents": "read"})
            jobs.update(workflow["jobs"])
        for name, job in jobs.items():
            with self.subTest(name):
                takes_a_role = any("configure-aws-credentials" in step.get("uses", "") for step in job["steps"])
                self.assertEqual(job.get("permissions", {}).get("id-token"), "write" if takes_a_role else None)
                comments = any("gh pr comment" in step.get("run", "") for step in job["steps"])
                self.assertEqual(job.get("permissions", {}).get("pull-requests"), "write" if comments else None)
        started = {name: self.is_run(job, "pull_request", "refs/pull/7/merge", head="somebody/data-actions")
                   for name, job in jobs.items() if name != "drift"}
        self.assertEqual(started, {"try": True, "plan": False, "deploy": False})

    def test_who_may_take_the_roles(self):
        def subjects(name):
            statement, = json.loads((PIPELINE / name).read_text(encoding="utf-8"))["Statement"]
            return statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]

        workflow = yaml.safe_load((PIPELINE / "deploy.yml").read_text(encoding="utf-8"))
        names = ("OWNER/REPOSITORY", "NAME_WITH_IDS")
        self.assertEqual(subjects("deploy-role-trust.json"), [
            "repo:%s:environment:%s" % (name, workflow["jobs"]["deploy"]["environment"]) for name in names])
        self.assertEqual(subjects("plan-role-trust.json"), [
            "repo:%s:%s" % (name, what) for name in names for what in ("pull_request", "ref:refs/heads/main")])
        self.assertFalse(self.policy("plan-role-policy.json") & {
            "cloudformation:ExecuteChangeSet", "cloudformation:DeleteStack", "lambda:InvokeFunction"})

    def test_a_plan_that_is_too_long_for_a_comment(self):
        steps = yaml.safe_load((PIPELINE / "deploy.yml").read_text(encoding="utf-8"))["jobs"]["plan"]["steps"]
        script, = (step["run"] for step in steps if "comment" in step.get("name", ""))
        home = pathlib.Path(self.state) / "home"
        home.mkdir()
        plan = "".join("%d: \u00e4nderung\n" % number for number in range(10_000))
        (home / "plan").write_text(plan, encoding="utf-8")
        stub = pathlib.Path(self.state) / "bin/genesys-cfn"
        stub.write_text("#!/bin/sh\ncat plan\nexit 2\n", encoding="utf-8")
        stub.chmod(0o755)
        done = subprocess.run(["bash", "-e", "-c", script], cwd=home, check=False, timeout=LIMIT_SECONDS, capture_output=True,
                              env={"HOME": str(home), "PATH": self.state + "/bin:/usr/bin:/bin", "NUMBER": "7", "STACK": "s",
                                   "GITHUB_STEP_SUMMARY": str(home / "summary")})
        self.assertEqual(done.returncode, 0, done)
        self.assertTrue(self.comment().startswith("to 7\n" + plan[:50_000]))
        self.assertLess(len(self.comment()), 65_536)
        self.assertIn("summary of this job", self.comment())
        self.assertEqual((home / "summary").read_text(encoding="utf-8"), plan)

    def test_the_roles_may_what_the_jobs_call(self):
        project = pathlib.Path(self.state) / "project"
        self.json_of("init", "rest", project)
        for name in ("template.yaml", "actions"):
            shutil.rmtree(self.repository / name, ignore_errors=True)
            (shutil.copytree if (project / name).is_dir() else shutil.copy)(project / name, self.repository / name)
        for test in self.repository.glob("*.test.yaml"):
            test.unlink()
        self.values["vars.GENESYS_CFN_S3_BUCKET"] = "deployments"
        with self.account() as origin:
            for name in ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"):
                self.values["secrets." + name] = self.environment[name]
            storage = boto("s3", origin)
            self.addCleanup(storage.close)
            storage.create_bucket(Bucket="deployments")
            recorder = Recorder(origin)
            self.addCleanup(recorder.close)
            self.environment["AWS_ENDPOINT_URL"] = recorder.origin

            def calls(name, event, ref="refs/heads/main"):
                recorder.calls.clear()
                jobs = self.run_workflow(name, event, ref)
                self.assertEqual(set(self.codes(jobs).values()), {0}, jobs)
                return set(recorder.calls)

            planned = calls("deploy.yml", "pull_request", "refs/pull/7/merge")
            deployed = calls("deploy.yml", "push")
            planned |= calls("deploy.yml", "pull_request", "refs/pull/8/merge") | calls("drift.yml", "schedule")
            # Of the empty stack of a first plan, which stays (README.md).
            self.assertEqual(planned - {"cloudformation:DeleteStack"}, self.policy("plan-role-policy.json"))
            may = self.policy("deploy-role-policy.json")
            self.assertLessEqual(deployed, may)
            # What CloudFormation does in the role's name, and what a deployment that fails takes away again.
            self.assertLessEqual(may - deployed, {"lambda:InvokeFunction", "s3:GetObject", "cloudformation:DeleteStack",
                                                  "cloudformation:DeleteChangeSet"})

    def test_from_a_pull_request_to_drift(self):
        with self.account() as origin:
            for name in ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"):
                self.values["secrets." + name] = self.environment[name]

            opened = self.run_workflow("deploy.yml", "pull_request", "refs/pull/7/merge")
            self.assertEqual(self.codes(opened), {"try": 0, "plan": 0}, opened)
            self.assertIn("to 7\n### Plan for the stack `data-actions` (create)\n\n2 to create\n", self.comment())
            self.assertEqual(self.actions(), [])

            merged = self.run_workflow("deploy.yml", "push")
            self.assertEqual(self.codes(merged), {"try": 0, "deploy": 0}, merged)
            self.assertEqual(self.status_of("data-actions"), "CREATE_COMPLETE")
            again = self.run_workflow("deploy.yml", "push")
            self.assertEqual(self.codes(again), {"try": 0, "deploy": 0}, again)

            template = self.repository / "template.yaml"
            right = template.read_text(encoding="utf-8")
            template.write_text(right.replace("timeoutSeconds: 5", "timeoutSeconds: 6"), encoding="utf-8")
            self.assertNotEqual(template.read_text(encoding="utf-8"), right)
            changed = self.run_workflow("deploy.yml", "pull_request", "refs/pull/8/merge")
            self.assertEqual(changed["plan"][0], 0, changed)

            template.write_text(right.replace("requestType: GET", "requestType: FETCH"), encoding="utf-8")
            wrong = self.run_workflow("deploy.yml", "pull_request", "refs/pull/9/merge")
            self.assertEqual(self.codes(wrong), {"try": 1, "plan": 1}, wrong)
            self.assertIn("refused", self.comment())
            template.write_text("Resources: [\n", encoding="utf-8")
            broken = self.run_workflow("deploy.yml", "pull_request", "refs/pull/9/merge")
            self.assertEqual(broken["plan"][0], 1, broken)
            self.assertIn("There is no plan:\n```\ntemplate.yaml:", self.comment())
            template.write_text(right, encoding="utf-8")

            quiet = self.run_workflow("drift.yml", "schedule")
            self.assertEqual(self.codes(quiet), {"drift": 0}, quiet)
            action = next(a for a in self.actions() if a["name"] == "Look up case")
            organisation = Organisation(origin, {
                "client_id": self.environment["GENESYSCLOUD_OAUTHCLIENT_ID"],
                "client_secret": self.environment["GENESYSCLOUD_OAUTHCLIENT_SECRET"]})
            live = organisation.read(action["id"])
            organisation.call("PATCH", "/api/v2/integrations/actions/" + action["id"],
                              {"config": {**live["config"], "timeoutSeconds": 33}, "version": live["version"]})
            loud = self.run_workflow("drift.yml", "schedule")
            self.assertEqual(self.codes(loud), {"drift": 2}, loud)
            self.assertIn("config.timeoutSeconds", loud["drift"][1])


if __name__ == "__main__":
    unittest.main()
