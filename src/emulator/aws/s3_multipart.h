// SPDX-License-Identifier: Apache-2.0
// Multipart uploads: an object that comes in parts of at least 5 MiB (but the last), and appears when it is complete.
#pragma once

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response CreateMultipartUpload(const S3Call& call, const S3Context& context);
// UploadPart, or UploadPartCopy where the call names a source.
http::Response UploadPart(const S3Call& call, const S3Context& context);
http::Response CompleteMultipartUpload(const S3Call& call, const S3Context& context);
http::Response AbortMultipartUpload(const S3Call& call, const S3Context& context);
http::Response ListParts(const S3Call& call, const S3Context& context);
http::Response ListMultipartUploads(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
