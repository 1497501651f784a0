// SPDX-License-Identifier: Apache-2.0
// ./dev simulate --scale: prints a table over reservations and readings of the limit; --json for tools/scale_picture.
#include <array>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "base/text.h"
#include "json/value.h"
#include "json/write.h"
#include "simulation/scale.h"

namespace genesys_cfn::simulation {
namespace {

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
            << (each.options.limit_of == LimitOf::kClient ? "client" : "process") << std::setw(12)
            << each.options.concurrency << std::setw(9) << Seconds(result.took) << std::setw(9) << Seconds(result.floor)
            << std::setw(9) << each.failed() << std::setw(9) << result.dropped << std::setw(10) << result.requests
            << std::setw(9) << result.refused << std::setw(8) << result.tokens << std::setw(9) << result.refused_tokens
            << '\n';
  for (const auto& [reason, count] : result.failures) std::cout << "         " << count << " x " << reason << '\n';
}

json::Value Json(const Case& each) {
  const auto number = [](auto value) { return static_cast<int64_t>(value); };
  return json::Object{{"actions", each.options.stacks * each.options.actions_each},
                      {"limitOf", each.options.limit_of == LimitOf::kClient ? "client" : "process"},
                      {"concurrency", number(each.options.concurrency)},
                      {"tookMs", number(each.result.took.count())},
                      {"floorMs", number(each.result.floor.count())},
                      {"failed", number(each.failed())},
                      {"requests", number(each.result.requests)},
                      {"refused", number(each.result.refused)}};
}

int Run(bool as_json) {
  json::Array all;
  Reused reused;
  if (!as_json) {
    std::cout
        << "actions  limit of a  reservation   took s  floor s  failed  dropped  requests  refused  tokens  refused\n";
  }
  for (const int stacks : {10, 100}) {
    for (const LimitOf limit_of : {LimitOf::kClient, LimitOf::kEnvironment}) {
      for (const size_t concurrency : std::to_array<size_t>({1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000})) {
        Case each;
        each.options.stacks = stacks;
        each.options.limit_of = limit_of;
        each.options.concurrency = concurrency;
        each.result = RunScale(each.options, reused);
        if (as_json) all.push_back(Json(each));
        if (!as_json) Print(each);
      }
    }
  }
  if (as_json) std::cout << json::Write(all) << '\n';
  return 0;
}

}  // namespace
}  // namespace genesys_cfn::simulation

int main(int count, char** texts) {
  const std::vector<std::string> arguments(texts + 1, texts + count);
  if (arguments.size() > 1 || (arguments.size() == 1 && arguments.front() != "--json")) {
    std::cerr << "usage: scale [--json]\n";
    return 64;
  }
  return genesys_cfn::simulation::Run(!arguments.empty());
}
