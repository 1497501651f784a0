// SPDX-License-Identifier: Apache-2.0
// The Genesys organisation that this function works for: which one (secret or parameter, region), and an authorised
// session to it for one event. The secret, the token and the connections are kept between events.
#pragma once

#include <optional>
#include <string>

#include "aws/parameter_store.h"
#include "aws/secrets_manager.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "genesys/regions.h"
#include "genesys/session.h"
#include "genesys/token_source.h"
#include "http/client.h"
#include "provider/settings.h"

namespace genesys_cfn::provider {

// Not thread-safe.
class Organisation {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
    Logger& logger;
    aws::SecretsManager& secrets;
    aws::ParameterStore& parameters;
  };
  // Everything referred to must outlive the organisation.
  Organisation(Parts parts, const Settings& settings) : parts_(parts), settings_(settings) {}

  // Reads the secret at the first call, again when the platform refuses its content, and again when it gave no token:
  // what is mended there, the region too, holds from the next event on. Errors name the secret, its key or the variable
  // that is wrong.
  Result<genesys::Session> Connect(SteadyTime deadline);
  [[nodiscard]] genesys::ActionsApi actions_api() const { return settings_.actions_api; }

 private:
  // "the secret x in eu-west-1", "the parameter y in eu-west-1".
  [[nodiscard]] std::string Place() const;
  Result<void> ReadSecret(SteadyTime deadline);
  Result<genesys::Endpoints> ChooseEndpoints() const;

  Parts parts_;
  const Settings& settings_;
  std::optional<genesys::ClientCredentials> credentials_;
  std::optional<std::string> secret_region_;
  std::optional<genesys::Endpoints> endpoints_;
  std::optional<genesys::TokenSource> tokens_;
};

}  // namespace genesys_cfn::provider
