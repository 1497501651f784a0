// SPDX-License-Identifier: Apache-2.0
// Functions for Node.js as Genesys Cloud runs them behind function data actions (genesys-cloud-api.md 3.2, 4.5): real
// processes of the machine's `node`, with the conventions, time-outs and memory of AWS Lambda, and without credentials
// of any kind.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "emulator/lambda/lambda_host.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

inline constexpr int kNodeFunctionMegabytes = 1536;

struct NodeFunction {
  std::string name;          // letters, digits, '-' and '_'
  std::string handler;       // "src/index.handler"
  std::string runtime;       // "nodejs22.x": what the function is told; the machine's node runs it
  int timeout_seconds = 15;  // without the start of the process
};

struct NodeAnswer {
  bool failed = false;
  std::string text;  // what the handler returned, as JSON; of a failure "TypeError: x is not a function"
};

// A function that was called and has no process any more is forgotten: a minute after its last event, or when its
// process has failed. An unpacked package is removed when no function and no process uses it. Safe to use from several
// threads.
class NodeFunctions {
 public:
  struct Options {
    std::string node;                     // path of the program; "" when there is none
    std::filesystem::path directory;      // for packages; emptied at the start
    std::filesystem::path log_directory;  // what functions write, NAME.log
  };
  // All must outlive the functions.
  struct Parts {
    const Clock& clock;
    Random& random;
    Logger& logger;
  };

  // kNotFound without a node, with what to do; kIo when a directory cannot be used.
  static Result<std::unique_ptr<NodeFunctions>> Start(const CloudIdentity& identity, Options options,
                                                      const Parts& parts);

  NodeFunctions(const NodeFunctions&) = delete;
  NodeFunctions& operator=(const NodeFunctions&) = delete;
  ~NodeFunctions();

  // Makes the function or replaces it; events in flight finish on the old one. kInvalidInput for a package that
  // cannot be unpacked (zip_archive.h has what is refused).
  Result<void> PutZip(const NodeFunction& function, std::string_view archive);
  // The same with a directory that is used where it is.
  Result<void> PutDirectory(const NodeFunction& function, const std::filesystem::path& code);

  // Waits for the function's answer to `event`, which is JSON. `client_context` is a JSON object, or "".
  // kNotFound for one that is not there or was forgotten: put it, and try again. kDeadlineExceeded when the function
  // was stopped for its time; kInvalidInput for too long a client context.
  Result<NodeAnswer> Invoke(std::string_view name, std::string event, std::string client_context);

  // Ends every process; calls that wait end with kUnavailable, as later ones do.
  void Stop() { host_->Stop(); }
  // Looks at the clock again: for tests, whose clock moves without waiting.
  void WakeUp() { host_->WakeUp(); }

 private:
  NodeFunctions(Options options, Random& random, std::unique_ptr<Database> database)
      : options_(std::move(options)), random_(random), database_(std::move(database)) {}
  struct Known {
    std::string program;
    int calls = 0;  // under way
    bool was_called = false;
  };
  using Fill = std::function<Result<void>(const std::filesystem::path&)>;
  // `name` is that of the package's directory, which `fill` fills.
  Result<void> Put(const NodeFunction& function, const std::string& name, const Fill& fill);
  // Forgets functions, and removes packages. Called after every Put, and by the host when processes have ended.
  void Tidy();
  void LockedForget(const std::vector<FunctionConfiguration>& running);

  const Options options_;
  Random& random_;
  std::mutex mutex_;  // guards what follows
  std::map<std::string, Known, std::less<>> known_;
  std::multiset<std::string> being_put_;  // programs
  int removed_ = 0;
  std::unique_ptr<Database> database_;  // in memory: whoever has the functions puts them again
  std::unique_ptr<LambdaHost> host_;
};

}  // namespace genesys_cfn::emulator
