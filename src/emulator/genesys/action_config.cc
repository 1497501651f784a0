// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_config.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

using Problem = std::optional<ApiFailure>;

constexpr std::array<std::string_view, 5> kMethods = {"GET", "POST", "PUT", "PATCH", "DELETE"};
constexpr int64_t kLongestTimeout = 60;
constexpr std::string_view kRequestTemplateFile = "requesttemplate.vm";
constexpr std::string_view kSuccessTemplateFile = "successtemplate.vm";

// A JSON null counts as an absent member.
const json::Value* FindPresent(const json::Object& object, std::string_view name) {
  const json::Value* const value = object.Find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

// Reads an object's members one by one; the first problem stays.
class MemberReader {
 public:
  MemberReader(const json::Object& object, std::string field) : object_(object), field_(std::move(field)) {}

  void CopyText(std::string_view name, json::Object& out, const char* fallback = nullptr) {
    const json::Value* const value = FindPresent(object_, name);
    if (value == nullptr) {
      if (fallback != nullptr) out.Append(std::string(name), fallback);
    } else if (value->is_string()) {
      out.Append(std::string(name), *value);
    } else {
      Fail(name, Concat("must be a string, not ", TypeName(*value)));
    }
  }

  void CopyMap(std::string_view name, json::Object& out) {
    const json::Value* const value = FindPresent(object_, name);
    if (value == nullptr) {
      out.Append(std::string(name), json::Object());
    } else if (!value->is_object()) {
      Fail(name, Concat("must be an object of strings, not ", TypeName(*value)));
    } else {
      for (const auto& [key, entry] : *value->AsObject()) {
        if (!entry.is_string()) Fail(Concat(name, ".", key), Concat("must be a string, not ", TypeName(entry)));
      }
      out.Append(std::string(name), *value);
    }
  }

  void Fail(std::string_view name, std::string_view message) {
    if (!problem_.has_value()) problem_ = InvalidField(Concat(field_, ".", name), message);
  }
  [[nodiscard]] const Problem& problem() const { return problem_; }

 private:
  const json::Object& object_;
  std::string field_;
  Problem problem_;
};

// The object member `name`; an empty object when it is absent.
std::variant<json::Object, ApiFailure> FindSection(const json::Object& config, std::string_view name,
                                                   std::string_view field) {
  const json::Value* const section = FindPresent(config, name);
  if (section == nullptr) return json::Object();
  if (section->is_object()) return *section->AsObject();
  return InvalidField(Concat(field, ".", name), Concat("must be an object, not ", TypeName(*section)));
}

Problem ReadRequest(const json::Object& config, const std::string& field, json::Object& out) {
  const auto section = FindSection(config, "request", field);
  if (const auto* failure = std::get_if<ApiFailure>(&section)) return *failure;
  MemberReader reader(std::get<json::Object>(section), Concat(field, ".request"));
  json::Object request;
  reader.CopyText("requestUrlTemplate", request);
  reader.CopyText("requestTemplate", request, "${input.rawRequest}");
  reader.CopyText("requestType", request);
  reader.CopyMap("headers", request);
  const json::Value* const method = request.Find("requestType");
  if (method != nullptr && std::find(kMethods.begin(), kMethods.end(), *method->AsString()) == kMethods.end()) {
    reader.Fail("requestType", "must be GET, POST, PUT, PATCH or DELETE");
  }
  out.Append("request", std::move(request));
  return reader.problem();
}

Problem ReadResponse(const json::Object& config, const std::string& field, json::Object& out) {
  const auto section = FindSection(config, "response", field);
  if (const auto* failure = std::get_if<ApiFailure>(&section)) return *failure;
  MemberReader reader(std::get<json::Object>(section), Concat(field, ".response"));
  json::Object response;
  reader.CopyMap("translationMap", response);
  reader.CopyMap("translationMapDefaults", response);
  reader.CopyText("successTemplate", response, "${rawResult}");
  out.Append("response", std::move(response));
  return reader.problem();
}

void ShowTemplateAsUri(json::Object& config, std::string_view section, std::string_view member,
                       std::string_view action_uri, std::string_view file_name) {
  json::Object shown;
  for (auto& [name, value] : *config.Find(section)->AsObject()) {
    if (name == member) {
      shown.Append(Concat(member, "Uri"), Concat(action_uri, "/templates/", file_name));
    } else {
      shown.Append(name, std::move(value));
    }
  }
  config.Set(section, std::move(shown));
}

std::string NormaliseText(std::string_view text) {
  std::string out;
  for (const std::string_view line : Split(text, '\n')) {
    out += Concat(line.substr(0, line.find_last_not_of(" \t\r") + 1), "\n");
  }
  out.erase(out.find_last_not_of('\n') + 1);
  return out;
}

}  // namespace

std::variant<json::Object, ApiFailure> ReadConfig(const json::Value& config, std::string_view field) {
  const std::string place(field);
  if (!config.is_object()) return InvalidField(place, Concat("must be an object, not ", TypeName(config)));
  const json::Object& members = *config.AsObject();
  json::Object out;
  if (Problem problem = ReadRequest(members, place, out)) return *problem;
  if (Problem problem = ReadResponse(members, place, out)) return *problem;
  if (const json::Value* const timeout = FindPresent(members, "timeoutSeconds")) {
    const auto seconds = timeout->AsInteger();
    if (!seconds.has_value() || *seconds < 1 || *seconds > kLongestTimeout) {
      return InvalidField(Concat(place, ".timeoutSeconds"), Concat("must be an integer from 1 to ", kLongestTimeout));
    }
    out.Append("timeoutSeconds", *timeout);
  }
  return out;
}

void NormaliseTemplates(json::Object& config) {
  std::string& request = *config.Find("request")->AsObject()->Find("requestTemplate")->AsString();
  request = NormaliseText(request);
  std::string& success = *config.Find("response")->AsObject()->Find("successTemplate")->AsString();
  success = NormaliseText(success);
}

json::Object ShowConfig(json::Object config, std::string_view action_uri) {
  ShowTemplateAsUri(config, "request", "requestTemplate", action_uri, kRequestTemplateFile);
  ShowTemplateAsUri(config, "response", "successTemplate", action_uri, kSuccessTemplateFile);
  return config;
}

const std::string* FindTemplate(const json::Object& config, std::string_view file_name) {
  if (file_name == kRequestTemplateFile) return config.Find("request")->Find("requestTemplate")->AsString();
  if (file_name == kSuccessTemplateFile) return config.Find("response")->Find("successTemplate")->AsString();
  return nullptr;
}

}  // namespace genesys_cfn::emulator
