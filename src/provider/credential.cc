// SPDX-License-Identifier: Apache-2.0
#include "provider/credential.h"

#include <algorithm>

#include "base/secret.h"
#include "base/text.h"
#include "definition/mask_values.h"
#include "genesys/credentials_client.h"
#include "genesys/integration_editor.h"
#include "json/parse.h"
#include "provider/credential_properties.h"
#include "provider/definition_text.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Answer;
using genesys::EntityWrite;
using json::Object;
using json::Value;

constexpr size_t kReasonBytes = 3'000;
constexpr size_t kNamedIntegrations = 10;
constexpr Milliseconds kUsePatience{6'000};
constexpr Milliseconds kPause{2'000};

std::string TextOf(const Object& object, std::string_view name) {
  const Value* value = object.Find(name);
  return value != nullptr && value->is_string() ? *value->AsString() : std::string();
}

// What the platform calls the type: by either member.
bool IsCalled(const Value& type, std::string_view name) {
  return type.FindString("name") == name || type.FindString("id") == name;
}

// One event's credential. `properties` is nullptr for a Delete.
class ManagedCredential final : public ManagedObject {
 public:
  struct Parts {
    genesys::Session& session;
    DefinitionReader& secrets;
    Logger& logger;
  };
  ManagedCredential(Parts parts, std::optional<CredentialProperties> properties)
      : parts_(parts), properties_(std::move(properties)), client_(parts.session) {}

  [[nodiscard]] std::string_view noun() const override { return "credential"; }
  [[nodiscard]] bool IsPlatformId(std::string_view id) const override { return IsUuid(id); }

  [[nodiscard]] bool ShowsEveryWrite() const override { return false; }

  Result<Object> Prepare(const Object& desired, StackDirection direction) override;
  Result<std::optional<LiveObject>> Read(const std::string& id) override;
  Result<std::vector<TaggedObject>> FindTagged(const TagMatch& match) override;
  Result<std::string> Make(const Object& desired, const definition::OwnershipTag& tag,
                           const genesys::Permit& permit) override;
  [[nodiscard]] Object Unfinished(const LiveObject& /*live*/, const Object& /*desired*/) const override { return {}; }
  Result<EntityWrite> Write(const LiveObject& live, const Object& target, StackDirection direction,
                            const genesys::Permit& permit) override;
  Result<void> Settle(const std::string& /*id*/, const Object& /*desired*/) override { return {}; }
  Result<void> RefuseIfUsed(const std::string& id) override;
  Result<bool> Remove(const std::string& id) override { return client_.Delete(id); }
  [[nodiscard]] Answer AnswerOf(const LiveObject& live) const override;

 private:
  Result<void> ReadFields();
  Result<Object> BodyOf(const Object& state, const std::optional<definition::OwnershipTag>& tag);
  [[nodiscard]] Error Masked(Error error) const;

  Parts parts_;
  std::optional<CredentialProperties> properties_;
  genesys::CredentialsClient client_;
  // By field, once they were read.
  std::vector<std::pair<std::string, Secret<std::string>>> values_;
  bool secret_lacks_values_ = false;  // it was read
};

Result<Object> ManagedCredential::Prepare(const Object& desired, StackDirection direction) {
  if (direction == StackDirection::kRollingBack) return desired;
  TRY_ASSIGN(const auto types, client_.Types());
  const auto type =
      std::find_if(types.begin(), types.end(), [&](const Value& one) { return IsCalled(one, properties_->type); });
  std::vector<std::string> names;
  if (type == types.end()) {
    for (const Value& one : types) names.push_back(one.FindString("name").value_or(""));
    const auto near = Suggest(properties_->type, names);
    return Error{ErrorCode::kInvalidInput,
                 Concat("/CredentialType: this organisation has no credential type ", properties_->type,
                        near ? Concat("; did you mean ", *near, "?") : std::string("."),
                        " There are: ", Join(names, ", "), ". Nothing was written.")};
  }
  std::vector<definition::Problem> problems;
  const Value* known = type->Find("properties");
  if (known != nullptr && known->is_object()) {
    for (const auto& [name, schema] : *known->AsObject()) names.push_back(name);
  }
  const auto has = [&](std::string_view field) {
    return std::any_of(properties_->fields.begin(), properties_->fields.end(),
                       [&](const auto& one) { return one.first == field; });
  };
  for (const auto& [field, key] : properties_->fields) {
    if (names.empty() || std::find(names.begin(), names.end(), field) != names.end()) continue;
    problems.push_back({Concat("/Fields/", field), Concat("is no field of the type; it has ", Join(names, ", "))});
  }
  const Value* required = type->Find("required");
  if (required != nullptr && required->is_array()) {
    for (const Value& field : *required->AsArray()) {
      if (field.is_string() && !has(*field.AsString())) {
        problems.push_back({Concat("/Fields/", *field.AsString()), "is missing: the type needs it"});
      }
    }
  }
  if (problems.empty()) return desired;
  return Error{ErrorCode::kInvalidInput, Concat("The fields do not fit the credential type ", properties_->type,
                                                ", nothing was written. ", Describe(problems, kReasonBytes))};
}

// Messages name fields and the secret, never what is in it - nor what the template says in Fields, which may be a value
// by mistake.
Result<void> ManagedCredential::ReadFields() {
  if (!values_.empty()) return {};
  secret_lacks_values_ = false;
  const auto& reference = properties_->secret;
  const std::string& id = std::get<SecretReference>(reference.place).id;
  TRY_ASSIGN(const auto text, parts_.secrets.Read(reference, parts_.session.deadline()));
  if (!DigestMatches(reference, text.Reveal())) {
    return Error{ErrorCode::kNotFound, Concat("the secret ", id,
                                              " has another SHA-256 than SecretDigest says: it was "
                                              "changed, or the digest is that of another text")};
  }
  const auto parsed = json::Parse(text.Reveal());
  secret_lacks_values_ = true;
  if (!parsed || !parsed->is_object()) {
    return Error{ErrorCode::kInvalidInput, Concat("the secret ", id, " is no JSON object with a key for each field")};
  }
  std::vector<std::string> keys;
  for (const auto& [key, value] : *parsed->AsObject()) keys.push_back(key);
  std::vector<definition::Problem> problems;
  for (const auto& [field, key] : properties_->fields) {
    const Value* value = parsed->Find(key);
    const std::string place = Concat("/Fields/", field);
    if (value == nullptr) {
      problems.push_back({place, Concat("the secret ", id, " has no such key; it has ", Join(keys, ", "))});
    } else if (!value->is_string()) {
      problems.push_back({place, Concat("what the secret ", id, " has under this key is no string")});
    } else {
      values_.emplace_back(field, Secret<std::string>(*value->AsString()));
    }
  }
  secret_lacks_values_ = !problems.empty();
  if (problems.empty()) return {};
  values_.clear();
  return Error{ErrorCode::kInvalidInput, Concat("Nothing was written. ", Describe(problems, kReasonBytes))};
}

Result<Object> ManagedCredential::BodyOf(const Object& state, const std::optional<definition::OwnershipTag>& tag) {
  TRY(ReadFields());
  Object fields;
  for (const auto& [field, value] : values_) fields.Append(field, value.Reveal());
  return Object{{"name", Concat(TextOf(state, "name"), tag ? definition::FormatTag(*tag) : "")},
                {"type", Object{{"name", TextOf(state, "type")}}},
                {"credentialFields", std::move(fields)}};
}

// The platform's words may quote what they are about: whole, or a part of it, for a message is one line of limited
// length.
Error ManagedCredential::Masked(Error error) const {
  definition::DataAction values;  // in the form that MaskValues takes
  for (const auto& [field, value] : values_) {
    if (!value.Reveal().empty()) error.message = ReplaceAll(error.message, value.Reveal(), "***");
    values.config.Append(field, value.Reveal());
  }
  error.message = definition::MaskValues(error.message, values);
  return error;
}

Result<std::string> ManagedCredential::Make(const Object& desired, const definition::OwnershipTag& tag,
                                            const genesys::Permit& permit) {
  TRY_ASSIGN(const Object body, BodyOf(desired, tag));
  const auto made = client_.Create(body, permit);
  if (!made) return Masked(made.error());
  return TextOf(*made, "id");
}

Result<EntityWrite> ManagedCredential::Write(const LiveObject& live, const Object& target, StackDirection direction,
                                             const genesys::Permit& permit) {
  const auto body = BodyOf(target, live.tag);
  const bool is_nowhere = !body && (body.error().code == ErrorCode::kNotFound || secret_lacks_values_);
  if (is_nowhere && direction == StackDirection::kRollingBack) {
    // The former values are nowhere any more. A rollback that fails for that could never be brought to an end.
    parts_.logger.Warning("values_kept_in_rollback", {{"id", live.id}, {"reason", body.error().message}});
    return EntityWrite::kDone;
  }
  if (!body) return body.error();
  const auto written = client_.Put(live.id, *body, permit);
  if (!written) return Masked(written.error());
  return written;
}

Result<std::optional<LiveObject>> ManagedCredential::Read(const std::string& id) {
  TRY_ASSIGN(auto credential, client_.Get(id));
  if (!credential) return std::optional<LiveObject>();
  const std::string name = TextOf(*credential, "name");
  Object state{{"name", definition::StripTag(name)}, {"type", genesys::CredentialTypeOf(*credential)}};
  return std::optional(LiveObject{id, std::move(state), definition::FindTag(name), *std::move(credential), {}});
}

Result<std::vector<TaggedObject>> ManagedCredential::FindTagged(const TagMatch& match) {
  TRY_ASSIGN(const auto credentials, client_.List());
  std::vector<TaggedObject> found;
  for (const Value& credential : credentials) {
    const auto tag = definition::FindTag(credential.FindString("name").value_or(""));
    if (tag && match(*tag)) found.push_back({credential.FindString("id").value_or(""), *tag});
  }
  return found;
}

Result<void> ManagedCredential::RefuseIfUsed(const std::string& id) {
  std::vector<std::string> names;
  for (Milliseconds waited{0};; waited += kPause) {
    const auto users = genesys::IntegrationEditor(parts_.session).ListUsing(id);
    if (!users) {
      return Error{
          users.error().code,
          Concat("The credential ", id, " was not deleted, because it is not known which integrations use it: ",
                 users.error().message, " DeleteWhenUsed: Allow deletes it without asking.")};
    }
    names.clear();
    for (const Value& user : *users) {
      names.push_back(Concat(user.FindString("name").value_or(""), " (", user.FindString("id").value_or(""), ")"));
    }
    if (names.empty()) return {};
    if (waited >= kUsePatience || !parts_.session.WaitFor(kPause)) break;
  }
  const size_t more = names.size() > kNamedIntegrations ? names.size() - kNamedIntegrations : 0;
  names.resize(names.size() - more);
  return Error{ErrorCode::kConflict, Concat("The credential ", id, " was not deleted: integrations use it: ",
                                            Join(names, ", "), more == 0 ? "" : Concat(" and ", more, " more"),
                                            ". Take it out of their configuration, or set DeleteWhenUsed to Allow.")};
}

Answer ManagedCredential::AnswerOf(const LiveObject& live) const {
  Answer answer{custom_resource::Status::kSuccess, live.id, {}, {{"Id", live.id}}};
  answer.attributes.emplace_back("Name", TextOf(live.state, "name"));
  answer.attributes.emplace_back("CredentialType", TextOf(live.state, "type"));
  answer.attributes.emplace_back("SelfUri", TextOf(live.entity, "selfUri"));
  return answer;
}

}  // namespace

std::unique_ptr<ManagedObject> ConnectCredentials(genesys::Session& session, DefinitionReader& secrets,
                                                  Logger& logger) {
  return std::make_unique<ManagedCredential>(ManagedCredential::Parts{session, secrets, logger}, std::nullopt);
}

UnderstoodEvent UnderstandCredential(const Object& properties, const Object& old_properties, const OwnCredentials& own,
                                     CredentialParts parts) {
  UnderstoodEvent event;
  auto parsed = ParseCredentialProperties(properties, own);
  event.problems = std::move(parsed.problems);
  event.wishes.name = TextOf(properties, "Name");
  event.wishes.delete_when_used = TextOf(properties, "DeleteWhenUsed") == "Allow";
  event.wishes.replacing = {"type"};
  event.wishes.adoption = AdoptionOf(properties, old_properties, kAdoptCredentialId);
  if (parsed.properties) {
    const auto old = ParseCredentialProperties(old_properties, own, Whose::kOld).properties;
    event.wishes.desired = StateOf(*parsed.properties);
    event.wishes.on_drift = parsed.properties->on_drift;
    event.wishes.hidden_change = !old || !old->MeansSameValues(*parsed.properties);
    if (old) event.wishes.recorded = StateOf(*old);
  }
  event.connect = [parts, known = std::move(parsed.properties)](genesys::Session& session) {
    return std::unique_ptr<ManagedObject>(
        std::make_unique<ManagedCredential>(ManagedCredential::Parts{session, parts.secrets, parts.logger}, known));
  };
  return event;
}

UnderstoodEvent CredentialResource::Understand(const custom_resource::Request& request,
                                               const EventContext& /*context*/) {
  return UnderstandCredential(request.properties, request.old_properties, own_, {secrets_, parts().logger});
}

}  // namespace genesys_cfn::provider
