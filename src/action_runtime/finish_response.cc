// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/finish_response.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "action_runtime/contract_check.h"
#include "action_runtime/flatten.h"
#include "action_runtime/json_path.h"
#include "action_runtime/velocity_renderer.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr size_t kShownBytes = 2'000;
// "JSON depth 50 levels" (genesys-cloud-api.md 4.5).
constexpr size_t kDeepestJson = 50;

std::string Shortened(const std::string& text) {
  if (text.size() <= kShownBytes) return text;
  return Concat(TruncateUtf8(text, kShownBytes), "... (", text.size(), " bytes)");
}

class Finish {
 public:
  Finish(const Action& action, Execution execution, const IntegrationContext& context, ResultForm form)
      : action_(action), execution_(std::move(execution)), context_(context), form_(form) {}

  Execution Run(const std::variant<RemoteAnswer, RemoteFailure>& answer) {
    if (const auto* const failure = std::get_if<RemoteFailure>(&answer)) {
      FailSending(*failure);
      return std::move(execution_);
    }
    TemplateScope scope;
    scope.undefined = UndefinedReference::kError;
    std::string text;
    if (ReadAnswer(std::get<RemoteAnswer>(answer)) && Map(scope) && RenderSuccess(scope, text)) ReadResult(text);
    return std::move(execution_);
  }

 private:
  void FailSending(const RemoteFailure& failure) {
    StepError error{failure.status, failure.status >= 500 ? "internal.server.error" : "bad.request",
                    Concat("The request failed: ", Masked(failure.message, context_))};
    if (failure.timed_out) {
      error = {504, "request.timeout",
               Concat("The request was not answered within ", action_.timeout.count() / 1'000, " seconds")};
    }
    execution_.Fail(steps::kSend, std::move(error));
  }

  bool ReadAnswer(const RemoteAnswer& answer) {
    const std::string shown = Masked(Shortened(answer.body), context_);
    if (answer.status >= 300) {
      execution_.Fail(steps::kSend, {.message = Concat("The request was answered with the status ", answer.status,
                                                       answer.body.empty() ? "" : ": ", shown)});
      return false;
    }
    execution_.Pass(steps::kSend, json::Value(json::Object{{"status", answer.status}, {"body", shown}}));
    if (Trim(answer.body).empty()) {
      document_ = json::Object{};
      execution_.Pass(steps::kParse, document_);
      return true;
    }
    auto document = json::Parse(answer.body, {.max_depth = kDeepestJson});
    if (!document.has_value()) {
      execution_.Fail(steps::kParse,
                      {.message = Concat("The response is not valid JSON: ", document.error().message, ". It begins: ",
                                         Masked(std::string(TruncateUtf8(answer.body, 200)), context_))});
      return false;
    }
    document_ = *std::move(document);
    execution_.Pass(steps::kParse, Masked(document_, context_));
    return true;
  }

  [[nodiscard]] const std::string* DefaultOf(std::string_view name) const {
    const auto found = std::find_if(action_.translation_map_defaults.begin(), action_.translation_map_defaults.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == action_.translation_map_defaults.end() ? nullptr : &found->second;
  }

  // Each name with the JSON text of its value. A name without value and default stays unset.
  bool Map(TemplateScope& scope) {
    scope.names.Set("rawResult", json::Write(document_));
    json::Object shown;
    for (const auto& [name, source] : action_.translation_map) {
      const auto path = ParseJsonPath(source);
      if (const auto* const error = std::get_if<TextError>(&path)) {
        return FailMap(name, source, Describe(source, *error));
      }
      auto value = EvaluateJsonPath(std::get<JsonPath>(path), document_);
      if (!value.has_value() && value.error().code != ErrorCode::kNotFound) {
        return FailMap(name, source, value.error().message);
      }
      std::string text;
      if (value.has_value()) {
        text = json::Write(*value);
        execution_.mapped.push_back(name);
      } else if (const std::string* const fallback = DefaultOf(name)) {
        // Raw text; what is no JSON can only be meant as a text.
        text = json::Parse(*fallback).has_value() ? *fallback : json::Quote(*fallback);
        execution_.defaulted.push_back(name);
      } else {
        continue;
      }
      shown.Set(name, text);
      scope.names.Set(name, std::move(text));
    }
    execution_.Pass(steps::kMap, Masked(json::Value(std::move(shown)), context_));
    return true;
  }

  bool FailMap(std::string_view name, std::string_view source, std::string_view problem) {
    execution_.Fail(steps::kMap,
                    {.message = Concat("The translationMap's path '", source, "' of '", name, "' failed: ", problem)});
    return false;
  }

  bool RenderSuccess(const TemplateScope& scope, std::string& text) {
    auto rendered = RenderVelocity(action_.success_template, scope);
    if (const auto* const error = std::get_if<TextError>(&rendered)) {
      execution_.Fail(steps::kSuccess,
                      {.message = Concat("Transform failed to process result using 'successTemplate' template due to "
                                         "error: ",
                                         Describe(action_.success_template, *error))});
      return false;
    }
    text = std::get<Rendered>(std::move(rendered)).text;
    execution_.Pass(steps::kSuccess, json::Value(Masked(Shortened(text), context_)));
    return true;
  }

  void ReadResult(const std::string& text) {
    auto result = json::Parse(text, {.max_depth = kDeepestJson});
    if (!result.has_value()) {
      execution_.Fail(steps::kOutput,
                      {.message = Concat("The result of successTemplate is not valid JSON: ", result.error().message)});
      return;
    }
    const auto violations = CheckContract(action_.success_schema, *result);
    if (!violations.empty()) {
      execution_.Fail(steps::kOutput, {400, "invalid.schema",
                                       Concat("The result does not fit the output schema: ", Describe(violations))});
      return;
    }
    execution_.Pass(steps::kOutput, Masked(*result, context_));
    if (form_ == ResultForm::kFlattened) {
      auto flat = FlattenResult(*result);
      if (!flat.has_value()) {
        execution_.Fail(steps::kFlatten, {.message = flat.error().message});
        return;
      }
      result = std::move(flat);
      execution_.Pass(steps::kFlatten, Masked(*result, context_));
    }
    execution_.result = *std::move(result);
  }

  const Action& action_;
  Execution execution_;
  const IntegrationContext& context_;
  ResultForm form_;
  json::Value document_;
};

}  // namespace

Execution FinishResponse(const Action& action, Execution execution, const IntegrationContext& context,
                         const std::variant<RemoteAnswer, RemoteFailure>& answer, ResultForm form) {
  return Finish(action, std::move(execution), context, form).Run(answer);
}

}  // namespace genesys_cfn::action_runtime
