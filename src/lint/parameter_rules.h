// SPDX-License-Identifier: Apache-2.0
// What a template leaves to whoever deploys it, GC330. Pure.
#pragma once

#include "lint/rules.h"
#include "lint/source.h"

namespace genesys_cfn::lint {

// Parameters without a default whose description begins with "To fill in: ", as `export` writes it for what Genesys
// Cloud does not give out.
void CheckParameters(const SourceDocument& document, Findings& findings);

}  // namespace genesys_cfn::lint
