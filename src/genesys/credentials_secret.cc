// SPDX-License-Identifier: Apache-2.0
#include "genesys/credentials_secret.h"

#include <algorithm>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

Error Wrong(std::string_view what) {
  return {ErrorCode::kInvalidInput,
          Concat(what, "; it must be a JSON object with client_id, client_secret and optionally region")};
}

// "; its keys are clientId and clientSecret": names alone, and only such as nobody would take for a credential.
std::string OtherKeys(const json::Value& secret) {
  constexpr size_t kLongestShown = 24;
  constexpr size_t kMostShown = 5;
  std::vector<std::string> keys;
  for (const auto& [name, value] : *secret.AsObject()) {
    const bool harmless =
        !name.empty() && name.size() <= kLongestShown && std::all_of(name.begin(), name.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
        });
    if (harmless && keys.size() < kMostShown) keys.push_back(name);
  }
  return keys.empty() ? "" : Concat(" (among its keys: ", Join(keys, ", "), ")");
}

}  // namespace

Result<CredentialsSecret> ParseCredentialsSecret(const Secret<std::string>& text) {
  const auto parsed = json::Parse(text.Reveal());
  if (!parsed) return Wrong("is not JSON");
  if (!parsed->is_object()) return Wrong("is not a JSON object");
  const auto id = parsed->FindString("client_id");
  const auto secret = parsed->FindString("client_secret");
  if (!id || id->empty()) return Wrong(Concat("has no client_id", OtherKeys(*parsed)));
  if (!secret || secret->empty()) return Wrong(Concat("has no client_secret", OtherKeys(*parsed)));
  const json::Value* region = parsed->Find("region");
  if (region != nullptr && !region->is_string()) return Wrong("has a region that is no string");
  return CredentialsSecret{{*id, Secret<std::string>(*secret)}, parsed->FindString("region")};
}

}  // namespace genesys_cfn::genesys
