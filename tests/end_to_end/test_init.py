# SPDX-License-Identifier: Apache-2.0
"""init: every project of the catalogue is without a mistake, deploys as it is, and is then complete."""
import pathlib
import unittest

from harness import EndToEnd, ROOT

KINDS = sorted(path.name for path in (ROOT / "catalogue").iterdir() if path.is_dir())


class Init(EndToEnd):
    def test_the_kinds_are_listed(self):
        listed = self.json_of("init")["kinds"]
        self.assertEqual([kind["kind"] for kind in listed], KINDS)
        said = self.run_cli("init").out
        for kind in listed:
            self.assertIn(kind["description"], said)

    def test_every_kind_works_as_it_is(self):
        for kind in KINDS:
            with self.subTest(kind):
                folder = f"{self.state}/{kind}-project"
                written = self.json_of("init", kind, folder)
                self.assertEqual(written["name"], f"{kind}-project")
                self.assertEqual(sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*")
                                        if path.is_file()), sorted(written["files"]))
                readme = pathlib.Path(folder, "README.md").read_text(encoding="utf-8")
                self.assertIn(f"genesys-cfn deploy template.yaml --stack-name {kind}-project", readme)
                self.assertEqual(pathlib.Path(folder, "template.yaml").stat().st_mode & 0o777, 0o644)
                checked = self.run_cli("validate", "--strict", folder)
                self.assertEqual((checked.code, checked.out), (0, "2 files checked: 0 errors, 0 warnings.\n"))
                tested = self.run_cli("test", "--require-coverage", folder)
                self.assertEqual(tested.code, 0, str(tested))
                self.deploy(f"{folder}/template.yaml", f"{kind}-project")
                planned = self.json_of("plan", f"{folder}/template.yaml", "--stack-name", f"{kind}-project")
                self.assertFalse(planned["changes"])
        self.assertEqual(len(self.actions()), len(KINDS))

    def test_nothing_is_overwritten(self):
        folder = pathlib.Path(self.state, "mine")
        folder.mkdir()
        (folder / "README.md").write_text("mine", encoding="utf-8")
        said = self.run_cli("init", "rest", "mine")
        self.assertEqual(said.code, 1)
        self.assertIn("mine/README.md is there already, and nothing was written", said.err)
        self.assertEqual([path.name for path in folder.iterdir()], ["README.md"])
        (folder / "README.md").rename(folder / "other.md")
        self.assertEqual(self.run_cli("init", "rest", "mine").code, 0)
        self.assertEqual((folder / "other.md").read_text(encoding="utf-8"), "mine")
        self.write("file", "")
        self.assertIn("file is a file", self.run_cli("init", "rest", "file", "--name", "n").err)

    def test_names(self):
        self.assertEqual(self.json_of("init", "rest")["directory"], "rest")
        said = self.run_cli("init", "rest", "1st")
        self.assertEqual(said.code, 1)
        self.assertIn("--name", said.err)
        self.assertFalse(pathlib.Path(self.state, "1st").exists())
        self.assertEqual(self.json_of("init", "rest", "1st", "--name", "first")["name"], "first")
        self.assertIn("# first\n", pathlib.Path(self.state, "1st/README.md").read_text(encoding="utf-8"))
        for number, path in enumerate(("new/", "other/.", "third/x/..")):
            self.assertEqual(self.json_of("init", "rest", path)["name"], ("new", "other", "third")[number])
        too_long = self.run_cli("init", "rest", "x" * 300, "--name", "ok")
        self.assertIn("File name too long", too_long.err)
        wrong = self.run_cli("init", "rest", "x", "--name", "a b")
        self.assertEqual(wrong.code, 64)
        unknown = self.run_cli("init", "rset")
        self.assertEqual(unknown.code, 64)
        self.assertIn("did you mean rest?", unknown.err)

    def test_a_directory_that_cannot_be_made(self):
        said = self.run_cli("init", "rest", "/proc/x", "--name", "n")
        self.assertEqual(said.code, 1)
        self.assertIn("/proc/x", said.err)


if __name__ == "__main__":
    unittest.main()
