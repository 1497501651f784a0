// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/action.h"

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

const json::Object kNothing;

Result<std::string> ReadText(const json::Object& object, std::string_view name, std::string_view fallback) {
  const json::Value* const value = object.Find(name);
  if (value == nullptr || value->is_null()) return std::string(fallback);
  if (value->is_string()) return *value->AsString();
  return Error{ErrorCode::kInvalidInput, Concat(name, " must be a string, not ", json::TypeName(*value))};
}

Result<Action::Texts> ReadTexts(const json::Object& object, std::string_view name) {
  Action::Texts texts;
  const json::Value* const value = object.Find(name);
  if (value == nullptr || value->is_null()) return texts;
  if (!value->is_object()) {
    return Error{ErrorCode::kInvalidInput, Concat(name, " must be an object, not ", json::TypeName(*value))};
  }
  for (const auto& [key, text] : *value->AsObject()) {
    if (!text.is_string()) return Error{ErrorCode::kInvalidInput, Concat(name, ".", key, " must be a string")};
    texts.emplace_back(key, *text.AsString());
  }
  return texts;
}

Result<const json::Object*> ReadObject(const json::Object& object, std::string_view name) {
  const json::Value* const value = object.Find(name);
  if (value == nullptr || value->is_null()) return &kNothing;
  if (value->is_object()) return value->AsObject();
  return Error{ErrorCode::kInvalidInput, Concat(name, " must be an object, not ", json::TypeName(*value))};
}

}  // namespace

IntegrationKind KindOfIntegration(std::string_view type) {
  if (type == "purecloud-data-actions") return IntegrationKind::kGenesysCloud;
  if (type == "salesforce-datadip") return IntegrationKind::kSalesforce;
  if (type == "aws-lambda-data-actions") return IntegrationKind::kLambda;
  if (type == "function-data-actions") return IntegrationKind::kFunction;
  return IntegrationKind::kWebServices;
}

Result<Action> ReadAction(const json::Object& config, json::Value input_schema, json::Value success_schema) {
  Action action;
  TRY_ASSIGN(const json::Object* const request, ReadObject(config, "request"));
  TRY_ASSIGN(const json::Object* const response, ReadObject(config, "response"));
  TRY_ASSIGN(action.method, ReadText(*request, "requestType", "POST"));
  TRY_ASSIGN(action.url_template, ReadText(*request, "requestUrlTemplate", ""));
  TRY_ASSIGN(action.headers, ReadTexts(*request, "headers"));
  TRY_ASSIGN(action.request_template, ReadText(*request, "requestTemplate", "${input.rawRequest}"));
  TRY_ASSIGN(action.translation_map, ReadTexts(*response, "translationMap"));
  TRY_ASSIGN(action.translation_map_defaults, ReadTexts(*response, "translationMapDefaults"));
  TRY_ASSIGN(action.success_template, ReadText(*response, "successTemplate", "${rawResult}"));
  const json::Value* const seconds = config.Find("timeoutSeconds");
  if (seconds != nullptr && seconds->AsInteger().value_or(0) > 0) {
    action.timeout = Milliseconds(*seconds->AsInteger() * 1'000);
  }
  action.input_schema = std::move(input_schema);
  action.success_schema = std::move(success_schema);
  return action;
}

}  // namespace genesys_cfn::action_runtime
