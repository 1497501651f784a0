// SPDX-License-Identifier: Apache-2.0
// How a difference is shown: both values below each other with a mark at the first character that differs, long ones
// cut around it, and texts of several lines line by line.
#include <algorithm>

#include "action_tests/report.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

constexpr size_t kMostShown = 20;  // differences of a case
constexpr size_t kWidth = 100;     // bytes of a value that are shown
constexpr size_t kBefore = 40;     // of them in front of the first that differs
constexpr size_t kContext = 2;     // equal lines around those that differ
constexpr size_t kMostLines = 30;

constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kReset = "\x1b[0m";

bool StartsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCharacter));
}

// A line as it may go to a terminal.
std::string Printable(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return std::string(TruncateUtf8(out, kWidth)) + (out.size() > kWidth ? "..." : "");
}

class Writer {
 public:
  Writer(const std::string& indent, Colour colour) : indent_(indent), colour_(colour) {}

  void Line(std::string_view text) { out_ += Concat(indent_, text, "\n"); }

  void Show(const Difference& difference) {
    Line(difference.note.empty() ? difference.path : Concat(difference.path, "  (", difference.note, ")"));
    const std::string* const expected = difference.expected ? difference.expected->AsString() : nullptr;
    const std::string* const actual = difference.actual ? difference.actual->AsString() : nullptr;
    const auto has_lines = [](const std::string* text) {
      return text != nullptr && text->find('\n') < text->size() - 1;
    };
    if (expected != nullptr && actual != nullptr && (has_lines(expected) || has_lines(actual))) {
      return ShowLines(*expected, *actual);
    }
    const std::string wanted = difference.expected ? json::Write(*difference.expected) : "(nothing)";
    const std::string got = difference.actual ? json::Write(*difference.actual) : "(nothing)";
    const bool are_texts = expected != nullptr && actual != nullptr && difference.note.empty();
    ShowValues(wanted, got, are_texts);
  }

  std::string Take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string Paint(std::string_view paint, std::string_view text) const {
    return colour_ == Colour::kOff ? std::string(text) : Concat(paint, text, kReset);
  }

  void ShowValues(const std::string& wanted, const std::string& got, bool are_texts) {
    size_t same = 0;
    while (same < std::min(wanted.size(), got.size()) && wanted[same] == got[same]) ++same;
    while (same > 0 && same < wanted.size() && !StartsCharacter(wanted[same])) --same;
    size_t begin = are_texts && same > kBefore && std::max(wanted.size(), got.size()) > kWidth ? same - kBefore : 0;
    while (begin > 0 && !StartsCharacter(wanted[begin])) --begin;
    const auto shown = [&](const std::string& text) {
      return Concat(begin > 0 ? "..." : "", Printable(std::string_view(text).substr(std::min(begin, text.size()))));
    };
    Line(Concat("  expected  ", Paint(kGreen, shown(wanted))));
    Line(Concat("  actual    ", Paint(kRed, shown(got))));
    // A mark at the opening quote says nothing.
    if (!are_texts || same <= 1) return;
    const size_t column = (begin > 0 ? 3 : 0) + Characters(std::string_view(got).substr(begin, same - begin));
    Line(Concat("            ", std::string(column, ' '), Paint(kDim, "^")));
  }

  void ShowLines(const std::string& expected, const std::string& actual) {
    const auto wanted = Split(expected, '\n');
    const auto got = Split(actual, '\n');
    const size_t most = std::min(wanted.size(), got.size());
    size_t first = 0;
    while (first < most && wanted[first] == got[first]) ++first;
    size_t last = 0;
    while (last < most - first && wanted[wanted.size() - 1 - last] == got[got.size() - 1 - last]) ++last;
    Line(Concat("  ", Paint(kGreen, "- expected"), "  ", Paint(kRed, "+ actual"), "  from line ", first + 1));
    for (size_t i = first - std::min(first, kContext); i < first; ++i) Line(Concat("    ", Printable(wanted[i])));
    Changed(wanted, first, wanted.size() - last, '-', kGreen);
    Changed(got, first, got.size() - last, '+', kRed);
    for (size_t i = got.size() - last; i < std::min(got.size(), got.size() - last + kContext); ++i) {
      Line(Concat("    ", Printable(got[i])));
    }
  }

  void Changed(const std::vector<std::string_view>& lines, size_t begin, size_t end, char sign,
               std::string_view paint) {
    for (size_t i = begin; i < end; ++i) {
      if (i - begin == kMostLines) return Line(Concat("  ", sign, " ... ", end - i, " more lines"));
      Line(Concat("  ", Paint(paint, Concat(sign, " ", Printable(lines[i])))));
    }
  }

  std::string indent_;
  Colour colour_;
  std::string out_;
};

}  // namespace

std::string DescribeFailure(const CaseResult& result, const std::string& indent, Colour colour) {
  Writer writer(indent, colour);
  if (!result.message.empty()) {
    for (const std::string_view line : Split(result.message, '\n')) writer.Line(line);
  }
  const size_t count = result.differences.size();
  for (size_t i = 0; i < std::min(count, kMostShown); ++i) writer.Show(result.differences[i]);
  if (count > kMostShown) writer.Line(Concat("... and ", count - kMostShown, " more differences"));
  return writer.Take();
}

}  // namespace genesys_cfn::action_tests
