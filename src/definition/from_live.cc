// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "definition/member_reader.h"
#include "definition/normalise.h"
#include "definition/ownership_tag.h"

namespace genesys_cfn::definition {
namespace {

Error NotAsDocumented(std::string_view detail) {
  return {ErrorCode::kUnavailable, Concat("the platform's answer for a data action is not as documented: ", detail)};
}

Error NotExpanded(std::string_view member, std::string_view parameter) {
  return {ErrorCode::kInvalidInput,
          Concat("the platform's answer for a data action has no ", member, "; it was to be read with ", parameter)};
}

// The member, with an absent one and null alike as nullptr.
const json::Value* Present(const json::Object& object, std::string_view name) {
  const json::Value* value = object.Find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

// Reads members of the answer and keeps the first thing that is wrong with it. Values never reach the message.
class LiveReader {
 public:
  std::optional<std::string> String(const json::Object& object, std::string_view name) {
    const json::Value* value = Present(object, name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) Fail(name, "a string", *value);
    return value->is_string() ? std::optional(*value->AsString()) : std::nullopt;
  }
  std::optional<bool> Boolean(const json::Object& object, std::string_view name) {
    const json::Value* value = Present(object, name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_bool()) Fail(name, "a boolean", *value);
    return value->is_bool() ? std::optional(*value->AsBool()) : std::nullopt;
  }
  json::Object Object(const json::Object& object, std::string_view name) {
    const json::Value* value = Present(object, name);
    if (value == nullptr) return {};
    if (!value->is_object()) Fail(name, "an object", *value);
    return value->is_object() ? *value->AsObject() : json::Object();
  }
  void CopyString(const json::Object& from, std::string_view name, json::Object& to) {
    if (std::optional<std::string> text = String(from, name)) to.Set(name, *std::move(text));
  }
  void CopyStringMap(const json::Object& from, std::string_view name, json::Object& to) {
    if (Present(from, name) == nullptr) return;
    json::Object map = Object(from, name);
    for (const auto& [key, value] : map) {
      if (!value.is_string()) Fail(Concat(name, "/", TruncateUtf8(key, 80)), "a string", value);
    }
    to.Set(name, std::move(map));
  }
  void Fail(std::string_view name, std::string_view expected, const json::Value& found) {
    if (error_) return;
    error_ = NotAsDocumented(Concat(name, " should be ", expected, " but is ", TypeWithArticle(found)));
  }
  void Fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

// The text of a template: the fetched file, else inline. A link without its text would compare as the platform's
// default.
void CopyTemplate(LiveReader& reader, const json::Object& from, const std::string& name,
                  const std::optional<std::string>& fetched, json::Object& to) {
  if (fetched) {
    to.Set(name, *fetched);
    return;
  }
  reader.CopyString(from, name, to);
  if (!to.Contains(name) && Present(from, name + "Uri") != nullptr) {
    reader.Fail(Error{ErrorCode::kInvalidInput, Concat("the text of ", name, " was not read from the platform")});
  }
}

void ReadConfig(LiveReader& reader, const json::Object& config, const std::optional<std::string>& request_template,
                const std::optional<std::string>& success_template, DataAction& action) {
  const json::Object request = reader.Object(config, "request");
  json::Object request_out;
  reader.CopyString(request, "requestUrlTemplate", request_out);
  reader.CopyString(request, "requestType", request_out);
  reader.CopyStringMap(request, "headers", request_out);
  CopyTemplate(reader, request, "requestTemplate", request_template, request_out);
  const json::Object response = reader.Object(config, "response");
  json::Object response_out;
  reader.CopyStringMap(response, "translationMap", response_out);
  reader.CopyStringMap(response, "translationMapDefaults", response_out);
  CopyTemplate(reader, response, "successTemplate", success_template, response_out);
  action.config.Set("request", std::move(request_out));
  action.config.Set("response", std::move(response_out));
  const json::Value* timeout = Present(config, "timeoutSeconds");
  if (timeout == nullptr) return;
  if (!timeout->is_number()) reader.Fail("timeoutSeconds", "a number", *timeout);
  if (timeout->AsInteger() != 0) action.config.Set("timeoutSeconds", *timeout);
}

void ReadSchema(LiveReader& reader, const json::Object& contract, std::string_view side, std::string_view name,
                DataAction& action) {
  const json::Object members = reader.Object(contract, side);
  if (Present(members, name) == nullptr) {
    reader.Fail(NotExpanded(Concat("contract/", side, "/", name), "expand=contract"));
    return;
  }
  action.contract.Set(side, json::Object{{std::string(name), reader.Object(members, name)}});
}

}  // namespace

Result<DataAction> FromLive(const json::Value& live, const std::optional<std::string>& request_template,
                            const std::optional<std::string>& success_template) {
  const json::Object* members = live.AsObject();
  if (members == nullptr) return NotAsDocumented(Concat("it should be an object but is ", TypeWithArticle(live)));
  LiveReader reader;
  DataAction action;
  const std::optional<std::string> name = reader.String(*members, "name");
  if (!name || name->empty()) reader.Fail(NotAsDocumented("it has no name"));
  action.name = name.value_or("");
  action.category = reader.String(*members, "category");
  action.integration_id = reader.String(*members, "integrationId");
  action.secure = reader.Boolean(*members, "secure");
  if (Present(*members, "config") == nullptr) reader.Fail(NotExpanded("config", "includeConfig=true"));
  if (Present(*members, "contract") == nullptr) reader.Fail(NotExpanded("contract", "expand=contract"));
  ReadConfig(reader, reader.Object(*members, "config"), request_template, success_template, action);
  const json::Object contract = reader.Object(*members, "contract");
  ReadSchema(reader, contract, "input", "inputSchema", action);
  ReadSchema(reader, contract, "output", "successSchema", action);
  if (reader.error()) return *reader.error();
  RemoveTag(action);
  return action;
}

}  // namespace genesys_cfn::definition
