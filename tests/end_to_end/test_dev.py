# SPDX-License-Identifier: Apache-2.0
"""./dev with Debian's programs played by others: what it builds anew, and what it says where it cannot install."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Every package is installed, in the version that a file says.
DPKG_QUERY = """#!/bin/sh
case "$*" in *Abbrev*) cat "$HOME/status" ;; *) cat "$HOME/version" ;; esac
"""
CMAKE = """#!/bin/sh
[ "$1" = --preset ] && mkdir -p "build/$2" && touch "build/$2/build.ninja" || true
"""


class Dev(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="genesys-cfn-dev-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        shutil.copy(ROOT / "dev", self.home)
        self.programs = self.home / "programs"
        for name, text in (("programs/dpkg-query", DPKG_QUERY), ("programs/cmake", CMAKE), ("tools/build_curl", "#!/bin/sh\n")):
            program = self.home / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(text, encoding="utf-8")
            program.chmod(0o755)
        for name in ("bash", "sh", "cat", "dirname", "grep", "id", "mkdir", "rm", "touch", "tail"):
            (self.programs / name).symlink_to(shutil.which(name))
        self.installed("ii", "1")

    def installed(self, status, version):
        (self.home / "status").write_text(status, encoding="utf-8")
        (self.home / "version").write_text(version, encoding="utf-8")

    def dev(self, *arguments):
        return subprocess.run([self.home / "dev", *arguments], capture_output=True, text=True, check=False,
                              env={"PATH": str(self.programs), "HOME": str(self.home)})

    def test_other_versions_of_the_libraries_are_built_anew(self):
        """Debian's files are older than a program that was linked before they were installed."""
        done = self.dev("build")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        made = self.home / "build/release/made"
        made.touch()
        self.dev("build")
        self.assertTrue(made.exists())
        self.installed("ii", "1+deb12u1")
        done = self.dev("build")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Building anew in build/release: ", done.stderr)
        self.assertFalse(made.exists())
        self.assertTrue((self.home / "build/release/build.ninja").exists())
        self.assertEqual(self.dev("build").stderr, "")

    def test_where_there_is_no_debian(self):
        self.installed("un", "")
        done = self.dev("build")
        self.assertEqual((done.returncode, done.stderr), (
            69, "error: there is no apt-get. ./dev needs Debian 12; docs/start.md shows how to build in a container elsewhere\n"))
        refusing = self.programs / "apt-get"
        refusing.write_text('#!/bin/sh\n[ "$1" = update ] || exit 100\n', encoding="utf-8")
        refusing.chmod(0o755)
        (self.programs / "sudo").symlink_to("/usr/bin/env")
        done = self.dev("build")
        self.assertEqual(done.returncode, 69)
        self.assertIn("error: packages could not be installed. ./dev needs Debian 12; ", done.stderr)


if __name__ == "__main__":
    unittest.main()
