// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_paging.h"

#include <limits>

namespace genesys_cfn::emulator {
namespace {

int Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

Result<std::optional<std::string>> NextTokenOf(const Call& call) {
  if (!call.query.Has("NextToken")) return std::optional<std::string>();
  const std::string token = call.query.Text("NextToken");
  std::string text;
  for (size_t i = 0; i + 1 < token.size(); i += 2) {
    const int high = Digit(token[i]);
    const int low = Digit(token[i + 1]);
    if (high < 0 || low < 0) break;
    text += static_cast<char>(high * 16 + low);
  }
  if (token.empty() || text.size() * 2 != token.size()) {
    return InvalidRequest("NextToken is not one that this service has given.");
  }
  return std::optional<std::string>(std::move(text));
}

std::string PlaceKey(size_t place) {
  const std::string digits = std::to_string(place);
  return std::string(std::numeric_limits<size_t>::digits10 + 1 - digits.size(), '0') + digits;
}

}  // namespace genesys_cfn::emulator
