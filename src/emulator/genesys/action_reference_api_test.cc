// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_reference_api.h"

#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

using ActionReferenceTest = ActionsTest;

TEST_F(ActionReferenceTest, ListsEachCategoryOnce) {
  for (const char* const category : {"b", "c", "a", "b"}) Create({{"category", category}});
  Create({{"category", "d"}, {"secure", true}});
  const std::string uri = Concat(kActions, "/categories");
  EXPECT_EQ(json::Write(Get(uri + "?pageSize=2&sortBy=name&sortOrder=desc&secure=false")),
            R"({"entities":[{"name":"c"},{"name":"b"}],"pageSize":2,"pageNumber":1,"total":3,"pageCount":2})");
  EXPECT_EQ(At(Get(uri), "/entities"), R"([{"name":"b"},{"name":"c"},{"name":"a"},{"name":"d"}])");
  EXPECT_EQ(At(Get(uri + "?secure=true"), "/entities"), R"([{"name":"d"}])");
  ExpectError(Call("GET", uri + "?sortBy=id"), 400, "bad.request", "sorted", "sortBy");
  ExpectError(Call("GET", uri + "?secure=maybe"), 400, "bad.request", "true or false", "secure");
}

TEST_F(ActionReferenceTest, ShowsCertificates) {
  const std::string uri = Concat(kActions, "/certificates");
  EXPECT_THAT(At(Get(uri + "?status=current&type=Client"), "/entities/0/certificate"), HasSubstr("BEGIN CERTIFICATE"));
  EXPECT_EQ(At(Get(uri + "?status=Upcoming"), "/total"), "0");
  EXPECT_EQ(At(Get(uri + "/truststore"), "/total"), "1");
  ExpectError(Call("GET", uri + "?status=Old"), 400, "bad.request", "Upcoming", "status");
  ExpectError(Call("GET", uri + "?type=Server"), 400, "bad.request", "Client", "type");
  Become({"integrations:action:view"});
  ExpectError(Call("GET", uri), 403, "missing.permissions", "integrations:actionCertificate:view");
}

TEST_F(ActionReferenceTest, PagesByTokens) {
  for (const char* const name : {"a", "b", "c"}) Create({{"name", name}});
  const json::Value first = Get(Concat(kActions, "?pageSize=1"));
  const std::string next = At(first, "/nextUri");
  const json::Value second = Get(Concat(kActions, "?pageSize=1&", next.substr(next.find("nextPage="))));
  EXPECT_EQ(At(second, "/entities/0/name"), "b");
  const std::string previous = At(second, "/previousUri");
  EXPECT_EQ(At(Get(previous), "/entities/0/name"), "a");
  ExpectError(Call("GET", Concat(kActions, "?nextPage=2")), 400, "bad.request", "token", "nextPage");
}

}  // namespace
}  // namespace genesys_cfn::emulator
