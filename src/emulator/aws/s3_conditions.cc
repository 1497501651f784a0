// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/aws/s3_answers.h"

namespace genesys_cfn::emulator {
namespace {

std::string_view WithoutQuotes(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return tag;
}

// Of "a", "b" or *.
bool Names(std::string_view list, std::string_view etag) {
  const std::vector<std::string_view> tags = Split(list, ',');
  return std::any_of(tags.begin(), tags.end(),
                     [etag](std::string_view tag) { return Trim(tag) == "*" || WithoutQuotes(Trim(tag)) == etag; });
}

// Whole seconds: what a Last-Modified header says.
std::optional<bool> IsLaterThan(const http::Headers& headers, std::string_view name, int64_t modified_ms) {
  const auto text = headers.Get(name);
  const auto time = text ? ParseHttpDate(*text) : std::nullopt;
  if (!time) return std::nullopt;
  return modified_ms / 1000 > ToEpochMilliseconds(*time) / 1000;
}

}  // namespace

ReadDecision DecideRead(const http::Headers& headers, std::string_view etag, int64_t modified_ms) {
  if (const auto match = headers.Get("If-Match")) {
    if (!Names(*match, etag)) return ReadDecision::kPreconditionFailed;
  } else if (IsLaterThan(headers, "If-Unmodified-Since", modified_ms) == true) {
    return ReadDecision::kPreconditionFailed;
  }
  if (const auto none_match = headers.Get("If-None-Match")) {
    return Names(*none_match, etag) ? ReadDecision::kNotModified : ReadDecision::kProceed;
  }
  return IsLaterThan(headers, "If-Modified-Since", modified_ms) == false ? ReadDecision::kNotModified
                                                                         : ReadDecision::kProceed;
}

RangeDecision DecideRange(std::string_view header, uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  using Kind = RangeDecision::Kind;
  if (!header.starts_with(kUnit)) return {};
  header.remove_prefix(kUnit.size());
  const size_t dash = header.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view end = header.substr(dash + 1);
  if (dash == 0) {
    const auto length = ParseInteger<uint64_t>(end);
    if (!length) return {};
    if (*length == 0 || size == 0) return {Kind::kUnsatisfiable, {}};
    return {Kind::kPart, {size - std::min(*length, size), size - 1}};
  }
  const auto first = ParseInteger<uint64_t>(header.substr(0, dash));
  const auto last = end.empty() ? std::optional<uint64_t>(UINT64_MAX) : ParseInteger<uint64_t>(end);
  if (!first || !last || *last < *first) return {};
  if (*first >= size) return {Kind::kUnsatisfiable, {}};
  return {Kind::kPart, {*first, std::min(*last, size - 1)}};
}

}  // namespace genesys_cfn::emulator
