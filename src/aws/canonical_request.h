// SPDX-License-Identifier: Apache-2.0
// The canonical forms that Signature Version 4 hashes (aws-protocols.md 3.1, points 3 to 5).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "aws/sigv4.h"
#include "http/message.h"

namespace genesys_cfn::aws {

// `path` as it stands in the request line, without the query.
std::string CanonicalPath(std::string_view path, PathEncoding encoding, NormalisePath normalise);

// Names and values in one encoding, sorted by name, then value; a name without a value gets '='. What is encoded
// already keeps its meaning: %2f and %2F are one, and a malformed escape counts as the bytes that it consists of.
std::string CanonicalQuery(std::string_view query);

struct CanonicalHeaders {
  std::string lines;  // "host:example.org\nx-amz-date:...\n"
  std::string names;  // "host;x-amz-date"
};
// Of the headers whose lower-case name is `wanted`. Authorization is never one of them.
CanonicalHeaders CanonicaliseHeaders(const http::Headers& headers,
                                     const std::function<bool(std::string_view lower_name)>& wanted);

}  // namespace genesys_cfn::aws
