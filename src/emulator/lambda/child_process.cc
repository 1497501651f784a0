// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/child_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "emulator/lambda/descendants.h"

namespace genesys_cfn::emulator {
namespace {

class FileDescriptor {
 public:
  // Never 0, 1 or 2, which a host without standard streams has free: the child's own go there.
  explicit FileDescriptor(int number) : number_(number) {
    if (number < 0 || number > STDERR_FILENO) return;
    number_ = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(number);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { Close(); }
  void Close() {
    if (number_ >= 0) close(std::exchange(number_, -1));
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

std::string Reason(int error) {
  return std::generic_category().message(error);
}

// Everything that the child needs, prepared before the fork: after it, only async-signal-safe calls are allowed.
struct Preparation {
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* working_directory;
  int standard_input;
  int output;
  int failure;  // the errno of what failed is written here
  pid_t parent;
  rlim_t data_bytes;  // 0: no limit
};

void ForgetInheritedState() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // The kernel may be older than this call; then the descriptors that can matter are marked one by one.
  if (close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC) != 0) {
    for (int number = 3; number < 4096; ++number) fcntl(number, F_SETFD, FD_CLOEXEC);
  }
}

[[noreturn]] void RunChild(const Preparation& preparation) {
  constexpr int kFailed = 127;
  ForgetInheritedState();
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != preparation.parent) _exit(kFailed);  // the host ended before the line above took effect
  const rlimit limit{preparation.data_bytes, preparation.data_bytes};
  const rlimit none{0, 0};  // who runs out of memory may abort, which is no reason for a core file
  const bool limited =
      preparation.data_bytes == 0 || (setrlimit(RLIMIT_DATA, &limit) == 0 && setrlimit(RLIMIT_CORE, &none) == 0);
  if (limited && dup2(preparation.standard_input, STDIN_FILENO) >= 0 && dup2(preparation.output, STDOUT_FILENO) >= 0 &&
      dup2(preparation.output, STDERR_FILENO) >= 0 && chdir(preparation.working_directory) == 0) {
    execve(preparation.program, preparation.arguments, preparation.environment);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(preparation.failure, &error, sizeof error);
  _exit(kFailed);
}

// Forks with all signals blocked, so that no handler of the host ever runs in the child.
pid_t ForkInto(const Preparation& preparation) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = fork();
  if (pid == 0) RunChild(preparation);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return pid;
}

// 0 when the child has become the program.
int ReadFailure(int descriptor) {
  int error = 0;
  ssize_t count = 0;
  do {
    count = read(descriptor, &error, sizeof error);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof error) ? error : 0;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void Reap(pid_t pid, int* status) {
  while (waitpid(pid, status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::Start(const ChildSpecification& specification) {
  // Standard input is a pipe that nobody writes to: at its end at once, and needing no device file.
  int input[2];
  if (pipe2(input, O_CLOEXEC) != 0) return Error{ErrorCode::kIo, Concat("making a pipe: ", Reason(errno))};
  const FileDescriptor nothing(input[0]);
  close(input[1]);
  const FileDescriptor output(fcntl(specification.output, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (output.get() < 0) return Error{ErrorCode::kIo, Concat("the output of a process: ", Reason(errno))};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Error{ErrorCode::kIo, Concat("making a pipe: ", Reason(errno))};
  const FileDescriptor reading(ends[0]);
  FileDescriptor writing(ends[1]);

  std::vector<std::string> arguments = {specification.program.native()};
  arguments.insert(arguments.end(), specification.arguments.begin(), specification.arguments.end());
  std::vector<std::string> environment = specification.environment;
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const pid_t pid = ForkInto({.program = specification.program.c_str(),
                              .arguments = argument_pointers.data(),
                              .environment = environment_pointers.data(),
                              .working_directory = specification.working_directory.c_str(),
                              .standard_input = nothing.get(),
                              .output = output.get(),
                              .failure = writing.get(),
                              .parent = getpid(),
                              .data_bytes = specification.data_bytes});
  if (pid < 0) return Error{ErrorCode::kIo, Concat("starting a process: ", Reason(errno))};
  writing.Close();
  if (const int error = ReadFailure(reading.get()); error != 0) {
    int status = 0;
    Reap(pid, &status);
    return Error{ErrorCode::kInvalidInput, Concat(specification.program.native(), ": ", Reason(error))};
  }
  return std::unique_ptr<ChildProcess>(new ChildProcess(pid, specification.marks));
}

ChildProcess::~ChildProcess() {
  Kill();
  Wait();
}

void ChildProcess::Kill() {
  const std::lock_guard lock(mutex_);
  if (reaped_) return;
  // As long as it lives, what it has started hangs below it.
  const auto started = marks_.empty() ? std::vector<Descendant>() : FindDescendants(pid_, marks_);
  kill(-pid_, SIGKILL);
  emulator::Kill(started);
}

// What is started meanwhile is found by the next look. One that takes longer to die needs no other signal.
void ChildProcess::KillLeftBehind() const {
  constexpr int kMostLooks = 20;
  kill(-pid_, SIGKILL);  // the unreaped child keeps the group's number taken
  for (int look = 0; look < kMostLooks && !marks_.empty(); ++look) {
    const auto left = FindDescendants(pid_, marks_);
    if (left.empty()) return;
    emulator::Kill(left);
  }
}

ChildExit ChildProcess::Wait() {
  {
    const std::lock_guard lock(mutex_);
    if (reaped_) return exit_;
  }
  siginfo_t info{};
  while (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  if (reaped_) return exit_;
  KillLeftBehind();
  int status = 0;
  Reap(pid_, &status);
  reaped_ = true;
  exit_ = WIFSIGNALED(status) ? ChildExit{.signaled = true, .number = WTERMSIG(status)}
                              : ChildExit{.signaled = false, .number = WEXITSTATUS(status)};
  return exit_;
}

}  // namespace genesys_cfn::emulator
