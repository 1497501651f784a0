// SPDX-License-Identifier: Apache-2.0
// The secret that holds an OAuth client: a JSON object with client_id, client_secret and optionally region.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "genesys/token_source.h"

namespace genesys_cfn::genesys {

struct CredentialsSecret {
  ClientCredentials credentials;
  std::optional<std::string> region;
};

// kInvalidInput says what is wrong ("has no client_secret (among its keys: clientSecret); it must be ..."), to be put
// behind the secret's name; never with a value of the secret, JSON errors included.
Result<CredentialsSecret> ParseCredentialsSecret(const Secret<std::string>& text);

}  // namespace genesys_cfn::genesys
