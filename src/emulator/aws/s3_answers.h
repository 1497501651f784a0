// SPDX-License-Identifier: Apache-2.0
// The texts of S3: XML answers, errors and the dates of HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

// `body` is one element, escaped already.
http::Response S3Xml(int status, std::string_view body);
// <root xmlns="...">content</root>
http::Response S3Document(std::string_view root, std::string_view content);
// <Error> with code, message and `more` (elements, escaped already).
http::Response S3Error(int status, std::string_view code, std::string_view message, std::string_view more = {});

http::Response S3NotImplemented(std::string_view what);
http::Response S3MethodNotAllowed();
http::Response S3NoSuchBucket(std::string_view bucket);
http::Response S3NoSuchKey(std::string_view key);
http::Response S3MalformedXml();

// "Fri, 02 Jan 2026 03:04:05 GMT".
std::string HttpDate(int64_t milliseconds);
// Of that form only; nullopt for anything else.
std::optional<WallTime> ParseHttpDate(std::string_view text);

}  // namespace genesys_cfn::emulator
