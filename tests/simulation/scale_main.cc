// SPDX-License-Identifier: Apache-2.0
// ./dev simulate --scale: prints a table over reservations and readings of the platforms; tools/scale_picture draws it.
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "base/text.h"
#include "simulation/scale.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kHead =
    "actions   limit of a  tried again  reservation  took s  floor s  least s  failed  dropped  requests  refused  "
    "tokens  refused\n";

struct Case {
  ScaleOptions options;
  ScaleResult result;
  [[nodiscard]] uint64_t failed() const {
    uint64_t sum = 0;
    for (const auto& [reason, count] : result.failures) sum += count;
    return sum;
  }
};

std::string Seconds(Milliseconds time) {
  return std::to_string((time.count() + 500) / 1'000);
}

void Print(const Case& each) {
  const ScaleResult& result = each.result;
  std::cout << std::setw(6) << each.options.stacks * each.options.actions_each << std::setw(13)
            << (each.options.limit_of == LimitOf::kClient ? "client" : "process") << std::setw(10)
            << (each.options.throttled_events == ThrottledEvents::kInOrder ? "in-order" : "doubling") << std::setw(12)
            << each.options.concurrency << std::setw(9) << Seconds(result.took) << std::setw(9) << Seconds(result.floor)
            << std::setw(9) << Seconds(result.floor_of_requests) << std::setw(9) << each.failed() << std::setw(9)
            << result.dropped << std::setw(10) << result.requests << std::setw(9) << result.refused << std::setw(8)
            << result.tokens << std::setw(9) << result.refused_tokens << std::endl;
  for (const auto& [reason, count] : result.failures) std::cout << "         " << count << " x " << reason << '\n';
}

int Run(int stacks) {
  Reused reused;
  std::cout << kHead << std::flush;
  const std::vector<size_t> reservations =
      stacks > 10 ? std::vector<size_t>{1, 5, 20, 100} : std::vector<size_t>{1, 2, 5, 10, 20, 50, 100, 200};
  for (const LimitOf limit_of : {LimitOf::kClient, LimitOf::kEnvironment}) {
    for (const ThrottledEvents events : {ThrottledEvents::kInOrder, ThrottledEvents::kDoubling}) {
      for (const size_t concurrency : reservations) {
        Case each;
        each.options.stacks = stacks;
        each.options.limit_of = limit_of;
        each.options.throttled_events = events;
        each.options.concurrency = concurrency;
        each.result = RunScale(each.options, reused);
        Print(each);
      }
    }
  }
  return 0;
}

}  // namespace
}  // namespace genesys_cfn::simulation

int main(int count, char** texts) {
  const std::vector<std::string> arguments(texts + 1, texts + count);
  if (arguments.size() > 1 || (!arguments.empty() && arguments.front() != "--large")) {
    std::cerr << "usage: scale [--large]    500 creations in 10 stacks; --large: 5,000 in 100\n";
    return 64;
  }
  return genesys_cfn::simulation::Run(arguments.empty() ? 10 : 100);
}
