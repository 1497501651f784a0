// SPDX-License-Identifier: Apache-2.0
#include "lifecycle_fixture.h"

#include <algorithm>

#include "http/in_process_client.h"
#include "json/parse.h"

namespace genesys_cfn {
namespace {

aws::Credentials LocalKey() {
  return {"AKIATEST", Secret<std::string>("key"), std::nullopt};
}

}  // namespace

bool IsCreate(const http::Request& request) {
  return request.method == "POST" && request.target == kActions;
}

bool IsList(const http::Request& request) {
  return request.method == "GET" && request.target.starts_with(Concat(kActions, "?"));
}

Result<http::Response> Network::Send(const http::Request& request, const http::CallOptions& options) {
  const bool aws = request.headers.Get("X-Amz-Target").has_value();
  const std::string line = Concat(request.method, " ", http::PathOf(request.target));
  if (!aws && !request.target.starts_with("/oauth")) lines.push_back(line);
  if (before) before(request);
  const Fault fault = faults ? faults(request) : Fault::kNone;
  if (fault == Fault::kUnavailable) return Error{ErrorCode::kUnavailable, "connection refused"};
  if (fault == Fault::kLostRequest) return Error{ErrorCode::kOutcomeUnknown, "connection reset"};
  if (auto scripted = answers ? answers(request) : std::nullopt) return *std::move(scripted);
  if (fault == Fault::kServerError) return http::Response{503, {}, "<html>gateway</html>"};
  http::InProcessClient client(aws ? secrets_ : organisation_);
  auto response = client.Send(request, options);
  if (fault == Fault::kLostAnswer) return Error{ErrorCode::kOutcomeUnknown, "connection reset"};
  return response;
}

std::vector<Result<http::Response>> Network::SendAll(std::span<const http::Request> requests,
                                                     const http::CallOptions& options) {
  std::vector<Result<http::Response>> responses;
  for (const http::Request& request : requests) responses.push_back(Send(request, options));
  return responses;
}

int64_t Network::Count(std::string_view start) const {
  return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(start); });
}

Result<provider::StackPhase> FakeStacks::PhaseOf(std::string_view /*stack_id*/, SteadyTime /*deadline*/) {
  ++asked;
  return phase;
}

Result<provider::RecordedResource> FakeStacks::ResourceOf(std::string_view /*stack_id*/,
                                                          std::string_view /*logical_id*/, SteadyTime /*deadline*/) {
  ++asked;
  if (before_recorded) before_recorded();
  return recorded;
}

void FakeStacks::Deny() {
  phase = Error{ErrorCode::kPermissionDenied, "the role needs cloudformation:DescribeStacks"};
  recorded = Error{ErrorCode::kPermissionDenied, "the role needs cloudformation:DescribeStackResource"};
}

Result<Secret<std::string>> FakeDefinitions::Read(const provider::DefinitionReference& reference,
                                                  SteadyTime /*deadline*/) {
  ++reads;
  if (before_read) before_read();
  const auto* object = std::get_if<aws::S3Location>(&reference.place);
  const auto version =
      object != nullptr ? object->version_id : std::get<provider::SecretReference>(reference.place).version_id;
  const auto found = texts.find(version.value_or("newest"));
  if (found == texts.end()) return Error{ErrorCode::kNotFound, "HTTP status 404, NoSuchVersion"};
  return Secret<std::string>(found->second);
}

Result<std::string> FakePackages::Fetch(const aws::S3Location& zip, SteadyTime /*deadline*/) {
  ++fetches;
  const auto found = packages.find(zip.version_id.value_or(""));
  if (found == packages.end()) return Error{ErrorCode::kNotFound, "HTTP status 404, NoSuchKey"};
  return found->second;
}

Result<void> FakePackages::Upload(const genesys::UploadTarget& target, const std::string& bytes,
                                  SteadyTime /*deadline*/) {
  ++uploads;
  const auto url = http::ParseUrl(target.url.Reveal());
  http::Request request{"PUT", "", url->target, {{"Content-Length", std::to_string(bytes.size())}}, bytes};
  for (const auto& [name, value] : target.headers) request.headers.Add(name, value);
  const http::Response response = place_.Handle(request);
  if (response.ok()) return {};
  return Error{ErrorCode::kUnavailable, Concat("uploading the package failed: answered ", response.status)};
}

LifecycleTest::LifecycleTest()
    : secrets_client_({network_, clock_, random_}, LocalKey(), "us-east-1", "http://aws.test"),
      parameters_client_({network_, clock_, random_}, LocalKey(), "us-east-1", "http://aws.test"),
      connection_({network_, clock_, random_, logger_, secrets_client_, parameters_client_}, settings_),
      resource_({connection_, stacks_, clock_, logger_, definitions_, {"/creds", ""}, packages_}) {}

void LifecycleTest::SetUp() {
  ASSERT_TRUE(organisation_.Seed("client", Secret<std::string>("secret")));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"client","client_secret":"secret"})"));
  settings_.secret_id = "/creds";
  settings_.region = "us-east-1";
  settings_.api_origin = "http://genesys.test";
  settings_.login_origin = "http://genesys.test";
}

json::Object LifecycleTest::Properties(const std::string& url, const std::string& output) {
  const auto definition = json::Parse(
      Concat(R"({"config":{"request":{"requestType":"GET","requestUrlTemplate":")", url, R"(","headers":{"k":"v"},)",
             R"("requestTemplate":"${input.rawRequest}"},"response":{"translationMap":{},"translationMapDefaults":{},)",
             R"("successTemplate":"${rawResult}"}},"contract":{"input":{"inputSchema":{"type":"object","properties":)",
             R"({"id":{"type":"string"}}}},"output":{"successSchema":{"type":"object","properties":{")", output,
             R"(":{"type":"string"}}}}}})"));
  return {{"Name", "Look up"},
          {"Category", "CRM"},
          {"IntegrationName", "Web Services Data Actions"},
          {"Definition", *definition}};
}

json::Object LifecycleTest::With(json::Object properties, const std::string& name, const std::string& value) {
  properties.Set(name, value);
  return properties;
}

json::Object LifecycleTest::Referring(const std::string& version, const std::string& url, const std::string& output) {
  json::Object properties = Properties(url, output);
  definitions_.texts[version.empty() ? "newest" : version] = json::Write(*properties.Find("Definition"));
  properties.Remove("Definition");
  properties.Set("DefinitionUri", Concat("s3://bucket/key", version.empty() ? "" : "?versionId=", version));
  return properties;
}

json::Object LifecycleTest::Confidential(const std::string& version, const std::string& url) {
  json::Object properties = Referring(version, url);
  properties.Remove("DefinitionUri");
  properties.Set("DefinitionSecretId", json::Object{{"SecretId", "definition"}, {"VersionId", version}});
  return properties;
}

Request LifecycleTest::MakeRequest(RequestType type, json::Object properties, std::optional<std::string> physical_id) {
  Request request;
  request.address.stack_id = "arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1";
  request.address.logical_id = "Action";
  request.address.request_id = Concat("request-", ++requests_);
  request.address.physical_id = std::move(physical_id);
  request.type = type;
  request.resource_type = "Custom::GenesysDataAction";
  request.properties = std::move(properties);
  return request;
}

Request LifecycleTest::MakeUpdate(const std::string& id, const json::Object& properties, const json::Object& old) {
  Request request = MakeRequest(RequestType::kUpdate, properties, id);
  request.old_properties = old;
  return request;
}

Answer LifecycleTest::Handle(const Request& request, Delivered delivered) {
  network_.lines.clear();
  provider::Progress progress("");
  return resource_.Handle(request,
                          {clock_.SteadyNow() + Milliseconds{290'000}, delivered == Delivered::kFirst, progress});
}

Answer LifecycleTest::HandleElsewhere(const Request& request, Delivered delivered) {
  provider::Organisation connection({network_, clock_, random_, logger_, secrets_client_, parameters_client_},
                                    settings_);
  provider::DataActionResource resource(
      {connection, stacks_, clock_, logger_, definitions_, {"/creds", ""}, packages_});
  provider::Progress progress("");
  return resource.Handle(request,
                         {clock_.SteadyNow() + Milliseconds{290'000}, delivered == Delivered::kFirst, progress});
}

Answer LifecycleTest::Create(const json::Object& properties) {
  return Handle(MakeRequest(RequestType::kCreate, properties));
}

Answer LifecycleTest::Update(const std::string& id, const json::Object& properties, const json::Object& old) {
  return Handle(MakeUpdate(id, properties, old));
}

Answer LifecycleTest::Delete(const std::string& id, const json::Object& properties) {
  return Handle(MakeRequest(RequestType::kDelete, properties, id));
}

void LifecycleTest::RollBack(const std::string& id) {
  stacks_.phase = provider::StackPhase::kRollingBack;
  Record("UPDATE_IN_PROGRESS", id);
}

void LifecycleTest::Record(const std::string& status, const std::string& physical_id) {
  stacks_.recorded = provider::RecordedResource{status, physical_id, {}};
}

json::Value LifecycleTest::Ask(const std::string& method, const std::string& target, const std::string& body) {
  http::InProcessClient client(organisation_);
  if (token_.empty()) {
    const auto answer = client.Send(
        {"POST",
         "http://x",
         "/oauth/token",
         {{"Authorization", "Basic Y2xpZW50OnNlY3JldA=="}, {"Content-Type", "application/x-www-form-urlencoded"}},
         "grant_type=client_credentials"},
        {});
    token_ = *json::Parse(answer->body)->FindString("access_token");
  }
  const auto answer = client.Send(
      {method, "http://x", target, {{"Authorization", "Bearer " + token_}, {"Content-Type", "application/json"}}, body},
      {});
  return answer->body.empty() ? json::Value() : *json::Parse(answer->body);
}

std::vector<std::string> LifecycleTest::Ids() {
  std::vector<std::string> ids;
  const json::Value list = Ask("GET", Concat(kActions, "?pageSize=100"));
  for (const json::Value& entity : *list.Find("entities")->AsArray()) ids.push_back(*entity.FindString("id"));
  return ids;
}

std::string LifecycleTest::UrlOf(const std::string& id) {
  return *Ask("GET", Concat(kActions, "/", id, "?includeConfig=true"))
              .Find("config")
              ->Find("request")
              ->FindString("requestUrlTemplate");
}

std::string LifecycleTest::IntegrationId(const std::string& name) {
  const json::Value list = Ask("GET", "/api/v2/integrations?pageSize=100");
  for (const json::Value& entity : *list.Find("entities")->AsArray()) {
    if (entity.FindString("name") == name) return *entity.FindString("id");
  }
  return "";
}

void LifecycleTest::EditInUi(const std::string& id, const std::string& url) {
  const json::Value live = Ask("GET", Concat(kActions, "/", id));
  const json::Object config = *Properties(url).Find("Definition")->Find("config")->AsObject();
  Ask("PATCH", Concat(kActions, "/", id),
      json::Write(json::Object{
          {"name", "Look up"}, {"category", "CRM"}, {"config", config}, {"version", *live.Find("version")}}));
}

void LifecycleTest::Allow(const std::vector<std::string>& permissions) {
  ASSERT_TRUE(organisation_.AddClient({"limited", Secret<std::string>("secret"), "Limited", permissions}));
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"limited","client_secret":"secret"})"));
}

std::optional<MarkerKind> LifecycleTest::MarkerOf(const Answer& answer) {
  const auto marker = custom_resource::ParseMarker(answer.physical_id);
  return marker ? std::optional(marker->kind) : std::nullopt;
}

}  // namespace genesys_cfn
