// SPDX-License-Identifier: Apache-2.0
// What the words of options mean where the parser of options cannot tell: pairs, formats, and options that need or
// exclude each other. Pure functions; an error's message is for the user, without "error:".
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/command_line.h"

namespace genesys_cfn::cli {

using NameAndValue = std::pair<std::string, std::string>;

// Of --parameter-overrides: KEY=VALUE.
Result<std::vector<NameAndValue>> ParameterOverrides(const std::vector<std::string>& words);
// Of --tags: KEY=VALUE, each key once.
Result<std::vector<NameAndValue>> StackTags(const std::vector<std::string>& words);
// Of --code: s3://BUCKET/KEY=PATH; the names are BUCKET/KEY.
Result<std::vector<NameAndValue>> CodePlaces(const std::vector<std::string>& words);
// Of --genesys-option: NAME=VALUE.
Result<std::vector<NameAndValue>> GenesysOptions(const std::vector<std::string>& words);

// `format` is the command's own option and `output` the common one; "" is one that was not given.
ValidateFormat ValidateFormatOf(const std::string& format, const std::string& output);
TestFormat TestFormatOf(const std::string& format, const std::string& output);
OutputFormat OutputFormatOf(const std::string& output);

// Whether the options that were given make sense together.
Result<void> CheckTogether(const CommandLine& line);

}  // namespace genesys_cfn::cli
