// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/change_set_answers.h"

#include <set>
#include <tuple>

#include "emulator/cloudformation/query_answers.h"

namespace genesys_cfn::emulator {
namespace {

std::string_view ToString(OnFailure choice) {
  if (choice == OnFailure::kDoNothing) return "DO_NOTHING";
  return choice == OnFailure::kDelete ? "DELETE" : "ROLLBACK";
}

std::string_view ChangeTypeOf(const PropertyChange& detail) {
  if (!detail.before.has_value()) return "Add";
  return detail.after.has_value() ? "Modify" : "Remove";
}

void WriteDetail(XmlWriter& xml, const PropertyChange& detail, PropertyValues values) {
  xml.Open("member").Open("Target").Element("Attribute", "Properties").Element("Name", detail.name);
  xml.Element("RequiresRecreation", ToString(detail.recreation));
  if (values == PropertyValues::kIncluded) {
    xml.Element("Path", detail.path);
    if (detail.before.has_value()) xml.Element("BeforeValue", *detail.before);
    if (detail.after.has_value()) xml.Element("AfterValue", *detail.after);
    xml.Element("AttributeChangeType", ChangeTypeOf(detail));
  }
  xml.Close().Element("Evaluation", detail.is_dynamic ? "Dynamic" : "Static");
  xml.Element("ChangeSource", ToString(detail.source)).ElementIfAny("CausingEntity", detail.causing_entity).Close();
}

// Without paths and values, places in one property that have one cause are one detail.
void WriteDetails(XmlWriter& xml, const ResourceChange& change, PropertyValues values) {
  if (change.details.empty()) {
    xml.Empty("Details");
    return;
  }
  std::set<std::tuple<std::string, bool, ChangeSource, std::string>> seen;
  xml.Open("Details");
  for (const PropertyChange& detail : change.details) {
    const bool is_new = seen.emplace(detail.name, detail.is_dynamic, detail.source, detail.causing_entity).second;
    if (is_new || values == PropertyValues::kIncluded) WriteDetail(xml, detail, values);
  }
  xml.Close();
}

void WriteNames(XmlWriter& xml, const ChangeSetRecord& record) {
  xml.Element("ChangeSetName", record.name).Element("ChangeSetId", record.id).Element("StackId", record.stack_id);
  xml.Element("StackName", record.stack_name).ElementIfAny("Description", record.description);
  xml.Element("CreationTime", FormatIso8601(record.created));
  xml.Element("ExecutionStatus", ToString(record.execution_status)).Element("Status", ToString(record.status));
  xml.ElementIfAny("StatusReason", record.status_reason);
  xml.Element("IncludeNestedStacks", "false").Element("ImportExistingResources", "false");
}

}  // namespace

void WriteChangeSet(XmlWriter& xml, const ChangeSetRecord& record) {
  WriteNames(xml, record);
  WriteParameters(xml, ShownParameters(record.input));
  WriteTexts(xml, "NotificationARNs", record.notification_arns);
  xml.Empty("RollbackConfiguration");
  WriteTexts(xml, "Capabilities", record.input.capabilities);
  WriteTags(xml, record.input.tags);
  if (record.on_failure != OnFailure::kRollback) xml.Element("OnStackFailure", ToString(record.on_failure));
}

void WriteChange(XmlWriter& xml, const ResourceChange& change, PropertyValues values) {
  xml.Open("member").Element("Type", "Resource").Open("ResourceChange");
  xml.ElementIfAny("PolicyAction", change.policy_action).Element("Action", ToString(change.action));
  xml.Element("LogicalResourceId", change.logical_id).ElementIfAny("PhysicalResourceId", change.physical_id);
  xml.Element("ResourceType", change.type);
  if (change.action == ChangeAction::kModify) {
    xml.Element("Replacement", ToString(change.replacement));
    xml.Open("Scope").Element("member", "Properties").Close();
  } else {
    xml.Empty("Scope");
  }
  WriteDetails(xml, change, values);
  if (values == PropertyValues::kIncluded) {
    xml.ElementIfAny("BeforeContext", change.before_context).ElementIfAny("AfterContext", change.after_context);
  }
  xml.Close().Close();
}

void WriteChangeSetSummary(XmlWriter& xml, const ChangeSetRecord& record) {
  xml.Open("member");
  WriteNames(xml, record);
  xml.Close();
}

}  // namespace genesys_cfn::emulator
