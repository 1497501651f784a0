// SPDX-License-Identifier: Apache-2.0
// Receives the PUT of a custom resource at its presigned response URL, as strict as S3 is (aws-protocols.md 1.5, 3.5):
// path and query untouched, Content-Type empty or absent, Content-Length given, not chunked. Other answers are S3's XML
// errors.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "emulator/cloudformation/engine.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class AnswerSink final : public http::Handler {
 public:
  // All must outlive the sink.
  AnswerSink(Engine& engine, const Clock& clock, Logger& logger) : engine_(engine), clock_(clock), logger_(logger) {}

  // True for targets of this sink: "/cloudformation-custom-resource-response-...".
  static bool Serves(std::string_view target);
  http::Response Handle(const http::Request& request) override;

 private:
  Engine& engine_;
  const Clock& clock_;
  Logger& logger_;
};

}  // namespace genesys_cfn::emulator
