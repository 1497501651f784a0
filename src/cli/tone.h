// SPDX-License-Identifier: Apache-2.0
// What a line is about, for its colour.
#pragma once

namespace genesys_cfn::cli {

enum class Tone { kPlain, kAdded, kChanged, kRemoved };

}  // namespace genesys_cfn::cli
