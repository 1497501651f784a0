// SPDX-License-Identifier: Apache-2.0
// `DefinitionUri: actions/look-up-case.json` in a template names a file beside it. CloudFormation hands the property to
// the function, which reads S3 only: so before a deployment the file goes to S3, and its address takes the path's
// place. The address contains the digest of the text: a changed file is a changed property.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "template/template.h"

namespace genesys_cfn::cli {

struct LocalDefinition {
  std::string logical_id;
  std::string path;  // as written, relative to the template
  yaml::Mark mark;   // of the value
};

// Every DefinitionUri of a data action that is a text and no s3:// address.
std::vector<LocalDefinition> FindLocalDefinitions(const cloudformation::Template& source);

// The path as it stands in the template's text, with its quotes. kInvalidInput when it is not written as one plain or
// quoted word on its line.
Result<std::string_view> WrittenPath(std::string_view text, const LocalDefinition& definition);

// The template's text with each path replaced by the text in `replacements` that belongs to it, and everything else as
// it was. Errors of WrittenPath.
Result<std::string> ReplacePaths(std::string_view text, const std::vector<LocalDefinition>& definitions,
                                 const std::vector<std::string>& replacements);

}  // namespace genesys_cfn::cli
