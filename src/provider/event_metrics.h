// SPDX-License-Identifier: Apache-2.0
// One event as numbers. What takes them is handed in by main: CloudWatch reads them out of the log itself when they
// have its embedded metric format, so no call and no permission is needed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.h"

namespace genesys_cfn::provider {

struct EventMetrics {
  std::string operation;      // "Create"; "unknown" when the event does not say
  std::string failure_class;  // empty: no failure
  std::string request_id;     // CloudFormation's, or Lambda's when there is none
  int64_t repeats = 0;        // HTTP requests that were sent again after a failure
  int64_t duration_ms = 0;
};

// Safe to use from several threads.
class MetricsSink {
 public:
  virtual ~MetricsSink() = default;
  virtual void Record(const EventMetrics& metrics) = 0;
};

// A line a time, in the embedded metric format: namespace GenesysCfn, dimensions Environment and Operation, metrics
// Events, Failures, Retries (counts) and DurationMs; FailureClass and RequestId as properties, to search by.
class EmbeddedMetrics final : public MetricsSink {
 public:
  // `write` gets whole lines, without the line end. An empty environment counts as "default", since CloudWatch refuses
  // empty dimensions.
  EmbeddedMetrics(const Clock& clock, std::string environment, std::function<void(const std::string&)> write);
  void Record(const EventMetrics& metrics) override;

 private:
  const Clock& clock_;
  std::string environment_;
  std::function<void(const std::string&)> write_;
};

}  // namespace genesys_cfn::provider
