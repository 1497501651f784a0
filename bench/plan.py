# SPDX-License-Identifier: Apache-2.0
"""plan and export in a large organisation: requests and time, beside what the platform's rate limit alone would take.
Both commands speak to the organisation as they would to a real one, through a server that counts."""
import http.client
import http.server
import json
import os
import pathlib
import socketserver
import subprocess
import tempfile
import threading
import time
import urllib.parse

import organisation

PLANNED, EXPORTED, OTHERS = 500, 1_000, 9_000
PER_MINUTE = 300  # the platform's limit for one token
ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared/corpus/data-actions"


class Counting(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, origin):
        super().__init__(("127.0.0.1", 0), Forward)
        self.behind, self.requests, self.lock = urllib.parse.urlsplit(origin).netloc, 0, threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return "http://127.0.0.1:%d" % self.server_address[1]


class Forward(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.onward = http.client.HTTPConnection(self.server.behind)

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self.path.startswith("/oauth/"):
            with self.server.lock:
                self.server.requests += 1
        self.onward.request(self.command, self.path, body or None,
                            {name: value for name, value in self.headers.items() if name.lower() != "host"})
        answer = self.onward.getresponse()
        text = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PATCH = do_DELETE = pass_on

    def log_message(self, *_):
        pass


def definitions():
    """Real exports where they are, else those of the catalogue."""
    found = sorted(CORPUS.glob("*.json")) or sorted(ROOT.glob("catalogue/*/actions/*.json"))
    loaded = [json.loads(path.read_text(encoding="utf-8").replace("@{", "{")) for path in found]
    usable = []
    for definition in loaded:
        if definition.get("actionType") == "customAuth":
            continue
        definition.pop("integrationType", None)
        definition.pop("integrationId", None)
        usable.append(definition)
    return usable


class Commands:
    def __init__(self, programs, state, counting, client):
        self.command = [programs / "genesys-cfn", "--state-dir", state, "--output", "json"]
        self.counting = counting
        self.environment = {**os.environ, "GENESYSCLOUD_OAUTHCLIENT_ID": client["client_id"],
                            "GENESYSCLOUD_OAUTHCLIENT_SECRET": client["client_secret"],
                            "GENESYSCLOUD_REGION": "us-east-1", "GENESYS_API_URL": counting.origin,
                            "GENESYS_LOGIN_URL": counting.origin, "AWS_ENDPOINT_URL": counting.behind_url,
                            "AWS_ACCESS_KEY_ID": "AKIAGENESYSCFNLOCAL0", "AWS_SECRET_ACCESS_KEY": "local-access-only",
                            "AWS_REGION": "us-east-1"}

    def run(self, *arguments, code=0):
        """(document, seconds, requests to Genesys Cloud)."""
        before, begin = self.counting.requests, time.perf_counter()
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True, text=True, env=self.environment,
                              check=False)
        seconds = time.perf_counter() - begin
        if done.returncode != code:
            raise RuntimeError("genesys-cfn %s: exit code %d\n%s%s" % (arguments[0], done.returncode, done.stdout[-2000:],
                                                                     done.stderr[-2000:]))
        return json.loads(done.stdout), seconds, self.counting.requests - before


def make_actions(client, names):
    integrations = client.call("GET", "/api/v2/integrations")["entities"]
    integration = next(each["id"] for each in integrations if each["name"] == "Web Services Data Actions")
    bodies = definitions()
    for number, name in enumerate(names):
        client.call("POST", organisation.PATH, json.dumps(
            {**bodies[number % len(bodies)], "name": name, "category": "bench", "integrationId": integration}))


def measure(programs, _runs):
    result = {}
    with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as folder:
        folder = pathlib.Path(folder)
        with organisation.running(programs, folder / "one") as (origin, secret):
            client = organisation.Client(origin, secret)
            make_actions(client, ["Exported %04d" % number for number in range(EXPORTED)])
            counting = Counting(origin)
            counting.behind_url = origin
            commands = Commands(programs, folder / "one", counting, secret)
            document, seconds, requests = commands.run("export", "--to", folder / "exported", "--name", "Exported .*")
            assert len(document["actions"]) == EXPORTED and not document["failed"], document["failed"][:3]
            result["export"] = {"seconds": seconds, "requests": requests}
        with organisation.running(programs, folder / "two") as (origin, secret):
            client = organisation.Client(origin, secret)
            counting = Counting(origin)
            counting.behind_url = origin
            commands = Commands(programs, folder / "two", counting, secret)
            templates = sorted((folder / "exported").glob("template-*.yaml"))
            for number, template in enumerate(templates):
                commands.run("deploy", template, "--stack-name", "bench-%d" % number)
            make_actions(client, ["Other %04d" % number for number in range(OTHERS)])
            again = [commands.run("plan", template, "--stack-name", "bench-%d" % number)
                     for number, template in enumerate(templates)]
            assert not any(document["changes"] for document, _, _ in again), "a plan of what was deployed is not empty"
            # Each action's time-out changes.
            for path in (folder / "exported/actions").glob("*.json"):
                definition = json.loads(path.read_text(encoding="utf-8"))
                definition["config"]["timeoutSeconds"] = 42
                path.write_text(json.dumps(definition), encoding="utf-8")
            storage = ["--target", "aws", "--s3-bucket", "genesys-cfn-definitions"]
            document, seconds, requests = commands.run(*storage, "plan", templates[0], "--stack-name", "bench-0", code=2)
            planned = [resource for resource in document["resources"] if resource["effect"] == "update"]
            assert len(planned) == PLANNED, document["resources"][:2]
            result["plan"] = {"seconds": seconds, "requests": requests}
    for values in result.values():
        values["floor_s"] = values["requests"] / PER_MINUTE * 60
    return result
