// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "lint/report.h"
#include "lint/rules.h"

namespace genesys_cfn::lint {
namespace {

constexpr size_t kMaxLine = 160;  // characters of a source line that are shown

bool StartsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

std::string_view NameOf(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "note";
}
std::string_view ColourOf(Severity severity) {
  return severity == Severity::kError ? "\x1b[1;31m" : severity == Severity::kWarning ? "\x1b[1;33m" : "\x1b[1;36m";
}

std::string Plural(size_t count, std::string_view word) {
  return Concat(count, " ", word, count == 1 ? "" : "s");
}

// What must not be repeated in any line that is shown, whatever the finding that shows it: of a finding that names a
// value, the value; of one in a map of values, the rest of its line.
std::vector<Range> CredentialsIn(const CheckedFile& file) {
  std::vector<Range> hidden;
  for (const Finding& finding : file.findings) {
    if (finding.code == "GC021") hidden.push_back(finding.range);
    if (finding.code != "GC320") continue;
    const size_t at = std::min(finding.range.begin, file.text.size());
    const size_t line_break = at == 0 ? std::string::npos : file.text.rfind('\n', at - 1);
    const size_t colon = file.text.find(':', line_break == std::string::npos ? 0 : line_break + 1);
    hidden.push_back({std::min(colon, file.text.size()) + 1, file.text.find('\n', at)});
  }
  return hidden;
}

class Writer {
 public:
  explicit Writer(Colour colour) : colour_(colour) {}

  void Begin(const CheckedFile& file) { hidden_ = CredentialsIn(file); }

  // Of the file that was begun.
  void Finding(const CheckedFile& file, const lint::Finding& finding) {
    const Place place = PlaceAt(file.text, finding.range.begin);
    const std::string_view paint = ColourOf(finding.severity);
    out_ += Concat(file.path, ":", place.line, ":", place.column, ": ",
                   Paint(paint, Concat(NameOf(finding.severity), "[", finding.code, "]")), ": ", finding.message, "\n");
    SourceLine(file.text, finding, place.line, paint);
    for (const RelatedPlace& other : finding.related) {
      const Place there = PlaceAt(file.text, other.range.begin);
      out_ += Concat("  see ", file.path, ":", there.line, ":", there.column, ": ", other.message, "\n");
    }
    if (!finding.hint.empty()) out_ += Concat("  hint: ", finding.hint, "\n");
  }

  std::string Take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string Paint(std::string_view paint, std::string_view text) const {
    return colour_ == Colour::kOff ? std::string(text) : Concat(paint, text, "\x1b[0m");
  }

  [[nodiscard]] bool IsHidden(size_t at) const {
    return std::any_of(hidden_.begin(), hidden_.end(),
                       [at](const Range& range) { return at >= range.begin && at < range.end; });
  }

  // The line with what is meant underlined; of a long one the part around it. A credential is not repeated.
  void SourceLine(std::string_view text, const lint::Finding& finding, size_t line, std::string_view paint) {
    const size_t at = std::min(finding.range.begin, text.size());
    const size_t line_break = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const size_t start = line_break == std::string_view::npos ? 0 : line_break + 1;
    size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    size_t begin = start;
    const bool is_long = end - start > kMaxLine;
    if (is_long) {
      begin = at - start > kMaxLine / 2 ? at - kMaxLine / 2 : start;
      end = std::min(end, begin + kMaxLine);
      while (begin < at && !StartsCharacter(text[begin])) ++begin;
      while (end > at && end < text.size() && !StartsCharacter(text[end])) --end;
    }
    const size_t stop = std::clamp(finding.range.end, at, end);
    std::string shown;
    std::string underline;
    if (begin > start) {
      shown += "...";
      underline += "   ";
    }
    for (size_t i = begin; i < end; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool is_meant = i >= at && i < std::max(stop, at + 1);
      const bool is_hidden = byte != ' ' && IsHidden(i);
      shown += is_hidden ? '*' : byte == '\t' || byte >= 0x20 ? text[i] : '?';
      if (!StartsCharacter(text[i]) && !is_hidden) continue;
      underline += i == at ? '^' : is_meant ? '~' : i > at ? ' ' : byte == '\t' ? '\t' : ' ';
    }
    if (at >= end) underline += '^';
    const std::string number = std::to_string(line);
    const size_t last = underline.find_last_not_of(" \t");
    underline.resize(last == std::string::npos ? 0 : last + 1);
    out_ += Concat("  ", number, " | ", shown, "\n  ", std::string(number.size(), ' '), " | ", Paint(paint, underline),
                   "\n");
  }

  Colour colour_;
  std::vector<Range> hidden_;
  std::string out_;
};

}  // namespace

Place PlaceAt(std::string_view text, size_t offset) {
  Place place;
  for (size_t i = 0; i < std::min(offset, text.size()); ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if (StartsCharacter(text[i])) {
      ++place.column;
    }
  }
  return place;
}

Totals Count(const std::vector<CheckedFile>& files) {
  Totals totals;
  for (const CheckedFile& file : files) {
    if (file.kind != FileKind::kOther || !file.findings.empty()) ++totals.files;
    for (const Finding& finding : file.findings) {
      ++(finding.severity == Severity::kError     ? totals.errors
         : finding.severity == Severity::kWarning ? totals.warnings
                                                  : totals.notes);
    }
  }
  return totals;
}

std::string DiagnosticText(const std::vector<CheckedFile>& files, Colour colour) {
  Writer writer(colour);
  for (const CheckedFile& file : files) {
    writer.Begin(file);
    for (const Finding& finding : file.findings) writer.Finding(file, finding);
  }
  return writer.Take();
}

std::string TextReport(const std::vector<CheckedFile>& files, Colour colour) {
  const Totals totals = Count(files);
  return Concat(DiagnosticText(files, colour), Plural(totals.files, "file"),
                " checked: ", Plural(totals.errors, "error"), ", ", Plural(totals.warnings, "warning"),
                totals.notes == 0 ? std::string() : Concat(", ", Plural(totals.notes, "note")), ".\n");
}

}  // namespace genesys_cfn::lint
