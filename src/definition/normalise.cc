// SPDX-License-Identifier: Apache-2.0
#include "definition/normalise.h"

#include <algorithm>

#include "definition/ownership_tag.h"
#include "definition/schema_keywords.h"

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kDefaultRequestTemplate = "${input.rawRequest}";
constexpr std::string_view kDefaultSuccessTemplate = "${rawResult}";

void SetDefault(json::Object& object, std::string_view name, json::Value value) {
  if (!object.Contains(name)) object.Set(name, std::move(value));
}

json::Object MemberObject(const json::Object& object, std::string_view name) {
  const json::Value* member = object.Find(name);
  const json::Object* members = member == nullptr ? nullptr : member->AsObject();
  return members == nullptr ? json::Object() : *members;
}

json::Object NormaliseConfig(const json::Object& config) {
  json::Object request = MemberObject(config, "request");
  SetDefault(request, "headers", json::Object());
  SetDefault(request, "requestTemplate", kDefaultRequestTemplate);
  // A GET has no body: the platform ignores the template and shows its default.
  const json::Value* type = request.Find("requestType");
  if (type != nullptr && *type == json::Value("GET")) request.Set("requestTemplate", kDefaultRequestTemplate);
  json::Object response = MemberObject(config, "response");
  SetDefault(response, "translationMap", json::Object());
  SetDefault(response, "translationMapDefaults", json::Object());
  SetDefault(response, "successTemplate", kDefaultSuccessTemplate);
  json::Object out{{"request", std::move(request)}, {"response", std::move(response)}};
  if (const json::Value* timeout = config.Find("timeoutSeconds")) out.Set("timeoutSeconds", *timeout);
  return out;
}

// `required` and a list of types are sets: in one order.
void SortStrings(json::Value* value) {
  json::Array* list = value == nullptr ? nullptr : value->AsArray();
  if (list == nullptr) return;
  if (!std::all_of(list->begin(), list->end(), [](const json::Value& item) { return item.is_string(); })) return;
  std::sort(list->begin(), list->end(),
            [](const json::Value& a, const json::Value& b) { return *a.AsString() < *b.AsString(); });
}

json::Value NormaliseSchema(const json::Value& schema) {
  const json::Object* members = schema.AsObject();
  if (members == nullptr) return schema;
  json::Object out = MapSubschemas(*members, NormaliseSchema);
  SortStrings(out.Find("required"));
  SortStrings(out.Find("type"));
  return out;
}

const json::Value* FindIn(const json::Object& object, std::string_view name, std::string_view inner) {
  const json::Value* member = object.Find(name);
  return member == nullptr ? nullptr : member->Find(inner);
}

}  // namespace

json::Object NormaliseContract(const json::Object& contract) {
  json::Object out;
  if (const json::Value* schema = FindIn(contract, "input", "inputSchema")) {
    json::Value normal = NormaliseSchema(*schema);
    if (json::Object* members = normal.AsObject()) {
      RemoveTag(*members);
      if (normal.FindString("description") == "") members->Remove("description");
    }
    out.Append("input", json::Object{{"inputSchema", std::move(normal)}});
  }
  if (const json::Value* schema = FindIn(contract, "output", "successSchema")) {
    out.Append("output", json::Object{{"successSchema", NormaliseSchema(*schema)}});
  }
  return out;
}

json::Value Normalise(const DataAction& action) {
  json::Object out{{"name", action.name}};
  if (action.category) out.Set("category", *action.category);
  out.Set("secure", action.secure.value_or(false));
  if (action.integration_id) out.Set("integrationId", *action.integration_id);
  out.Set("config", NormaliseConfig(action.config));
  out.Set("contract", NormaliseContract(action.contract));
  return out;
}

}  // namespace genesys_cfn::definition
