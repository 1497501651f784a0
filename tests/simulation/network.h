// SPDX-License-Identifier: Apache-2.0
// The way from one process of the function to the services: takes virtual time, and breaks as the fault plan says.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/handler.h"
#include "simulation/faults.h"
#include "simulation/scheduler.h"

namespace genesys_cfn::simulation {

struct Services {
  http::Handler& organisation;
  http::Handler& secrets;
  http::Handler& cloudformation;
  http::Handler& answers;
  http::Handler& packages;  // S3
  http::Handler& uploads;   // of packages, to the platform
};

Party PartyOf(const http::Request& request);

class SimulatedNetwork final : public http::Client {
 public:
  struct Parts {
    Scheduler& scheduler;
    FaultPlan& faults;
    Services services;
    int& active_delivery;                                               // of the request that a service is carrying out
    std::function<void(int delivery, Party party, Fault fault)> broke;  // a fault has struck
    // Tells what was sent and what became of it, for a run's history. Empty: nobody listens.
    std::function<void(std::string line)> tell;
  };
  explicit SimulatedNetwork(Parts parts) : parts_(std::move(parts)) {}

  Result<http::Response> Send(const http::Request& request, const http::CallOptions& options) override;
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> requests,
                                              const http::CallOptions& options) override;
  // What is sent from now on is sent for this delivery.
  void WorkFor(int delivery) { delivery_ = delivery; }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  http::Response CarryOut(const http::Request& request);

  Parts parts_;
  int delivery_ = 0;
  int requests_ = 0;
};

}  // namespace genesys_cfn::simulation
