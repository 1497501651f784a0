// SPDX-License-Identifier: Apache-2.0
#include "genesys/credentials_secret.h"

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

Error Wrong(std::string_view what) {
  return {ErrorCode::kInvalidInput,
          Concat(what, "; it must be a JSON object with client_id, client_secret and optionally region")};
}

}  // namespace

Result<CredentialsSecret> ParseCredentialsSecret(const Secret<std::string>& text) {
  const auto parsed = json::Parse(text.Reveal());
  if (!parsed) return Wrong("is not JSON");
  if (!parsed->is_object()) return Wrong("is not a JSON object");
  const auto id = parsed->FindString("client_id");
  const auto secret = parsed->FindString("client_secret");
  if (!id || id->empty()) return Wrong("has no client_id");
  if (!secret || secret->empty()) return Wrong("has no client_secret");
  const json::Value* region = parsed->Find("region");
  if (region != nullptr && !region->is_string()) return Wrong("has a region that is no string");
  return CredentialsSecret{{*id, Secret<std::string>(*secret)}, parsed->FindString("region")};
}

}  // namespace genesys_cfn::genesys
