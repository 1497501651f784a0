// SPDX-License-Identifier: Apache-2.0
// The template as it is deployed, and as `package` writes it: what `DefinitionUri: actions/look-up-case.json` names is
// in S3, and the template says where and with which digest. Everything else of its text stays as it was, comments
// included. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/local_definitions.h"
#include "template/template.h"

namespace genesys_cfn::cli {

struct PackagedDefinition {
  LocalDefinition local;
  std::string uri;     // s3://...
  std::string digest;  // SHA-256 of the text, lower-case hexadecimal
};

// The JSON of a definition file. kInvalidInput: no JSON object, or not a data action; then every problem is named. What
// the resource's own properties complete (its name, its Substitutions) is no problem.
Result<void> CheckDefinitionText(const json::Object& properties, std::string_view text);

// `text` is that of `source`. Each path is replaced by its address, and DefinitionDigest stands beside it.
// kInvalidInput when a DefinitionDigest is there already and is another one, or when the path stands where it cannot be
// replaced.
Result<std::string> PackagedText(std::string_view text, const cloudformation::Template& source,
                                 const std::vector<PackagedDefinition>& definitions);

}  // namespace genesys_cfn::cli
