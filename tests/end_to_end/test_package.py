# SPDX-License-Identifier: Apache-2.0
"""The packages as users get them: the same bytes each time, and a function that needs nothing but its zip."""
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tarfile
import tempfile
import threading
import time
import unittest
import zipfile

from harness import EndToEnd, LIMIT_SECONDS, PROGRAMS, QUICKSTART, ROOT
from peers import Server, read_request, response

NAME_SERVICES = {
    "absent": None,
    "empty": "",
    "Amazon Linux": "passwd: files sss\nhosts: files dns myhostname\n",
    "systemd": "hosts: mymachines resolve [!UNAVAIL=return] files myhostname dns\n",
    "no files": "hosts: mdns4_minimal [NOTFOUND=return] dns\n",
}


def package(folder, programs=PROGRAMS):
    subprocess.run([ROOT / "tools/package", programs, folder], check=True, capture_output=True, text=True)
    return {file.name: file.read_bytes() for file in pathlib.Path(folder).iterdir()}


def linked_packages(program):
    """Debian's packages whose libraries and headers are in the program, as the build knows it."""
    def ninja(*arguments):
        return subprocess.run(["ninja", "-C", PROGRAMS, "-t", *arguments], capture_output=True, text=True, check=True).stdout

    link = ninja("commands", program).splitlines()[-1]
    paths = set(re.findall(r"\S+/lib/\S+\.a\b", link)) - set(re.findall(r"\S+/build/curl/\S+", link))
    for name in re.findall(r" -l([a-z0-9]+)", link):
        paths |= {str(path) for path in pathlib.Path("/usr/lib").glob(f"*-linux-gnu/lib{name}.a")}
    objects = set(re.findall(r"\S+\.o\b", link))
    for archive in re.findall(r"src/\S+\.a\b", link):
        objects |= set(ninja("query", archive).split())
    for entry in ninja("deps").split("\n\n"):
        first, *headers = entry.strip().split("\n")
        if first.split(":")[0] in objects:
            paths |= {header.strip() for header in headers if header.strip().startswith("/usr/")}
    said = subprocess.run(["dpkg", "-S", *sorted(paths)], capture_output=True, text=True, check=False).stdout
    packages = {line.split(":")[0] for line in said.splitlines()}
    return packages - {"linux-libc-dev"}  # constants of the kernel


def setUpModule():
    if os.environ.get("GENESYS_CFN_STATIC") != "1":
        raise unittest.SkipTest("these programs are not the shipped ones")


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="genesys-cfn-package-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.made = package(cls.folder)
        cls.zip_name = next(name for name in cls.made if name.endswith(".zip"))
        cls.tar_name = next(name for name in cls.made if name.endswith(".tar.gz"))

    def test_the_same_bytes_again(self):
        with tempfile.TemporaryDirectory() as other:
            # Programs at another place, with other times.
            for name in ("bootstrap", "genesys-cfn"):
                shutil.copy(PROGRAMS / name, other)
            self.assertEqual(package(pathlib.Path(other) / "out", other), self.made)

    def test_the_programs_do_not_know_where_they_were_built(self):
        with tarfile.open(fileobj=io.BytesIO(self.made[self.tar_name])) as archive:
            for name in ("bootstrap", "genesys-cfn"):
                program = archive.extractfile(self.tar_name.removesuffix(".tar.gz") + "/" + name).read()
                self.assertIn(b"src/base/result.h", program, "asserts name their place")
                self.assertEqual(program.find(str(ROOT).encode()), -1, name)
                # Debian's own libraries say src/lib...
                self.assertIsNone(re.search(rb"\.\./src/(?!lib)", program), name)

    def test_the_functions_zip(self):
        self.assertRegex(self.zip_name, r"^genesys-cfn-provider-[0-9.]+-(x86_64|arm64)\.zip$")
        self.assertLess(len(self.made[self.zip_name]), 5 << 20)
        with zipfile.ZipFile(io.BytesIO(self.made[self.zip_name])) as archive:
            self.assertEqual(archive.namelist(), ["LICENSE", "NOTICES.txt", "bootstrap"])
            self.assertEqual(archive.getinfo("bootstrap").external_attr >> 16, 0o100755)
            notices = archive.read("NOTICES.txt").decode()
        for library in ("libcurl", "libssl-dev", "libc6-dev", "libboost"):
            self.assertIn("\n" + library, notices)

    def test_the_command_line_runs_from_its_folder(self):
        with tempfile.TemporaryDirectory() as home:
            with tarfile.open(fileobj=io.BytesIO(self.made[self.tar_name])) as archive:
                archive.extractall(home)
            folder, = pathlib.Path(home).iterdir()
            self.assertEqual(folder.name + ".tar.gz", self.tar_name)
            command = [folder / "genesys-cfn", "--state-dir", home + "/state"]
            version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout.strip()
            self.assertIn(version.replace(" ", "-"), folder.name)
            done = subprocess.run([*command, "deploy", ROOT / "examples/quickstart/template.yaml", "--stack-name", "demo"],
                                  capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            for kind in ("templates/*.yaml", "schemas/*.json"):
                self.assertEqual({file.name: file.read_bytes() for file in folder.glob(kind)},
                                 {file.name: file.read_bytes() for file in ROOT.glob(kind)})
            for shell, name in (("bash", "genesys-cfn.bash"), ("zsh", "_genesys-cfn"), ("fish", "genesys-cfn.fish")):
                script = subprocess.run([*command, "completions", shell], capture_output=True, text=True, check=True)
                self.assertEqual((folder / "completions" / name).read_text(encoding="utf-8"), script.stdout)

    def test_checksums_and_bill_of_materials(self):
        sums = dict(reversed(line.split("  ")) for line in self.made["SHA256SUMS"].decode().splitlines())
        self.assertEqual(sums, {name: hashlib.sha256(data).hexdigest() for name, data in self.made.items()
                                if name != "SHA256SUMS"})
        document = json.loads(next(data for name, data in self.made.items() if name.endswith(".spdx.json")))
        identities = {package["SPDXID"] for package in document["packages"]} | {"SPDXRef-DOCUMENT"}
        for relation in document["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, identities)

    def test_the_bill_names_everything_that_is_linked_in(self):
        document = json.loads(next(data for name, data in self.made.items() if name.endswith(".spdx.json")))
        for program in ("bootstrap", "genesys-cfn"):
            named = {relation["relatedSpdxElement"].removeprefix("SPDXRef-") for relation in document["relationships"]
                     if relation["spdxElementId"] == f"SPDXRef-program-{program}"}
            self.assertLessEqual(linked_packages(program), {name.replace("libstdc---", "libstdc++-") for name in named})

    def test_the_bill_is_spdx(self):
        document = json.loads(next(data for name, data in self.made.items() if name.endswith(".spdx.json")))
        self.assertEqual((document["spdxVersion"], document["SPDXID"]), ("SPDX-2.3", "SPDXRef-DOCUMENT"))
        for package in document["packages"]:
            self.assertRegex(package["SPDXID"], r"^SPDXRef-[A-Za-z0-9.-]+$")
            self.assertIs(package["filesAnalyzed"], False)
            for member in ("name", "versionInfo", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText"):
                self.assertTrue(package[member])
            for reference in package.get("externalRefs", []):
                self.assertRegex(reference["referenceLocator"], r"^pkg:deb/debian/[a-z0-9.+%-]+@[A-Za-z0-9.%~-]+\?arch=source$")
        programs = {package["name"]: package["checksums"][0]["checksumValue"] for package in document["packages"]
                    if package["primaryPackagePurpose"] == "APPLICATION"}
        with zipfile.ZipFile(io.BytesIO(self.made[self.zip_name])) as archive:
            self.assertEqual(programs["bootstrap"], hashlib.sha256(archive.read("bootstrap")).hexdigest())

    def test_a_program_that_needs_libraries_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy("/bin/true", folder + "/bootstrap")
            done = subprocess.run([ROOT / "tools/package", folder, folder + "/out"], capture_output=True, text=True,
                                  check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("needs shared libraries", done.stderr)


class Arm64(EndToEnd):
    def test_the_function_for_arm64_makes_a_stack(self):
        built, emulator = ROOT / "build/release-arm64/bootstrap", shutil.which("qemu-aarch64-static")
        if not built.exists() or not emulator:
            self.skipTest("not built for arm64, or nothing to run it with: ./dev package --arm64")
        wrapper = self.write("bootstrap", f"#!/bin/sh\nexec {emulator} {built}\n")
        wrapper.chmod(0o755)
        self.deploy(QUICKSTART, environment={"GENESYS_CFN_BOOTSTRAP": str(wrapper)})
        self.assertEqual(len(self.actions()), 2)
        made = package(self.state + "/dist", built.parent)
        name = next(name for name in made if name.endswith("-arm64.zip"))
        self.assertLess(len(made[name]), 5 << 20)


class SecretsOverTls:
    """Secrets Manager under a name of its own and a certificate of its own authority: it knows no secret."""

    def __init__(self, folder):
        self.certificate, key = folder / "ca.pem", folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                        "2", "-subj", "/CN=Test authority", "-addext", "subjectAltName=DNS:secrets.test", "-keyout", key,
                        "-out", self.certificate], check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.asked = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.origin = "https://secrets.test:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection, connection.makefile("rb") as stream:
                while read_request(stream):
                    self.asked += 1
                    body = b'{"__type": "ResourceNotFoundException", "Message": "not here"}'
                    connection.sendall(response(400, body, [("Content-Type", "application/x-amz-json-1.1")]))
        except OSError:
            pass


class BareRoot(EndToEnd):
    """Only the zip's content, certificate authorities and the resolver's files."""

    def setUp(self):
        super().setUp()
        self.enter = ["chroot"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "chroot"]
        if subprocess.run([*self.enter, "/", "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("another root is not permitted here")
        self.root = pathlib.Path(self.state) / "root"
        made = package(self.state + "/dist")
        with zipfile.ZipFile(io.BytesIO(next(data for name, data in made.items() if name.endswith(".zip")))) as archive:
            archive.extractall(self.root)
        (self.root / "bootstrap").chmod(0o755)
        self.secrets = SecretsOverTls(pathlib.Path(self.state))
        self.addCleanup(self.secrets.listener.close)
        authorities = self.root / "etc/pki/tls/certs"
        authorities.mkdir(parents=True)
        shutil.copy(self.secrets.certificate, authorities / "ca-bundle.crt")
        (self.root / "etc/hosts").write_text("127.0.0.1 runtime.test secrets.test answers.test\n")
        (self.root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")

    def answer_of_one_event(self, seconds=30):
        answered, answers, polls = threading.Event(), [], []

        def sink(request, _):
            answers.append(json.loads(request.body))
            answered.set()
            return response(200)

        def runtime(request, _):
            if not request.path.endswith("/next"):
                return response(202, b"{}")
            polls.append(request)
            if len(polls) > 1:
                threading.Event().wait(LIMIT_SECONDS)
            event = {"RequestType": "Create", "RequestId": "r", "StackId": "arn:aws:cloudformation:us-east-1:0:stack/s/i",
                     "LogicalResourceId": "A", "ResourceType": "Custom::GenesysDataAction",
                     "ResponseURL": places.origin.replace("127.0.0.1", "localhost") + "/answer",
                     "ResourceProperties": {
                         "IntegrationId": "i", "Name": "n", "Definition": {
                             "config": {"request": {"requestType": "GET", "requestUrlTemplate": "https://x.test/"},
                                        "response": {}},
                             "contract": {"input": {"inputSchema": {"type": "object"}},
                                          "output": {"successSchema": {"type": "object"}}}}}}
            return response(200, json.dumps(event).encode(),
                            [("Lambda-Runtime-Aws-Request-Id", "1"),
                             ("Lambda-Runtime-Deadline-Ms", str(int((time.time() + seconds) * 1000)))])

        places, service = Server(sink), Server(runtime)
        process = subprocess.Popen(
            [*self.enter, self.root, "/bootstrap"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={"PATH": os.environ["PATH"], "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                 "AWS_SECRET_ACCESS_KEY": "x", "GENESYS_CFN_LOOPBACK": "allow", "GENESYS_REGION": "us-east-1",
                 "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.secrets.origin,
                 "AWS_LAMBDA_RUNTIME_API": service.authority.replace("127.0.0.1", "runtime.test")})
        try:
            if not answered.wait(60):
                process.kill()
                self.fail("no answer: " + process.communicate()[0])
        finally:
            process.kill()
            process.communicate()
            places.close()
            service.close()
        return answers[0]

    def test_one_event_whatever_the_resolver_is_told(self):
        for name, text in NAME_SERVICES.items():
            with self.subTest(name):
                file = self.root / "etc/nsswitch.conf"
                file.unlink(missing_ok=True)
                if text is not None:
                    file.write_text(text)
                asked = self.secrets.asked
                answer = self.answer_of_one_event()
                self.assertEqual(answer["Status"], "FAILED")
                self.assertIn("/genesys/oauth/credentials", answer["Reason"])
                self.assertGreater(self.secrets.asked, asked, answer["Reason"])

    def test_an_authority_that_is_not_in_the_root_is_not_trusted(self):
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", self.root / "etc/pki/tls/certs/ca-bundle.crt")
        self.assertIn("certificate", self.answer_of_one_event(seconds=5)["Reason"])
        self.assertEqual(self.secrets.asked, 0)


if __name__ == "__main__":
    unittest.main()
