// SPDX-License-Identifier: Apache-2.0
#include "simulation/planted_bugs.h"

#include <array>

#include "base/text.h"
#include "http/message.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kActions = "/api/v2/integrations/actions";

constexpr auto kBugs = std::to_array<PlantedBug::Entry>({
    {"ignore-version", "a PATCH carries the version that is live, not the one that was read", 4000},
    {"answer-twice", "an event is answered a second time, otherwise"},
    {"delete-by-owner", "a Delete takes every action of the resource's owner with it"},
    {"retry-post", "a POST whose outcome is unknown is sent again"},
    {"skip-look-up", "look-ups by tag find nothing"},
    {"replace-on-drift", "a difference to the live action alone makes a replacement"},
    {"drift-fails-rollback", "a stack that rolls back is taken for one that goes forward"},
    {"forget-replacement", "what an overtaken Update made is not deleted"},
    {"gone-at-once", "one 404 is believed for good", 1000},
    {"overwrite-drift", "somebody else's change is overwritten"},
    {"always-fresh", "no request counts as repeated or late, and CloudFormation is never asked"},
    {"nothing-marker", "an unknown outcome is marked as nothing", 3000},
    {"new-id-on-failure", "a failed Update answers with another physical id"},
    {"no-wait-for-cancelled", "the Delete of an invented id looks for nothing"},
    {"write-without-difference", "an unchanged action is written all the same"},
    {"no-answer-on-failure", "a failure is not answered"},
    {"answer-too-long", "a body may have more than 4,096 bytes"},
    {"null-in-answer", "a SUCCESS carries a reason that is null"},
    {"log-the-event", "the whole event is logged"},
    {"secret-in-reason", "a failure's reason quotes the authorisation header"},
    {"delete-adopted", "an adopted action is deleted"},
    {"ignore-users", "an action that published flows use is deleted"},
    {"endless-retry", "a refusal is tried again and again"},
    {"no-tag", "actions are created without an ownership tag"},
    {"shared-owner", "every resource has the same owner in its tag"},
    {"unchecked-answer", "the status of the answer's PUT is not looked at"},
    {"delete-not-found-fails", "a Delete of what is gone fails"},
    {"ignore-tests", "a test that fails counts as passed"},
    {"publish-before-tests", "a draft is published before it is tested"},
    {"leave-draft", "the draft of a gate that failed is left behind"},
    {"test-in-rollback", "a stack that rolls back is tested too", 1000},
    {"foreign-update", "an Update writes to the first action of that name"},
    {"integration-untagged", "integrations are made without a tag", 300, Population::kObjects},
    {"integration-retry-post", "a POST of an integration with an unknown outcome is sent again", 300,
     Population::kObjects},
    {"integration-half-made", "what could not be configured is left", 300, Population::kObjects},
    {"integration-ignore-actions", "an integration is deleted with the actions that others put on it", 300,
     Population::kObjects},
    {"integration-overwrite-drift", "an edit of an integration is overwritten", 300, Population::kObjects},
    {"credential-untagged", "credentials are made without a tag", 300, Population::kObjects},
    {"credential-retry-post", "a POST of a credential with an unknown outcome is sent again", 300,
     Population::kObjects},
    {"credential-not-rotated", "a changed secret is not written", 300, Population::kObjects},
    {"credential-in-reason", "a failure's reason quotes a value", 300, Population::kObjects},
    {"adoption-deletes", "what was adopted is deleted, whatever OnDelete says", 300, Population::kObjects},
    {"adoption-makes-one", "something new is made in the place of what is to be adopted", 300, Population::kObjects},
    {"adoption-not-released", "a Delete takes what was adopted for something made", 300, Population::kObjects},
    {"adoption-failed-deletes", "an adoption that failed deletes", 300, Population::kObjects},
    {"adoption-undone-deletes", "the rollback of an adoption deletes", 300, Population::kObjects},
    {"adoption-tags", "what was adopted gets an ownership tag", 300, Population::kObjects},
    {"adoption-keeps-id", "an Update that begins an adoption answers with the id of before", 300, Population::kObjects},
    {"adoption-written-in-rollback", "a rollback to what was adopted is taken for an update", 300,
     Population::kObjects},
    {"adoption-deleted-in-rollback", "OnDelete: Delete holds in a rollback, too", 1000, Population::kObjects},
    {"function-takes-draft", "a draft that somebody has opened is taken for an own one", 300, Population::kFunctions},
    {"function-deletes-draft", "a rollback deletes a draft that somebody has opened", 300, Population::kFunctions},
    {"function-without-settings", "an update is published without its settings", 300, Population::kFunctions},
    {"function-forgets-package", "another package in the template is not noticed", 300, Population::kFunctions},
    {"function-half-upload", "the half of a package is uploaded", 300, Population::kFunctions},
    {"function-leave-draft", "a draft that could not be published is left behind", 300, Population::kFunctions},
    {"function-retry-draft", "a POST of a draft with an unknown outcome is sent again", 300, Population::kFunctions},
    {"function-untagged", "drafts are made without a tag", 300, Population::kFunctions},
    {"function-overwrite-drift", "what somebody published is overwritten", 300, Population::kFunctions},
    {"function-ignore-tests", "the test of a function that fails counts as passed", 300, Population::kFunctions},
    {"auth-patch-not-repeated", "a PATCH of an authentication action that was refused counts as done", 1000,
     Population::kReferences},
    {"auth-reset-on-delete", "the Delete of an authentication action sets it back", 300, Population::kReferences},
    {"auth-overwrite-drift", "an edit of an authentication action is overwritten", 300, Population::kReferences},
    {"auth-fails-in-rollback", "a rollback of an authentication action is taken for an update", 300,
     Population::kReferences},
    {"auth-ignore-version", "the PATCH of an authentication action carries the version that is live", 300,
     Population::kReferences},
    {"auth-write-without-difference", "an unchanged authentication action is written all the same", 300,
     Population::kReferences},
    {"auth-of-another", "the authentication action of another integration is written", 300, Population::kReferences},
    {"lookup-takes-the-first", "of several actions a look-up takes the first", 300, Population::kReferences},
    {"lookup-part-of-name", "a look-up takes an action whose name has the wanted one in it", 300,
     Population::kReferences},
    {"lookup-any-integration", "a look-up takes an action of any integration", 300, Population::kReferences},
    {"lookup-keeps-id", "an Update of a look-up answers with the id of before", 300, Population::kReferences},
    {"lookup-deletes", "the Delete of a look-up deletes the action", 300, Population::kReferences},
    {"lookup-fails-in-rollback", "a rollback of a look-up is taken for an update", 300, Population::kReferences},
});

bool IsAction(const http::Request& request) {
  return request.target.starts_with(Concat(kActions, "/"));
}

bool IsList(const http::Request& request) {
  return request.method == "GET" && request.target.starts_with(Concat(kActions, "?"));
}

constexpr std::string_view kIntegrations = "/api/v2/integrations";
constexpr std::string_view kCredentials = "/api/v2/integrations/credentials";

bool CreatesIntegration(const http::Request& request) {
  return request.method == "POST" && request.target == kIntegrations;
}

bool CreatesCredential(const http::Request& request) {
  return request.method == "POST" && request.target == kCredentials;
}

// The member of a JSON body without the tag at its end.
std::string WithoutTagIn(const std::string& text, std::string_view member) {
  auto body = json::Parse(text);
  if (!body || !body->FindString(member)) return text;
  const std::string whole = *body->FindString(member);
  body->AsObject()->Set(member, whole.substr(0, whole.find(" [genesys-cfn ")));
  return json::Write(*body);
}

std::string_view IdOf(const http::Request& request) {
  const std::string_view path = http::PathOf(request.target);
  const std::string_view rest = path.substr(std::min(path.size(), kActions.size() + 1));
  return rest.substr(0, rest.find('/'));
}

Result<http::Response> Json(int status, std::string body) {
  return http::Response{status, {{"Content-Type", "application/json"}}, std::move(body)};
}

// The tag in a description with its OWNER made the same for all, or without the tag.
json::Value WithTag(json::Value body, bool keep) {
  json::Value* contract = body.AsObject()->Find("contract");
  json::Value* schema = contract->AsObject()->Find("input")->AsObject()->Find("inputSchema");
  std::string text = schema->FindString("description").value_or("");
  const size_t start = text.find("[genesys-cfn ");
  if (start == std::string::npos) return body;
  if (keep) {
    text.replace(start + 13 + 17, 16, "0123456789abcdef");
  } else {
    text.resize(start);
  }
  schema->AsObject()->Set("description", text);
  return body;
}

}  // namespace

std::span<const PlantedBug::Entry> PlantedBug::All() {
  return kBugs;
}

std::optional<PlantedBug> PlantedBug::Named(std::string_view name) {
  if (name.empty()) return PlantedBug("");
  for (const Entry& entry : kBugs) {
    if (entry.name == name) return PlantedBug(entry.name);
  }
  return std::nullopt;
}

std::string BuggyClient::BeginEvent(const std::string& payload, Logger& logger) {
  gone_.clear();
  patched_ = false;
  answered_ = false;
  opens_draft_ = false;
  auto parsed = json::Parse(payload);
  event_ = parsed ? std::move(*parsed) : json::Value();
  if (bug_.Is("log-the-event")) logger.Info("event", {{"event", payload}});
  json::Object* members = event_.AsObject();
  json::Value* properties = members == nullptr ? nullptr : members->Find("ResourceProperties");
  if (properties == nullptr) return payload;
  if (bug_.Is("replace-on-drift")) properties->AsObject()->Set("OnDrift", "Recreate");
  if (bug_.Is("overwrite-drift")) properties->AsObject()->Set("OnDrift", "Overwrite");
  if (bug_.Is("delete-adopted") && properties->AsObject()->Contains("AdoptActionId")) {
    properties->AsObject()->Set("OnDelete", "Delete");
  }
  ChangeAdoption(*members);
  const bool overwrites =
      bug_.Is("integration-overwrite-drift") || bug_.Is("auth-overwrite-drift") || bug_.Is("function-overwrite-drift");
  if (overwrites) properties->AsObject()->Set("OnDrift", "Overwrite");
  const json::Value* old = members->Find("OldResourceProperties");
  const json::Value* former = old == nullptr ? nullptr : old->Find("Function");
  json::Value* function = properties->AsObject()->Find("Function");
  if (bug_.Is("function-forgets-package") && former != nullptr && function != nullptr) {
    function->AsObject()->Set("Zip", *former->Find("Zip"));
  }
  if (bug_.Is("ignore-users")) properties->AsObject()->Set("DeleteWhenUsed", "Allow");
  return json::Write(event_);
}

std::optional<Result<http::Response>> BuggyClient::InPlaceOfObject(const http::Request& request) {
  const std::string type = event_.FindString("RequestType").value_or("");
  if (request.method == "DELETE" && type != "Delete" && bug_.Is("integration-half-made")) return Json(200, "{}");
  if (IsList(request) && bug_.Is("integration-ignore-actions")) return Json(200, R"({"entities":[]})");
  if (request.method == "PUT" && request.target.starts_with(kCredentials) && bug_.Is("credential-not-rotated")) {
    return Json(200, "{}");
  }
  return std::nullopt;
}

http::Request BuggyClient::ChangedObject(const http::Request& request) {
  http::Request changed = request;
  if (bug_.Is("integration-untagged") && CreatesIntegration(request)) changed.body = WithoutTagIn(request.body, "name");
  if (bug_.Is("integration-untagged") && request.target.ends_with("/config/current") && request.method == "PUT") {
    changed.body = WithoutTagIn(request.body, "notes");
  }
  const bool writes_credential = request.target.starts_with(kCredentials) && !request.body.empty();
  if (bug_.Is("credential-untagged") && writes_credential) changed.body = WithoutTagIn(request.body, "name");
  if (writes_credential) {
    const auto body = json::Parse(request.body);
    const json::Value* fields = body ? body->Find("credentialFields") : nullptr;
    if (fields != nullptr) written_ = fields->FindString("password").value_or("");
  }
  const bool answers = request.method == "PUT" && request.body.find(R"("Status":"FAILED")") != std::string::npos;
  if (bug_.Is("credential-in-reason") && answers && !written_.empty()) {
    changed.body = ReplaceAll(request.body, R"("Reason":")", Concat(R"("Reason":")", written_, " "));
  }
  return changed;
}

void BuggyClient::DeleteAllOfOwner(const http::Request& request, const http::CallOptions& options) {
  http::Request list = request;
  list.method = "GET";
  list.target = Concat(kActions, "?pageSize=100&pageNumber=1");
  const auto listed = network_.Send(list, options);
  const auto body = listed ? json::Parse(listed->body) : Result<json::Value>(Error{});
  const json::Value* entities = body ? body->Find("entities") : nullptr;
  if (entities == nullptr || entities->AsArray() == nullptr) return;
  const json::Value* properties = event_.Find("ResourceProperties");
  const std::string name = properties == nullptr ? "" : properties->FindString("Name").value_or("");
  for (const json::Value& entity : *entities->AsArray()) {
    if (entity.FindString("name") != name) continue;
    http::Request other = request;
    other.target = Concat(kActions, "/", entity.FindString("id").value_or(""));
    static_cast<void>(network_.Send(other, options));
  }
}

void BuggyClient::PublishDraft(const http::Request& test, const http::CallOptions& options) {
  http::Request read = test;
  read.method = "GET";
  read.target.resize(read.target.size() - std::string_view("/test").size());
  read.body.clear();
  const auto draft = network_.Send(read, options);
  const auto body = draft ? json::Parse(draft->body) : Result<json::Value>(Error{});
  if (!body || body->Find("version") == nullptr) return;
  http::Request publish = test;
  publish.target = read.target + "/publish";
  publish.body = json::Write(json::Object{{"version", *body->Find("version")}});
  static_cast<void>(network_.Send(publish, options));
}

std::optional<Result<http::Response>> BuggyClient::InPlaceOf(const http::Request& request,
                                                             const http::CallOptions& options) {
  if (auto instead = InPlaceOfObject(request)) return instead;
  if (auto instead = InPlaceOfFunction(request)) return instead;
  const std::string type = event_.FindString("RequestType").value_or("");
  if (bug_.Is("leave-draft") && request.method == "DELETE" && request.target.ends_with("/draft")) return Json(204, "");
  if (request.target.ends_with("/draft/test")) {
    if (bug_.Is("ignore-tests")) return Json(200, R"({"success":true,"finalResult":{"answer":"yes"}})");
    if (bug_.Is("publish-before-tests")) PublishDraft(request, options);
  }
  const bool looks_by_name = IsList(request);
  if (looks_by_name && bug_.Is("skip-look-up")) return Json(200, R"({"entities":[]})");
  if (looks_by_name && type == "Delete" && bug_.Is("no-wait-for-cancelled")) return Json(200, R"({"entities":[]})");
  if (request.method == "DELETE" && type == "Update" && bug_.Is("forget-replacement")) return Json(204, "");
  if (request.method == "DELETE" && bug_.Is("delete-by-owner")) DeleteAllOfOwner(request, options);
  if (IsAction(request) && bug_.Is("gone-at-once") && gone_.contains(std::string(IdOf(request)))) {
    return Json(404, R"({"status":404,"code":"not.found"})");
  }
  const bool asks = request.target == "/" && request.body.starts_with("Action=DescribeStack");
  if (asks && bug_.Is("always-fresh") && request.body.find("DescribeStackResource") != std::string::npos) {
    return Json(200,
                Concat("<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>"
                       "<PhysicalResourceId>",
                       event_.FindString("PhysicalResourceId").value_or(""), "</PhysicalResourceId><ResourceStatus>",
                       type == "Create" ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
                       "</ResourceStatus></StackResourceDetail></DescribeStackResourceResult>"
                       "</DescribeStackResourceResponse>"));
  }
  if (looks_by_name && type == "Create" && bug_.Is("always-fresh")) return Json(200, R"({"entities":[]})");
  if (request.method == "PUT" && bug_.Is("no-answer-on-failure") &&
      request.body.find(R"("Status":"FAILED")") != std::string::npos) {
    return http::Response{200, {}, ""};
  }
  return std::nullopt;
}

http::Request BuggyClient::Changed(const http::Request& request, const http::CallOptions& options) {
  http::Request changed = ChangedReference(ChangedFunction(ChangedAdoption(ChangedObject(request))), options);
  if (const auto header = request.headers.Get("Authorization"); header && header->starts_with("Bearer")) {
    authorization_ = *header;
    genesys_origin_ = request.origin;
  }
  const bool ignores_version = bug_.Is("ignore-version") || bug_.Is("auth-ignore-version");
  if (request.method == "PATCH" && (ignores_version || bug_.Is("foreign-update"))) {
    http::Request read = request;
    read.method = "GET";
    read.body.clear();
    if (bug_.Is("foreign-update")) {
      read.target = Concat(kActions, "?pageSize=1&pageNumber=1");
      const auto listed = network_.Send(read, options);
      const auto body = listed ? json::Parse(listed->body) : Result<json::Value>(Error{});
      const json::Value* entities = body ? body->Find("entities") : nullptr;
      if (entities == nullptr || entities->AsArray() == nullptr || entities->AsArray()->empty()) return changed;
      changed.target = Concat(kActions, "/", entities->AsArray()->front().FindString("id").value_or(""));
      read.target = changed.target;
    }
    const auto live = network_.Send(read, options);
    const auto body = live ? json::Parse(live->body) : Result<json::Value>(Error{});
    auto patch = json::Parse(request.body);
    if (body && body->Find("version") != nullptr && patch) {
      patch->AsObject()->Set("version", *body->Find("version"));
      changed.body = json::Write(*patch);
    }
  }
  const bool creates = request.method == "POST" && request.target == kActions;
  const bool creates_draft = request.method == "POST" && request.target == Concat(kActions, "/drafts");
  if (creates_draft && bug_.Is("function-untagged")) {
    if (auto body = json::Parse(request.body)) changed.body = json::Write(WithTag(*body, false));
  }
  if (creates && (bug_.Is("no-tag") || bug_.Is("shared-owner"))) {
    if (auto body = json::Parse(request.body)) changed.body = json::Write(WithTag(*body, bug_.Is("shared-owner")));
  }
  if (request.method != "PUT") return changed;
  if (request.body.find(R"("Status":)") != std::string::npos) {
    BeforeAnswer(options);
    BeforeAnswerOfAdoption(request, options);
  }
  if (bug_.Is("nothing-marker")) {
    const size_t marker = changed.body.find("genesys-cfn:unknown:");
    const size_t end = marker == std::string::npos ? marker : changed.body.find('"', marker);
    if (marker != std::string::npos) changed.body.replace(marker, end - marker, "genesys-cfn:nothing:0");
  }
  const bool failed = changed.body.find(R"("Status":"FAILED")") != std::string::npos;
  const std::string id = event_.FindString("PhysicalResourceId").value_or("");
  if (failed && bug_.Is("new-id-on-failure") && event_.FindString("RequestType") == "Update" && !id.empty()) {
    changed.body = ReplaceAll(changed.body, json::Quote(id), R"("genesys-cfn:nothing:0")");
  }
  if (bug_.Is("answer-too-long")) {
    changed.body =
        ReplaceAll(changed.body, R"("Status":)", Concat(R"("Padding":")", std::string(4'000, 'x'), R"(","Status":)"));
  }
  if (!failed && bug_.Is("null-in-answer"))
    changed.body = ReplaceAll(changed.body, R"({"Status")", R"({"Reason":null,"Status")");
  if (failed && bug_.Is("secret-in-reason")) {
    changed.body = ReplaceAll(changed.body, R"("Reason":")", Concat(R"("Reason":")", authorization_, " "));
  }
  return changed;
}

Result<http::Response> BuggyClient::ChangedAnswer(const http::Request& request, Result<http::Response> answer,
                                                  const http::CallOptions& options) {
  answer = AnswerOfReference(request, std::move(answer), options);
  answer = AnswerOfFunction(request, std::move(answer), options);
  const bool creates_object = (bug_.Is("integration-retry-post") && CreatesIntegration(request)) ||
                              (bug_.Is("credential-retry-post") && CreatesCredential(request));
  const bool creates = request.method == "POST" && request.target == kActions;
  const bool unknown = !answer && answer.error().code == ErrorCode::kOutcomeUnknown;
  if (((creates && bug_.Is("retry-post")) || creates_object) && (unknown || (answer && answer->status >= 500))) {
    return network_.Send(request, options);
  }
  if (answer && answer->status == 404 && IsAction(request)) gone_.insert(std::string(IdOf(request)));
  if (answer && answer->status == 404 && request.method == "DELETE" && bug_.Is("delete-not-found-fails")) {
    return Json(400, R"({"status":400,"code":"bad.request","message":"not found"})");
  }
  const std::string type = event_.FindString("RequestType").value_or("");
  const bool goes_on = bug_.Is("drift-fails-rollback") ||
                       (bug_.Is("adoption-written-in-rollback") && type == "Update" && !AdoptedNow().empty()) ||
                       (bug_.Is("adoption-deleted-in-rollback") && type == "Delete" && !AdoptedNow().empty());
  if (answer && goes_on) answer->body = ReplaceAll(answer->body, "_ROLLBACK_", "_");
  const json::Value* properties = event_.Find("ResourceProperties");
  if (answer && bug_.Is("test-in-rollback") && properties != nullptr &&
      properties->FindString("Publish") == "Validated") {
    answer->body = ReplaceAll(answer->body, "_ROLLBACK_", "_");
  }
  if (request.method == "PATCH") patched_ = true;
  if (bug_.Is("write-without-difference") && request.method == "GET" && !patched_ && answer && answer->status == 200 &&
      request.target.find("includeConfig=true") != std::string::npos) {
    patched_ = true;
    const auto live = json::Parse(answer->body);
    if (live && live->Find("version") != nullptr) {
      http::Request write = request;
      write.method = "PATCH";
      write.target = Concat(kActions, "/", live->FindString("id").value_or(""));
      write.headers.Set("Content-Type", "application/json");
      write.body = json::Write(json::Object{{"name", live->FindString("name").value_or("")},
                                            {"category", live->FindString("category").value_or("")},
                                            {"version", *live->Find("version")}});
      static_cast<void>(network_.Send(write, options));
    }
  }
  if (bug_.Is("endless-retry") && answer && (answer->status == 403 || answer->status == 400)) {
    for (int again = 0; again < 500; ++again) answer = network_.Send(request, options);
  }
  if (request.method == "PUT" && bug_.Is("unchecked-answer")) return http::Response{200, {}, ""};
  if (request.method == "PUT" && bug_.Is("answer-twice") && answer && answer->ok() && !answered_) {
    answered_ = true;
    http::Request second = request;
    second.body = ReplaceAll(request.body, R"("Status":"SUCCESS")", R"("Reason":"again","Status":"FAILED")");
    return network_.Send(second, options);
  }
  return answer;
}

Result<http::Response> BuggyClient::Send(const http::Request& request, const http::CallOptions& options) {
  return std::move(SendAll({&request, 1}, options).front());
}

std::vector<Result<http::Response>> BuggyClient::SendAll(std::span<const http::Request> requests,
                                                         const http::CallOptions& options) {
  if (bug_.Is("")) return network_.SendAll(requests, options);
  std::vector<Result<http::Response>> answers;
  for (const http::Request& request : requests) {
    if (auto instead = InPlaceOf(request, options)) {
      answers.push_back(*std::move(instead));
      continue;
    }
    const http::Request changed = Changed(request, options);
    answers.push_back(ChangedAnswer(changed, network_.Send(changed, options), options));
  }
  return answers;
}

}  // namespace genesys_cfn::simulation
