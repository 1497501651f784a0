// SPDX-License-Identifier: Apache-2.0
// ./dev simulate: runs many histories, prints what they met, and the first that breaks a guarantee.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "base/text.h"
#include "simulation/history.h"

namespace genesys_cfn::simulation {
namespace {

struct Arguments {
  uint64_t seeds = 10'000;
  uint64_t first_seed = 1;
  int jobs = 2;
  std::string bug;
  bool tells = false;
};

struct Totals {
  uint64_t runs = 0;
  uint64_t operations = 0;
  uint64_t events = 0;
  uint64_t requests = 0;
  FaultCounts faults{};
  std::map<std::string, uint64_t> residuals;
  uint64_t failed_seed = 0;

  void Add(const RunResult& result) {
    ++runs;
    operations += result.operations;
    events += result.events;
    requests += result.requests;
    for (size_t i = 0; i < faults.size(); ++i) faults.at(i) += result.faults.at(i);
    for (const auto& [what, count] : result.residuals) residuals[what] += count;
  }
};

int Usage() {
  std::cerr << "usage: simulate [--seeds N] [--first-seed N] [--jobs N] [--bug NAME] [--history]\n"
               "       simulate --list-bugs\n"
               "  --history   print the whole history of the first seed\n";
  return 64;
}

std::optional<Arguments> Parse(int count, char** texts) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string name = texts[i];
    if (name == "--history") {
      arguments.tells = true;
      arguments.seeds = 1;
      continue;
    }
    if (i + 1 == count) return std::nullopt;
    const std::string value = texts[++i];
    const auto number = ParseInteger<uint64_t>(value);
    if (name == "--bug") {
      arguments.bug = value;
    } else if (!number) {
      return std::nullopt;
    } else if (name == "--seeds") {
      arguments.seeds = *number;
    } else if (name == "--first-seed") {
      arguments.first_seed = *number;
    } else if (name == "--jobs" && *number > 0) {
      arguments.jobs = static_cast<int>(*number);
    } else {
      return std::nullopt;
    }
  }
  return arguments;
}

void PrintFailure(uint64_t seed, const PlantedBug& bug) {
  Reused reused;
  const RunResult told = RunHistory({seed, bug, true}, reused);
  for (const std::string& line : told.history) std::cout << line << '\n';
  for (const std::string& violation : told.violations) std::cout << "VIOLATION " << violation << '\n';
}

// Runs each seed of this worker until one fails; the totals, as lines of text.
Totals Work(const Arguments& arguments, const PlantedBug& bug, int worker) {
  Totals totals;
  Reused reused;
  for (uint64_t i = static_cast<uint64_t>(worker); i < arguments.seeds; i += static_cast<uint64_t>(arguments.jobs)) {
    const uint64_t seed = arguments.first_seed + i;
    const RunResult result = RunHistory({seed, bug, false}, reused);
    totals.Add(result);
    if (result.violations.empty()) continue;
    totals.failed_seed = seed;
    break;
  }
  return totals;
}

void Send(int pipe, const Totals& totals) {
  std::string text = Concat(totals.runs, " ", totals.operations, " ", totals.events, " ", totals.requests, " ",
                            totals.failed_seed, "\n");
  for (const uint64_t count : totals.faults) text += Concat(count, " ");
  text += "\n";
  for (const auto& [what, count] : totals.residuals) text += Concat(count, " ", what, "\n");
  for (size_t sent = 0; sent < text.size();) {
    const ssize_t wrote = write(pipe, text.data() + sent, text.size() - sent);
    if (wrote <= 0) std::abort();
    sent += static_cast<size_t>(wrote);
  }
}

void Receive(int pipe, Totals& totals) {
  std::string text;
  char buffer[4'096];
  for (ssize_t got = 0; (got = read(pipe, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<size_t>(got));
  std::vector<std::string_view> lines = Split(text, '\n');
  if (lines.size() < 3) return;
  const std::vector<std::string_view> numbers = Split(lines[0], ' ');
  const auto number = [](std::string_view digits) { return ParseInteger<uint64_t>(digits).value_or(0); };
  totals.runs += number(numbers[0]);
  totals.operations += number(numbers[1]);
  totals.events += number(numbers[2]);
  totals.requests += number(numbers[3]);
  const uint64_t failed = number(numbers[4]);
  if (failed != 0 && (totals.failed_seed == 0 || failed < totals.failed_seed)) totals.failed_seed = failed;
  const std::vector<std::string_view> faults = Split(lines[1], ' ');
  for (size_t i = 0; i < totals.faults.size(); ++i) totals.faults.at(i) += number(faults[i]);
  for (size_t i = 2; i + 1 < lines.size(); ++i) {
    const size_t blank = lines[i].find(' ');
    totals.residuals[std::string(lines[i].substr(blank + 1))] += number(lines[i].substr(0, blank));
  }
}

void Print(const Totals& totals, double seconds) {
  std::printf("%llu histories in %.1f s: %.0f a second\n", static_cast<unsigned long long>(totals.runs), seconds,
              static_cast<double>(totals.runs) / seconds);
  std::printf("%llu stack operations, %llu deliveries of events, %llu requests of the provider\n",
              static_cast<unsigned long long>(totals.operations), static_cast<unsigned long long>(totals.events),
              static_cast<unsigned long long>(totals.requests));
  uint64_t faults = 0;
  for (const uint64_t count : totals.faults) faults += count;
  std::printf("%llu faults:", static_cast<unsigned long long>(faults));
  for (size_t i = 1; i < totals.faults.size(); ++i) {
    std::printf(" %s %llu%s", std::string(Name(static_cast<Fault>(i))).c_str(),
                static_cast<unsigned long long>(totals.faults.at(i)), i + 1 == totals.faults.size() ? "\n" : ",");
  }
  std::printf("actions left where nothing can be guaranteed (docs/guarantees.md):\n");
  for (const auto& [what, count] : totals.residuals) {
    std::printf("  %llu %s\n", static_cast<unsigned long long>(count), what.c_str());
  }
}

int Run(const Arguments& arguments, const PlantedBug& bug) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<int> pipes;
  for (int worker = 0; worker < arguments.jobs; ++worker) {
    int ends[2];
    if (pipe(ends) != 0) return 1;
    const pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
      close(ends[0]);
      Send(ends[1], Work(arguments, bug, worker));
      _exit(0);
    }
    close(ends[1]);
    pipes.push_back(ends[0]);
  }
  Totals totals;
  for (const int pipe : pipes) Receive(pipe, totals);
  int status = 0;
  bool died = false;
  while (wait(&status) > 0) died = died || status != 0;
  Print(totals, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  if (died) std::printf("a worker died\n");
  if (totals.failed_seed == 0) return died ? 1 : 0;
  std::printf("\nseed %llu breaks a guarantee; ./dev simulate --first-seed %llu --history shows it:\n",
              static_cast<unsigned long long>(totals.failed_seed), static_cast<unsigned long long>(totals.failed_seed));
  std::fflush(stdout);
  PrintFailure(totals.failed_seed, bug);
  return 1;
}

}  // namespace
}  // namespace genesys_cfn::simulation

int main(int count, char** texts) {
  using namespace genesys_cfn::simulation;  // NOLINT(google-build-using-namespace)
  if (count == 2 && std::string_view(texts[1]) == "--list-bugs") {
    for (const PlantedBug::Entry& bug : PlantedBug::All()) std::cout << bug.name << ": " << bug.meaning << '\n';
    return 0;
  }
  const auto arguments = Parse(count, texts);
  if (!arguments) return Usage();
  const auto bug = PlantedBug::Named(arguments->bug);
  if (!bug) {
    std::cerr << "there is no planted bug " << arguments->bug << "; --list-bugs lists them\n";
    return 64;
  }
  if (arguments->tells) {
    PrintFailure(arguments->first_seed, *bug);
    return 0;
  }
  return Run(*arguments, *bug);
}
