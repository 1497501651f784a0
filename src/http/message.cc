// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>
#include <cstdint>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::http {
namespace {

constexpr std::string_view kSchemeEnd = "://";

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

Error Refuse(std::string_view why) {
  return {ErrorCode::kInvalidInput, Concat("this is not a URL that can be called: ", why)};
}

// `port` is what follows the host, with its colon.
bool IsPort(std::string_view port) {
  if (port.empty()) return true;
  if (port.front() != ':') return false;
  const auto number = ParseInteger<uint16_t>(port.substr(1));
  return number && *number != 0;
}

Result<void> CheckAuthority(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) return Refuse("it contains credentials before the host");
  if (!authority.empty() && authority.front() == '[') {
    const size_t end = authority.find(']');
    if (end == std::string_view::npos || end < 3) return Refuse("the IPv6 address in brackets is not complete");
    const std::string_view address = authority.substr(1, end - 1);
    if (address.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) {
      return Refuse("the IPv6 address contains a character that does not belong there");
    }
    if (!IsPort(authority.substr(end + 1))) return Refuse("the port is not a number from 1 to 65535");
    return {};
  }
  const size_t colon = std::min(authority.find(':'), authority.size());
  const std::string_view host = authority.substr(0, colon);
  if (host.empty()) return Refuse("it has no host");
  if (!std::all_of(host.begin(), host.end(), IsHostCharacter)) {
    return Refuse("the host contains a character that does not belong there");
  }
  if (!IsPort(authority.substr(colon))) return Refuse("the port is not a number from 1 to 65535");
  return {};
}

std::string DecodeFormText(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c == '+' || c == '%'; })) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
      continue;
    }
    const auto decoded = text[i] == '%' ? PercentDecode(text.substr(i, 3)) : std::nullopt;
    if (decoded) {
      out += *decoded;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

void Headers::Set(std::string_view name, std::string_view value) {
  Field field(name, value);  // a copy first: the arguments may point into the fields
  std::erase_if(fields_, [&](const Field& old) { return EqualsIgnoreCase(old.first, field.first); });
  fields_.push_back(std::move(field));
}

std::optional<std::string> Headers::Get(std::string_view name) const {
  for (const auto& [field_name, value] : fields_) {
    if (EqualsIgnoreCase(field_name, name)) return value;
  }
  return std::nullopt;
}

Result<SplitUrl> ParseUrl(std::string_view url) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  const auto strange = std::find_if_not(url.begin(), url.end(), is_visible);
  if (strange != url.end()) {
    const auto byte = static_cast<unsigned char>(*strange);
    return Refuse(byte >= 0x80 ? "it contains a character outside ASCII, which must be written as %XX"
                               : "it contains a blank or a control character");
  }
  const size_t scheme_end = url.find(kSchemeEnd);
  const std::string_view scheme = url.substr(0, std::min(scheme_end, url.size()));
  if (scheme_end == std::string_view::npos ||
      !(EqualsIgnoreCase(scheme, "https") || EqualsIgnoreCase(scheme, "http"))) {
    return Refuse("it does not begin with https:// or http://");
  }
  if (url.find('#') != std::string_view::npos) return Refuse("it has a fragment ('#'), which is never sent");
  const size_t authority_start = scheme_end + kSchemeEnd.size();
  const size_t authority_end = std::min(url.find_first_of("/?\\", authority_start), url.size());
  TRY(CheckAuthority(url.substr(authority_start, authority_end - authority_start)));

  const std::string_view rest = url.substr(authority_end);
  if (rest.starts_with('\\')) return Refuse("a backslash follows the host");
  return SplitUrl{std::string(url.substr(0, authority_end)), Concat(rest.starts_with('/') ? "" : "/", rest)};
}

std::string_view HostOf(std::string_view origin) {
  const size_t scheme_end = origin.find(kSchemeEnd);
  if (scheme_end != std::string_view::npos) origin.remove_prefix(scheme_end + kSchemeEnd.size());
  return origin.substr(0, origin.find('/'));
}

std::string_view PathOf(std::string_view target) {
  return target.substr(0, target.find('?'));
}

std::string_view QueryOf(std::string_view target) {
  const size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

std::vector<QueryParameter> ParseQuery(std::string_view query) {
  std::vector<QueryParameter> parameters;
  for (const std::string_view part : Split(query, '&')) {
    if (part.empty()) continue;
    const size_t equals = std::min(part.find('='), part.size());
    const std::string_view value = equals == part.size() ? std::string_view() : part.substr(equals + 1);
    parameters.push_back({DecodeFormText(part.substr(0, equals)), DecodeFormText(value)});
  }
  return parameters;
}

std::optional<std::string> FindParameter(const std::vector<QueryParameter>& parameters, std::string_view name) {
  for (const auto& parameter : parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return std::nullopt;
}

bool IsLoopback(std::string_view origin) {
  const std::string_view authority = HostOf(origin);
  if (authority.starts_with("[::1]")) return true;
  const std::string_view host = authority.substr(0, authority.find_first_of(":/"));
  // A name that only begins like an address ("127.example.org") is none.
  return EqualsIgnoreCase(host, "localhost") ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace genesys_cfn::http
