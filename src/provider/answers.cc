// SPDX-License-Identifier: Apache-2.0
#include "provider/answers.h"

#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "definition/ownership_tag.h"
#include "json/canonical.h"
#include "json/write.h"

namespace genesys_cfn::provider {

using custom_resource::Answer;
using custom_resource::Status;

namespace {

std::string UpdateDigest(const custom_resource::Request& request, const json::Object& wanted) {
  return definition::TagDigest(
      Concat(request.address.physical_id.value_or(""), "\n", json::Write(json::Canonical(wanted))));
}

std::string UnknownMarkerOf(const custom_resource::AnswerAddress& address, std::string creation,
                            std::string_view action_name) {
  return custom_resource::FormatMarker(
      {custom_resource::MarkerKind::kUnknown, OwnerDigest(address), std::move(creation), std::string(action_name)});
}

}  // namespace

Answer ActionAnswer(const json::Value& action) {
  const std::string id = action.FindString("id").value_or("");
  Answer answer{Status::kSuccess, id, {}, {{"DataActionId", id}, {"Id", id}}};
  const auto add = [&](std::string_view attribute, std::string_view member) {
    if (auto text = action.FindString(member)) answer.attributes.emplace_back(attribute, *text);
  };
  add("Name", "name");
  add("IntegrationId", "integrationId");
  const json::Value* version = action.Find("version");
  if (version != nullptr && version->is_number()) answer.attributes.emplace_back("Version", version->AsNumber()->text);
  add("Category", "category");
  add("SelfUri", "selfUri");
  return answer;
}

Answer Succeeded(std::string physical_id) {
  return {Status::kSuccess, std::move(physical_id), {}, {}};
}

Answer Failed(std::string physical_id, std::string reason, std::string_view failure_class) {
  return {Status::kFailed, std::move(physical_id), std::move(reason), {}, std::string(failure_class)};
}

std::string OwnerDigest(const custom_resource::AnswerAddress& address) {
  return definition::TagDigest(Concat(address.stack_id, "\n", address.logical_id));
}

std::string NothingMarker(const custom_resource::AnswerAddress& address) {
  return custom_resource::FormatMarker(
      {custom_resource::MarkerKind::kNothing, "", definition::TagDigest(address.request_id), ""});
}

std::string CreationDigest(const custom_resource::Request& request) {
  if (request.type != custom_resource::RequestType::kUpdate) return definition::TagDigest(request.address.request_id);
  return UpdateDigest(request, request.properties);
}

std::string UndoneCreationDigest(const custom_resource::Request& request) {
  return UpdateDigest(request, request.old_properties);
}

std::string UnknownMarker(const custom_resource::AnswerAddress& address, std::string_view action_name) {
  return UnknownMarkerOf(address, definition::TagDigest(address.request_id), action_name);
}

std::string UnknownMarker(const custom_resource::Request& request, std::string_view action_name) {
  return UnknownMarkerOf(request.address, CreationDigest(request), action_name);
}

std::string IdForFailure(const custom_resource::Request& request) {
  const auto& id = request.address.physical_id;
  return id && !id->empty() ? *id : NothingMarker(request.address);
}

}  // namespace genesys_cfn::provider
