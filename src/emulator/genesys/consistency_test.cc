// SPDX-License-Identifier: Apache-2.0
// Reads that are behind the writes: read_lag, list_lag and delete_lag.
#include "emulator/genesys/actions_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;

constexpr Milliseconds kLag{1'000};
constexpr Milliseconds kAlmost{999};

class ConsistencyTest : public ActionsTest {
 protected:
  int StatusOf(const std::string& target) { return Call("GET", target).status; }
};

TEST_F(ConsistencyTest, ANewActionCanBeReadAfterTheLag) {
  Restart({.read_lag = kLag});
  const std::string uri = UriOf(Create());
  EXPECT_THAT(NamesOf(""), ElementsAre("Look up customer")) << "lists have a lag of their own";
  clock_.Advance(kAlmost);
  for (const char* const rest :
       {"", "?expand=contract", "/templates/requesttemplate.vm", "/schemas/inputschema.json"}) {
    ExpectError(Call("GET", uri + rest), 404, "not.found", "No action");
  }
  EXPECT_EQ(Call("PATCH", uri, R"({"version":1})").status, 200) << "writes see it at once";
  clock_.Advance(Milliseconds(1));
  EXPECT_EQ(At(Get(uri), "/version"), "2");
  EXPECT_EQ(StatusOf(uri + "/templates/requesttemplate.vm"), 200);
}

TEST_F(ConsistencyTest, ANewActionIsListedAfterTheLag) {
  Restart({.list_lag = kLag});
  const std::string uri = UriOf(Create());
  EXPECT_EQ(StatusOf(uri), 200);
  clock_.Advance(kAlmost);
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
  EXPECT_THAT(NamesOf("name=look"), ElementsAre());
  clock_.Advance(Milliseconds(1));
  EXPECT_EQ(At(Get(kActions), "/total"), "1");
}

TEST_F(ConsistencyTest, ListsShowEachEditAfterTheLag) {
  Restart({.list_lag = kLag});
  const std::string id = Create();
  clock_.Advance(kLag);
  const auto rename = [&](int version, const std::string& name) {
    const json::Object patch{{"version", version}, {"name", name}, {"config", json::Object{{"timeoutSeconds", 20}}}};
    EXPECT_EQ(Call("PATCH", UriOf(id), json::Write(patch)).status, 200);
  };
  rename(1, "Second");
  clock_.Advance(Milliseconds(400));
  rename(2, "Third");
  EXPECT_EQ(At(Get(UriOf(id)), "/name"), "Third");
  EXPECT_THAT(NamesOf("name=look"), ElementsAre("Look up customer")) << "filters see what is listed";
  const json::Value before = Get(Concat(kActions, "?includeConfig=true"));
  EXPECT_EQ(At(before, "/entities/0/version"), "1");
  EXPECT_EQ(At(before, "/entities/0/config/timeoutSeconds"), "10");
  clock_.Advance(Milliseconds(599));
  EXPECT_THAT(NamesOf(""), ElementsAre("Look up customer"));
  clock_.Advance(Milliseconds(1));
  EXPECT_THAT(NamesOf(""), ElementsAre("Second"));
  clock_.Advance(Milliseconds(400));
  const json::Value after = Get(Concat(kActions, "?includeConfig=true"));
  EXPECT_EQ(At(after, "/entities/0/name"), "Third");
  EXPECT_EQ(At(after, "/entities/0/version"), "3");
  EXPECT_EQ(At(after, "/entities/0/config/timeoutSeconds"), "20");
}

TEST_F(ConsistencyTest, ADeletedActionCanBeReadForAWhile) {
  Restart({.delete_lag = kLag});
  const std::string uri = UriOf(Create());
  EXPECT_EQ(Call("DELETE", uri).status, 204);
  clock_.Advance(kAlmost);
  EXPECT_EQ(StatusOf(uri), 200);
  EXPECT_EQ(StatusOf(uri + "/templates/requesttemplate.vm"), 200);
  EXPECT_EQ(At(Get(kActions), "/total"), "0") << "lists have a lag of their own";
  ExpectError(Call("DELETE", uri), 404, "not.found", "No action");
  ExpectError(Call("PATCH", uri, R"({"version":1})"), 404, "not.found", "No action");
  clock_.Advance(Milliseconds(1));
  EXPECT_EQ(StatusOf(uri), 404);
}

TEST_F(ConsistencyTest, ADeletedActionIsListedForAWhile) {
  Restart({.list_lag = kLag});
  const std::string uri = UriOf(Create());
  clock_.Advance(kLag);
  EXPECT_EQ(Call("DELETE", uri).status, 204);
  EXPECT_EQ(StatusOf(uri), 404);
  clock_.Advance(kAlmost);
  EXPECT_EQ(At(Get(kActions), "/total"), "1");
  clock_.Advance(Milliseconds(1));
  EXPECT_EQ(At(Get(kActions), "/total"), "0");
}

TEST_F(ConsistencyTest, KeepsNothingLongerThanItCanBeSeen) {
  Restart({.list_lag = kLag, .delete_lag = kLag});
  const std::string id = Create();
  EXPECT_EQ(Call("PATCH", UriOf(id), R"({"version":1})").status, 200);
  clock_.Advance(kLag);
  EXPECT_EQ(Call("PATCH", UriOf(id), R"({"version":2})").status, 200);
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  clock_.Advance(kLag);
  EXPECT_EQ(Call("DELETE", UriOf(Create())).status, 204);
  const auto rows = database_->Run([](Transaction& transaction) {
    Statement row = transaction.Query(
        "SELECT (SELECT count(*) FROM genesys_action) * 10 + (SELECT count(*) FROM genesys_action_past)");
    row.Step();
    return row.Integer(0);
  });
  EXPECT_EQ(rows.value(), 10) << "the action that was deleted last";
}

TEST_F(ConsistencyTest, WithoutALagAClockThatIsSetBackHidesNothing) {
  clock_.Advance(Milliseconds(-500));
  const std::string id = Create();
  clock_.Advance(Milliseconds(-60'000));
  EXPECT_EQ(StatusOf(UriOf(id)), 200);
  EXPECT_EQ(Call("PATCH", UriOf(id), R"({"version":1,"name":"New"})").status, 200);
  EXPECT_THAT(NamesOf(""), ElementsAre("New"));
  EXPECT_EQ(Call("DELETE", UriOf(id)).status, 204);
  EXPECT_THAT(NamesOf(""), ElementsAre());
}

}  // namespace
}  // namespace genesys_cfn::emulator
