// SPDX-License-Identifier: Apache-2.0
#include "template/report.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr size_t kMaxDiagnostics = 20;
constexpr size_t kMaxTextBytes = 1000;

}  // namespace

void Report::Add(std::string pointer, std::string message, std::string hint, DiagnosticKind kind) {
  const yaml::Mark mark = positions_.Find(pointer);
  diagnostics_.push_back({mark, std::move(pointer), std::string(TruncateUtf8(message, kMaxTextBytes)),
                          std::string(TruncateUtf8(hint, kMaxTextBytes)), kind});
}

std::string Report::SuggestionHint(std::string_view word, const std::vector<std::string>& candidates,
                                   std::string otherwise) {
  const auto suggestion = Suggest(word, candidates);
  return suggestion ? Concat("Did you mean ", *suggestion, "?") : std::move(otherwise);
}

std::vector<Diagnostic> Report::Take() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.mark.line, a.mark.column) < std::tie(b.mark.line, b.mark.column);
  });
  if (diagnostics_.size() > kMaxDiagnostics) diagnostics_.resize(kMaxDiagnostics);
  return std::move(diagnostics_);
}

}  // namespace genesys_cfn::cloudformation
