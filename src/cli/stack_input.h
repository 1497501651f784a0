// SPDX-License-Identifier: Apache-2.0
// What `deploy` and `plan` hand to CloudFormation.
#pragma once

#include <optional>

#include "cli/cloud_connection.h"
#include "cli/command_line.h"
#include "cli/template_file.h"

namespace genesys_cfn::cli {

// Definitions beside the template are in the local S3 afterwards, and so is a template that is too long for a request.
// `existing`: the stack as it is; parameters that are not given keep its values.
Result<aws::CloudFormationClient::StackInput> MakeStackInput(CloudConnection& cloud, const DeployCommand& command,
                                                             const TemplateFile& file,
                                                             const std::optional<aws::Stack>& existing);

// A refusal of CloudFormation, with what to do about it where this command line can help.
Error WithRemedy(Error error);

}  // namespace genesys_cfn::cli
