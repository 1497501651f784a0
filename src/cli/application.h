// SPDX-License-Identifier: Apache-2.0
// The command line as a function: arguments and surroundings in, text and exit code out.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/environment.h"
#include "base/random.h"
#include "cli/terminal_size.h"
#include "http/client.h"

namespace genesys_cfn::cli {

// Everything that main owns; must outlive the call.
struct Surroundings {
  const Environment& environment;
  Clock& clock;
  Random& random;
  http::Client& client;
  std::ostream& out;  // results
  std::ostream& err;  // messages for people
  bool terminal;      // `out` is one
  // A client for another thread.
  std::function<std::unique_ptr<http::Client>()> make_client;
  // Of the terminal, now; it may be resized.
  std::function<TerminalSize()> terminal_size = {};
};

// `arguments` starts with the program's name. Returns one of ExitCode.
int RunCommandLine(const std::vector<std::string>& arguments, Surroundings& surroundings);

}  // namespace genesys_cfn::cli
