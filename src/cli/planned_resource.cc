// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_resource.h"

namespace genesys_cfn::cli {

std::string_view ToString(Effect effect) {
  switch (effect) {
    case Effect::kCreate:
      return "create";
    case Effect::kAdopt:
      return "adopt";
    case Effect::kLookUp:
      return "look up";
    case Effect::kUpdate:
      return "update";
    case Effect::kReplace:
      return "replace";
    case Effect::kDelete:
      return "delete";
    case Effect::kRelease:
      return "release";
    case Effect::kNoChange:
      return "no change";
    case Effect::kDrifted:
      return "drifted";
    case Effect::kRefused:
      return "refused";
  }
  return "";
}

}  // namespace genesys_cfn::cli
