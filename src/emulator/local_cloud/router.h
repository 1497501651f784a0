// SPDX-License-Identifier: Apache-2.0
// One port for every service: tells requests apart by path, target header, signing scope and API version.
#pragma once

#include <atomic>

#include "http/handler.h"

namespace genesys_cfn::emulator {

// The handlers behind the port; must outlive the router.
struct LocalServices {
  http::Handler& answers;              // presigned answer URLs
  http::Handler& genesys;              // /oauth/token, /api/v2/..., /genesys-cfn/admin/...
  http::Handler& function_uploads;     // packages of functions of the Genesys Cloud organisation
  http::Handler& secrets_manager;      // X-Amz-Target: secretsmanager.*
  http::Handler& parameters;           // X-Amz-Target: AmazonSSM.*
  http::Handler& objects;              // scope of S3, a host that names S3 or a bucket, presigned URLs
  http::Handler& security_token;       // scope or version of STS
  http::Handler& cloudformation;       // scope or version of CloudFormation
  http::Handler* functions = nullptr;  // paths of the Lambda API
};

class Router final : public http::Handler {
 public:
  // Until Attach every request is answered 503: the port is known before the services are.
  void Attach(LocalServices& services) { services_ = &services; }
  http::Response Handle(const http::Request& request) override;

 private:
  std::atomic<LocalServices*> services_ = nullptr;
};

}  // namespace genesys_cfn::emulator
