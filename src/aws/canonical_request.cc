// SPDX-License-Identifier: Apache-2.0
#include "aws/canonical_request.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

// Without ".", ".." and empty segments; a slash at the end stays.
std::string Normalised(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : Split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (const std::string_view segment : kept) out += Concat('/', segment);
  if (out.empty() || path.back() == '/') out += '/';
  return out;
}

std::string EncodedOnce(std::string_view text) {
  return PercentEncode(PercentDecode(text).value_or(std::string(text)));
}

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Trimmed, and every run of blanks (a folded line's end included) as one.
std::string CollapsedBlanks(std::string_view value) {
  std::string out;
  for (const char c : Trim(value)) {
    if (!IsBlank(c)) {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

}  // namespace

std::string CanonicalPath(std::string_view path, PathEncoding encoding, NormalisePath normalise) {
  if (path.empty()) return "/";
  const std::string plain = normalise == NormalisePath::kYes ? Normalised(path) : std::string(path);
  return encoding == PathEncoding::kTwice ? PercentEncode(plain, KeepSlash::kYes) : plain;
}

std::string CanonicalQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string_view part : Split(query, '&')) {
    if (part.empty()) continue;
    const size_t equals = part.find('=');
    const std::string_view value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    parameters.emplace_back(EncodedOnce(part.substr(0, equals)), EncodedOnce(value));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += Concat(name, '=', value);
  }
  return out;
}

CanonicalHeaders CanonicaliseHeaders(const http::Headers& headers,
                                     const std::function<bool(std::string_view lower_name)>& wanted) {
  std::map<std::string, std::string> values;
  for (const auto& [name, value] : headers.fields()) {
    std::string lower_name = ToLower(name);
    if (lower_name == "authorization" || !wanted(lower_name)) continue;
    const auto [entry, is_new] = values.try_emplace(std::move(lower_name), CollapsedBlanks(value));
    if (!is_new) entry->second += Concat(',', CollapsedBlanks(value));
  }
  CanonicalHeaders canonical;
  for (const auto& [name, value] : values) {
    canonical.lines += Concat(name, ':', value, '\n');
    if (!canonical.names.empty()) canonical.names += ';';
    canonical.names += name;
  }
  return canonical;
}

}  // namespace genesys_cfn::aws
