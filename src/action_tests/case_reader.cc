// SPDX-License-Identifier: Apache-2.0
#include "action_tests/case_reader.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::action_tests {
namespace {

using action_runtime::RemoteAnswer;
using action_runtime::RemoteFailure;

const std::vector<std::string>& SharedMembers() {
  static const std::vector<std::string> kNames = {"inputs", "credentials", "authResponse", "response", "request"};
  return kNames;
}

const std::vector<std::string>& Methods() {
  static const std::vector<std::string> kNames = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  return kNames;
}

void AddMembers(const std::optional<json::Object>& from, json::Object& to) {
  if (!from) return;
  for (const auto& [name, value] : *from) to.Set(name, value);
}

void AddCredentials(const MemberReader& reader, json::Object& to) {
  for (const auto& [name, text] : reader.TextsAt("credentials", MemberReader::Nulls::kRefused)) to.Set(name, *text);
}

void ReadRequest(const MemberReader& reader, ExpectedRequest& request) {
  reader.RefuseOthers({"method", "url", "headers", "body"});
  if (auto method = reader.OneOf("method", Methods())) request.method = std::move(method);
  if (auto url = reader.Text("url")) request.url = std::move(url);
  for (auto& header : reader.TextsAt("headers", MemberReader::Nulls::kKept)) {
    const auto same = [&](const auto& other) { return EqualsIgnoreCase(other.first, header.first); };
    std::erase_if(request.headers, same);
    request.headers.push_back(std::move(header));
  }
  if (const json::Value* const body = reader.Find("body")) request.body = *body;
  const json::Value* const headers = reader.Find("headers");
  if (headers != nullptr && headers->is_object() && headers->AsObject()->empty()) {
    reader.Add("headers", "headers must not be empty");
  }
}

// A text is the body itself; any other value is sent as JSON.
std::string BodyOf(const json::Value& value) {
  const std::string* const text = value.AsString();
  return text != nullptr ? *text : json::Write(value);
}

// A test takes no other files than its own directory has.
std::optional<BodyFile> ReadBodyFile(const MemberReader& response) {
  const auto text = response.Text("bodyFile");
  if (!text) return std::nullopt;
  const std::filesystem::path path(*text);
  const bool leads_out = path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
  if (leads_out) {
    response.Add("bodyFile", "bodyFile must be a path below the test file's directory, without ..",
                 "Put the file beside the test file, or into a directory there.");
  }
  if (response.Has("body")) response.Add("bodyFile", "a response has a body or a bodyFile, not both");
  return BodyFile{*text, response.PointerTo("bodyFile")};
}

std::optional<CannedResponse> ReadResponse(const MemberReader& reader, std::optional<BodyFile>& body_file) {
  const json::Value* const value = reader.Find("response");
  if (value == nullptr) return std::nullopt;
  if (const std::string* const text = value->AsString()) {
    if (*text == "timeout") return RemoteFailure{.message = "", .timed_out = true};
    if (*text == "connection refused") return RemoteFailure{.message = *text};
    reader.Add("response", Concat("response cannot be \"", TruncateUtf8(*text, 80), "\""),
               "It is an object with status and body or bodyFile, or timeout, or connection refused. A body that is a "
               "text goes into body.");
    return std::nullopt;
  }
  const auto inner = reader.Inner("response");
  if (!inner) return std::nullopt;
  inner->RefuseOthers({"status", "headers", "body", "bodyFile"});
  RemoteAnswer answer;
  answer.status = inner->Integer("status", 100, 599).value_or(answer.status);
  static_cast<void>(inner->TextsAt("headers", MemberReader::Nulls::kRefused));
  if (const json::Value* const body = inner->Find("body")) answer.body = BodyOf(*body);
  body_file = ReadBodyFile(*inner);
  return answer;
}

void ReadShared(const MemberReader& reader, TestCase& made) {
  AddMembers(reader.Object("inputs"), made.inputs);
  AddCredentials(reader, made.credentials);
  if (const auto own = reader.Object("authResponse")) {
    if (!made.auth_response) made.auth_response.emplace();
    AddMembers(own, *made.auth_response);
  }
  std::optional<BodyFile> body_file;
  if (auto response = ReadResponse(reader, body_file)) {
    made.response = std::move(response);
    made.body_file = std::move(body_file);
  }
  if (const auto request = reader.Inner("request")) {
    ReadRequest(*request, made.request);
    if (reader.Find("request")->AsObject()->empty()) {
      reader.Add("request", "request must say something: method, url, headers or body");
    }
  }
}

ExpectedError ReadError(const MemberReader& reader) {
  const json::Value& value = *reader.Find("error");
  if (value.is_string()) return {.message = reader.Text("error")};
  ExpectedError error;
  const auto inner = reader.Inner("error");
  if (!inner) return error;
  std::vector<std::string> places;
  for (const ErrorPlace& place : ErrorPlaces()) places.emplace_back(place.name);
  inner->RefuseOthers({"at", "status", "code", "message"});
  error.at = inner->OneOf("at", places);
  error.status = inner->Integer("status", 400, 599);
  error.code = inner->Text("code");
  error.message = inner->Text("message");
  if (value.AsObject()->empty()) reader.Add("error", "error must say something: at, status, code or message");
  return error;
}

bool IsNothing(const ExpectedRequest& request) {
  return !request.method && !request.url && !request.body && request.headers.empty();
}

void CheckExpectations(const MemberReader& reader, const TestCase& made) {
  constexpr std::string_view kOutputs[] = {"output", "outputContains", "flattened"};
  for (const std::string_view name : kOutputs) {
    if (!reader.Has(name)) continue;
    if (made.error) reader.Add(name, Concat("a case expects ", name, " or error, not both"));
    if (!made.response && !reader.Has("response") && !made.calls_function) {
      reader.Add(name, Concat(name, " needs a response: what does the other side answer?"));
    }
  }
  if (reader.Has("response") && !made.judges_outcome()) {
    reader.Add("response", "the case has a response and expects nothing of it",
               "Add output, outputContains, flattened or error.");
  }
  if (IsNothing(made.request) && !made.judges_outcome() && !reader.Has("response")) {
    reader.Add("name", "the case expects nothing", "Add request, output, outputContains, flattened or error.");
  }
}

}  // namespace

TestCase ReadDefaults(const MemberReader& reader) {
  reader.RefuseOthers(SharedMembers());
  TestCase defaults;
  ReadShared(reader, defaults);
  return defaults;
}

TestCase ReadCase(const MemberReader& reader, const TestCase& defaults) {
  std::vector<std::string> known = {"name", "skip", "output", "outputContains", "flattened", "error"};
  known.insert(known.end(), SharedMembers().begin(), SharedMembers().end());
  const bool is_known = reader.RefuseOthers(known);
  TestCase made = defaults;
  if (!reader.Has("name")) reader.Add("", "the case has no name");
  made.name = reader.Text("name").value_or("");
  made.skip = reader.Text("skip");
  ReadShared(reader, made);
  made.must_send = reader.Has("request");
  const auto copy = [&](std::string_view name) {
    const json::Value* const value = reader.Find(name);
    return value == nullptr ? std::nullopt : std::optional(*value);
  };
  made.output = copy("output");
  made.output_contains = copy("outputContains");
  made.flattened = copy("flattened");
  if (reader.Has("error")) made.error = ReadError(reader);
  // What is missing may be what was misspelt.
  if (is_known) CheckExpectations(reader, made);
  return made;
}

}  // namespace genesys_cfn::action_tests
