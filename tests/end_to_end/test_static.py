# SPDX-License-Identifier: Apache-2.0
"""The shipped programs need nothing of the machine: they run in a root that holds nothing else."""
import os
import pathlib
import shutil
import subprocess
import unittest

from harness import EndToEnd, LIMIT_SECONDS, PROGRAMS, QUICKSTART


@unittest.skipUnless(os.environ.get("GENESYS_CFN_STATIC") == "1", "these programs are not the shipped ones")
class EmptyRoot(EndToEnd):
    def setUp(self):
        super().setUp()
        self.root = pathlib.Path(self.state) / "root"
        self.root.mkdir()
        for file in (PROGRAMS / "bootstrap", PROGRAMS / "genesys-cfn", QUICKSTART):
            shutil.copy(file, self.root)

    def run_inside(self, *arguments, environment=None):
        # A user namespace makes this possible without being root.
        command = ["unshare", "--user", "--map-root-user", "chroot", str(self.root), *arguments]
        if os.geteuid() == 0:
            command = ["chroot", str(self.root), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False,
                              env={"PATH": os.environ["PATH"], **(environment or {})})

    def test_no_dynamic_section(self):
        for program in ("bootstrap", "genesys-cfn"):
            header = subprocess.run(["readelf", "-lW", PROGRAMS / program], capture_output=True, text=True, check=True).stdout
            self.assertNotIn("INTERP", header)
            self.assertIn("GNU_RELRO", header)
            self.assertRegex(header, r"GNU_STACK .* RW ")

    def test_a_stack_lives_in_an_empty_root(self):
        environment = {"GENESYS_CFN_BOOTSTRAP": "/bootstrap", "GENESYS_CFN_STATE_DIR": "/state"}
        created = self.run_inside("/genesys-cfn", "deploy", "/template.yaml", "--stack-name", "demo", environment=environment)
        self.assertEqual(created.returncode, 0, created.stdout + created.stderr)
        self.assertIn("CREATE_COMPLETE", created.stdout)
        deleted = self.run_inside("/genesys-cfn", "delete", "demo", environment=environment)
        self.assertEqual(deleted.returncode, 0, deleted.stdout + deleted.stderr)


if __name__ == "__main__":
    unittest.main()
