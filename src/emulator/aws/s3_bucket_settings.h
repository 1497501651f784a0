// SPDX-License-Identifier: Apache-2.0
// Settings of a bucket that have no effect here (policy, encryption, public access block, tags...): kept as they were
// given, and answered with S3's defaults until then, so that deployment tools find what they look for.
#pragma once

#include <optional>

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

// nullopt when the call is not about such a setting.
std::optional<http::Response> CallBucketSetting(const S3Call& call, const S3Context& context);
bool IsBucketSetting(std::string_view query_parameter);

}  // namespace genesys_cfn::emulator
