// SPDX-License-Identifier: Apache-2.0
// CloudFormation's Query API (aws-protocols.md 4.9) over the engine: form or query parameters in, XML out, as the AWS
// CLI and boto3 speak it. Any access key is accepted; an Authorization header must have the scope of cloudformation.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "emulator/cloudformation/engine.h"
#include "emulator/cloudformation/template_url.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class CloudFormationService final : public http::Handler {
 public:
  // All must outlive the service. `read_template` reads what a TemplateURL names; empty: no such URL is supported.
  CloudFormationService(Engine& engine, const ResourceTypes& types, Random& random, TemplateReader read_template = {})
      : engine_(engine), types_(types), random_(random), read_template_(std::move(read_template)) {}

  http::Response Handle(const http::Request& request) override;

 private:
  Engine& engine_;
  const ResourceTypes& types_;
  Random& random_;
  TemplateReader read_template_;
};

}  // namespace genesys_cfn::emulator
