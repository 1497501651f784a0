// SPDX-License-Identifier: Apache-2.0
// JSON, and the XML of JUnit as build servers read it.
#include "action_tests/report.h"
#include "base/encoding.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

int64_t Number(size_t value) {
  return static_cast<int64_t>(value);
}

std::string_view NameOf(Verdict verdict) {
  return verdict == Verdict::kPassed ? "passed" : verdict == Verdict::kFailed ? "failed" : "skipped";
}

json::Object Show(const CaseResult& result) {
  json::Object shown{{"name", result.name}, {"line", result.place.line}, {"status", NameOf(result.verdict)}};
  if (!result.message.empty()) shown.Append("message", result.message);
  if (result.verdict != Verdict::kFailed) return shown;
  json::Array differences;
  for (const Difference& difference : result.differences) {
    json::Object one{{"path", difference.path}};
    if (difference.expected) one.Append("expected", *difference.expected);
    if (difference.actual) one.Append("actual", *difference.actual);
    if (!difference.note.empty()) one.Append("note", difference.note);
    differences.emplace_back(std::move(one));
  }
  shown.Append("differences", std::move(differences));
  return shown;
}

json::Object Show(const Diagnostic& diagnostic) {
  json::Object shown{{"path", diagnostic.path},
                     {"line", diagnostic.place.line},
                     {"column", diagnostic.place.column},
                     {"message", diagnostic.message}};
  if (!diagnostic.hint.empty()) shown.Append("hint", diagnostic.hint);
  return shown;
}

json::Array Show(const std::vector<CoveredPart>& parts) {
  json::Array names;
  for (std::string& name : Untouched(parts)) names.emplace_back(std::move(name));
  return names;
}

// One line for the attribute; the element's text has it all.
std::string Headline(const CaseResult& result) {
  if (!result.message.empty()) return result.message;
  const size_t more = result.differences.size() - 1;
  return Concat(result.differences.front().path, " is not as expected",
                more == 0 ? std::string() : Concat(", and ", more, " more"));
}

std::string CaseElement(const FileResult& file, const CaseResult& result) {
  std::string out = Concat("    <testcase classname=\"", EscapeXml(file.path), "\" name=\"", EscapeXml(result.name),
                           "\" file=\"", EscapeXml(file.path), "\" line=\"", result.place.line, "\"");
  switch (result.verdict) {
    case Verdict::kPassed:
      return out + "/>\n";
    case Verdict::kSkipped:
      return Concat(out, "><skipped message=\"", EscapeXml(result.message), "\"/></testcase>\n");
    case Verdict::kFailed:
      break;
  }
  const std::string text = Concat(file.path, ":", result.place.line, "\n", DescribeFailure(result, "", Colour::kOff));
  return Concat(out, ">\n      <failure message=\"", EscapeXml(Headline(result)), "\">", EscapeXml(text),
                "</failure>\n    </testcase>\n");
}

// A file that could not run is one test that ended in an error.
std::string MistakesElement(const FileResult& file) {
  std::string text;
  for (const Diagnostic& diagnostic : file.diagnostics) {
    text += Concat(diagnostic.path, ":", diagnostic.place.line, ":", diagnostic.place.column, ": ", diagnostic.message,
                   "\n");
  }
  return Concat("    <testcase classname=\"", EscapeXml(file.path), "\" name=\"(file)\" file=\"", EscapeXml(file.path),
                "\">\n      <error message=\"", EscapeXml(file.diagnostics.front().message), "\">", EscapeXml(text),
                "</error>\n    </testcase>\n");
}

std::string Attributes(const Totals& totals) {
  return Concat(" tests=\"", totals.cases() + totals.broken, "\" failures=\"", totals.failed, "\" errors=\"",
                totals.broken, "\" skipped=\"", totals.skipped, "\">\n");
}

}  // namespace

std::string JsonReport(const std::vector<FileResult>& files) {
  json::Array shown;
  for (const FileResult& file : files) {
    if (file.diagnostics.empty() && file.cases.empty()) continue;
    json::Array cases;
    for (const CaseResult& result : file.cases) cases.emplace_back(Show(result));
    json::Array mistakes;
    for (const Diagnostic& diagnostic : file.diagnostics) mistakes.emplace_back(Show(diagnostic));
    json::Object one{{"path", file.path}};
    if (!file.subject.empty()) one.Append("subject", file.subject);
    one.Append("cases", std::move(cases));
    one.Append("errors", std::move(mistakes));
    shown.emplace_back(std::move(one));
  }
  json::Array untested;
  for (const auto& [subject, coverage] : CoverageOf(files)) {
    if (coverage.complete()) continue;
    untested.emplace_back(json::Object{{"subject", subject},
                                       {"inputs", Show(coverage.inputs)},
                                       {"translationMap", Show(coverage.mapped)},
                                       {"translationMapDefaults", Show(coverage.defaults)}});
  }
  const Totals totals = Count(files);
  const json::Object document{{"files", std::move(shown)},         {"untested", std::move(untested)},
                              {"passed", Number(totals.passed)},   {"failed", Number(totals.failed)},
                              {"skipped", Number(totals.skipped)}, {"broken", Number(totals.broken)}};
  return json::WritePretty(document) + "\n";
}

std::string JunitReport(const std::vector<FileResult>& files) {
  std::string suites;
  for (const FileResult& file : files) {
    if (file.diagnostics.empty() && file.cases.empty()) continue;
    suites += Concat("  <testsuite name=\"", EscapeXml(file.path), "\"", Attributes(Count({file})));
    if (!file.diagnostics.empty()) suites += MistakesElement(file);
    for (const CaseResult& result : file.cases) suites += CaseElement(file, result);
    suites += "  </testsuite>\n";
  }
  return Concat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"genesys-cfn test\"",
                Attributes(Count(files)), suites, "</testsuites>\n");
}

}  // namespace genesys_cfn::action_tests
