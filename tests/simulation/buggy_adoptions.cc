// SPDX-License-Identifier: Apache-2.0
// The planted bugs of adoptions: planted_bugs.h.
#include "base/text.h"
#include "http/message.h"
#include "json/parse.h"
#include "json/write.h"
#include "simulation/planted_bugs.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kProperties[] = {"AdoptIntegrationId", "AdoptCredentialId"};
constexpr std::string_view kTag = " [genesys-cfn 1 0123456789abcdef 0123456789abcdef]";

std::string AdoptedIn(const json::Value& event, std::string_view member) {
  const json::Value* properties = event.Find(member);
  if (properties == nullptr) return "";
  for (const std::string_view name : kProperties) {
    if (auto id = properties->FindString(name)) return *std::move(id);
  }
  return "";
}

void Forget(json::Object& event, std::string_view member) {
  json::Value* properties = event.Find(member);
  if (properties == nullptr) return;
  for (const std::string_view name : kProperties) properties->AsObject()->Remove(name);
  properties->AsObject()->Remove("OnDelete");
}

}  // namespace

std::string BuggyClient::AdoptedNow() const {
  return AdoptedIn(event_, "ResourceProperties");
}

std::string BuggyClient::AdoptedBefore() const {
  return AdoptedIn(event_, "OldResourceProperties");
}

void BuggyClient::ChangeAdoption(json::Object& event) const {
  if (AdoptedNow().empty()) return;
  if (bug_.Is("adoption-deletes")) event.Find("ResourceProperties")->AsObject()->Set("OnDelete", "Delete");
  const bool forgets = bug_.Is("adoption-makes-one") ||
                       (bug_.Is("adoption-not-released") && event_.FindString("RequestType") == "Delete");
  if (!forgets) return;
  Forget(event, "ResourceProperties");
  Forget(event, "OldResourceProperties");
}

http::Request BuggyClient::ChangedAdoption(const http::Request& request) const {
  http::Request changed = request;
  if (request.method != "PUT" || AdoptedNow().empty()) return changed;
  auto body = json::Parse(request.body);
  if (!body || !body->is_object()) return changed;
  json::Object& members = *body->AsObject();
  const std::string before = event_.FindString("PhysicalResourceId").value_or("");
  if (bug_.Is("adoption-keeps-id") && members.Contains("PhysicalResourceId") && !before.empty()) {
    members.Set("PhysicalResourceId", before);
  } else if (bug_.Is("adoption-tags") && !members.Contains("Status")) {
    const std::string_view text = members.Contains("credentialFields") ? "name" : "notes";
    members.Set(text, Concat(body->FindString(text).value_or(""), kTag));
  } else {
    return changed;
  }
  changed.body = json::Write(*body);
  return changed;
}

void BuggyClient::BeforeAnswerOfAdoption(const http::Request& answer, const http::CallOptions& options) {
  const std::string type = event_.FindString("RequestType").value_or("");
  const bool has_failed = answer.body.find(R"("Status":"FAILED")") != std::string::npos;
  std::string deleted;
  if (bug_.Is("adoption-failed-deletes") && type == "Create" && has_failed) deleted = AdoptedNow();
  if (bug_.Is("adoption-undone-deletes") && type == "Update" && AdoptedNow() != AdoptedBefore()) {
    deleted = AdoptedBefore();
  }
  if (deleted.empty() || authorization_.empty()) return;
  const bool is_credential = event_.FindString("ResourceType") == "Custom::GenesysCredential";
  static_cast<void>(network_.Send(
      Own("DELETE", Concat("/api/v2/integrations/", is_credential ? "credentials/" : "", deleted), ""), options));
}

}  // namespace genesys_cfn::simulation
