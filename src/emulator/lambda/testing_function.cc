// SPDX-License-Identifier: Apache-2.0
// A Lambda function for the tests of the host. It speaks the Runtime API over a plain socket, with a client that shares
// nothing with the project's, and does what the event says: one word and its arguments, separated by blanks.
//   append FILE TEXT    adds the line TEXT to FILE and answers
//   wait FIFO           opens FIFO for reading, which blocks until somebody opens it for writing, and answers
//   environment FILE    writes its environment, working directory, standard input and open descriptors to FILE; answers
//   twice FILE          answers twice, and an unknown invocation once; adds the three statuses to FILE
//   again FILE          asks for work again before it answers; adds "same" or "different" to FILE
//   context FILE        adds its client context as a line to FILE and answers
//   error TYPE          posts an error of that type
//   large BYTES FILE    answers with so many bytes; adds the status to FILE
//   leave FIFO          opens FIFO for writing, leaves a process of its group behind that holds it, and ends
//   print TEXT, crash, exit, hang
// The variable TESTING_INIT makes it post an init error ("error"), end ("exit") or hang ("hang") before it asks for
// work.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern char** environ;  // NOLINT

namespace {

struct Response {
  int status = 0;
  std::string request_id;
  std::string client_context;
  std::string body;
};

[[noreturn]] void Die(const char* reason) {
  std::fprintf(stderr, "testing function: %s\n", reason);
  std::_Exit(70);
}

std::string HeaderValue(const std::string& head, const std::string& lower_name) {
  std::istringstream lines(head);
  for (std::string line; std::getline(lines, line);) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name != lower_name) continue;
    const size_t first = line.find_first_not_of(' ', colon + 1);
    const size_t last = line.find_last_not_of("\r\n ");
    return first == std::string::npos ? "" : line.substr(first, last - first + 1);
  }
  return "";
}

class Runtime {
 public:
  explicit Runtime(const std::string& address) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const size_t colon = address.find(':');
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &target.sin_addr);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0) Die("connect failed");
  }

  Response Next() { return Exchange("GET", "invocation/next", "", ""); }
  Response Answer(const std::string& id, const std::string& body) {
    return Exchange("POST", "invocation/" + id + "/response", "", body);
  }
  Response Fail(const std::string& path, const std::string& type) {
    return Exchange("POST", path, "Lambda-Runtime-Function-Error-Type: " + type + "\r\n", "{}");
  }

 private:
  Response Exchange(const std::string& method, const std::string& path, const std::string& header,
                    const std::string& body) {
    Write(method + " /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: runtime\r\n" + header +
          "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) Read();
    const std::string head = buffer_.substr(0, end + 2);
    const size_t length = static_cast<size_t>(std::atoll(HeaderValue(head, "content-length").c_str()));
    buffer_.erase(0, end + 4);
    while (buffer_.size() < length) Read();
    Response response{std::atoi(head.c_str() + sizeof("HTTP/1.1")), HeaderValue(head, "lambda-runtime-aws-request-id"),
                      HeaderValue(head, "lambda-runtime-client-context"), buffer_.substr(0, length)};
    buffer_.erase(0, length);
    return response;
  }
  void Write(const std::string& text) const {
    for (size_t sent = 0; sent < text.size();) {
      const ssize_t count = send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) Die("send failed");
      sent += static_cast<size_t>(count);
    }
  }
  void Read() {
    char bytes[4096];
    const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) Die("the connection was closed");
    buffer_.append(bytes, static_cast<size_t>(count));
  }

  int socket_;
  std::string buffer_;
};

[[noreturn]] void Hang() {
  while (true) pause();
}

void Append(const std::string& file, const std::string& line) {
  std::ofstream(file, std::ios::app) << line << '\n';
}

void WaitForWriter(const std::string& fifo) {
  const int descriptor = open(fifo.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) Die("the FIFO cannot be opened");
  close(descriptor);
}

void WriteEnvironment(const std::string& file) {
  std::ofstream out(file);
  for (char** variable = environ; *variable != nullptr; ++variable) out << *variable << '\n';
  out << "cwd " << std::filesystem::current_path().native() << '\n';
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code error;
    out << "fd " << entry.path().filename().native() << ' '
        << std::filesystem::read_symlink(entry.path(), error).native() << '\n';
  }
  struct sigaction action {};
  sigaction(SIGPIPE, nullptr, &action);
  out << "sigpipe " << (action.sa_handler == SIG_DFL ? "default" : "changed") << '\n';
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, nullptr, &blocked);
  out << "sigterm " << (sigismember(&blocked, SIGTERM) == 1 ? "blocked" : "free") << '\n';
}

// True when the event still wants its ordinary answer.
bool Obey(Runtime& runtime, const Response& event, const std::vector<std::string>& words) {
  const std::string& word = words.at(0);
  if (word == "append") Append(words.at(1), words.at(2));
  if (word == "context") Append(words.at(1), event.client_context);
  if (word == "wait") WaitForWriter(words.at(1));
  if (word == "environment") WriteEnvironment(words.at(1));
  if (word == "print") std::printf("%s\n", words.at(1).c_str());
  std::fflush(stdout);
  if (word == "again") Append(words.at(1), runtime.Next().request_id == event.request_id ? "same" : "different");
  if (word == "crash") std::raise(SIGKILL);
  if (word == "exit") std::_Exit(0);
  if (word == "hang") Hang();
  if (word == "leave") {
    const int descriptor = open(words.at(1).c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) Die("the FIFO cannot be opened");
    if (fork() == 0) Hang();
    std::_Exit(1);
  }
  if (word == "error") {
    runtime.Fail("invocation/" + event.request_id + "/error", words.at(1));
    return false;
  }
  if (word == "large") {
    const std::string body(static_cast<size_t>(std::atoll(words.at(1).c_str())), 'x');
    Append(words.at(2), std::to_string(runtime.Answer(event.request_id, body).status));
    return false;
  }
  if (word == "twice") {
    for (const std::string& id : {event.request_id, event.request_id, std::string("unknown")}) {
      Append(words.at(1), std::to_string(runtime.Answer(id, "{}").status));
    }
    return false;
  }
  return true;
}

}  // namespace

int main() {
  const char* address = std::getenv("AWS_LAMBDA_RUNTIME_API");
  if (address == nullptr) Die("AWS_LAMBDA_RUNTIME_API is not set");
  Runtime runtime(address);
  const char* init_variable = std::getenv("TESTING_INIT");
  const std::string init = init_variable == nullptr ? "" : init_variable;
  if (init == "hang") Hang();
  if (init == "exit") return 3;
  if (init == "error") {
    runtime.Fail("init/error", "Runtime.NoSecret");
    return 1;
  }
  while (true) {
    const Response event = runtime.Next();
    if (event.status != 200) Die("next was refused");
    std::istringstream text(event.body);
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    if (words.empty()) Die("the event is empty");
    if (Obey(runtime, event, words)) runtime.Answer(event.request_id, "{}");
  }
}
