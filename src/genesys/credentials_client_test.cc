// SPDX-License-Identifier: Apache-2.0
#include "genesys/credentials_client.h"

#include <gmock/gmock.h>

#include "genesys/client_fixture.h"

namespace genesys_cfn::genesys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CredentialsClientTest : public ClientTest {
 protected:
  CredentialsClient credentials{session};
};

TEST_F(CredentialsClientTest, AnOutlineNamesTheFieldsAndHoldsNoValue) {
  client.ThenRespond(200, R"({"id":"c1","name":"CRM","type":{"id":"basicAuth","name":"basicAuth"},
                              "credentialFields":{"userName":"canary","password":"***"}})");
  const auto outline = credentials.Outline("c1");
  ASSERT_TRUE(outline.has_value() && outline->has_value());
  EXPECT_EQ((*outline)->name, "CRM");
  EXPECT_EQ((*outline)->type, "basicAuth");
  EXPECT_THAT((*outline)->fields, ElementsAre("userName", "password"));
}

TEST_F(CredentialsClientTest, FieldsThatAreNotShownAreThoseOfTheType) {
  client.ThenRespond(200, R"({"id":"c1","name":"CRM","type":{"name":"basicAuth"}})");
  client.ThenRespond(200, R"([{"id":"other","required":["x"]},{"id":"1","name":"basicAuth","required":["userName"]}])");
  EXPECT_THAT((*credentials.Outline("c1"))->fields, ElementsAre("userName"));
}

TEST_F(CredentialsClientTest, FieldsThatNobodyTellsStayUnknown) {
  client.ThenRespond(200, R"({"id":"c1","name":"CRM","type":{"id":"userDefined"},"credentialFields":{}})");
  client.ThenRespond(200, R"({"entities":[{"id":"userDefined"}]})");
  const auto outline = credentials.Outline("c1");
  EXPECT_EQ((*outline)->type, "userDefined");
  EXPECT_THAT((*outline)->fields, IsEmpty());
}

TEST_F(CredentialsClientTest, OneThatIsGoneHasNone) {
  client.ThenRespond(404);
  EXPECT_FALSE(credentials.Outline("c1")->has_value());
}

}  // namespace
}  // namespace genesys_cfn::genesys
