// SPDX-License-Identifier: Apache-2.0
// Where each byte of a string value stands in the source: through JSON's and YAML's escapes, the folding of lines and
// the indentation of blocks. With it a mistake inside an embedded language (Velocity, JSONPath, JSON in a string) is
// shown where its author wrote it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

// One offset into `text` for each byte of `value`, and one for its end. All bytes of an escape's character have the
// escape's start. `span` is the value's token. When the token is not understood (a line break of Unicode, say), every
// byte stands at the token's start.
std::vector<size_t> ScalarOffsets(std::string_view text, const Span& span, std::string_view value);

}  // namespace genesys_cfn::yaml
