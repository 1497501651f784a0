// SPDX-License-Identifier: Apache-2.0
// The command line.
#include <fcntl.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <utility>

#include "base/clock.h"
#include "base/environment.h"
#include "base/random.h"
#include "cli/application.h"
#include "http/curl_client.h"

// Of glibc, without a header.
extern "C" int __nss_configure_lookup(const char* database, const char* services);  // NOLINT

namespace genesys_cfn {
namespace {

cli::TerminalSize SizeOfTerminal() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

// The first file that is opened would take the place of a closed standard output, and get what is printed.
void OpenWhatIsClosed() {
  for (const auto& [descriptor, path] :
       {std::pair{STDIN_FILENO, "/dev/null"}, {STDOUT_FILENO, "/dev/full"}, {STDERR_FILENO, "/dev/null"}}) {
    if (fcntl(descriptor, F_GETFD) >= 0) continue;
    const int opened = open(path, O_RDWR);  // the lowest that is free, which is this one
    if (opened >= 0 && opened != descriptor) close(opened);
  }
}

int Run(int argc, char** argv) {
  const ProcessEnvironment environment;
  SystemClock clock;
  SystemRandom random;
  const auto client = http::MakeCurlClient(environment);
  cli::Surroundings surroundings{environment,
                                 clock,
                                 random,
                                 *client,
                                 std::cout,
                                 std::cerr,
                                 isatty(STDOUT_FILENO) == 1,
                                 [&environment] { return http::MakeCurlClient(environment); },
                                 SizeOfTerminal,
                                 isatty(STDIN_FILENO) == 1 ? &std::cin : nullptr};
  return cli::RunCommandLine({argv, argv + argc}, surroundings);
}

}  // namespace
}  // namespace genesys_cfn

int main(int argc, char** argv) {
  genesys_cfn::OpenWhatIsClosed();
  __nss_configure_lookup("hosts", "files dns");
  // Writing beyond a file size limit is an error like a full disk, not a death.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return genesys_cfn::Run(argc, argv);
  } catch (const std::exception& bug) {
    std::cerr << "error: internal: " << bug.what() << "\nThis is a mistake of genesys-cfn; please report it.\n";
    return 1;
  }
}
