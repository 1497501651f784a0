// SPDX-License-Identifier: Apache-2.0
#include "provider/event_metrics.h"

#include <utility>

#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

json::Value Definition(int64_t timestamp) {
  const auto metric = [](std::string_view name, std::string_view unit) {
    return json::Value(json::Object{{"Name", name}, {"Unit", unit}});
  };
  const json::Object directive = {
      {"Namespace", "GenesysCfn"},
      {"Dimensions", json::Array{json::Array{"Environment", "Operation"}}},
      {"Metrics", json::Array{metric("Events", "Count"), metric("Failures", "Count"), metric("Retries", "Count"),
                              metric("DurationMs", "Milliseconds")}}};
  return json::Object{{"Timestamp", timestamp}, {"CloudWatchMetrics", json::Array{directive}}};
}

}  // namespace

EmbeddedMetrics::EmbeddedMetrics(const Clock& clock, std::string environment,
                                 std::function<void(const std::string&)> write)
    : clock_(clock), environment_(environment.empty() ? "default" : std::move(environment)), write_(std::move(write)) {}

void EmbeddedMetrics::Record(const EventMetrics& metrics) {
  json::Object line = {{"_aws", Definition(ToEpochMilliseconds(clock_.Now()))},
                       {"Environment", environment_},
                       {"Operation", metrics.operation},
                       {"Events", 1},
                       {"Failures", metrics.failure_class.empty() ? 0 : 1},
                       {"Retries", metrics.repeats},
                       {"DurationMs", metrics.duration_ms},
                       {"RequestId", metrics.request_id}};
  if (!metrics.failure_class.empty()) line.Set("FailureClass", metrics.failure_class);
  write_(json::Write(line));
}

}  // namespace genesys_cfn::provider
