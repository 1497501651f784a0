// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/secret.h"
#include "testing/fake_clock.h"

namespace genesys_cfn {
namespace {

TEST(Log, WritesOneJsonObjectALine) {
  FakeClock clock(FromEpochMilliseconds(1'767'323'045'678));
  std::ostringstream out;
  JsonLinesLogger(out, clock).Info("answered", {{"status", "FAIL\"ED\n"}, {"attempt", 2}, {"kept", true}});
  EXPECT_EQ(out.str(),
            "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"info\",\"event\":\"answered\","
            "\"status\":\"FAIL\\\"ED\\u000a\",\"attempt\":2,\"kept\":true}\n");
}

TEST(Log, InvalidUtf8StaysValidJson) {
  FakeClock clock(FromEpochMilliseconds(0));
  std::ostringstream out;
  JsonLinesLogger(out, clock).Info("e", {{"body", "a\xff"}});
  EXPECT_NE(out.str().find("\"body\":\"a\\ufffd\""), std::string::npos);
}

TEST(Secret, PrintsNothingOfItsValue) {
  std::ostringstream out;
  out << Secret<std::string>("hunter2");
  EXPECT_EQ(out.str(), "***");
}

}  // namespace
}  // namespace genesys_cfn
