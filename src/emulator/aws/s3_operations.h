// SPDX-License-Identifier: Apache-2.0
// Which operation of the local S3 a call is.
#pragma once

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response CallS3(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
