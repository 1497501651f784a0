// SPDX-License-Identifier: Apache-2.0
#include "action_tests/report.h"
#include "base/text.h"

namespace genesys_cfn::action_tests {
namespace {

constexpr std::string_view kGreen = "\x1b[1;32m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kReset = "\x1b[0m";

std::string Plural(size_t count, std::string_view word) {
  return Concat(count, " ", word, count == 1 ? "" : "s");
}

class Writer {
 public:
  Writer(Colour colour, Detail detail) : colour_(colour), detail_(detail) {}

  void File(const FileResult& file) {
    for (const Diagnostic& diagnostic : file.diagnostics) Mistake(diagnostic);
    if (file.cases.empty()) return;
    const Totals totals = Count({file});
    std::vector<std::string> parts;
    if (totals.passed > 0) parts.push_back(Concat(totals.passed, " passed"));
    if (totals.failed > 0) parts.push_back(Concat(totals.failed, " failed"));
    if (totals.skipped > 0) parts.push_back(Concat(totals.skipped, " skipped"));
    out_ += Concat(totals.failed > 0 ? Paint(kRed, "FAIL") : Paint(kGreen, "ok  "), "  ", file.path, "  ",
                   Join(parts, ", "), "\n");
    for (const CaseResult& result : file.cases) Case(file, result);
  }

  void Summary(const std::vector<FileResult>& files) {
    const Totals totals = Count(files);
    for (const SubjectCoverage& subject : CoverageOf(files)) Untested(subject);
    out_ +=
        Concat("\n", Plural(totals.files, "file"), ", ", Plural(totals.cases(), "case"), ": ", totals.passed, " passed",
               totals.failed > 0 ? Concat(", ", Paint(kRed, Concat(totals.failed, " failed"))) : "",
               totals.skipped > 0 ? Concat(", ", totals.skipped, " skipped") : "",
               totals.broken > 0
                   ? Concat("; ", Paint(kRed, Concat(Plural(totals.broken, "file"), " with mistakes")), " did not run")
                   : "",
               ".\n");
  }

  std::string Take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string Paint(std::string_view paint, std::string_view text) const {
    return colour_ == Colour::kOff ? std::string(text) : Concat(paint, text, kReset);
  }

  void Mistake(const Diagnostic& diagnostic) {
    out_ += Concat(diagnostic.path, ":", diagnostic.place.line, ":", diagnostic.place.column, ": ",
                   Paint(kRed, "error"), ": ", diagnostic.message, "\n");
    const std::string number = std::to_string(diagnostic.place.line);
    std::string shown;
    for (const char c : diagnostic.source_line) {
      shown += c != '\t' && static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
    if (!shown.empty()) {
      const auto before = static_cast<size_t>(diagnostic.place.column - 1);
      out_ += Concat("  ", number, " | ", shown, "\n");
      if (before <= shown.size()) {
        out_ += Concat("  ", std::string(number.size(), ' '), " | ", std::string(before, ' '), Paint(kRed, "^"), "\n");
      }
    }
    if (!diagnostic.hint.empty()) out_ += Concat("  hint: ", diagnostic.hint, "\n");
  }

  void Case(const FileResult& file, const CaseResult& result) {
    switch (result.verdict) {
      case Verdict::kPassed:
        if (detail_ == Detail::kCases) out_ += Concat("  ", Paint(kGreen, "ok  "), "  ", result.name, "\n");
        return;
      case Verdict::kSkipped:
        out_ += Concat("  ", Paint(kYellow, "skip"), "  ", result.name, ": ", result.message, "\n");
        return;
      case Verdict::kFailed:
        out_ += Concat("  ", Paint(kRed, "FAIL"), "  ", result.name, "  (", file.path, ":", result.place.line, ")\n",
                       DescribeFailure(result, "        ", colour_));
    }
  }

  void Untested(const SubjectCoverage& subject) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view kind, const std::vector<CoveredPart>& all) {
      const auto names = Untouched(all);
      if (!names.empty()) parts.push_back(Concat(kind, names.size() == 1 ? " " : "s ", Join(names, ", ")));
    };
    add("input", subject.coverage.inputs);
    add("mapped value", subject.coverage.mapped);
    add("default", subject.coverage.defaults);
    if (!parts.empty())
      out_ += Concat(Paint(kYellow, "untested"), "  ", subject.subject, ": ", Join(parts, "; "), "\n");
  }

  Colour colour_;
  Detail detail_;
  std::string out_;
};

}  // namespace

Totals Count(const std::vector<FileResult>& files) {
  Totals totals;
  for (const FileResult& file : files) {
    if (!file.diagnostics.empty()) ++totals.broken;
    if (!file.diagnostics.empty() || !file.cases.empty()) ++totals.files;
    for (const CaseResult& result : file.cases) {
      ++(result.verdict == Verdict::kPassed   ? totals.passed
         : result.verdict == Verdict::kFailed ? totals.failed
                                              : totals.skipped);
    }
  }
  return totals;
}

std::vector<SubjectCoverage> CoverageOf(const std::vector<FileResult>& files) {
  std::vector<SubjectCoverage> subjects;
  std::map<std::string, size_t, std::less<>> places;
  for (const FileResult& file : files) {
    if (!file.coverage) continue;
    const auto [place, is_new] = places.emplace(file.subject, subjects.size());
    if (is_new) {
      subjects.push_back({file.subject, *file.coverage});
    } else {
      subjects[place->second].coverage.Add(*file.coverage);
    }
  }
  return subjects;
}

std::string TextReport(const std::vector<FileResult>& files, Colour colour, Detail detail) {
  Writer writer(colour, detail);
  for (const FileResult& file : files) writer.File(file);
  writer.Summary(files);
  return writer.Take();
}

}  // namespace genesys_cfn::action_tests
