// SPDX-License-Identifier: Apache-2.0
// Change sets in the Query API's answers. Absent members are left out.
#pragma once

#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/xml_writer.h"

namespace genesys_cfn::emulator {

enum class PropertyValues { kLeftOut, kIncluded };

// Everything but the changes.
void WriteChangeSet(XmlWriter& xml, const ChangeSetRecord& record);
void WriteChange(XmlWriter& xml, const ResourceChange& change, PropertyValues values);
void WriteChangeSetSummary(XmlWriter& xml, const ChangeSetRecord& record);

}  // namespace genesys_cfn::emulator
