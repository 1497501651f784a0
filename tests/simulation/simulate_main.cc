// SPDX-License-Identifier: Apache-2.0
// ./dev simulate: runs many histories on all cores, prints what they met and the first that breaks a guarantee; or
// proves with planted bugs that the simulation would notice.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "simulation/history.h"
#include "simulation/totals.h"

namespace genesys_cfn::simulation {
namespace {

struct Arguments {
  uint64_t seeds = 10'000;
  Population population = Population::kActions;
  uint64_t first_seed = 1;
  size_t jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string bug;
  bool goes_on = false;
  bool tells = false;
  bool lists_bugs = false;
  bool proves = false;
};

constexpr std::string_view kUsage =
    "usage: simulate [--seeds N] [--first-seed N] [--jobs N] [--bug NAME]   run histories, one a seed\n"
    "         [--keep-going]                                report every seed that fails, not only the first\n"
    "         [--objects|--functions|--references]          stacks of integrations and credentials, of functions, or\n"
    "                                         of look-ups and authentication actions, in the place of data actions\n"
    "       simulate --first-seed N --history [--bug NAME]                  print one history, step by step\n"
    "       simulate --planted-bugs                                         each planted bug must be noticed in time\n"
    "       simulate --list-bugs\n";

// nullopt: printed why.
std::optional<Arguments> Parse(const std::vector<std::string>& texts) {
  Arguments arguments;
  const auto wrong = [](const std::string& why) {
    std::cerr << "simulate: " << why << "\n" << kUsage;
    return std::nullopt;
  };
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::string& name = texts[i];
    if (name == "--history") {
      arguments.tells = true;
    } else if (name == "--keep-going") {
      arguments.goes_on = true;
    } else if (name == "--list-bugs") {
      arguments.lists_bugs = true;
    } else if (name == "--objects") {
      arguments.population = Population::kObjects;
    } else if (name == "--functions") {
      arguments.population = Population::kFunctions;
    } else if (name == "--references") {
      arguments.population = Population::kReferences;
    } else if (name == "--planted-bugs") {
      arguments.proves = true;
    } else if (name == "--seeds" || name == "--first-seed" || name == "--jobs" || name == "--bug") {
      if (++i == texts.size()) return wrong(name + " needs a value");
      const auto number = ParseInteger<uint64_t>(texts[i]);
      if (name == "--bug") {
        arguments.bug = texts[i];
        if (!PlantedBug::Named(texts[i])) return wrong("there is no planted bug " + texts[i] + "; see --list-bugs");
      } else if (!number || *number == 0) {
        return wrong(name + " must be a number from 1, not " + texts[i]);
      } else {
        (name == "--seeds" ? arguments.seeds : name == "--jobs" ? arguments.jobs : arguments.first_seed) = *number;
      }
    } else {
      return wrong("unknown argument " + name);
    }
  }
  return arguments;
}

// What each of several worker processes writes.
std::vector<std::string> InParallel(size_t jobs, const std::function<std::string(size_t worker)>& work) {
  std::vector<int> pipes;
  for (size_t worker = 0; worker < jobs; ++worker) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) std::abort();
    if (fork() == 0) {
      const std::string text = work(worker);
      for (size_t sent = 0; sent < text.size();) {
        const ssize_t wrote = write(ends[1], text.data() + sent, text.size() - sent);
        if (wrote <= 0) _exit(1);
        sent += static_cast<size_t>(wrote);
      }
      _exit(0);
    }
    close(ends[1]);
    pipes.push_back(ends[0]);
  }
  std::vector<std::string> texts;
  for (const int end : pipes) {
    std::string text;
    std::array<char, 4'096> buffer{};
    for (ssize_t got = 0; (got = read(end, buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<size_t>(got));
    }
    close(end);
    texts.push_back(std::move(text));
  }
  int status = 0;
  while (wait(&status) > 0) {
    if (status != 0) texts.emplace_back("a worker process died\n");
  }
  return texts;
}

int Tell(uint64_t seed, const PlantedBug& bug, Population population) {
  Reused reused;
  const RunResult told = RunHistory({seed, bug, true, population}, reused);
  for (const std::string& line : told.history) std::cout << line << '\n';
  for (const std::string& violation : told.violations) std::cout << "VIOLATION " << violation << '\n';
  return told.violations.empty() ? 0 : 1;
}

// The lowest seed that has failed, for all worker processes to see.
class FirstFailure {
 public:
  FirstFailure()
      : memory_(mmap(nullptr, sizeof(Seed), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
        seed_(memory_ == MAP_FAILED ? nullptr : new (memory_) Seed(std::numeric_limits<uint64_t>::max())) {
    if (seed_ == nullptr) std::abort();
  }
  FirstFailure(const FirstFailure&) = delete;
  FirstFailure& operator=(const FirstFailure&) = delete;
  ~FirstFailure() { munmap(memory_, sizeof(Seed)); }

  [[nodiscard]] uint64_t seed() const { return *seed_; }
  void Report(uint64_t seed) {
    uint64_t lowest = *seed_;
    while (seed < lowest && !seed_->compare_exchange_weak(lowest, seed)) {
    }
  }

 private:
  using Seed = std::atomic<uint64_t>;
  static_assert(Seed::is_always_lock_free);
  void* memory_;
  Seed* seed_;
};

// A worker's seeds, up to the first that fails for anybody; all of them where it goes on.
Totals Work(const Arguments& arguments, const PlantedBug& bug, size_t worker, FirstFailure& first) {
  Totals totals;
  Reused reused;
  for (uint64_t i = worker; i < arguments.seeds; i += arguments.jobs) {
    const uint64_t seed = arguments.first_seed + i;
    if (seed > first.seed() && !arguments.goes_on) break;
    const RunResult result = RunHistory({seed, bug, false, arguments.population}, reused);
    totals.Add(result);
    if (result.violations.empty()) continue;
    if (totals.failed_seed == 0) totals.failed_seed = seed;
    first.Report(seed);
    if (!arguments.goes_on) break;
    std::cerr << Concat("seed ", seed, ": ", TruncateUtf8(result.violations.front(), 300), "\n");
  }
  return totals;
}

int RunMany(const Arguments& arguments, const PlantedBug& bug) {
  const auto start = std::chrono::steady_clock::now();
  Totals totals;
  bool died = false;
  FirstFailure first;
  const auto work = [&](size_t worker) { return Work(arguments, bug, worker, first).Serialise(); };
  for (const std::string& text : InParallel(arguments.jobs, work)) {
    const Totals part = Totals::Parse(text);
    died = died || part.runs == 0;
    totals.Add(part);
  }
  Print(std::cout, totals, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  if (died && arguments.seeds >= arguments.jobs) {
    std::cout << "a worker process died\n";
    return 1;
  }
  if (totals.failed_seed == 0) return 0;
  std::cout << "\nSeed " << totals.failed_seed << " breaks a guarantee. Its history (simulate --first-seed "
            << totals.failed_seed << " --history):\n";
  return Tell(totals.failed_seed, bug, arguments.population);
}

// "ignore-version: noticed by seed 17 (stated: 200): one event was ..." or how it was not.
std::string Prove(const PlantedBug::Entry& entry) {
  Reused reused;
  for (uint64_t seed = 1; seed <= entry.within_seeds; ++seed) {
    const RunResult result = RunHistory({seed, *PlantedBug::Named(entry.name), false, entry.population}, reused);
    if (result.violations.empty()) continue;
    return Concat(entry.name, ": noticed by seed ", seed, " (stated: ", entry.within_seeds,
                  "): ", TruncateUtf8(result.violations.front(), 160), "\n");
  }
  return Concat(entry.name, ": NOT NOTICED within ", entry.within_seeds, " seeds (", entry.meaning, ")\n");
}

int ProveAll(const Arguments& arguments) {
  const auto bugs = PlantedBug::All();
  const auto texts = InParallel(arguments.jobs, [&](size_t worker) {
    std::string text;
    for (size_t i = worker; i < bugs.size(); i += arguments.jobs) text += Prove(bugs[i]);
    return text;
  });
  size_t noticed = 0;
  for (const std::string& text : texts) {
    std::cout << text;
    for (const std::string_view line : Split(text, '\n')) noticed += line.find(": noticed by") != line.npos ? 1 : 0;
  }
  std::cout << noticed << " of " << bugs.size() << " planted bugs noticed\n";
  return noticed == bugs.size() ? 0 : 1;
}

int Run(const Arguments& arguments) {
  if (arguments.lists_bugs) {
    for (const PlantedBug::Entry& bug : PlantedBug::All()) std::cout << bug.name << ": " << bug.meaning << '\n';
    return 0;
  }
  if (arguments.proves) return ProveAll(arguments);
  const PlantedBug bug = *PlantedBug::Named(arguments.bug);
  return arguments.tells ? Tell(arguments.first_seed, bug, arguments.population) : RunMany(arguments, bug);
}

}  // namespace
}  // namespace genesys_cfn::simulation

int main(int count, char** texts) {
  const auto arguments = genesys_cfn::simulation::Parse({texts + 1, texts + count});
  return arguments ? genesys_cfn::simulation::Run(*arguments) : 64;
}
