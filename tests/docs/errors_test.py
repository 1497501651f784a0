# SPDX-License-Identifier: Apache-2.0
"""docs/errors.md and the sources agree, in both directions: what the page quotes is said by a source, and every error that
a source makes has a row, or a reason to have none."""
import pathlib
import re
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/errors.md"
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
FOREIGN = "## What AWS itself says"

# What reaches an answer of the function, or a user of the command line. The emulated platforms speak as theirs do.
FOLDERS = ("aws", "base", "cli", "custom_resource", "definition", "genesys", "http", "provider")

# Whose errors have no row, and why.
FILES_WITHOUT_ROWS = {
    "definition/config_rules.cc": "rules: docs/rules",
    "definition/contract_rules.cc": "rules: docs/rules",
    "definition/load.cc": "rules: docs/rules",
    "definition/member_reader.cc": "rules: docs/rules",
    "definition/schema_rules.cc": "rules: docs/rules",
    "definition/from_live.cc": "behind a text that has a row: the platform's answer is not as documented",
    "custom_resource/request.cc": "behind a text that has a row: the request is unusable",
    "http/message.cc": "behind a text that has a row: this is not a URL",
    "aws/lambda_runtime.cc": "of the log alone: nobody can be answered without the Runtime API",
    "http/counting_client.cc": "of an event that was answered already",
    "http/in_process_client.cc": "of tests and of the local cloud with itself",
    "aws/sigv4.cc": "what the local cloud says to a wrong signature, in AWS's words",
    "aws/xml_document.cc": "replaced by a sentence about the answer, which must not be quoted",
}
# Errors that say themselves what to write in the place of what.
SPEAKS_FOR_ITSELF = re.compile(r"^(must (be|have|name) |--[a-z])| --[a-z-]+|: add --")
SHORTEST = 8  # of a part that can tell one message from another


def without_comments(source):
    return re.sub(r"(?m)^\s*//.*$|\s//\s[^\"\n]*$", "", source)


def literals(source):
    """The string literals, with adjacent ones joined."""
    joined = re.sub(r'"\s*\n\s*"', "", source)
    return [text.replace('\\"', '"').replace("\\\\", "\\") for text in LITERAL.findall(joined)]


def texts(path):
    return literals(path.read_text(encoding="utf-8"))


def balanced(source, start):
    """From the bracket at `start` to the one that closes it."""
    closing, open_brackets, at = {"(": ")", "{": "}"}, [], start
    token = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)\'|[(){}]')
    while found := token.search(source, at):
        at = found.end()
        if found[0] in closing:
            open_brackets.append(closing[found[0]])
        elif open_brackets and found[0] == open_brackets[-1]:
            open_brackets.pop()
            if not open_brackets:
                break
    return source[start:at]


def errors_of(source):
    """What each place that makes an error says: the literals of an Error, of a known error of a service, of a problem with
    a property, and of calls of the source's own functions that give an Error."""
    source = without_comments(source)
    makers = "|".join(["Report", r"problems\w*\.(?:push|emplace)_back", "Failed",
                       *re.findall(r"(?m)^(?:  )?(?:static )?Error (\w+)\(", source)])
    begins = re.compile(r'(?:\bError|\bKnownError|\breturn|=|\(|,)\s*(\{)\s*(?:"\w+",\s*)?ErrorCode::k'
                        rf"|(?<!\bError )\b(?:{makers})(\()")
    for begin in begins.finditer(source):
        said = literals(balanced(source, begin.start(1) if begin[1] else begin.start(2)))
        said = [text for text in said if " " in text.strip() and len(text.strip()) >= SHORTEST]
        if said:
            yield said


def quotes(page):
    """What the first cells and the paragraphs in front of the tables quote: each as the parts between "..."."""
    for line in page.splitlines():
        cells = line.split(" | ")
        if line.startswith("| it says") or line.startswith("| ---"):
            continue
        if line.startswith("| ") or line.startswith("Nothing was called") or line.startswith("`The definition of"):
            for quote in re.findall(r"`([^`]+)`", cells[0] if line.startswith("| ") else line):
                yield quote, [part for part in quote.split("...") if part.strip()]


def own_part(page):
    """The page without what AWS says."""
    before, _, rest = page.partition(FOREIGN)
    return before + rest[rest.index("\n## "):]


class Errors(unittest.TestCase):
    def setUp(self):
        self.sources = {path: texts(path) for path in (ROOT / "src").rglob("*.cc") if not path.name.endswith("_test.cc")}
        self.quotes = list(quotes(own_part(PAGE.read_text(encoding="utf-8"))))
        self.parts = [part.strip() for _, parts in self.quotes for part in parts if len(part.strip()) >= SHORTEST]

    def is_said(self, parts):
        return any(all(any(part.strip() in text for text in literals) for part in parts)
                   for literals in self.sources.values())

    def has_row(self, said):
        return any(part in text for text in said for part in self.parts)

    def unexplained(self, name, source):
        """The errors of a source that have neither a row nor an exception."""
        if name in FILES_WITHOUT_ROWS:
            return []
        return [said for said in errors_of(source)
                if not self.has_row(said) and not any(SPEAKS_FOR_ITSELF.search(text.strip()) for text in said)]

    def test_every_quoted_text_is_in_the_sources(self):
        self.assertGreater(len(self.quotes), 200)
        for quote, parts in self.quotes:
            with self.subTest(quote):
                self.assertTrue(self.is_said(parts), "no source says so")

    def test_every_error_of_the_sources_has_a_row(self):
        found = 0
        for path in sorted(self.sources):
            name = str(path.relative_to(ROOT / "src"))
            if name.split("/")[0] not in FOLDERS:
                continue
            source = path.read_text(encoding="utf-8")
            found += sum(1 for _ in errors_of(source))
            for said in self.unexplained(name, source):
                with self.subTest(source=name, says=said):
                    self.fail("docs/errors.md has no row for it")
        self.assertGreater(found, 300)

    def test_the_exceptions_are_needed(self):
        for name in FILES_WITHOUT_ROWS:
            with self.subTest(name):
                path = ROOT / "src" / name
                self.assertTrue(any(not self.has_row(said) for said in errors_of(path.read_text(encoding="utf-8"))))

    def test_a_text_that_nobody_says_is_noticed(self):
        self.assertFalse(self.is_said(["the flux capacitor is empty"]))
        self.assertEqual(list(quotes("| `a ... b`, `c` | why `d` | what |")), [("a ... b", ["a ", " b"]), ("c", ["c"])])

    def test_an_error_without_a_row_is_noticed(self):
        source = textwrap.dedent('''
            // return Error{ErrorCode::kX, "this is a comment"};
            Error InProfile(std::string_view name) { return {ErrorCode::kX, Concat("in the gear ", name)}; }
            if (a) return Error{ErrorCode::kX,
                                Concat("the flux capacitor ", Name("}"), " is "
                                       "empty")};
            constexpr std::array kKnown = {KnownError{"Flux", ErrorCode::kX, Retry::kNever, "fill it up again"}};
            reader.Report("Flux", "flows the other way");
            return InProfile("runs without oil");
            Add("this is no error");
        ''')
        self.assertEqual(self.unexplained("cli/new.cc", source),
                         [["in the gear "], ["the flux capacitor ", " is empty"], ["fill it up again"],
                          ["flows the other way"], ["runs without oil"]])
        self.assertEqual(self.unexplained("cli/new.cc", 'reader.Report("A", "must be true or false, not ");'), [])


if __name__ == "__main__":
    unittest.main()
