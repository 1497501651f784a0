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


ARM64, ARM64_ROOT = ROOT / "build/release-arm64", ROOT / "build/arm64-root"
# The members that SPDX 2.3 has for a package, as far as they are used; it allows no others.
PACKAGE_MEMBERS = {"SPDXID", "name", "versionInfo", "downloadLocation", "filesAnalyzed", "licenseConcluded", "licenseDeclared",
                   "copyrightText", "primaryPackagePurpose", "checksums", "supplier", "sourceInfo", "licenseComments",
                   "externalRefs"}


def package(folder, programs=PROGRAMS):
    subprocess.run([ROOT / "tools/package", programs, folder], check=True, capture_output=True, text=True)
    return {file.name: file.read_bytes() for file in pathlib.Path(folder).iterdir()}


def only(made, ending):
    """The one file with that ending."""
    data, = (data for name, data in made.items() if name.endswith(ending))
    return data


def bill_of(made):
    return json.loads(only(made, ".spdx.json"))


def files_read(build, program):
    """The files that the linker and the compiler read for the program, except for those of the build and libcurl."""
    def ninja(*arguments):
        return subprocess.run(["ninja", "-C", build, "-t", *arguments], capture_output=True, text=True, check=True).stdout

    link = ninja("commands", program).splitlines()[-1]
    with tempfile.TemporaryDirectory() as folder:
        traced = subprocess.run(re.sub(r" -o \S+", f" -o {folder}/program -Wl,--trace", link), shell=True, cwd=build,
                                capture_output=True, text=True, check=True).stdout
    read = set(traced.splitlines())
    objects = set(re.findall(r"\S+\.o\b", link))
    for archive in re.findall(r"src/\S+\.a\b", link):
        objects |= set(ninja("query", archive).split())
    for entry in ninja("deps").split("\n\n"):
        first, *headers = entry.strip().split("\n")
        if first.split(":")[0] in objects:
            read |= {header.strip() for header in headers}
    paths = {os.path.normpath(os.path.join(build, path)) for path in read}
    ours = tuple(str(folder) + "/" for folder in (build, ROOT / "src", ROOT / "apps", ROOT / "build/curl",
                                                  ROOT / "build/curl-arm64"))
    return {path for path in paths if not path.startswith(ours)}


def linked_packages(program):
    """Debian's packages that have the files."""
    paths = files_read(PROGRAMS, program)
    said = subprocess.run(["dpkg", "-S", *sorted(paths)], capture_output=True, text=True, check=False).stdout
    owners = {line.rsplit(": ", 1)[1]: line.split(":")[0] for line in said.splitlines()}
    return {owners.get(path, path) for path in paths} - {"linux-libc-dev"}  # constants of the kernel


def linked_arm64_packages(program):
    owners = {}
    for archive in (ROOT / "build/arm64-apt/archives").glob("*.deb"):
        said = subprocess.run(["dpkg-deb", "--contents", archive], capture_output=True, text=True, check=True).stdout
        owners.update({str(ARM64_ROOT) + line.split(" ./")[1]: archive.name.split("_")[0]
                       for line in said.replace(" ./", " .//").splitlines()})
    return {owners.get(path, path) for path in files_read(ARM64, program)} - {"linux-libc-dev"}


def named_packages(bill, program):
    """Name and version of what the bill of materials says that the program is linked with."""
    identities = {relation["relatedSpdxElement"] for relation in bill["relationships"]
                  if relation["spdxElementId"] == f"SPDXRef-program-{program}"}
    return {package["name"]: package["versionInfo"] for package in bill["packages"] if package["SPDXID"] in identities}


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
        document = bill_of(self.made)
        identities = {package["SPDXID"] for package in document["packages"]} | {"SPDXRef-DOCUMENT"}
        for relation in document["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, identities)

    def test_the_bill_names_everything_that_is_linked_in(self):
        for program in ("bootstrap", "genesys-cfn"):
            named = named_packages(bill_of(self.made), program)
            self.assertLessEqual(linked_packages(program), set(named))
            for name in set(named) - {"libcurl"}:
                self.assertEqual(named[name], subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", name],
                                                             capture_output=True, text=True, check=True).stdout)

    def test_the_bill_is_spdx(self):
        document = bill_of(self.made)
        self.assertEqual(set(document), {"spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo",
                                         "packages", "relationships"})
        self.assertEqual((document["spdxVersion"], document["dataLicense"], document["SPDXID"]),
                         ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"))
        self.assertRegex(document["documentNamespace"], r"^urn:genesys-cfn:[0-9.]+:[0-9a-f]{64}$")
        self.assertRegex(document["creationInfo"]["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertRegex(document["creationInfo"]["creators"][0], "^Tool: ")
        identities = [package["SPDXID"] for package in document["packages"]]
        self.assertEqual(len(identities), len(set(identities)))
        for package in document["packages"]:
            self.assertLessEqual(set(package), PACKAGE_MEMBERS)
            self.assertRegex(package["SPDXID"], r"^SPDXRef-[A-Za-z0-9.-]+$")
            self.assertIs(package["filesAnalyzed"], False)
            self.assertIn(package["primaryPackagePurpose"], ("APPLICATION", "LIBRARY"))
            for member in ("name", "versionInfo", "downloadLocation", "licenseConcluded", "licenseDeclared", "copyrightText"):
                self.assertTrue(package[member])
            for reference in package.get("externalRefs", []):
                self.assertEqual((reference["referenceCategory"], reference["referenceType"]), ("PACKAGE-MANAGER", "purl"))
                self.assertRegex(reference["referenceLocator"], r"^pkg:deb/debian/[a-z0-9.+%-]+@[A-Za-z0-9.%~-]+\?arch=source$")
        self.assertEqual({relation["relationshipType"] for relation in document["relationships"]}, {"DESCRIBES", "STATIC_LINK"})
        described = {relation["relatedSpdxElement"] for relation in document["relationships"]
                     if (relation["spdxElementId"], relation["relationshipType"]) == ("SPDXRef-DOCUMENT", "DESCRIBES")}
        self.assertEqual(described, {"SPDXRef-program-bootstrap", "SPDXRef-program-genesys-cfn"})
        programs = {package["name"]: package["checksums"] for package in document["packages"]
                    if package["primaryPackagePurpose"] == "APPLICATION"}
        with zipfile.ZipFile(io.BytesIO(self.made[self.zip_name])) as archive:
            self.assertEqual(programs["bootstrap"], [{
                "algorithm": "SHA256", "checksumValue": hashlib.sha256(archive.read("bootstrap")).hexdigest()}])

    def test_a_program_that_needs_libraries_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy("/bin/true", folder + "/bootstrap")
            done = subprocess.run([ROOT / "tools/package", folder, folder + "/out"], capture_output=True, text=True,
                                  check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("needs shared libraries", done.stderr)


class Sources(unittest.TestCase):
    """Where the sources come from: an archive, or a clone of somebody else."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="genesys-cfn-sources-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "sources"
        (self.folder / "tools").mkdir(parents=True)
        shutil.copy(ROOT / "tools/package", self.folder / "tools")
        for name in ("CMakeLists.txt", "LICENSE", "templates", "schemas", "build"):
            (self.folder / name).symlink_to(ROOT / name)
        # No settings of this machine's user, who may trust every folder.
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder.name, "GIT_CONFIG_NOSYSTEM": "1",
                            "GIT_CEILING_DIRECTORIES": folder.name}

    def run_package(self, **environment):
        return subprocess.run([self.folder / "tools/package", PROGRAMS, self.folder / "dist"], capture_output=True, text=True,
                              check=False, env={**self.environment, **environment})

    def dates(self):
        archive, = (self.folder / "dist").glob("*.tar.gz")
        with tarfile.open(archive) as files:
            return {entry.mtime for entry in files}

    def test_without_a_history_the_date_is_asked_for(self):
        done = self.run_package()
        self.assertEqual(done.returncode, 1)
        self.assertIn("not a git repository", done.stderr)
        self.assertIn("Set SOURCE_DATE_EPOCH to", done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        without_git = self.folder / "programs"
        without_git.mkdir()
        for name in ("readelf", "strip", "dpkg-query"):
            (without_git / name).symlink_to(shutil.which(name))
        done = self.run_package(PATH=str(without_git))
        self.assertIn("Set SOURCE_DATE_EPOCH to", done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        done = self.run_package(SOURCE_DATE_EPOCH="yesterday")
        self.assertEqual(done.returncode, 1)
        self.assertIn("SOURCE_DATE_EPOCH is 'yesterday'", done.stderr)
        self.assertFalse((self.folder / "dist").exists())
        done = self.run_package(SOURCE_DATE_EPOCH="1700000000")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.dates(), {1700000000})

    def test_a_clone_of_somebody_else(self):
        git = ["git", "-C", self.folder, "-c", "user.name=n", "-c", "user.email=e@example.com"]
        environment = {**self.environment, "GIT_COMMITTER_DATE": "1600000000 +0000"}
        subprocess.run([*git, "init", "--quiet"], check=True, env=environment, capture_output=True)
        subprocess.run([*git, "add", "LICENSE"], check=True, env=environment)
        subprocess.run([*git, "commit", "--quiet", "--message", "all"], check=True, env=environment)
        foreign = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
        refused = subprocess.run([*git, "log"], env={**environment, **foreign}, capture_output=True, text=True, check=False)
        self.assertIn("dubious ownership", refused.stderr)
        done = self.run_package(**foreign)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.dates(), {1600000000})


@unittest.skipUnless((ARM64 / "genesys-cfn").exists(), "not built for arm64: ./dev package --arm64")
class Arm64Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="genesys-cfn-package-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        if not shutil.which("qemu-aarch64-static"):
            raise unittest.SkipTest("nothing to run arm64 programs with: ./dev package --arm64")
        cls.made = package(cls.folder, ARM64)

    def test_only_debians_arm64_packages_are_linked_in_and_the_bill_names_them(self):
        """Not the C and C++ libraries of the cross compiler, which get no security updates."""
        unpacked = {name: version for name, version, *_ in
                    map(str.split, (ARM64_ROOT / "packages").read_text(encoding="utf-8").splitlines())}
        for program in ("bootstrap", "genesys-cfn"):
            named = named_packages(bill_of(self.made), program)
            self.assertEqual(named.pop("libcurl"), (ROOT / "build/curl-arm64/version").read_text(encoding="utf-8").strip())
            self.assertLessEqual(linked_arm64_packages(program), set(named))
            self.assertEqual(named, {name: unpacked[name] for name in named})

    def test_the_notices_name_the_same_versions(self):
        with zipfile.ZipFile(io.BytesIO(only(self.made, "-arm64.zip"))) as archive:
            notices = archive.read("NOTICES.txt").decode()
        for name, version in named_packages(bill_of(self.made), "bootstrap").items():
            self.assertIn(f"\n{name} {version}\n", notices)

    def test_the_same_bytes_again(self):
        self.assertLess(len(only(self.made, "-arm64.zip")), 5 << 20)
        with tempfile.TemporaryDirectory() as other:
            for name in ("bootstrap", "genesys-cfn"):
                shutil.copy(ARM64 / name, other)
                self.assertEqual((ARM64 / name).read_bytes().find(str(ROOT).encode()), -1, name)
            self.assertEqual(package(pathlib.Path(other) / "out", other), self.made)


class Arm64(EndToEnd):
    def test_the_function_for_arm64_makes_a_stack(self):
        built, emulator = ARM64 / "bootstrap", shutil.which("qemu-aarch64-static")
        if not built.exists() or not emulator:
            self.skipTest("not built for arm64, or nothing to run it with: ./dev package --arm64")
        wrapper = self.write("bootstrap", f"#!/bin/sh\nexec {emulator} {built}\n")
        wrapper.chmod(0o755)
        self.deploy(QUICKSTART, environment={"GENESYS_CFN_BOOTSTRAP": str(wrapper)})
        self.assertEqual(len(self.actions()), 2)


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
