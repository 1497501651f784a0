// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/value.h"
#include "template/report.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

// Every name that the template uses must be declared, in the branches that are not taken too: resources, parameters,
// conditions, mappings, DependsOn; conditions and resources must not need themselves. `root` is the template's text as
// a value: the parts of it that `source` does not keep (Metadata, policies) are checked as well.
void CheckReferences(const Template& source, const json::Object& root, Report& report);

}  // namespace genesys_cfn::cloudformation
