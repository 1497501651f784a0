// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/prepare_request.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "action_runtime/contract_check.h"
#include "action_runtime/velocity_renderer.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr std::string_view kMask = "***";

StepError Substitution(std::string_view where, std::string_view source, const TextError& error) {
  return {500, "invalid.substitution",
          Concat("Transform failed to process the request using '", where,
                 "' template due to error: ", Describe(source, error))};
}

json::Value Hidden(const json::Value& value) {
  if (value.is_string()) return kMask;
  if (const auto* const object = value.AsObject()) {
    json::Object out;
    for (const auto& [name, member] : *object) out.Append(name, Hidden(member));
    return out;
  }
  return value;
}

class Preparation {
 public:
  Preparation(const Action& action, const json::Object& inputs, const IntegrationContext& context)
      : action_(action), context_(context) {
    json::Object visible = inputs;
    visible.Set("rawRequest", json::Write(inputs));
    scope_.names = {{"input", visible}, {"credentials", context.credentials}};
    shown_scope_.names = {{"input", visible}, {"credentials", Hidden(context.credentials)}};
    if (context.auth_response) {
      scope_.names.Set("authResponse", *context.auth_response);
      shown_scope_.names.Set("authResponse", Hidden(*context.auth_response));
    }
  }

  void Run(PreparedRequest& out) {
    OutgoingRequest request{.method = action_.method, .timeout = action_.timeout};
    if (RenderUrl(out.execution, request) && RenderHeaders(out.execution, request) &&
        RenderBody(out.execution, request)) {
      out.request = std::move(request);
    }
  }

 private:
  // The real text, and beside it the one that may be shown: rendered from hidden secrets, since a template can encode
  // what it gets.
  std::variant<std::string, TextError> Render(const std::string& source, std::string& shown) const {
    auto rendered = RenderVelocity(source, scope_);
    if (auto* const error = std::get_if<TextError>(&rendered)) return std::move(*error);
    const auto hidden = RenderVelocity(source, shown_scope_);
    const auto* const text = std::get_if<Rendered>(&hidden);
    shown = text != nullptr ? Masked(text->text, context_) : std::string(kMask);
    return std::get<Rendered>(std::move(rendered)).text;
  }

  bool RenderUrl(Execution& execution, OutgoingRequest& request) const {
    if (context_.kind == IntegrationKind::kFunction) {
      execution.Pass(steps::kUrl);
      return true;
    }
    std::string shown;
    auto rendered = Render(action_.url_template, shown);
    if (const auto* const error = std::get_if<TextError>(&rendered)) {
      execution.Fail(steps::kUrl, Substitution("requestUrlTemplate", action_.url_template, *error));
      return false;
    }
    request.url = Trim(std::get<std::string>(rendered));
    std::string problem = ProblemOfUrl(request.url);
    if (!problem.empty()) {
      execution.Fail(steps::kUrl, {.message = Concat("requestUrlTemplate gives '", shown, "': ", problem)});
      return false;
    }
    if (context_.kind == IntegrationKind::kSalesforce) request.url = Concat(InstanceUrl(), request.url);
    execution.Pass(steps::kUrl, json::Value(shown));
    return true;
  }

  [[nodiscard]] std::string InstanceUrl() const {
    for (const std::string_view name : {"instance_url", "instanceUrl", "loginUrl"}) {
      const json::Value* value = context_.credentials.Find(name);
      if (value == nullptr && context_.auth_response) value = context_.auth_response->Find(name);
      if (value != nullptr && value->is_string()) return *value->AsString();
    }
    return "";
  }

  [[nodiscard]] std::string ProblemOfUrl(const std::string& url) const {
    const bool absolute = url.starts_with("https://") || url.starts_with("http://");
    if (std::any_of(url.begin(), url.end(), [](unsigned char byte) { return byte <= ' '; })) {
      return "a URL has no blanks or control characters; use $esc.uriEncode for its parts";
    }
    switch (context_.kind) {
      case IntegrationKind::kGenesysCloud:
        return url.starts_with("/api/v2/") ? "" : "the URL of a Genesys Cloud action is a path that begins /api/v2/";
      case IntegrationKind::kWebServices:
        return absolute ? "" : "the URL of a web services action begins https:// or http://";
      case IntegrationKind::kSalesforce:
        if (!url.starts_with('/')) return "the URL of a Salesforce action is a path that begins /services/";
        return InstanceUrl().empty() ? "the integration's credential has no instance_url" : "";
      case IntegrationKind::kLambda:
        return url.empty() ? "the URL of an AWS Lambda action is the ARN of a function" : "";
      case IntegrationKind::kFunction:
        break;
    }
    return "";
  }

  bool RenderHeaders(Execution& execution, OutgoingRequest& request) const {
    json::Object all_shown;
    for (const auto& [name, source] : action_.headers) {
      std::string shown;
      auto rendered = Render(source, shown);
      if (const auto* const error = std::get_if<TextError>(&rendered)) {
        execution.Fail(steps::kHeaders, Substitution(name, source, *error));
        return false;
      }
      std::string value = std::get<std::string>(std::move(rendered));
      const std::string problem = ProblemOfHeader(name, value);
      if (!problem.empty()) {
        execution.Fail(steps::kHeaders, {.message = Concat("The header ", name, " ", problem)});
        return false;
      }
      // A switch of the platform for servers that take no chunked bodies.
      if (EqualsIgnoreCase(name, "Transfer-Encoding") && EqualsIgnoreCase(value, "buffered")) continue;
      all_shown.Set(name, shown);
      request.headers.emplace_back(name, std::move(value));
    }
    execution.Pass(steps::kHeaders, json::Value(std::move(all_shown)));
    if (context_.kind != IntegrationKind::kLambda && context_.kind != IntegrationKind::kFunction) {
      AddDefault(request, "Accept", "application/json");
      AddDefault(request, "User-Agent", "PureCloudIntegrations/1.0");
      if (action_.method != "GET") AddDefault(request, "Content-Type", "application/json");
    }
    return true;
  }

  static std::string ProblemOfHeader(std::string_view name, std::string_view value) {
    constexpr std::string_view kToken = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if (name.empty() || name.find_first_not_of(kToken) != std::string_view::npos) return "has no valid name";
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
      return "has a line end in its value";
    }
    const std::string type = ToLower(Trim(Split(value, ';').front()));
    if (EqualsIgnoreCase(name, "Accept") && type != "application/json" && !type.ends_with("+json")) {
      return "must be a JSON media type, such as application/json";
    }
    return "";
  }

  static void AddDefault(OutgoingRequest& request, std::string_view name, std::string_view value) {
    for (const auto& header : request.headers) {
      if (EqualsIgnoreCase(header.first, name)) return;
    }
    request.headers.emplace_back(name, value);
  }

  bool RenderBody(Execution& execution, OutgoingRequest& request) const {
    if (action_.method == "GET") {
      execution.Pass(steps::kBody);
      return true;
    }
    std::string shown;
    auto rendered = Render(action_.request_template, shown);
    if (const auto* const error = std::get_if<TextError>(&rendered)) {
      execution.Fail(steps::kBody, Substitution("requestTemplate", action_.request_template, *error));
      return false;
    }
    request.body = std::get<std::string>(std::move(rendered));
    execution.Pass(steps::kBody, json::Value(shown));
    return true;
  }

  const Action& action_;
  const IntegrationContext& context_;
  TemplateScope scope_;
  TemplateScope shown_scope_;
};

}  // namespace

PreparedRequest PrepareRequest(const Action& action, const json::Object& inputs, const IntegrationContext& context) {
  PreparedRequest out;
  const json::Object complete = WithDefaults(action.input_schema, inputs);
  const auto violations = CheckContract(action.input_schema, complete);
  if (!violations.empty()) {
    out.execution.Fail(steps::kInput, {400, "invalid.schema",
                                       Concat("The input does not fit the input schema: ", Describe(violations))});
    return out;
  }
  out.execution.Pass(steps::kInput, json::Value(complete));
  json::Array names;
  for (const auto& [name, value] : context.credentials) names.emplace_back(name);
  out.execution.Pass(steps::kCredentials, json::Value(std::move(names)));
  if (context.auth_failure) {
    out.execution.Fail(steps::kAuthentication, *context.auth_failure);
    return out;
  }
  out.execution.Pass(steps::kAuthentication);
  Preparation(action, complete, context).Run(out);
  return out;
}

}  // namespace genesys_cfn::action_runtime
