// SPDX-License-Identifier: Apache-2.0
#include "provider/event_metrics.h"

#include <gtest/gtest.h>

#include "testing/fake_clock.h"

namespace genesys_cfn::provider {
namespace {

std::string LineOf(const EventMetrics& metrics, const std::string& environment) {
  FakeClock clock(FromEpochMilliseconds(1'767'323'045'678));
  std::string line;
  EmbeddedMetrics(clock, environment, [&](const std::string& text) { line += text; }).Record(metrics);
  return line;
}

// The form that CloudWatch Logs reads metrics from: Timestamp in milliseconds, dimensions and metrics at the root.
TEST(EmbeddedMetrics, AFailedEvent) {
  EXPECT_EQ(LineOf({"Create", "permission denied", "r-1", 2, 345}, "prod"),
            R"({"_aws":{"Timestamp":1767323045678,"CloudWatchMetrics":[{"Namespace":"GenesysCfn",)"
            R"("Dimensions":[["Environment","Operation"]],"Metrics":[{"Name":"Events","Unit":"Count"},)"
            R"({"Name":"Failures","Unit":"Count"},{"Name":"Retries","Unit":"Count"},)"
            R"({"Name":"DurationMs","Unit":"Milliseconds"}]}]},"Environment":"prod","Operation":"Create","Events":1,)"
            R"("Failures":1,"Retries":2,"DurationMs":345,"RequestId":"r-1","FailureClass":"permission denied"})");
}

TEST(EmbeddedMetrics, ASuccessHasNoClassAndAnEmptyLabelAName) {
  const std::string line = LineOf({"Delete", "", "r-1", 0, 1}, "");
  EXPECT_NE(line.find(R"("Environment":"default","Operation":"Delete","Events":1,"Failures":0)"), std::string::npos);
  EXPECT_EQ(line.find("FailureClass"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::provider
