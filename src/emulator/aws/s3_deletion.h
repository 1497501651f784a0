// SPDX-License-Identifier: Apache-2.0
// DeleteObject and DeleteObjects, with versions and delete markers.
#pragma once

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response DeleteObject(const S3Call& call, const S3Context& context);
http::Response DeleteObjects(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
