// SPDX-License-Identifier: Apache-2.0
// ListObjects, ListObjectsV2 and ListObjectVersions: pages of at most 1,000 entries by the bytes of their keys.
#pragma once

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response ListObjects(const S3Call& call, const S3Context& context);
http::Response ListObjectsV2(const S3Call& call, const S3Context& context);
http::Response ListObjectVersions(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
