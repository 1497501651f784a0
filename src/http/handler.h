// SPDX-License-Identifier: Apache-2.0
// The dual of http::Client: something that answers requests. Every emulated service is one.
#pragma once

#include "http/message.h"

namespace genesys_cfn::http {

class Handler {
 public:
  virtual ~Handler() = default;
  // Called from many threads at once; may block (a long poll). Must not throw in normal life; a server turns an escaped
  // exception into a 500 without its text.
  virtual Response Handle(const Request& request) = 0;
};

}  // namespace genesys_cfn::http
