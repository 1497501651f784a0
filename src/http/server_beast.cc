// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <list>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/text.h"
#include "http/server.h"

namespace genesys_cfn::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using RequestParser = beast::http::request_parser<beast::http::string_body>;

constexpr uint32_t kMaxHeaderBytes = uint32_t{64} << 10;
constexpr size_t kMaxDrainedBytes = size_t{64} << 20;
constexpr Milliseconds kDrainTimeout{1'000};
constexpr Milliseconds kPauseAfterFailedAccept{50};

std::string ToText(beast::string_view text) {
  return {text.data(), text.size()};
}

// The socket as Beast reads from it, and as answers are written: nobody is waited for beyond the deadline.
class PatientSocket {
 public:
  explicit PatientSocket(int descriptor) : descriptor_(descriptor) {}

  void WaitAtMost(Milliseconds patience) { deadline_ = std::chrono::steady_clock::now() + patience; }

  // False at the deadline. A connection that was closed or interrupted is ready.
  [[nodiscard]] bool WaitFor(short event) const {
    for (;;) {
      const auto left = std::chrono::ceil<Milliseconds>(deadline_ - std::chrono::steady_clock::now()).count();
      pollfd entry{descriptor_, event, 0};
      const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000)));
      if (ready > 0) return true;
      if (ready == 0 && left <= 0) return false;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

  template <typename Buffers>
  size_t read_some(const Buffers& buffers, beast::error_code& failure) {
    const asio::mutable_buffer buffer = *asio::buffer_sequence_begin(buffers);
    while (WaitFor(POLLIN)) {
      const ssize_t count = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (count > 0) return static_cast<size_t>(count);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      failure =
          count == 0 ? beast::error_code(asio::error::eof) : beast::error_code(errno, boost::system::system_category());
      return 0;
    }
    failure = asio::error::timed_out;
    return 0;
  }
  template <typename Buffers>
  size_t read_some(const Buffers& buffers) {
    beast::error_code failure;
    const size_t count = read_some(buffers, failure);
    if (failure) throw beast::system_error(failure);
    return count;
  }

  // Until the connection is closed by both sides, or interrupted, at most to the deadline. What arrives stays unread.
  void WaitForEnd() const { static_cast<void>(WaitFor(0)); }

  // Ends the connection with a reset. The descriptor stays open.
  void Reset() const {
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    static_cast<void>(::connect(descriptor_, &nobody, sizeof nobody));
  }

  bool WriteAll(std::string_view text) const {
    while (!text.empty()) {
      if (!WaitFor(POLLOUT)) return false;
      const ssize_t count = ::send(descriptor_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0 && errno != EAGAIN && errno != EINTR) return false;
      if (count > 0) text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

 private:
  int descriptor_;
  std::chrono::steady_clock::time_point deadline_;
};

Request ToRequest(RequestParser::value_type message) {
  Request request;
  request.method = ToText(message.method_string());
  request.target = ToText(message.target());
  for (const auto& field : message) request.headers.Add(ToText(field.name_string()), ToText(field.value()));
  request.body = std::move(message.body());
  return request;
}

bool IsSendable(const Response& response) {
  if (response.status < 200 || response.status > 999) return false;
  return std::all_of(response.headers.fields().begin(), response.headers.fields().end(), [](const auto& field) {
    constexpr std::string_view kLineEnds("\r\n\0", 3);
    return !field.first.empty() && field.first.find_first_of(" \t:\r\n") == std::string::npos &&
           field.second.find_first_of(kLineEnds) == std::string::npos;
  });
}

// How the message is framed is the server's part.
bool IsFraming(std::string_view name) {
  return EqualsIgnoreCase(name, "Content-Length") || EqualsIgnoreCase(name, "Transfer-Encoding") ||
         EqualsIgnoreCase(name, "Connection");
}

enum class Next { kKeepOpen, kClose };

std::string Serialise(const Response& response, std::string_view method, Next next) {
  const bool never_has_body = response.status == 204 || response.status == 304;
  std::string text = Concat(
      "HTTP/1.1 ", response.status, " ",
      ToText(beast::http::obsolete_reason(beast::http::int_to_status(static_cast<unsigned>(response.status)))), "\r\n");
  for (const auto& [name, value] : response.headers.fields()) {
    if (!IsFraming(name)) text += Concat(name, ": ", value, "\r\n");
  }
  if (!never_has_body) text += Concat("Content-Length: ", response.body.size(), "\r\n");
  if (next == Next::kClose) text += "Connection: close\r\n";
  text += "\r\n";
  if (!never_has_body && method != "HEAD") text += response.body;
  return text;
}

Response PlainResponse(int status, std::string_view text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, Concat(text, "\n")};
}

Response RefusalOf(const beast::error_code& failure, size_t max_body_bytes) {
  if (failure == beast::http::error::body_limit) {
    return PlainResponse(413, Concat("The request's body is larger than ", max_body_bytes, " bytes."));
  }
  if (failure == asio::error::timed_out) {
    return PlainResponse(408, "The request did not arrive in time.");
  }
  if (failure == beast::http::error::header_limit) {
    return PlainResponse(431, Concat("The request's headers are larger than ", kMaxHeaderBytes, " bytes."));
  }
  return PlainResponse(400, "This is not a well-formed HTTP/1.1 request.");
}

// One client: reads, answers, until either side closes. Runs on its own thread.
class Connection {
 public:
  Connection(Tcp::socket socket, Handler& handler, const Server::Options& options)
      : socket_(std::move(socket)),
        descriptor_(socket_.native_handle()),
        stream_(descriptor_),
        handler_(handler),
        options_(options) {}

  void Run() {
    beast::error_code ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);
    while (ServeOne() == Next::kKeepOpen) {
    }
  }

  // From any thread: wakes Run() out of its read or write. The descriptor stays open until the destructor.
  void Interrupt() const { ::shutdown(descriptor_, SHUT_RDWR); }

 private:
  Next ServeOne() {
    RequestParser parser;
    parser.body_limit(options_.max_body_bytes);
    parser.header_limit(kMaxHeaderBytes);
    beast::error_code failure;
    stream_.WaitAtMost(options_.idle_timeout);
    if (buffer_.size() == 0 && !stream_.WaitFor(POLLIN)) return Next::kClose;
    stream_.WaitAtMost(options_.header_timeout);
    beast::http::read_header(stream_, buffer_, parser, failure);
    if (!failure && EqualsIgnoreCase(ToText(parser.get()[beast::http::field::expect]), "100-continue")) {
      Write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    stream_.WaitAtMost(options_.body_timeout);
    if (!failure) beast::http::read(stream_, buffer_, parser, failure);
    if (failure) {
      const bool is_malformed =
          failure.category() == beast::http::make_error_code(beast::http::error::bad_method).category();
      const bool is_over =
          failure == beast::http::error::end_of_stream || failure == beast::http::error::partial_message;
      if ((is_malformed && !is_over) || failure == asio::error::timed_out) {
        Refuse(RefusalOf(failure, options_.max_body_bytes));
      }
      return Next::kClose;
    }
    const Next next = parser.keep_alive() ? Next::kKeepOpen : Next::kClose;
    const Request request = ToRequest(parser.release());
    return Deliver(Answer(request), request.method, next);
  }

  Next Deliver(const Response& response, std::string_view method, Next next) {
    if (response.delay > Milliseconds{0}) {
      stream_.WaitAtMost(response.delay);
      stream_.WaitForEnd();
    }
    const std::string text = Serialise(response, method, next);
    switch (response.ending) {
      case Ending::kSent:
        return Write(text) ? next : Next::kClose;
      case Ending::kTorn:
        // Within the body if there is one.
        Write(text.substr(0,
                          text.ends_with("\r\n\r\n") ? text.size() / 2 : text.size() - (response.body.size() + 1) / 2));
        break;
      case Ending::kHung:
        stream_.WaitAtMost(options_.hang_timeout);
        static_cast<void>(stream_.WaitFor(POLLRDHUP));
        break;
      case Ending::kReset:
        stream_.Reset();
        break;
    }
    return Next::kClose;
  }

  Response Answer(const Request& request) {
    try {
      Response response = handler_.Handle(request);
      if (IsSendable(response)) return response;
    } catch (...) {  // what it says may hold a secret
    }
    return PlainResponse(500, "The request could not be handled: internal error.");
  }

  // Closing with unread bytes resets the connection, and the reset overtakes the answer: the rest is read first.
  void Refuse(const Response& response) {
    if (!Write(Serialise(response, "", Next::kClose))) return;
    ::shutdown(descriptor_, SHUT_WR);
    stream_.WaitAtMost(kDrainTimeout);
    std::array<char, 16'384> rest{};
    beast::error_code failure;
    for (size_t drained = 0; drained < kMaxDrainedBytes && !failure;) {
      drained += stream_.read_some(asio::buffer(rest), failure);
    }
  }

  bool Write(const std::string& text) {
    stream_.WaitAtMost(options_.write_timeout);
    return stream_.WriteAll(text);
  }

  Tcp::socket socket_;
  int descriptor_;
  PatientSocket stream_;
  Handler& handler_;
  const Server::Options& options_;
  beast::flat_buffer buffer_;
};

class BeastServer final : public Server {
 public:
  BeastServer(Handler& handler, const Options& options) : handler_(handler), options_(options), acceptor_(io_) {}
  ~BeastServer() override { Stop(); }

  Result<void> Listen(uint16_t wanted_port) {
    beast::error_code failure;
    acceptor_.open(Tcp::v4(), failure);
    if (!failure) acceptor_.set_option(Tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.bind({asio::ip::address_v4::loopback(), wanted_port}, failure);
    if (!failure) acceptor_.listen(Tcp::acceptor::max_listen_connections, failure);
    if (failure == asio::error::address_in_use) {
      return Error{ErrorCode::kIo,
                   Concat("port ", wanted_port, " of 127.0.0.1 is already in use: stop the program that ",
                          "listens there, or choose another port (0 takes any free one)")};
    }
    if (failure) {
      return Error{ErrorCode::kIo, Concat("cannot listen on port ", wanted_port, " of 127.0.0.1: ", failure.message())};
    }
    port_ = acceptor_.local_endpoint().port();
    accept_thread_ = std::thread([this] { Accept(); });
    return {};
  }

  [[nodiscard]] uint16_t port() const override { return port_; }

  void Stop() override {
    const std::lock_guard only_one(stop_mutex_);
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(is_stopping_, true)) return;
    }
    stopping_.notify_all();
    if (!accept_thread_.joinable()) return;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes accept(), which close() would not
    accept_thread_.join();
    beast::error_code ignored;
    acceptor_.close(ignored);
    {
      const std::lock_guard lock(mutex_);
      for (const Client& client : clients_) client.connection->Interrupt();
    }
    for (Client& client : clients_) client.thread.join();
    clients_.clear();
  }

 private:
  struct Client {
    std::unique_ptr<Connection> connection;
    std::thread thread;
    bool is_finished = false;  // under mutex_
  };

  void Accept() {
    while (!IsStopping()) {
      beast::error_code failure;
      Tcp::socket socket(io_);
      acceptor_.accept(socket, failure);
      if (!failure && StartClient(std::move(socket))) continue;
      std::unique_lock lock(mutex_);  // out of descriptors or threads, most likely: some will be given back
      stopping_.wait_for(lock, kPauseAfterFailedAccept, [this] { return is_stopping_; });
    }
  }

  bool IsStopping() {
    const std::lock_guard lock(mutex_);
    return is_stopping_;
  }

  // False when there is no further thread; the client's connection is then closed.
  bool StartClient(Tcp::socket socket) {
    const std::lock_guard lock(mutex_);
    RemoveFinished();
    if (clients_.size() >= options_.max_connections) {
      PatientSocket(socket.native_handle())
          .WriteAll(Serialise(PlainResponse(503, "There are too many connections."), "", Next::kClose));
      return true;
    }
    Client& client = clients_.emplace_back();
    client.connection = std::make_unique<Connection>(std::move(socket), handler_, options_);
    try {
      client.thread = std::thread([this, &client] { Serve(client); });
    } catch (const std::exception&) {
      clients_.pop_back();
      return false;
    }
    return true;
  }

  void Serve(Client& client) {
    try {
      client.connection->Run();
    } catch (const std::exception&) {  // out of memory: this client loses its connection, the others go on
    }
    client.connection->Interrupt();
    const std::lock_guard lock(mutex_);
    client.is_finished = true;
  }

  void RemoveFinished() {
    clients_.remove_if([](Client& client) {
      if (client.is_finished) client.thread.join();
      return client.is_finished;
    });
  }

  Handler& handler_;
  const Options options_;
  asio::io_context io_;
  Tcp::acceptor acceptor_;
  uint16_t port_ = 0;
  std::thread accept_thread_;
  std::mutex stop_mutex_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool is_stopping_ = false;
  std::list<Client> clients_;  // changed only by the accepting thread, and by Stop() after it
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(Handler& handler, const Options& options) {
  auto server = std::make_unique<BeastServer>(handler, options);
  TRY(server->Listen(options.port));
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace genesys_cfn::http
