// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_answers.h"

#include <set>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

void WriteOutputs(XmlWriter& xml, const std::vector<StackOutput>& outputs) {
  if (outputs.empty()) return;
  xml.Open("Outputs");
  for (const StackOutput& output : outputs) {
    xml.Open("member").Element("OutputKey", output.key).Element("OutputValue", output.value);
    xml.ElementIfAny("Description", output.description).ElementIfAny("ExportName", output.export_name).Close();
  }
  xml.Close();
}

void WriteTimes(XmlWriter& xml, const StackDescription& stack) {
  xml.Element("CreationTime", FormatIso8601(stack.created));
  if (stack.updated.has_value()) xml.Element("LastUpdatedTime", FormatIso8601(*stack.updated));
  if (stack.deleted.has_value()) xml.Element("DeletionTime", FormatIso8601(*stack.deleted));
}

std::string_view Flag(bool value) {
  return value ? "true" : "false";
}

void WriteDrift(XmlWriter& xml, std::string_view status_element) {
  xml.Open("DriftInformation").Element(status_element, "NOT_CHECKED").Close();
}

void WriteResourceFields(XmlWriter& xml, const ResourceDescription& resource, std::string_view time_element) {
  xml.Element("LogicalResourceId", resource.logical_id);
  xml.ElementIfAny("PhysicalResourceId", resource.physical_id);
  xml.Element("ResourceType", resource.type);
  xml.Element(time_element, FormatIso8601(resource.changed));
  xml.Element("ResourceStatus", ToString(resource.status));
  xml.ElementIfAny("ResourceStatusReason", resource.status_reason);
  WriteDrift(xml, "StackResourceDriftStatus");
}

void OpenParameter(XmlWriter& xml, const cloudformation::ParameterDeclaration& parameter) {
  xml.Open("member").Element("ParameterKey", parameter.name);
  if (parameter.default_value.has_value()) xml.Element("DefaultValue", *parameter.default_value);
  xml.Element("NoEcho", Flag(parameter.no_echo)).ElementIfAny("Description", parameter.description);
}

void WriteDescriptionAndCapabilities(XmlWriter& xml, const cloudformation::Template& source,
                                     const TemplateRequirements& requirements) {
  xml.ElementIfAny("Description", source.description);
  if (requirements.capabilities.empty()) return;
  WriteTexts(xml, "Capabilities", requirements.capabilities);
  xml.Element("CapabilitiesReason", Concat("The following resource(s) require capabilities: [",
                                           Join(requirements.resource_types, ", "), "]"));
}

}  // namespace

void WriteTexts(XmlWriter& xml, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    xml.Empty(name);
    return;
  }
  xml.Open(name);
  for (const std::string& text : texts) xml.Element("member", text);
  xml.Close();
}

void WriteTags(XmlWriter& xml, const Tags& tags) {
  if (tags.empty()) {
    xml.Empty("Tags");
    return;
  }
  xml.Open("Tags");
  for (const auto& [key, value] : tags) xml.Open("member").Element("Key", key).Element("Value", value).Close();
  xml.Close();
}

void WriteParameters(XmlWriter& xml, const std::vector<StackParameter>& parameters) {
  if (parameters.empty()) return;
  xml.Open("Parameters");
  for (const StackParameter& parameter : parameters) {
    xml.Open("member").Element("ParameterKey", parameter.key).Element("ParameterValue", parameter.value);
    if (parameter.resolved_value) xml.Element("ResolvedValue", *parameter.resolved_value);
    xml.Close();
  }
  xml.Close();
}

void WriteStack(XmlWriter& xml, const StackDescription& stack) {
  xml.Open("member").Element("StackId", stack.id).Element("StackName", stack.name);
  xml.ElementIfAny("ChangeSetId", stack.change_set_id).ElementIfAny("Description", stack.description);
  WriteParameters(xml, stack.parameters);
  WriteTimes(xml, stack);
  xml.Empty("RollbackConfiguration");
  xml.Element("StackStatus", ToString(stack.status)).ElementIfAny("StackStatusReason", stack.status_reason);
  xml.Element("DisableRollback", Flag(stack.disable_rollback));
  WriteTexts(xml, "NotificationARNs", stack.notification_arns);
  if (stack.timeout_minutes > 0) xml.Element("TimeoutInMinutes", std::to_string(stack.timeout_minutes));
  if (!stack.capabilities.empty()) WriteTexts(xml, "Capabilities", stack.capabilities);
  WriteOutputs(xml, stack.outputs);
  xml.ElementIfAny("RoleARN", stack.role_arn);
  if (stack.retain_except_on_create) xml.Element("RetainExceptOnCreate", "true");
  if (stack.force_delete) xml.Element("DeletionMode", "FORCE_DELETE_STACK");
  WriteTags(xml, stack.tags);
  xml.Element("EnableTerminationProtection", Flag(stack.termination_protection));
  WriteDrift(xml, "StackDriftStatus");
  xml.Close();
}

void WriteStackSummary(XmlWriter& xml, const StackDescription& stack) {
  xml.Open("member").Element("StackId", stack.id).Element("StackName", stack.name);
  xml.ElementIfAny("TemplateDescription", stack.description);
  WriteTimes(xml, stack);
  xml.Element("StackStatus", ToString(stack.status)).ElementIfAny("StackStatusReason", stack.status_reason);
  WriteDrift(xml, "StackDriftStatus");
  xml.Close();
}

void WriteEvent(XmlWriter& xml, const StackEvent& event) {
  xml.Open("member").Element("StackId", event.stack_id).Element("EventId", event.event_id);
  xml.Element("StackName", event.stack_name).Element("LogicalResourceId", event.logical_id);
  xml.Element("PhysicalResourceId", event.physical_id).Element("ResourceType", event.resource_type);
  xml.Element("Timestamp", FormatIso8601(event.time)).Element("ResourceStatus", event.status);
  xml.ElementIfAny("ResourceStatusReason", event.reason).ElementIfAny("ResourceProperties", event.properties);
  xml.ElementIfAny("ClientRequestToken", event.client_request_token).Close();
}

void WriteResource(XmlWriter& xml, std::string_view element, const ResourceDescription& resource) {
  xml.Open(element).Element("StackName", resource.stack_name).Element("StackId", resource.stack_id);
  WriteResourceFields(xml, resource, "Timestamp");
  xml.Close();
}

void WriteResourceDetail(XmlWriter& xml, const ResourceDescription& resource) {
  xml.Open("StackResourceDetail").Element("StackName", resource.stack_name).Element("StackId", resource.stack_id);
  WriteResourceFields(xml, resource, "LastUpdatedTimestamp");
  xml.Close();
}

void WriteResourceSummary(XmlWriter& xml, const ResourceDescription& resource) {
  xml.Open("member");
  WriteResourceFields(xml, resource, "LastUpdatedTimestamp");
  xml.Close();
}

void WriteValidation(XmlWriter& xml, const cloudformation::Template& source, const TemplateRequirements& requirements) {
  xml.Open("Parameters");
  for (const cloudformation::ParameterDeclaration& parameter : source.parameters) {
    OpenParameter(xml, parameter);
    xml.Close();
  }
  xml.Close();
  WriteDescriptionAndCapabilities(xml, source, requirements);
  if (!source.transforms.empty()) WriteTexts(xml, "DeclaredTransforms", source.transforms);
}

void WriteSummary(XmlWriter& xml, const cloudformation::Template& source, const TemplateRequirements& requirements) {
  xml.Open("Parameters");
  for (const cloudformation::ParameterDeclaration& parameter : source.parameters) {
    OpenParameter(xml, parameter);
    xml.Element("ParameterType", parameter.type).Open("ParameterConstraints");
    if (!parameter.allowed_values.empty()) WriteTexts(xml, "AllowedValues", parameter.allowed_values);
    xml.Close().Close();
  }
  xml.Close();
  WriteDescriptionAndCapabilities(xml, source, requirements);
  std::set<std::string> types;
  for (const cloudformation::ResourceDeclaration& resource : source.resources) types.insert(resource.type);
  WriteTexts(xml, "ResourceTypes", {types.begin(), types.end()});
  if (!source.transforms.empty()) WriteTexts(xml, "DeclaredTransforms", source.transforms);
  xml.ElementIfAny("Version", source.version);
  if (!source.metadata.empty()) xml.Element("Metadata", json::Write(source.metadata));
}

}  // namespace genesys_cfn::emulator
