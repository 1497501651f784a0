// SPDX-License-Identifier: Apache-2.0
#include "provider/integration.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/actions_client.h"
#include "genesys/credentials_client.h"
#include "genesys/integration_editor.h"
#include "genesys/integration_types_client.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "provider/config_schema.h"
#include "provider/integration_properties.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using genesys::EntityWrite;
using json::Object;
using json::Value;

constexpr size_t kMaxNameBytes = 256;
constexpr size_t kReasonBytes = 3'000;
constexpr size_t kNamedActions = 10;
constexpr Milliseconds kCredentialPatience{10'000};
constexpr Milliseconds kUsePatience{6'000};
constexpr Milliseconds kPause{2'000};
// Kept for taking back what was made, and for the answer.
constexpr Milliseconds kKept{20'000};

std::string TextOf(const Object& object, std::string_view name) {
  const Value* value = object.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

std::string MemberOf(const Object& object, std::string_view member, std::string_view name) {
  const Value* inner = object.Find(member);
  return inner == nullptr ? std::string() : inner->FindString(name).value_or("");
}

Object ObjectOf(const Object& object, std::string_view name) {
  const Value* value = object.Find(name);
  return value != nullptr && value->is_object() ? *value->AsObject() : Object();
}

std::optional<definition::OwnershipTag> TagOf(std::string_view name, std::string_view notes) {
  auto tag = definition::FindTag(name);
  return tag ? tag : definition::FindTag(notes);
}

// One event's integration.
class ManagedIntegration final : public ManagedObject {
 public:
  ManagedIntegration(genesys::Session& session, Clock& clock) : session_(session), clock_(clock), editor_(session) {}

  [[nodiscard]] std::string_view noun() const override { return "integration"; }
  [[nodiscard]] bool IsPlatformId(std::string_view id) const override { return IsUuid(id); }

  [[nodiscard]] bool ShowsEveryWrite() const override { return true; }

  Result<Object> Prepare(const Object& desired, StackDirection direction) override;
  Result<std::optional<LiveObject>> Read(const std::string& id) override;
  Result<std::vector<TaggedObject>> FindTagged(const TagMatch& match) override;
  Result<std::string> Make(const Object& desired, const definition::OwnershipTag& tag,
                           const genesys::Permit& permit) override;
  [[nodiscard]] Object Unfinished(const LiveObject& live, const Object& desired) const override;
  Result<EntityWrite> Write(const LiveObject& live, const Object& target, StackDirection direction,
                            const genesys::Permit& permit) override;
  Result<void> Settle(const std::string& id, const Object& desired) override;
  Result<void> RefuseIfUsed(const std::string& id) override;
  Result<bool> Remove(const std::string& id) override { return editor_.Delete(id); }
  [[nodiscard]] Answer AnswerOf(const LiveObject& live) const override;

 private:
  Error UnknownType(const std::string& type_id);
  Result<void> CheckSection(const std::string& type_id, std::string_view section, std::string_view property,
                            Object& desired);
  Result<void> CheckCredentials(const Object& type, Object& desired);
  Result<std::optional<Object>> WaitForCredential(const std::string& id);
  void Report(std::string_view property, std::string_view member, std::string message) {
    problems_.push_back({json::AppendToken(Concat("/", property), member), std::move(message)});
  }

  genesys::Session& session_;
  Clock& clock_;
  genesys::IntegrationEditor editor_;
  std::vector<definition::Problem> problems_;
};

Error ManagedIntegration::UnknownType(const std::string& type_id) {
  std::string message = Concat("/IntegrationType: this organisation has no integration type ", type_id);
  const auto known = genesys::IntegrationTypesClient(session_).Ids();
  if (known) {
    const auto near = Suggest(type_id, *known);
    message +=
        Concat(near ? Concat("; did you mean ", *near, "?") : std::string("."), " There are: ", Join(*known, ", "));
  }
  return {ErrorCode::kInvalidInput, Concat(message, ". Nothing was written.")};
}

Result<Object> ManagedIntegration::Prepare(const Object& desired, StackDirection direction) {
  const std::string type_id = TextOf(desired, "integrationType");
  TRY_ASSIGN(const auto type, genesys::IntegrationTypesClient(session_).Get(type_id));
  const bool rolls_back = direction == StackDirection::kRollingBack;
  if (!type && rolls_back) return desired;
  if (!type) return UnknownType(type_id);
  Object prepared = desired;
  problems_.clear();
  TRY(CheckSection(type_id, "properties", "Properties", prepared));
  TRY(CheckSection(type_id, "advanced", "Advanced", prepared));
  TRY(CheckCredentials(*type, prepared));
  if (problems_.empty() || rolls_back) return prepared;
  return Error{ErrorCode::kInvalidInput, Concat("The configuration does not fit the integration type ", type_id,
                                                ", nothing was written. ", Describe(problems_, kReasonBytes))};
}

Result<void> ManagedIntegration::CheckSection(const std::string& type_id, std::string_view section,
                                              std::string_view property, Object& desired) {
  const Value* stated = desired.Find(section);
  if (stated == nullptr) return {};
  TRY_ASSIGN(const auto schema, genesys::IntegrationTypesClient(session_).ConfigSchema(type_id, section));
  if (!schema) return {};
  Value restored = RestoreBySchema(*stated, *schema);
  CheckBySchema(restored, *schema, Concat("/", property), problems_);
  desired.Set(section, std::move(restored));
  return {};
}

// A type whose slots are not told takes any. A null is the id of a credential that is yet to be made (a plan's).
Result<void> ManagedIntegration::CheckCredentials(const Object& type, Object& desired) {
  const Object slots = ObjectOf(type, "credentials");
  const Object credentials = ObjectOf(desired, "credentials");
  std::vector<std::string> names;
  for (const auto& [slot, specification] : slots) {
    names.push_back(slot);
    const Value* required = specification.Find("required");
    const bool is_required = required != nullptr && required->is_bool() && *required->AsBool();
    if (is_required && !credentials.Contains(slot)) Report("Credentials", slot, "is missing: the type needs it");
  }
  for (const auto& [slot, id] : credentials) {
    const Value* specification = slots.Find(slot);
    if (specification == nullptr && !names.empty()) {
      const auto near = Suggest(slot, names);
      Report("Credentials", slot,
             near ? Concat("unknown slot; did you mean ", *near, "?")
                  : Concat("unknown slot; the type has ", Join(names, ", ")));
      continue;
    }
    if (id.is_null()) continue;
    TRY_ASSIGN(const auto credential, WaitForCredential(*id.AsString()));
    if (!credential) {
      Report("Credentials", slot, Concat("there is no credential ", *id.AsString()));
      desired.Find("credentials")->AsObject()->Remove(slot);  // counts only where problems do not
      continue;
    }
    const Value* fitting = specification == nullptr ? nullptr : specification->Find("credentialTypes");
    if (fitting == nullptr || !fitting->is_array() || fitting->AsArray()->empty()) continue;
    const std::string its_type = MemberOf(*credential, "type", "name");
    std::vector<std::string> accepted;
    for (const Value& name : *fitting->AsArray()) accepted.push_back(name.is_string() ? *name.AsString() : "");
    if (std::find(accepted.begin(), accepted.end(), its_type) == accepted.end()) {
      Report("Credentials", slot, Concat("takes credentials of the type ", Join(accepted, ", "), ", not ", its_type));
    }
  }
  return {};
}

// One that the same stack made may not be visible yet.
Result<std::optional<Object>> ManagedIntegration::WaitForCredential(const std::string& id) {
  genesys::CredentialsClient credentials(session_);
  for (Milliseconds waited{0};; waited += kPause) {
    TRY_ASSIGN(auto credential, credentials.Get(id));
    if (credential || waited >= kCredentialPatience || !session_.WaitFor(kPause)) return credential;
  }
}

Result<std::optional<LiveObject>> ManagedIntegration::Read(const std::string& id) {
  TRY_ASSIGN(auto whole, editor_.Read(id));
  if (!whole) return std::optional<LiveObject>();
  LiveObject live{id, {}, {}, std::move(whole->integration), std::move(whole->config)};
  const std::string name = TextOf(live.config, "name");
  const std::string notes = TextOf(live.config, "notes");
  live.tag = TagOf(name, notes);
  Object credentials;
  for (const auto& [slot, info] : ObjectOf(live.config, "credentials")) {
    credentials.Append(slot, info.FindString("id").value_or(""));
  }
  live.state = {{"integrationType", MemberOf(live.entity, "integrationType", "id")},
                {"name", name},
                {"properties", ObjectOf(live.config, "properties")},
                {"advanced", ObjectOf(live.config, "advanced")},
                {"credentials", std::move(credentials)},
                {"state", TextOf(live.entity, "intendedState")}};
  if (const std::string own = definition::StripTag(notes); !own.empty()) live.state.Set("notes", own);
  return std::optional(std::move(live));
}

Result<std::vector<TaggedObject>> ManagedIntegration::FindTagged(const TagMatch& match) {
  TRY_ASSIGN(const auto integrations, editor_.List());
  std::vector<TaggedObject> found;
  for (const Value& integration : integrations) {
    const auto tag = TagOf(integration.FindString("name").value_or(""), integration.FindString("notes").value_or(""));
    if (tag && match(*tag)) found.push_back({integration.FindString("id").value_or(""), *tag});
  }
  return found;
}

Result<std::string> ManagedIntegration::Make(const Object& desired, const definition::OwnershipTag& tag,
                                             const genesys::Permit& permit) {
  const std::string ending = definition::FormatTag(tag);
  const std::string name = Concat(TruncateUtf8(TextOf(desired, "name"), kMaxNameBytes - ending.size()), ending);
  TRY_ASSIGN(const Object made,
             editor_.Create({{"name", name}, {"integrationType", Object{{"id", TextOf(desired, "integrationType")}}}},
                            permit));
  return TextOf(made, "id");
}

// The name still has its tag: it was never configured. Otherwise the state alone may be missing.
Object ManagedIntegration::Unfinished(const LiveObject& live, const Object& desired) const {
  if (definition::FindTag(TextOf(live.state, "name"))) return desired;
  const Value* state = desired.Find("state");
  return state == nullptr ? Object() : Object{{"state", *state}};
}

Result<EntityWrite> ManagedIntegration::Write(const LiveObject& live, const Object& target,
                                              StackDirection /*direction*/, const genesys::Permit& permit) {
  Object before = live.state;
  Object after = target;
  before.Remove("state");
  after.Remove("state");
  if (!json::Equivalent(before, after)) {
    Object credentials;
    for (const auto& [slot, id] : ObjectOf(target, "credentials")) credentials.Append(slot, Object{{"id", id}});
    Object config = live.config;
    config.Set("name", TextOf(target, "name"));
    config.Set("notes", Concat(TextOf(target, "notes"), live.tag ? definition::FormatTag(*live.tag) : ""));
    config.Set("properties", ObjectOf(target, "properties"));
    config.Set("advanced", ObjectOf(target, "advanced"));
    config.Set("credentials", std::move(credentials));
    config.Remove("selfUri");
    TRY_ASSIGN(const EntityWrite written, editor_.PutConfig(live.id, config, permit));
    if (written != EntityWrite::kDone) return written;
  }
  const std::string state = TextOf(target, "state");
  if (state.empty() || state == TextOf(live.state, "state")) return EntityWrite::kDone;
  return editor_.SetState(live.id, state, permit);
}

Result<void> ManagedIntegration::Settle(const std::string& id, const Object& desired) {
  const std::string state = TextOf(desired, "state");
  if (state.empty()) return {};
  const SteadyTime start = clock_.SteadyNow();
  while (true) {
    TRY_ASSIGN(const auto live, editor_.Peek(id));
    const std::string code = live ? MemberOf(*live, "reportedState", "code") : std::string();
    const bool enabled = state == "ENABLED";
    if (code == (enabled ? "ACTIVE" : "INACTIVE")) return {};
    if (code == "ERROR" && enabled) {
      const std::string detail = MemberOf(*live, "reportedState", "detail");
      return Error{ErrorCode::kConflict,
                   Concat("the integration ", id, " was enabled, and Genesys Cloud reports ERROR",
                          detail.empty() ? "" : ": ", detail, ". Check its credentials and its configuration.")};
    }
    if (code == "ERROR") return {};  // it does not run, as desired
    if (clock_.SteadyNow() + kPause + kKept > session_.deadline() || !session_.WaitFor(kPause)) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.SteadyNow() - start).count();
      return Error{ErrorCode::kDeadlineExceeded,
                   Concat("the integration ", id, " was to become ", state, ", and Genesys Cloud still reports ",
                          code.empty() ? "no state" : code, " after ", seconds, " seconds.")};
    }
  }
}

// Deleting an integration deletes its actions. Those that the same stack has just deleted may still be listed.
Result<void> ManagedIntegration::RefuseIfUsed(const std::string& id) {
  genesys::ActionsClient actions(session_);
  std::vector<std::string> names;
  for (Milliseconds waited{0};; waited += kPause) {
    const auto listed = actions.List("");
    if (!listed) {
      return Error{listed.error().code,
                   Concat("The integration ", id, " was not deleted, because it is not known which actions are on it: ",
                          listed.error().message, " DeleteWhenUsed: Allow deletes it without asking.")};
    }
    names.clear();
    for (const genesys::ActionSummary& action : *listed) {
      // What ships with an integration goes with it.
      if (action.integration_id != id || action.id.starts_with("static")) continue;
      TRY_ASSIGN(const auto live, actions.Peek(action.id));
      if (live) names.push_back(Concat(action.name, " (", action.id, ")"));
    }
    if (names.empty()) return {};
    if (waited >= kUsePatience || !session_.WaitFor(kPause)) break;
  }
  const size_t more = names.size() > kNamedActions ? names.size() - kNamedActions : 0;
  names.resize(names.size() - more);
  return Error{ErrorCode::kConflict, Concat("The integration ", id,
                                            " was not deleted: these actions are on it and would be deleted with it: ",
                                            Join(names, ", "), more == 0 ? "" : Concat(" and ", more, " more"),
                                            ". Move or delete them, or set DeleteWhenUsed to Allow.")};
}

Answer ManagedIntegration::AnswerOf(const LiveObject& live) const {
  Answer answer{custom_resource::Status::kSuccess, live.id, {}, {{"Id", live.id}}};
  answer.attributes.emplace_back("Name", TextOf(live.config, "name"));
  answer.attributes.emplace_back("IntegrationType", TextOf(live.state, "integrationType"));
  answer.attributes.emplace_back("State", TextOf(live.entity, "intendedState"));
  const Value* version = live.config.Find("version");
  if (version != nullptr && version->is_number()) {
    answer.attributes.emplace_back("ConfigVersion", version->AsNumber()->text);
  }
  answer.attributes.emplace_back("SelfUri", TextOf(live.entity, "selfUri"));
  return answer;
}

// A state that is no longer stated is left as it is.
std::optional<Object> RecordedOf(const Object& old_properties, const Object& desired) {
  auto old = ParseIntegrationProperties(old_properties, Whose::kOld).properties;
  if (!old) return std::nullopt;
  if (!desired.Contains("state")) old->desired.Remove("state");
  return std::move(old->desired);
}

}  // namespace

UnderstoodEvent UnderstandIntegration(const Object& properties, const Object& old_properties, Clock& clock) {
  UnderstoodEvent event;
  auto parsed = ParseIntegrationProperties(properties);
  event.problems = std::move(parsed.problems);
  event.wishes.name = TextOf(properties, "Name");
  event.wishes.delete_when_used = TextOf(properties, "DeleteWhenUsed") == "Allow";
  event.wishes.replacing = {"integrationType"};
  event.wishes.adoption = AdoptionOf(properties, old_properties, kAdoptIntegrationId);
  if (parsed.properties) {
    event.wishes.desired = std::move(parsed.properties->desired);
    event.wishes.on_drift = parsed.properties->on_drift;
    event.wishes.recorded = RecordedOf(old_properties, event.wishes.desired);
  }
  event.connect = [&clock](genesys::Session& session) -> std::unique_ptr<ManagedObject> {
    return std::make_unique<ManagedIntegration>(session, clock);
  };
  return event;
}

UnderstoodEvent IntegrationResource::Understand(const custom_resource::Request& request,
                                                const EventContext& /*context*/) {
  return UnderstandIntegration(request.properties, request.old_properties, parts().clock);
}

}  // namespace genesys_cfn::provider
