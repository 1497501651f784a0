// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_request.h"

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

// 200 parameters of 4,096 bytes and a template of 51,200, all of it percent-encoded, are less.
constexpr size_t kMaxBytes = size_t{4} << 20;
constexpr size_t kMaxParameters = 10'000;
constexpr std::string_view kMember = ".member.";

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<std::string> Decode(std::string_view text) {
  std::string blanks(text);
  for (char& c : blanks) c = c == '+' ? ' ' : c;
  auto decoded = PercentDecode(blanks);
  if (!decoded.has_value()) return Invalid("The query string contains a syntax error: broken percent encoding");
  if (!IsValidUtf8(*decoded)) return Invalid("The query string contains a syntax error: text that is not UTF-8");
  return std::move(*decoded);
}

}  // namespace

Result<QueryRequest> QueryRequest::Parse(const http::Request& request) {
  QueryRequest parsed;
  for (std::string_view rest : {http::QueryOf(request.target), std::string_view(request.body)}) {
    if (rest.size() > kMaxBytes) return Invalid(Concat("The request is longer than ", kMaxBytes, " bytes"));
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(part.size() + 1, rest.size()));
      if (part.empty()) continue;
      const size_t equals = std::min(part.find('='), part.size());
      TRY_ASSIGN(std::string name, Decode(part.substr(0, equals)));
      TRY_ASSIGN(std::string value, Decode(part.substr(std::min(equals + 1, part.size()))));
      const auto [at, is_new] = parsed.parameters_.emplace(std::move(name), std::move(value));
      if (!is_new) return Invalid(Concat("The parameter ", TruncateUtf8(at->first, 100), " is there twice"));
      if (parsed.parameters_.size() > kMaxParameters) {
        return Invalid(Concat("The request has more than ", kMaxParameters, " parameters"));
      }
    }
  }
  return parsed;
}

std::string QueryRequest::Text(std::string_view name) const {
  const auto found = parameters_.find(name);
  return found == parameters_.end() ? "" : found->second;
}

Result<bool> QueryRequest::Flag(std::string_view name) const {
  const std::string text = Text(name);
  if (text.empty() || EqualsIgnoreCase(text, "false")) return false;
  if (EqualsIgnoreCase(text, "true")) return true;
  return Invalid(Concat("1 validation error detected: Value '", TruncateUtf8(text, 100), "' at '", name,
                        "' failed to satisfy constraint: Member must be true or false"));
}

void QueryRequest::ForEachMember(
    std::string_view name,
    const std::function<void(uint64_t number, std::string_view field, const std::string& value)>& take) const {
  const std::string prefix = Concat(name, kMember);
  for (auto it = parameters_.lower_bound(prefix); it != parameters_.end() && it->first.starts_with(prefix); ++it) {
    const std::string_view rest = std::string_view(it->first).substr(prefix.size());
    const std::string_view digits = rest.substr(0, rest.find('.'));
    const auto number = ParseInteger<uint64_t>(digits);
    if (!number.has_value()) continue;
    take(*number, rest.substr(std::min(digits.size() + 1, rest.size())), it->second);
  }
}

std::vector<std::string> QueryRequest::List(std::string_view name) const {
  std::map<uint64_t, std::string> numbered;
  ForEachMember(name, [&numbered](uint64_t number, std::string_view field, const std::string& value) {
    if (field.empty()) numbered.emplace(number, value);
  });
  std::vector<std::string> items;
  for (auto& [number, value] : numbered) items.push_back(std::move(value));
  return items;
}

bool QueryRequest::HasList(std::string_view name) const {
  const std::string prefix = Concat(name, kMember);
  const auto first = parameters_.lower_bound(prefix);
  return Has(name) || (first != parameters_.end() && first->first.starts_with(prefix));
}

std::vector<std::map<std::string, std::string>> QueryRequest::Records(std::string_view name) const {
  std::map<uint64_t, std::map<std::string, std::string>> numbered;
  ForEachMember(name, [&numbered](uint64_t number, std::string_view field, const std::string& value) {
    if (!field.empty()) numbered[number].emplace(field, value);
  });
  std::vector<std::map<std::string, std::string>> records;
  for (auto& [number, fields] : numbered) records.push_back(std::move(fields));
  return records;
}

}  // namespace genesys_cfn::emulator
