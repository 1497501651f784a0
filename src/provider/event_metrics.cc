// SPDX-License-Identifier: Apache-2.0
#include "provider/event_metrics.h"

#include <string_view>
#include <utility>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

// What CloudWatch makes of the members that follow.
constexpr std::string_view kDirectives =
    R"([{"Namespace":"GenesysCfn","Dimensions":[["Environment","Operation"]],"Metrics":[)"
    R"({"Name":"Events","Unit":"Count"},{"Name":"Failures","Unit":"Count"},{"Name":"Retries","Unit":"Count"},)"
    R"({"Name":"DurationMs","Unit":"Milliseconds"}]}])";

}  // namespace

EmbeddedMetrics::EmbeddedMetrics(const Clock& clock, std::string environment,
                                 std::function<void(const std::string&)> write)
    : clock_(clock), environment_(environment.empty() ? "default" : std::move(environment)), write_(std::move(write)) {}

void EmbeddedMetrics::Record(const EventMetrics& metrics) {
  const bool failed = !metrics.failure_class.empty();
  std::string line =
      Concat(R"({"_aws":{"Timestamp":)", ToEpochMilliseconds(clock_.Now()), R"(,"CloudWatchMetrics":)", kDirectives,
             R"(},"Environment":)", json::Quote(environment_), R"(,"Operation":)", json::Quote(metrics.operation),
             R"(,"Events":1,"Failures":)", failed ? 1 : 0, R"(,"Retries":)", metrics.repeats, R"(,"DurationMs":)",
             metrics.duration_ms, R"(,"RequestId":)", json::Quote(metrics.request_id));
  if (failed) line += Concat(R"(,"FailureClass":)", json::Quote(metrics.failure_class));
  line += '}';
  write_(line);
}

}  // namespace genesys_cfn::provider
