// SPDX-License-Identifier: Apache-2.0
// The planted bugs of look-ups and authentication actions: planted_bugs.h.
#include "base/text.h"
#include "http/message.h"
#include "json/parse.h"
#include "json/write.h"
#include "simulation/planted_bugs.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kActions = "/api/v2/integrations/actions";
constexpr std::string_view kAuth = "Custom::GenesysCustomAuthAction";
constexpr std::string_view kLookUp = "Custom::GenesysDataActionLookup";

bool IsAuthAction(const http::Request& request) {
  return request.target.starts_with(Concat(kActions, "/customAuth"));
}

std::string WantedText(const json::Value& event, std::string_view member) {
  const json::Value* properties = event.Find("ResourceProperties");
  return properties == nullptr ? std::string() : properties->FindString(member).value_or("");
}

}  // namespace

// A request of the provider's own accord, with the token that it had last.
http::Request BuggyClient::Own(std::string method, std::string target, std::string body) const {
  http::Headers headers{{"Authorization", authorization_}};
  if (!body.empty()) headers.Add("Content-Type", "application/json");
  return {std::move(method), genesys_origin_, std::move(target), std::move(headers), std::move(body)};
}

std::optional<json::Value> BuggyClient::Ask(const std::string& target, const http::CallOptions& options) {
  const auto answer = network_.Send(Own("GET", target, ""), options);
  auto body = answer && answer->ok() ? json::Parse(answer->body) : Result<json::Value>(Error{});
  return body ? std::optional<json::Value>(*std::move(body)) : std::nullopt;
}

void BuggyClient::BeforeAnswer(const http::CallOptions& options) {
  if (event_.FindString("RequestType") != "Delete" || authorization_.empty()) return;
  const std::string type = event_.FindString("ResourceType").value_or("");
  const std::string target = Concat(kActions, "/", event_.FindString("PhysicalResourceId").value_or(""));
  if (type == kLookUp && bug_.Is("lookup-deletes"))
    static_cast<void>(network_.Send(Own("DELETE", target, ""), options));
  if (type != kAuth || !bug_.Is("auth-reset-on-delete")) return;
  const auto live = Ask(target, options);
  if (!live || live->Find("version") == nullptr) return;
  const json::Object request{{"requestUrlTemplate", "${credentials.loginUrl}"}, {"requestType", "POST"}};
  const json::Object config{{"request", request}, {"response", json::Object()}};
  static_cast<void>(network_.Send(
      Own("PATCH", target, json::Write(json::Object{{"config", config}, {"version", *live->Find("version")}})),
      options));
}

http::Request BuggyClient::ChangedReference(const http::Request& request, const http::CallOptions& options) {
  http::Request changed = request;
  const bool is_lookup = event_.FindString("ResourceType") == kLookUp;
  const std::string id = event_.FindString("PhysicalResourceId").value_or("");
  const bool succeeded = request.body.find(R"("Status":"SUCCESS")") != std::string::npos;
  if (bug_.Is("lookup-keeps-id") && is_lookup && succeeded && event_.FindString("RequestType") == "Update") {
    auto body = json::Parse(request.body);
    if (body && body->is_object()) {
      body->AsObject()->Set("PhysicalResourceId", id);
      changed.body = json::Write(*body);
    }
  }
  if (!bug_.Is("auth-of-another") || request.method != "PATCH" || !IsAuthAction(request)) return changed;
  const auto list = Ask(Concat(kActions, "?pageSize=100&pageNumber=1&includeAuthActions=true"), options);
  const json::Value* entities = list ? list->Find("entities") : nullptr;
  if (entities == nullptr || !entities->is_array()) return changed;
  for (const json::Value& entity : *entities->AsArray()) {
    const std::string target = Concat(kActions, "/", entity.FindString("id").value_or(""));
    if (!target.starts_with(Concat(kActions, "/customAuth")) || target == request.target) continue;
    const auto live = Ask(target, options);
    auto patch = json::Parse(request.body);
    if (!live || live->Find("version") == nullptr || !patch) break;
    patch->AsObject()->Set("version", *live->Find("version"));
    changed.target = target;
    changed.body = json::Write(*patch);
    break;
  }
  return changed;
}

void BuggyClient::ChangeList(json::Value& body) {
  json::Value* const entities = body.AsObject()->Find("entities");
  if (entities == nullptr || !entities->is_array()) return;
  const std::string name = WantedText(event_, "Name");
  const std::string integration = WantedText(event_, "IntegrationId");
  json::Array kept;
  for (json::Value& entity : *entities->AsArray()) {
    if (bug_.Is("lookup-part-of-name")) entity.AsObject()->Set("name", name);
    if (bug_.Is("lookup-any-integration") && !integration.empty()) entity.AsObject()->Set("integrationId", integration);
    const bool is_first = kept.empty() && entity.FindString("name") == name &&
                          (integration.empty() || entity.FindString("integrationId") == integration);
    if (is_first || !bug_.Is("lookup-takes-the-first")) kept.push_back(std::move(entity));
  }
  *entities = std::move(kept);
}

Result<http::Response> BuggyClient::AnswerOfReference(const http::Request& request, Result<http::Response> answer,
                                                      const http::CallOptions& options) {
  const std::string type = event_.FindString("ResourceType").value_or("");
  if (request.method == "PATCH" && IsAuthAction(request) && bug_.Is("auth-patch-not-repeated") &&
      !(answer && answer->ok())) {
    return network_.Send(Own("GET", request.target, ""), options);
  }
  if (!answer) return answer;
  const bool goes_on =
      (type == kAuth && bug_.Is("auth-fails-in-rollback")) || (type == kLookUp && bug_.Is("lookup-fails-in-rollback"));
  if (goes_on) answer->body = ReplaceAll(answer->body, "_ROLLBACK_", "_");
  auto body = answer->ok() && request.method == "GET" ? json::Parse(answer->body) : Result<json::Value>(Error{});
  if (!body || !body->is_object()) return answer;
  if (IsAuthAction(request) && bug_.Is("auth-write-without-difference") && !patched_ &&
      body->Find("version") != nullptr) {
    patched_ = true;
    const json::Object same{{"name", body->FindString("name").value_or("")}, {"version", *body->Find("version")}};
    static_cast<void>(
        network_.Send(Own("PATCH", std::string(http::PathOf(request.target)), json::Write(same)), options));
  }
  if (type != kLookUp) return answer;
  if (request.target.starts_with(Concat(kActions, "?"))) {
    ChangeList(*body);
    answer->body = json::Write(*body);
  } else if (request.target.starts_with(Concat(kActions, "/")) && bug_.Is("lookup-part-of-name")) {
    body->AsObject()->Set("name", WantedText(event_, "Name"));
    answer->body = json::Write(*body);
  }
  return answer;
}

}  // namespace genesys_cfn::simulation
