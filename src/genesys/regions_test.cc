// SPDX-License-Identifier: Apache-2.0
#include "genesys/regions.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::genesys {
namespace {

struct Case {
  const char* region;
  const char* domain;
};
// genesys-cloud-api.md 1.5.
constexpr Case kPublicRegions[] = {
    {"us-east-1", "mypurecloud.com"},
    {"us-east-2", "use2.us-gov-pure.cloud"},
    {"us-west-2", "usw2.pure.cloud"},
    {"ca-central-1", "cac1.pure.cloud"},
    {"mx-central-1", "mxc1.pure.cloud"},
    {"sa-east-1", "sae1.pure.cloud"},
    {"eu-west-1", "mypurecloud.ie"},
    {"eu-west-2", "euw2.pure.cloud"},
    {"eu-central-1", "mypurecloud.de"},
    {"eu-central-2", "euc2.pure.cloud"},
    {"eusc-de-east-1", "edee1.eusc-pure.cloud"},
    {"me-central-1", "mec1.pure.cloud"},
    {"ap-south-1", "aps1.pure.cloud"},
    {"ap-southeast-1", "apse1.pure.cloud"},
    {"ap-southeast-2", "mypurecloud.com.au"},
    {"ap-northeast-1", "mypurecloud.jp"},
    {"ap-northeast-2", "apne2.pure.cloud"},
    {"ap-northeast-3", "apne3.pure.cloud"},
};

TEST(RegionsTest, KnowsEveryPublicRegionUnderEachOfItsNames) {
  for (const auto& [region, domain] : kPublicRegions) {
    for (const std::string& name : {std::string(region), ReplaceAll(region, "-", "_"), std::string(domain),
                                    Concat("api.", domain), Concat("login.", domain)}) {
      const auto endpoints = EndpointsOf(name);
      ASSERT_TRUE(endpoints.has_value()) << name << ": " << endpoints.error().message;
      EXPECT_EQ(endpoints->api_origin, Concat("https://api.", domain)) << name;
      EXPECT_EQ(endpoints->login_origin, Concat("https://login.", domain)) << name;
      EXPECT_EQ(endpoints->region, name);
    }
  }
}

TEST(RegionsTest, IgnoresLetterCaseAndBlanksAround) {
  EXPECT_EQ(EndpointsOf(" EU-Central-1\n")->api_origin, "https://api.mypurecloud.de");
  EXPECT_EQ(EndpointsOf("MyPureCloud.de")->api_origin, "https://api.mypurecloud.de");
}

TEST(RegionsTest, AcceptsADomainThatItDoesNotKnow) {
  EXPECT_EQ(EndpointsOf("afs1.pure.cloud")->login_origin, "https://login.afs1.pure.cloud");
  EXPECT_EQ(EndpointsOf("api.cloud")->api_origin, "https://api.api.cloud");
}

TEST(RegionsTest, NamesTheRegionsAndTheLikelyOneForAnUnknownWord) {
  const auto endpoints = EndpointsOf("eu-centrl-1");
  ASSERT_FALSE(endpoints.has_value());
  EXPECT_EQ(endpoints.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(endpoints.error().message.find("did you mean eu-central-1?"), std::string::npos)
      << endpoints.error().message;
  for (const auto& [region, domain] : kPublicRegions) {
    EXPECT_NE(endpoints.error().message.find(region), std::string::npos) << region;
  }
}

TEST(RegionsTest, RefusesWhatIsNoHostName) {
  for (const char* text :
       {"", "   ", "frankfurt", "127.0.0.1", "evil.example/path", "user@evil.example", "evil.example:8443",
        "https://api.mypurecloud.de", "a..b", ".pure.cloud", "pure.cloud.", "-a.cloud", "pure cloud.com", "a_b.cloud",
        "mypurecloud.de?x", "mypurecloud.de#x", "mypurecloud\\.de"}) {
    EXPECT_FALSE(EndpointsOf(text).has_value()) << text;
  }
  EXPECT_FALSE(EndpointsOf(std::string(5'000, 'a')).has_value());
}

}  // namespace
}  // namespace genesys_cfn::genesys
