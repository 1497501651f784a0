// SPDX-License-Identifier: Apache-2.0
#include "provider/create_action.h"

#include "base/text.h"
#include "genesys/actions_client.h"
#include "genesys/integrations_client.h"
#include "provider/answers.h"
#include "provider/lookup.h"
#include "provider/ownership.h"

namespace genesys_cfn::provider {
namespace {

// How long a look-up after an unknown outcome goes on, and how long a new integration may take to become visible.
constexpr Milliseconds kLookUpPatience{30'000};
constexpr Milliseconds kIntegrationPatience{10'000};
constexpr Milliseconds kLookPause{1'000};
// More than the calls between the look and the POST take when nothing goes wrong: beyond it another delivery may have
// done the work.
constexpr Milliseconds kLongWait{2'000};
// Lambda repeats an event about a minute after its first delivery failed. An untagged action cannot be looked up, so an
// older request must not make one.
constexpr Milliseconds kNoRepetitionBefore{50'000};

// The integration, waited for: one that the same stack made may not be visible yet (genesys-cloud-api.md 9).
Result<genesys::Integration> WaitForIntegration(genesys::Session& session, const std::string& id) {
  constexpr Milliseconds kPause{1'000};
  genesys::IntegrationsClient integrations(session);
  for (Milliseconds waited{0};; waited += kPause) {
    TRY_ASSIGN(const auto integration, integrations.Get(id));
    if (integration) return *integration;
    if (waited + kPause > kIntegrationPatience || !session.WaitFor(kPause)) {
      return NoSuchIntegration(id);
    }
  }
}

}  // namespace

Error NoSuchIntegration(const std::string& id) {
  return {ErrorCode::kNotFound,
          Concat("the integration ", id,
                 " does not exist in this Genesys Cloud organisation; check IntegrationId, and that the function's "
                 "credentials and region are those of the organisation that has it")};
}

Result<IntegrationChoice> ChooseIntegration(genesys::Session& session, const DataActionProperties& properties) {
  if (properties.integration_id) return IntegrationChoice{*properties.integration_id, ""};
  if (session.actions_api() == genesys::ActionsApi::kData) {
    return Error{ErrorCode::kInvalidInput,
                 "IntegrationName cannot be looked up, because GENESYS_ACTIONS_API is data: give IntegrationId"};
  }
  TRY_ASSIGN(const auto integration, genesys::IntegrationsClient(session).FindByName(*properties.integration_name));
  return IntegrationChoice{integration.id, integration.name};
}

Result<json::Value> ActionCreator::Create(const DataActionProperties& properties, LookFirst look_first, Way way) {
  way_ = way;
  const bool tagged = properties.tagging == OwnershipTagging::kEnabled;
  // A fresh Create is the first when its work begins: another delivery may have overtaken it since.
  SteadyTime looked =
      request_.type == custom_resource::RequestType::kCreate ? parts_.wanted.began() : parts_.clock.SteadyNow();
  if (parts_.wanted.Ask() == StillWanted::Verdict::kNo) return parts_.wanted.Demand().error();
  if (tagged && look_first == LookFirst::kYes) {
    TRY_ASSIGN(auto own, FindOwn(properties, Milliseconds{0}));
    if (own) return Finish(properties, *std::move(own));
    looked = parts_.clock.SteadyNow();
  }
  if (!tagged) TRY(CheckRepetition(properties));
  TRY_ASSIGN(const IntegrationChoice integration, ChooseIntegration(parts_.session, properties));
  TRY_ASSIGN(const json::Object body, BodyOf(properties, integration));
  if (parts_.function != nullptr) TRY(parts_.function->Prepare(std::nullopt));
  std::optional<Own> made_elsewhere;
  const genesys::Permit before_each_post = [&]() -> Result<void> {
    TRY(parts_.wanted.Demand());  // which may take long
    if (tagged && parts_.clock.SteadyNow() - looked > kLongWait) {
      TRY_ASSIGN(made_elsewhere, FindOwn(properties, Milliseconds{0}));
      if (made_elsewhere) return Error{ErrorCode::kConflict, "another delivery of this request made the action"};
      looked = parts_.clock.SteadyNow();
    }
    return BeforePost(properties.action.name);
  };
  auto created = Post(body, integration.id, before_each_post);
  if (made_elsewhere) return Finish(properties, *std::move(made_elsewhere));
  if (created) {
    context_.progress.Done(Concat(way_ != Way::kDirectly ? "the draft " : "the data action ",
                                  created->FindString("id").value_or(""), " was created"));
    return Finish(properties, {*std::move(created), way_ != Way::kDirectly});
  }
  if (created.error().code != ErrorCode::kOutcomeUnknown) return created;
  context_.progress.Doing(Concat("looking for the data action ", properties.action.name,
                                 ", because the outcome of its creation is not known"));
  TRY_ASSIGN(Own own, AfterUnknownOutcome(properties, created.error()));
  return Finish(properties, std::move(own));
}

Result<json::Value> ActionCreator::Finish(const DataActionProperties& properties, Own own) {
  if (!own.is_draft) return std::move(own.model);
  const std::string id = own.model.FindString("id").value_or("");
  PublishGate gate({parts_.session, parts_.clock, parts_.logger, parts_.wanted, parts_.function}, properties, context_,
                   way_);
  return gate.PublishNew(id, {properties.action, own.model.FindString("integrationId").value_or("")});
}

Result<void> ActionCreator::CheckRepetition(const DataActionProperties& properties) {
  const bool known_young = request_.requested_at && parts_.clock.Now() - *request_.requested_at < kNoRepetitionBefore;
  if (context_.fresh || known_young) return {};
  return Error{ErrorCode::kOutcomeUnknown,
               Concat("this request is older than ", kNoRepetitionBefore.count() / 1'000,
                      " s and may have been delivered before, and OwnershipTag is Disabled, so an action that it made "
                      "cannot be looked up; nothing was created now. Look for the name ",
                      properties.action.name, " in the organisation, and deploy again")};
}

Result<json::Object> ActionCreator::BodyOf(const DataActionProperties& properties,
                                           const IntegrationChoice& integration) {
  definition::DataAction action = properties.action;
  if (!action.category && parts_.session.actions_api() == genesys::ActionsApi::kData) {
    return Error{ErrorCode::kInvalidInput,
                 "Category is required, because GENESYS_ACTIONS_API is data: the integration's name cannot be read"};
  }
  if (!action.category) {
    std::string name = integration.name;
    if (name.empty()) {
      TRY_ASSIGN(const auto found, WaitForIntegration(parts_.session, integration.id));
      name = found.name;
    }
    action.category = name;
  }
  if (properties.tagging == OwnershipTagging::kEnabled)
    definition::SetTag(action, TagFor(request_, parts_.clock.Now()));
  return json::Object{{"name", action.name},
                      {"category", *action.category},
                      {"integrationId", integration.id},
                      {"secure", action.secure.value_or(false)},
                      {"config", action.config},
                      {"contract", action.contract}};
}

Result<json::Value> ActionCreator::Post(const json::Object& body, const std::string& integration_id,
                                        const genesys::Permit& permit) {
  context_.progress.Doing(Concat("creating the data action ", *body.Find("name")->AsString()));
  auto created = PostOnce(body, permit);
  if (created || created.error().code != ErrorCode::kNotFound) return created;
  return AfterRefusal(body, integration_id, permit, created.error());
}

Result<json::Value> ActionCreator::PostOnce(const json::Object& body, const genesys::Permit& permit) {
  if (way_ != Way::kDirectly) return genesys::DraftsClient(parts_.session).Create(body, permit);
  return genesys::ActionsClient(parts_.session).Create(body, permit);
}

Result<json::Value> ActionCreator::AfterRefusal(const json::Object& body, const std::string& integration_id,
                                                const genesys::Permit& permit, const Error& refusal) {
  if (parts_.session.actions_api() == genesys::ActionsApi::kData) return refusal;
  const auto integration = genesys::IntegrationsClient(parts_.session).Get(integration_id);
  if (!integration || integration->has_value()) return refusal;
  TRY(WaitForIntegration(parts_.session, integration_id));
  return PostOnce(body, permit);
}

// From here on the action may exist, whatever happens to this process.
Result<void> ActionCreator::BeforePost(const std::string& name) {
  TRY(parts_.wanted.Demand());
  context_.progress.AnswerWith(IdForUnknownOutcome(request_, name));
  return {};
}

Result<ActionCreator::Own> ActionCreator::AfterUnknownOutcome(const DataActionProperties& properties,
                                                              const Error& cause) {
  if (properties.tagging == OwnershipTagging::kDisabled) {
    return Error{ErrorCode::kOutcomeUnknown,
                 Concat(cause.message,
                        ". Whether the action was created is not known, and OwnershipTag is Disabled, so it "
                        "cannot be looked up: look for the name ",
                        properties.action.name, " in the organisation")};
  }
  auto own = FindOwn(properties, kLookUpPatience);
  if (own && own->has_value()) return **std::move(own);
  return Error{ErrorCode::kOutcomeUnknown,
               Concat(cause.message, ". Whether the action was created is not known: ",
                      own ? std::string("it was not found by its ownership tag") : own.error().message)};
}

// A delivery before the stack began to roll back may have gone through a draft, although this one does not.
Result<std::optional<ActionCreator::Own>> ActionCreator::FindOwn(const DataActionProperties& properties,
                                                                 Milliseconds patience) {
  TRY_ASSIGN(const auto found,
             WaitForTagged(parts_.session, properties.action.name, MadeByRequest(request_), patience, kLookPause,
                           MayLeaveDraft(properties) ? Among::kDraftsToo : Among::kPublished));
  for (const TaggedAction& action : found) {
    TRY_ASSIGN(auto model, PeekPatiently(action.id, action.is_draft ? Milliseconds{0} : patience));
    if (model) return std::optional<Own>({*std::move(model), false});
    if (!action.is_draft) continue;
    TRY_ASSIGN(auto draft, genesys::DraftsClient(parts_.session).Read(action.id));
    if (draft) return std::optional<Own>({std::move(draft->action), true});
  }
  return std::optional<Own>();
}

// It is there: that it cannot be read at once is no reason to give it up.
Result<std::optional<json::Value>> ActionCreator::PeekPatiently(const std::string& id, Milliseconds patience) {
  constexpr Milliseconds kPause{1'000};
  for (Milliseconds left = patience;; left -= kPause) {
    auto model = genesys::ActionsClient(parts_.session).Peek(id);
    if (model || !MayPass(model.error().code) || left <= Milliseconds{0} || !parts_.session.WaitFor(kPause))
      return model;
  }
}

}  // namespace genesys_cfn::provider
