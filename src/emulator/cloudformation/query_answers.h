// SPDX-License-Identifier: Apache-2.0
// The members of the Query API's answers (aws-protocols.md 4.9). Absent members are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/xml_writer.h"
#include "template/template.h"

namespace genesys_cfn::emulator {

void WriteStack(XmlWriter& xml, const StackDescription& stack);
void WriteStackSummary(XmlWriter& xml, const StackDescription& stack);
void WriteEvent(XmlWriter& xml, const StackEvent& event);
void WriteResource(XmlWriter& xml, std::string_view element, const ResourceDescription& resource);
void WriteResourceDetail(XmlWriter& xml, const ResourceDescription& resource);
void WriteResourceSummary(XmlWriter& xml, const ResourceDescription& resource);
void WriteTemplateSummary(XmlWriter& xml, const cloudformation::Template& source,
                          const std::vector<std::string>& capabilities);

}  // namespace genesys_cfn::emulator
