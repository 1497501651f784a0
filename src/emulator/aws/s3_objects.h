// SPDX-License-Identifier: Apache-2.0
// PutObject, GetObject and HeadObject, CopyObject, and what they share with multipart uploads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "emulator/aws/s3_call.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

http::Response PutObject(const S3Call& call, const S3Context& context);
// HEAD too: the answer has the body, which the server leaves away.
http::Response GetObject(const S3Call& call, const S3Context& context);
http::Response CopyObject(const S3Call& call, const S3Context& context);

// The object's own headers of a request as ObjectVersion keeps them (Cache-Control, x-amz-meta-*...), or the refusal of
// too much metadata.
std::variant<std::string, http::Response> ObjectHeaders(const S3Call& call);
std::string ContentTypeOf(const S3Call& call);
// nullopt for a key that S3 takes.
std::optional<http::Response> RefuseKey(std::string_view key);
// nullopt when the conditions of a write (If-Match, If-None-Match) hold.
std::optional<http::Response> RefuseWrite(const S3Call& call, const S3Context& context);

// The id of a new version, as the bucket's versioning has it.
std::string NewVersionId(std::string_view bucket, const S3Context& context);
// ETag in quotes, and the version's id unless the bucket never had versions.
http::Headers WrittenHeaders(const ObjectVersion& object, std::string_view bucket, const S3Context& context);

// The object that x-amz-copy-source names, or the error.
std::variant<ObjectVersion, http::Response> CopySource(const S3Call& call, const S3Context& context);

}  // namespace genesys_cfn::emulator
