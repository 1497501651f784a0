// SPDX-License-Identifier: Apache-2.0
#include "definition/config_rules.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "definition/member_reader.h"
#include "definition/restore_types.h"

namespace genesys_cfn::definition {
namespace {

constexpr int64_t kMaxTimeoutSeconds = 60;

void CopyString(const MemberReader& reader, std::string_view name, json::Object& out) {
  if (std::optional<std::string> text = reader.String(name)) out.Set(name, *std::move(text));
}

void CopyStringMap(const MemberReader& reader, std::string_view name, json::Object& out) {
  if (std::optional<json::Object> map = reader.StringMap(name)) out.Set(name, *std::move(map));
}

void CheckRequestType(const MemberReader& reader) {
  const json::Value* value = reader.Find("requestType");
  const std::string* type = value == nullptr ? nullptr : value->AsString();
  if (type == nullptr) return;
  for (const std::string_view allowed : kRequestTypes) {
    if (*type == allowed) return;
    if (EqualsIgnoreCase(*type, allowed)) {
      reader.Report("requestType", Concat("must be in upper case: \"", allowed, "\""), Rule::kRequestType);
      return;
    }
  }
  reader.Report("requestType", Concat("must be GET, PUT, POST, PATCH or DELETE, not \"", TruncateUtf8(*type, 40), "\""),
                Rule::kRequestType);
}

// The answer of the API holds links in place of the templates. Without the text the platform would silently use its
// default.
void RefuseLinkAlone(const MemberReader& reader, std::string_view link, std::string_view text) {
  if (reader.Find(link) == nullptr || reader.Find(text) != nullptr) return;
  reader.Report(text, Concat("is missing: ", link, " is only a link to it; put the template's text here"),
                Rule::kLinkAlone);
}

json::Object ReadRequest(const json::Object& request, std::vector<Problem>& problems) {
  const MemberReader reader(request, "/config/request", problems);
  reader.RefuseUnknown(kRequestMembers);
  json::Object out;
  CopyString(reader, "requestUrlTemplate", out);
  CopyString(reader, "requestType", out);
  CheckRequestType(reader);
  CopyStringMap(reader, "headers", out);
  CopyString(reader, "requestTemplate", out);
  const bool has_body = json::Value(out).FindString("requestType") != "GET";
  if (has_body) RefuseLinkAlone(reader, "requestTemplateUri", "requestTemplate");
  return out;
}

json::Object ReadResponse(const json::Object& response, std::vector<Problem>& problems) {
  const MemberReader reader(response, "/config/response", problems);
  reader.RefuseUnknown(kResponseMembers);
  json::Object out;
  CopyStringMap(reader, "translationMap", out);
  CopyStringMap(reader, "translationMapDefaults", out);
  CopyString(reader, "successTemplate", out);
  RefuseLinkAlone(reader, "successTemplateUri", "successTemplate");
  return out;
}

void ReadTimeout(const MemberReader& reader, json::Object& out) {
  const json::Value* value = reader.Find("timeoutSeconds");
  if (value == nullptr) return;
  const std::optional<int64_t> seconds = value->AsInteger();
  if (seconds == 0) {
    reader.Report("timeoutSeconds", "must be 1 to 60; leave it out for the platform's default", Rule::kTimeout);
  } else if (!seconds || *seconds < 0 || *seconds > kMaxTimeoutSeconds) {
    reader.Report("timeoutSeconds",
                  Concat("must be a whole number from 1 to 60, not ",
                         value->is_number() ? TruncateUtf8(value->AsNumber()->text, 40) : TypeWithArticle(*value)),
                  Rule::kTimeout);
  } else {
    out.Set("timeoutSeconds", *value);
  }
}

}  // namespace

json::Object ReadConfig(const json::Object& config, std::vector<Problem>& problems) {
  const json::Value restored = RestoreConfig(config);
  const MemberReader reader(*restored.AsObject(), "/config", problems);
  reader.RefuseUnknown(kConfigMembers);
  json::Object out;
  if (const json::Object* request = reader.Object("request")) out.Set("request", ReadRequest(*request, problems));
  if (const json::Object* response = reader.Object("response")) out.Set("response", ReadResponse(*response, problems));
  ReadTimeout(reader, out);
  return out;
}

}  // namespace genesys_cfn::definition
