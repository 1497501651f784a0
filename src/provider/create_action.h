// SPDX-License-Identifier: Apache-2.0
// Making one action exactly once, although the platform's create has no idempotency key: tag, look up, POST, and after
// an unknown outcome look again instead of posting again.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "custom_resource/request.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/properties.h"
#include "provider/publish_gate.h"
#include "provider/resource_type.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// Where the action is to hang.
struct IntegrationChoice {
  std::string id;
  std::string name;  // empty when it was not looked up
};

// Why nothing can be made on an integration that is not there.
Error NoSuchIntegration(const std::string& id);

// The integration of the properties; one request for a name, none for an id. kInvalidInput lists what there is.
Result<IntegrationChoice> ChooseIntegration(genesys::Session& session, const DataActionProperties& properties);

class ActionCreator {
 public:
  struct Parts {
    genesys::Session& session;
    Clock& clock;
    Logger& logger;
    StillWanted& wanted;
    FunctionWork* function;  // nullptr: it makes no function action
  };
  // All must outlive the creator.
  ActionCreator(Parts parts, const custom_resource::Request& request, const EventContext& context)
      : parts_(parts), request_(request), context_(context) {}

  // kNo: the caller has looked for the action of this request already, or it cannot exist.
  enum class LookFirst { kNo, kYes };
  // But for Way::kDirectly a draft is made and found in place of the action, and published by the gate.
  // The Action model of the action that now exists. kOutcomeUnknown: it may exist, look under the tag of this request.
  // kConflict: CloudFormation no longer waits for this request.
  Result<json::Value> Create(const DataActionProperties& properties, LookFirst look_first, Way way);

 private:
  // What this request has made: an action, or one that has a draft only.
  struct Own {
    json::Value model;
    bool is_draft = false;
  };

  Result<json::Value> Finish(const DataActionProperties& properties, Own own);
  Result<void> CheckRepetition(const DataActionProperties& properties);
  Result<json::Object> BodyOf(const DataActionProperties& properties, const IntegrationChoice& integration);
  Result<void> BeforePost(const std::string& name);
  Result<json::Value> Post(const json::Object& body, const std::string& integration_id, const genesys::Permit& permit);
  Result<json::Value> AfterRefusal(const json::Object& body, const std::string& integration_id,
                                   const genesys::Permit& permit, const Error& refusal);
  Result<Own> AfterUnknownOutcome(const DataActionProperties& properties, const Error& cause);
  Result<std::optional<Own>> FindOwn(const DataActionProperties& properties, Milliseconds patience);
  Result<json::Value> PostOnce(const json::Object& body, const genesys::Permit& permit);
  Result<std::optional<json::Value>> PeekPatiently(const std::string& id, Milliseconds patience);

  Parts parts_;
  const custom_resource::Request& request_;
  const EventContext& context_;
  Way way_ = Way::kDirectly;  // of the Create under way
};

}  // namespace genesys_cfn::provider
