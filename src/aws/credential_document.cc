// SPDX-License-Identifier: Apache-2.0
#include "aws/credential_document.h"

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::aws {

Result<Credentials> ParseCredentialDocument(std::string_view text, std::string_view token_member) {
  const auto document = json::Parse(text);
  if (!document || !document->is_object()) {
    return Error{ErrorCode::kUnauthenticated, "the answer is no JSON object with credentials"};
  }
  const auto text_of = [&](std::string_view name) {
    const auto value = document->FindString(name);
    return value ? std::string(*value) : std::string();
  };
  Credentials credentials{text_of("AccessKeyId"), Secret<std::string>(text_of("SecretAccessKey")), std::nullopt};
  for (const std::string_view name : {"AccessKeyId", "SecretAccessKey"}) {
    if (text_of(name).empty()) return Error{ErrorCode::kUnauthenticated, Concat("the answer has no ", name)};
  }
  if (std::string token = text_of(token_member); !token.empty()) {
    credentials.session_token = Secret<std::string>(std::move(token));
  }
  return credentials;
}

}  // namespace genesys_cfn::aws
