// SPDX-License-Identifier: Apache-2.0
// The members of the Query API's answers (aws-protocols.md 4.9). Absent members are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/stack_checks.h"
#include "emulator/cloudformation/xml_writer.h"
#include "template/template.h"

namespace genesys_cfn::emulator {

void WriteStack(XmlWriter& xml, const StackDescription& stack);
void WriteStackSummary(XmlWriter& xml, const StackDescription& stack);
void WriteEvent(XmlWriter& xml, const StackEvent& event);
void WriteResource(XmlWriter& xml, std::string_view element, const ResourceDescription& resource);
void WriteResourceDetail(XmlWriter& xml, const ResourceDescription& resource);
void WriteResourceSummary(XmlWriter& xml, const ResourceDescription& resource);
void WriteParameters(XmlWriter& xml, const std::vector<StackParameter>& parameters);
void WriteTags(XmlWriter& xml, const Tags& tags);
// An empty list is an empty element.
void WriteTexts(XmlWriter& xml, std::string_view name, const std::vector<std::string>& texts);
// Of ValidateTemplate.
void WriteValidation(XmlWriter& xml, const cloudformation::Template& source, const TemplateRequirements& requirements);
// Of GetTemplateSummary.
void WriteSummary(XmlWriter& xml, const cloudformation::Template& source, const TemplateRequirements& requirements);

}  // namespace genesys_cfn::emulator
