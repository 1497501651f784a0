// SPDX-License-Identifier: Apache-2.0
// Making one action exactly once, although the platform's create has no idempotency key: tag, look up, POST, and after
// an unknown outcome look again instead of posting again.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "custom_resource/request.h"
#include "definition/ownership_tag.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

// Where the action is to hang.
struct IntegrationChoice {
  std::string id;
  std::string name;  // empty when it was not looked up
};

// The integration of the properties; one request for a name, none for an id. kInvalidInput lists what there is.
Result<IntegrationChoice> ChooseIntegration(genesys::Session& session, const DataActionProperties& properties);

class ActionCreator {
 public:
  // All must outlive the creator.
  ActionCreator(genesys::Session& session, Clock& clock, const custom_resource::Request& request)
      : session_(session), clock_(clock), request_(request) {}

  // kYes: this request may have been delivered before, so its own action is looked for first.
  enum class LookFirst { kNo, kYes };
  // The Action model of the action that now exists. kOutcomeUnknown: it may exist, look under the tag of this request.
  Result<json::Value> Create(const DataActionProperties& properties, LookFirst look_first);

 private:
  Result<json::Value> Post(const json::Object& body, const std::string& integration_id);
  Result<json::Value> AfterRefusal(const json::Object& body, const std::string& integration_id, const Error& refusal);
  Result<json::Value> AfterUnknownOutcome(const DataActionProperties& properties, const Error& cause);
  Result<std::optional<json::Value>> FindOwn(const DataActionProperties& properties, Milliseconds patience);
  [[nodiscard]] definition::OwnershipTag Tag() const;

  genesys::Session& session_;
  Clock& clock_;
  const custom_resource::Request& request_;
};

}  // namespace genesys_cfn::provider
