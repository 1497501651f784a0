// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/router.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

class Named final : public http::Handler {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  http::Response Handle(const http::Request& /*request*/) override { return {200, {}, name_}; }

 private:
  std::string name_;
};

http::Headers SignedFor(const std::string& service) {
  return {{"Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260102/us-east-1/" + service +
                                "/aws4_request, SignedHeaders=host, Signature=" + std::string(64, '0')}};
}

TEST(Router, TellsServicesApart) {
  Named answers("answers");
  Named genesys("genesys");
  Named uploads("uploads");
  Named secrets("secrets");
  Named parameters("parameters");
  Named objects("objects");
  Named sts("sts");
  Named stacks("stacks");
  LocalServices services{answers, genesys, uploads, secrets, parameters, objects, sts, stacks};
  Router router;
  EXPECT_EQ(router.Handle({"GET", "", "/", {}, ""}).status, 503);
  router.Attach(services);

  const std::pair<http::Request, std::string> cases[] = {
      {{"PUT", "", "/cloudformation-custom-resource-response-useast1/x?y", {}, ""}, "answers"},
      {{"POST", "", "/oauth/token", {}, ""}, "genesys"},
      {{"GET", "", "/api/v2/integrations/actions?pageSize=1", {}, ""}, "genesys"},
      {{"POST", "", "/genesys-cfn/admin/flows", {}, "{}"}, "genesys"},
      {{"PUT", "", "/genesys-function-upload/token", {}, "PK"}, "uploads"},
      {{"POST", "", "/", {{"x-amz-target", "secretsmanager.GetSecretValue"}}, "{}"}, "secrets"},
      {{"POST", "", "/", SignedFor("secretsmanager"), "{}"}, "secrets"},
      {{"POST", "", "/", {{"x-amz-target", "AmazonSSM.GetParameter"}}, "{}"}, "parameters"},
      {{"POST", "", "/", SignedFor("ssm"), "{}"}, "parameters"},
      {{"GET", "", "/", SignedFor("s3"), ""}, "objects"},
      {{"GET", "", "/bucket/key?versionId=1", SignedFor("s3"), ""}, "objects"},
      {{"PUT", "", "/api/v2/key", SignedFor("s3"), ""}, "objects"},
      {{"GET", "", "/key", {{"Host", "bucket.localhost:4566"}}, ""}, "objects"},
      {{"GET", "", "/", {{"Host", "s3.us-east-1.amazonaws.com"}}, ""}, "objects"},
      {{"GET", "", "/b/k?X-Amz-Credential=a%2F20260102%2Fus-east-1%2Fs3%2Faws4_request", {}, ""}, "objects"},
      {{"GET", "", "/api/v2/k?AWSAccessKeyId=a&Signature=b&Expires=1", {}, ""}, "objects"},
      {{"POST", "", "/", SignedFor("sts"), ""}, "sts"},
      {{"POST", "", "/", {}, "Action=GetCallerIdentity&Version=2011-06-15"}, "sts"},
      {{"POST", "", "/", SignedFor("cloudformation"), ""}, "stacks"},
      {{"GET", "", "/?Action=ListStacks&Version=2010-05-15", {}, ""}, "stacks"},
  };
  for (const auto& [request, expected] : cases) EXPECT_EQ(router.Handle(request).body, expected) << request.target;
  EXPECT_EQ(router.Handle({"POST", "", "/", SignedFor("dynamodb"), ""}).status, 501);
  EXPECT_EQ(router.Handle({"GET", "", "/favicon.ico", {}, ""}).status, 404);
}

}  // namespace
}  // namespace genesys_cfn::emulator
