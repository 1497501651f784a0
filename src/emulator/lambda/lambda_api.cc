// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/lambda_api.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/lambda/lambda_documents.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxSynchronousBytes = 6'291'556;
constexpr size_t kMaxLogBytes = 4'096;
constexpr int64_t kPageSize = 50;

// Every operation's path is /<version>/functions...; the versions are those of the calls that are offered.
constexpr std::array<std::string_view, 4> kPrefixes = {"/2015-03-31/functions", "/2017-10-31/functions",
                                                       "/2019-09-25/functions", "/2019-09-30/functions"};

std::optional<std::string_view> AfterPrefix(std::string_view path) {
  for (const std::string_view prefix : kPrefixes) {
    if (!path.starts_with(prefix)) continue;
    const std::string_view rest = path.substr(prefix.size());
    if (rest.empty() || rest.starts_with('/')) return rest;
  }
  return std::nullopt;
}

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

// A name, an ARN, or an ARN without its beginning, each perhaps with :$LATEST; nullopt for another version.
std::optional<std::string> FunctionNameOf(std::string_view reference) {
  constexpr std::string_view kMark = "function:";
  if (const size_t mark = reference.find(kMark); mark != std::string_view::npos) {
    reference.remove_prefix(mark + kMark.size());
  }
  const size_t colon = reference.find(':');
  if (colon != std::string_view::npos && reference.substr(colon + 1) != "$LATEST") return std::nullopt;
  return std::string(reference.substr(0, colon));
}

// Leaves `value` alone when the member is not there.
Result<void> ReadInteger(const json::Value& body, std::string_view name, int& value) {
  const json::Value* member = body.Find(name);
  if (member == nullptr || member->is_null()) return {};
  const auto number = member->AsInteger();
  if (!number.has_value() || *number < 0 || *number > 1'000'000) {
    return Invalid(Concat("The value of ", name, " is not a number in its range."));
  }
  value = static_cast<int>(*number);
  return {};
}

// The header's JSON on one line; "" without the header, nullopt when it is no JSON object.
std::optional<std::string> ReadClientContext(const http::Request& request) {
  const auto header = request.headers.Get("X-Amz-Client-Context");
  if (!header.has_value()) return "";
  const auto text = Base64Decode(*header);
  if (!text.has_value()) return std::nullopt;
  const auto value = json::Parse(*text);
  if (!value.has_value() || !value->is_object()) return std::nullopt;
  return json::Write(*value);
}

void ReadText(const json::Value& body, std::string_view name, std::string& value) {
  if (auto text = body.FindString(name)) value = std::move(*text);
}

Result<void> ReadSettings(const json::Value& body, FunctionConfiguration& function) {
  ReadText(body, "Runtime", function.runtime);
  ReadText(body, "Role", function.role);
  ReadText(body, "Handler", function.handler);
  ReadText(body, "Description", function.description);
  TRY(ReadInteger(body, "Timeout", function.timeout_seconds));
  TRY(ReadInteger(body, "MemorySize", function.memory_megabytes));
  if (!function.runtime.starts_with("provided.")) {
    return Invalid(Concat("Value ", function.runtime,
                          " at 'runtime' failed to satisfy constraint: the local cloud runs provided.al2023 and "
                          "provided.al2 only"));
  }
  const json::Value* environment = body.Find("Environment");
  if (environment == nullptr) return {};
  function.environment.clear();
  const json::Value* variables = environment->Find("Variables");
  if (variables == nullptr || !variables->is_object()) return {};
  for (const auto& [name, value] : *variables->AsObject()) {
    if (!value.is_string()) return Invalid(Concat("The value of the environment variable ", name, " is not a string."));
    function.environment[name] = *value.AsString();
  }
  return {};
}

std::optional<http::Response> RevisionMismatch(const json::Value& body, const FunctionConfiguration& function) {
  const auto wanted = body.FindString("RevisionId");
  if (!wanted.has_value() || *wanted == function.revision_id) return std::nullopt;
  return LambdaError(412, "PreconditionFailedException",
                     "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API "
                     "to retrieve the latest RevisionId");
}

}  // namespace

bool LambdaApi::Serves(std::string_view path) {
  return AfterPrefix(path).has_value();
}

http::Response LambdaApi::Handle(const http::Request& request) {
  http::Response response = Respond(request);
  response.headers.Add("x-amzn-RequestId", RandomUuid(parts_.random));
  return response;
}

http::Response LambdaApi::Respond(const http::Request& request) {
  std::string_view rest = AfterPrefix(http::PathOf(request.target)).value_or("");
  Call call{request, http::ParseQuery(http::QueryOf(request.target)), "", json::Object{}};
  if (rest.starts_with('/')) rest.remove_prefix(1);
  const size_t slash = rest.find('/');
  const std::string_view operation = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  if (operation != "invocations" && !request.body.empty()) {
    auto parsed = json::Parse(request.body);
    if (!parsed.has_value() || !parsed->is_object()) {
      return LambdaError(400, "InvalidRequestContentException", "Could not parse request body into json.");
    }
    call.body = std::move(*parsed);
  }
  if (rest.empty()) {
    if (request.method == "POST") return Create(call);
    if (request.method == "GET") return List(call);
  } else {
    const std::string reference = PercentDecode(rest.substr(0, slash)).value_or("");
    const auto name = FunctionNameOf(reference);
    const std::string qualifier = http::FindParameter(call.query, "Qualifier").value_or("$LATEST");
    if (!name.has_value() || qualifier != "$LATEST") {
      return LambdaError(404, "ResourceNotFoundException",
                         Concat("Function not found: ", reference, name ? ":" : "", name ? qualifier : "",
                                " (the local Lambda has the version $LATEST only)"));
    }
    call.name = *name;
    if (operation != "invocations") {
      const auto found = parts_.host.GetFunction(call.name);
      if (!found.has_value()) return LambdaError(found.error());
    }
    return OfFunction(call, operation);
  }
  return LambdaError(404, "UnknownOperationException", "The local Lambda does not offer this operation.");
}

http::Response LambdaApi::OfFunction(const Call& call, std::string_view operation) {
  const std::string& method = call.request.method;
  if (operation.empty() && method == "GET") return Get(call);
  if (operation.empty() && method == "DELETE") return Delete(call);
  if (operation == "configuration" && method == "GET") {
    return LambdaAnswer(200, FunctionDocument(*parts_.host.GetFunction(call.name), parts_.host.ArnOf(call.name)));
  }
  if (operation == "configuration" && method == "PUT") return UpdateConfiguration(call);
  if (operation == "code" && method == "PUT") return UpdateCode(call);
  if (operation == "invocations" && method == "POST") return Invoke(call);
  if (operation == "concurrency") return Concurrency(call);
  if (operation == "event-invoke-config") return EventInvoke(call);
  return LambdaError(404, "UnknownOperationException",
                     Concat("The local Lambda does not offer ", method, " .../functions/NAME/", operation, "."));
}

Result<void> LambdaApi::SetCode(const json::Value& code, FunctionConfiguration& function) {
  InstalledCode installed;
  if (const auto text = code.FindString("ZipFile")) {
    const auto archive = Base64Decode(*text);
    if (!archive.has_value()) return Invalid("ZipFile is not Base64.");
    TRY_ASSIGN(installed, parts_.code.FromZip(*archive));
  } else {
    const auto bucket = code.FindString("S3Bucket");
    const auto key = code.FindString("S3Key");
    if (!bucket.has_value() || !key.has_value()) {
      return Invalid("Please provide a source for function code: ZipFile, or S3Bucket and S3Key.");
    }
    TRY_ASSIGN(installed, parts_.code.FromObject({*bucket, *key, code.FindString("S3ObjectVersion").value_or("")}));
  }
  function.executable = installed.executable;
  function.code_sha256 = installed.sha256;
  function.code_bytes = installed.bytes;
  return {};
}

http::Response LambdaApi::Put(int status, const FunctionConfiguration& function) {
  const auto arn = parts_.host.PutFunction(function);
  if (!arn.has_value()) return LambdaError(arn.error());
  const auto now = parts_.host.GetFunction(function.name);
  if (!now.has_value()) return LambdaError(now.error());
  return LambdaAnswer(status, FunctionDocument(*now, *arn));
}

http::Response LambdaApi::Create(const Call& call) {
  FunctionConfiguration function;
  function.timeout_seconds = 3;
  function.memory_megabytes = 128;
  function.handler = "bootstrap";
  function.runtime.clear();
  for (const std::string_view required : {"FunctionName", "Role", "Code", "Runtime", "Handler"}) {
    if (call.body.Find(required) == nullptr) return LambdaError(Invalid(Concat(required, " is required.")));
  }
  const auto name = FunctionNameOf(call.body.FindString("FunctionName").value_or(""));
  if (!name.has_value()) return LambdaError(Invalid("FunctionName must not have a version."));
  function.name = *name;
  if (parts_.host.GetFunction(function.name).has_value()) {
    return LambdaError(409, "ResourceConflictException", Concat("Function already exist: ", function.name));
  }
  if (const auto read = ReadSettings(call.body, function); !read.has_value()) return LambdaError(read.error());
  if (const auto set = SetCode(*call.body.Find("Code"), function); !set.has_value()) return LambdaError(set.error());
  return Put(201, function);
}

http::Response LambdaApi::List(const Call& call) {
  const std::string marker = http::FindParameter(call.query, "Marker").value_or("");
  const auto items = ParseInteger<int64_t>(http::FindParameter(call.query, "MaxItems").value_or("50"));
  const auto size = static_cast<size_t>(std::clamp(items.value_or(kPageSize), int64_t{1}, kPageSize));
  json::Array functions;
  json::Value next = json::Null{};
  for (const FunctionConfiguration& function : parts_.host.ListFunctions()) {
    if (!marker.empty() && function.name <= marker) continue;
    if (functions.size() == size) {
      next = functions.back().FindString("FunctionName").value_or("");
      break;
    }
    functions.emplace_back(FunctionDocument(function, parts_.host.ArnOf(function.name)));
  }
  return LambdaAnswer(200, {{"Functions", std::move(functions)}, {"NextMarker", std::move(next)}});
}

http::Response LambdaApi::Get(const Call& call) {
  const auto function = parts_.host.GetFunction(call.name);
  if (!function.has_value()) return LambdaError(function.error());
  json::Object document{
      {"Configuration", FunctionDocument(*function, parts_.host.ArnOf(call.name))},
      {"Code", json::Object{{"RepositoryType", "S3"}, {"Location", "file://" + function->executable}}},
      {"Tags", json::Object{}}};
  if (const auto reserved = function->reserved_concurrency) {
    document.Append("Concurrency", json::Object{{"ReservedConcurrentExecutions", *reserved}});
  }
  return LambdaAnswer(200, document);
}

http::Response LambdaApi::UpdateCode(const Call& call) {
  auto function = parts_.host.GetFunction(call.name);
  if (!function.has_value()) return LambdaError(function.error());
  if (auto refused = RevisionMismatch(call.body, *function)) return *std::move(refused);
  if (const auto set = SetCode(call.body, *function); !set.has_value()) return LambdaError(set.error());
  const json::Value* dry_run = call.body.Find("DryRun");
  if (dry_run != nullptr && *dry_run == json::Value(true)) {
    return LambdaAnswer(200, FunctionDocument(*function, parts_.host.ArnOf(call.name)));
  }
  return Put(200, *function);
}

http::Response LambdaApi::UpdateConfiguration(const Call& call) {
  auto function = parts_.host.GetFunction(call.name);
  if (!function.has_value()) return LambdaError(function.error());
  if (auto refused = RevisionMismatch(call.body, *function)) return *std::move(refused);
  if (const auto read = ReadSettings(call.body, *function); !read.has_value()) return LambdaError(read.error());
  return Put(200, *function);
}

http::Response LambdaApi::Delete(const Call& call) {
  const auto deleted = parts_.host.DeleteFunction(call.name);
  if (!deleted.has_value()) return LambdaError(deleted.error());
  return {204, {}, ""};
}

http::Response LambdaApi::Invoke(const Call& call) {
  const std::string type = call.request.headers.Get("X-Amz-Invocation-Type").value_or("RequestResponse");
  const std::string payload = call.request.body.empty() ? "{}" : call.request.body;
  if (!json::Parse(payload).has_value()) {
    return LambdaError(400, "InvalidRequestContentException", "Could not parse request body into json.");
  }
  if (type == "DryRun") {
    const auto found = parts_.host.GetFunction(call.name);
    return found.has_value() ? http::Response{204, {}, ""} : LambdaError(found.error());
  }
  const bool is_event = type == "Event";
  if (payload.size() > (is_event ? kMaxEventBytes : kMaxSynchronousBytes)) {
    return LambdaError(413, "RequestTooLargeException",
                       Concat("Request must be smaller than ", is_event ? kMaxEventBytes : kMaxSynchronousBytes,
                              " bytes for the InvokeFunction operation"));
  }
  if (is_event) {
    const auto invoked = parts_.host.InvokeAsync(parts_.host.ArnOf(call.name), payload);
    return invoked.has_value() ? http::Response{202, {}, ""} : LambdaError(invoked.error());
  }
  if (type != "RequestResponse") {
    return LambdaError(Invalid(Concat("Value '", type,
                                      "' at 'invocationType' failed to satisfy constraint: Member must "
                                      "satisfy enum value set: [Event, RequestResponse, DryRun]")));
  }
  auto client_context = ReadClientContext(call.request);
  if (!client_context.has_value()) {
    return LambdaError(400, "InvalidRequestContentException",
                       "Client context must be a valid Base64-encoded JSON object.");
  }
  const auto result = parts_.host.Invoke(call.name, {.payload = payload, .client_context = *std::move(client_context)});
  if (!result.has_value()) return LambdaError(result.error());
  http::Response response{
      200, {{"Content-Type", "application/json"}, {"X-Amz-Executed-Version", "$LATEST"}}, result->payload};
  if (result->failed) response.headers.Add("X-Amz-Function-Error", "Unhandled");
  if (call.request.headers.Get("X-Amz-Log-Type") == "Tail") {
    const size_t from = result->log.size() > kMaxLogBytes ? result->log.size() - kMaxLogBytes : 0;
    response.headers.Add("X-Amz-Log-Result", Base64Encode(std::string_view(result->log).substr(from)));
  }
  return response;
}

http::Response LambdaApi::Concurrency(const Call& call) {
  const std::string& method = call.request.method;
  if (method == "PUT") {
    int reserved = -1;
    const auto read = ReadInteger(call.body, "ReservedConcurrentExecutions", reserved);
    if (!read.has_value()) return LambdaError(read.error());
    if (reserved < 0) return LambdaError(Invalid("ReservedConcurrentExecutions is required."));
    const auto set = parts_.host.SetReservedConcurrency(call.name, reserved);
    if (!set.has_value()) return LambdaError(set.error());
    return LambdaAnswer(200, {{"ReservedConcurrentExecutions", reserved}});
  }
  if (method == "DELETE") {
    const auto set = parts_.host.SetReservedConcurrency(call.name, std::nullopt);
    return set.has_value() ? http::Response{204, {}, ""} : LambdaError(set.error());
  }
  const auto function = parts_.host.GetFunction(call.name);
  if (!function.has_value()) return LambdaError(function.error());
  json::Object document;
  if (function->reserved_concurrency) {
    document.Append("ReservedConcurrentExecutions", *function->reserved_concurrency);
  }
  return LambdaAnswer(200, document);
}

http::Response LambdaApi::EventInvoke(const Call& call) {
  const std::string& method = call.request.method;
  const FunctionConfiguration defaults;
  const bool resets = method == "PUT" || method == "DELETE";
  if (method != "GET") {
    const auto current = parts_.host.GetFunction(call.name);
    if (!current.has_value()) return LambdaError(current.error());
    int attempts = resets ? defaults.max_retry_attempts : current->max_retry_attempts;
    int age = resets ? defaults.max_event_age_seconds : current->max_event_age_seconds;
    auto read = ReadInteger(call.body, "MaximumRetryAttempts", attempts);
    if (read.has_value()) read = ReadInteger(call.body, "MaximumEventAgeInSeconds", age);
    if (read.has_value()) read = parts_.host.SetEventInvoke(call.name, {attempts, age});
    if (!read.has_value()) return LambdaError(read.error());
    if (method == "DELETE") return {204, {}, ""};
  }
  const auto function = parts_.host.GetFunction(call.name);
  if (!function.has_value()) return LambdaError(function.error());
  const bool standard = function->max_retry_attempts == defaults.max_retry_attempts &&
                        function->max_event_age_seconds == defaults.max_event_age_seconds;
  if (method == "GET" && standard) {
    return LambdaError(
        404, "ResourceNotFoundException",
        Concat("The function ", parts_.host.ArnOf(call.name), ":$LATEST doesn't have an EventInvokeConfig"));
  }
  return LambdaAnswer(200, EventInvokeDocument(*function, parts_.host.ArnOf(call.name)));
}

}  // namespace genesys_cfn::emulator
