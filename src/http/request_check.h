// SPDX-License-Identifier: Apache-2.0
// What no client may put on a wire: a request that would be another one there, or none. Pure.
#pragma once

#include "base/result.h"
#include "http/message.h"

namespace genesys_cfn::http {

// kInvalidInput for a method or header name that is no token (RFC 9110, 5.6.2), a header value with a line end, a
// target that does not begin with '/', an origin that is more than one, and HEAD with a body. The message holds no
// value.
Result<void> CheckRequest(const Request& request);

}  // namespace genesys_cfn::http
