// SPDX-License-Identifier: Apache-2.0
// One file: which kind it is, and everything that is wrong with it. Pure.
#pragma once

#include <string>

#include "lint/finding.h"

namespace genesys_cfn::lint {

// kFound, in a directory: what is neither a template nor a data action is left alone.
enum class Origin { kNamed, kFound };

CheckedFile Validate(std::string path, std::string text, Origin origin);

}  // namespace genesys_cfn::lint
