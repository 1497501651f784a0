// SPDX-License-Identifier: Apache-2.0
// Buckets: making, finding, listing and deleting them, their place and their versioning.
#pragma once

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response ListBuckets(const S3Call& call, const S3Context& context);
http::Response CreateBucket(const S3Call& call, const S3Context& context);
http::Response HeadBucket(const S3Call& call, const S3Context& context);
http::Response DeleteBucket(const S3Call& call, const S3Context& context);
http::Response GetBucketLocation(const S3Call& call, const S3Context& context);
http::Response GetBucketVersioning(const S3Call& call, const S3Context& context);
http::Response PutBucketVersioning(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
