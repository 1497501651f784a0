// SPDX-License-Identifier: Apache-2.0
#include "simulation/totals.h"

#include <iomanip>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::simulation {

void Totals::Add(const RunResult& result) {
  ++runs;
  operations += result.operations;
  events += result.events;
  requests += result.requests;
  for (size_t i = 0; i < faults.size(); ++i) faults.at(i) += result.faults.at(i);
  for (const auto& [what, count] : result.residuals) residuals[what] += count;
}

void Totals::Add(const Totals& totals) {
  runs += totals.runs;
  operations += totals.operations;
  events += totals.events;
  requests += totals.requests;
  for (size_t i = 0; i < faults.size(); ++i) faults.at(i) += totals.faults.at(i);
  for (const auto& [what, count] : totals.residuals) residuals[what] += count;
  if (totals.failed_seed != 0 && (failed_seed == 0 || totals.failed_seed < failed_seed)) {
    failed_seed = totals.failed_seed;
  }
}

std::string Totals::Serialise() const {
  std::string text = Concat(runs, " ", operations, " ", events, " ", requests, " ", failed_seed, "\n");
  for (const uint64_t count : faults) text += Concat(count, " ");
  text += "\n";
  for (const auto& [what, count] : residuals) text += Concat(count, " ", what, "\n");
  return text;
}

Totals Totals::Parse(std::string_view text) {
  const auto number = [](std::string_view digits) { return ParseInteger<uint64_t>(digits).value_or(0); };
  Totals totals;
  const std::vector<std::string_view> lines = Split(text, '\n');
  const std::vector<std::string_view> numbers = Split(lines[0], ' ');
  if (lines.size() < 3 || numbers.size() != 5) return totals;
  totals.runs = number(numbers[0]);
  totals.operations = number(numbers[1]);
  totals.events = number(numbers[2]);
  totals.requests = number(numbers[3]);
  totals.failed_seed = number(numbers[4]);
  const std::vector<std::string_view> counts = Split(lines[1], ' ');
  for (size_t i = 0; i < totals.faults.size() && i < counts.size(); ++i) totals.faults.at(i) = number(counts[i]);
  for (size_t i = 2; i + 1 < lines.size(); ++i) {
    const size_t blank = lines[i].find(' ');
    totals.residuals[std::string(lines[i].substr(blank + 1))] += number(lines[i].substr(0, blank));
  }
  return totals;
}

void Print(std::ostream& out, const Totals& totals, double seconds) {
  out << std::fixed << std::setprecision(1) << totals.runs << " histories in " << seconds << " s ("
      << std::setprecision(0) << static_cast<double>(totals.runs) / seconds << " a second): " << totals.operations
      << " stack operations, " << totals.events << " deliveries of events, " << totals.requests
      << " requests of the provider\n";
  uint64_t all = 0;
  for (const uint64_t count : totals.faults) all += count;
  out << all << " faults survived:";
  for (size_t i = 1; i < totals.faults.size(); ++i) {
    out << (i == 1 ? " " : ", ") << Name(static_cast<Fault>(i)) << " " << totals.faults.at(i);
  }
  out << "\nactions that were left, where they may be or nothing can be guaranteed (docs/guarantees.md):\n";
  for (const auto& [what, count] : totals.residuals) out << "  " << count << "  " << what << "\n";
}

}  // namespace genesys_cfn::simulation
