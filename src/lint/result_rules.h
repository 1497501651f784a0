// SPDX-License-Identifier: Apache-2.0
// What the success template gives, with samples in place of its references, against the output contract. Internal to
// this folder.
#pragma once

#include "lint/definition_rules.h"
#include "lint/velocity.h"

namespace genesys_cfn::lint {

// GC206, GC207, GC209, GC210. `map` is the translation map, nullptr when there is none.
void CheckResult(const ActionView& view, const ParsedTemplate& success_template, const json::Object* map);

}  // namespace genesys_cfn::lint
