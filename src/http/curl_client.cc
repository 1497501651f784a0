// SPDX-License-Identifier: Apache-2.0
#include "http/curl_client.h"

#include <curl/curl.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <set>
#include <utility>

#include "base/text.h"
#include "http/request_check.h"
#include "http/response_reader.h"
#include "http/trust_store.h"

namespace genesys_cfn::http {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using EasyHandle = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using MultiHandle = std::unique_ptr<CURLM, Freed<curl_multi_cleanup>>;
using ShareHandle = std::unique_ptr<CURLSH, Freed<curl_share_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Freed<curl_slist_free_all>>;
using ParsedUrl = std::unique_ptr<CURLU, Freed<curl_url_cleanup>>;

constexpr long kIdleConnectionsKept = 16;
constexpr size_t kSpareHandlesKept = 4;
constexpr int kPollMilliseconds = 1'000;  // curl shortens it to its own next timeout

// libcurl's process-wide state; the library counts its users itself.
class CurlLibrary {
 public:
  // Without the machine's openssl.cnf: it may name modules, which a static program must not load.
  CurlLibrary() {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    result_ = curl_global_init(CURL_GLOBAL_DEFAULT);
  }
  ~CurlLibrary() {
    if (result_ == CURLE_OK) curl_global_cleanup();
  }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;

 private:
  CURLcode result_ = CURLE_FAILED_INIT;
};

// The variables that curl reads, in its order. It takes http_proxy in lower case only, because a CGI program's
// HTTP_PROXY is a request header.
struct ProxySettings {
  explicit ProxySettings(const Environment& environment) {
    const std::string all = environment.GetOr("all_proxy", environment.GetOr("ALL_PROXY", ""));
    https = environment.GetOr("https_proxy", environment.GetOr("HTTPS_PROXY", all));
    http = environment.GetOr("http_proxy", all);
    except = environment.GetOr("no_proxy", environment.GetOr("NO_PROXY", ""));
  }
  std::string https;
  std::string http;
  std::string except;
};

struct Settings {
  std::string user_agent;
  ProxySettings proxy;
};

bool IsHttps(const Request& request) {
  return ToLower(request.origin.substr(0, 6)) == "https:";
}

// Sending it twice has the effect of sending it once (RFC 9110, 9.2.2).
bool IsIdempotent(std::string_view method) {
  constexpr std::array<std::string_view, 5> kIdempotent = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"};
  return std::find(kIdempotent.begin(), kIdempotent.end(), method) != kIdempotent.end();
}

// These describe how the message is framed, which is curl's part.
bool IsFraming(std::string_view name) {
  return EqualsIgnoreCase(name, "Content-Length") || EqualsIgnoreCase(name, "Transfer-Encoding") ||
         EqualsIgnoreCase(name, "Expect");
}

// curl's options, keeping the first failure.
class OptionSetter {
 public:
  explicit OptionSetter(CURL* handle) : handle_(handle) {}
  template <typename T>
  void operator()(CURLoption option, T value) {
    if (result_ == CURLE_OK) result_ = curl_easy_setopt(handle_, option, value);
  }
  [[nodiscard]] CURLcode result() const { return result_; }

 private:
  CURL* handle_;
  CURLcode result_ = CURLE_OK;
};

// A handle with the options that are the same for every exchange; a Transfer sets all others each time.
EasyHandle MakeHandle(const Settings& settings, CURLSH* share);

// One exchange. curl holds pointers into it, so it stays where it is until its handle has left the multi handle.
class Transfer {
 public:
  Transfer(const Request& request, const CallOptions& options, TrustStore& trust_store, EasyHandle easy)
      : request_(request),
        options_(options),
        trust_store_(trust_store),
        url_(request.origin + request.target),
        parsed_url_(curl_url()),
        reader_(options.max_response_bytes),
        easy_(std::move(easy)) {}

  Result<void> Prepare(const Settings& settings);
  // After Prepare: opens the connection, sends nothing, and leaves it to others.
  Result<void> OnlyConnect();
  [[nodiscard]] CURL* handle() const { return easy_.get(); }
  Result<Response> Finish(CURLcode code);

  static size_t OnHeader(char* data, size_t size, size_t count, void* self);
  static size_t OnBody(char* data, size_t size, size_t count, void* self);
  static int OnBeforeRequest(void* self, char* peer, char* local, int peer_port, int local_port);
  static CURLcode OnTlsContext(CURL* easy, void* context, void* self);

  // For another transfer, when this one is over and has left the multi handle; nullptr when it should not be used
  // again.
  EasyHandle TakeHandle();

 private:
  void SetConnection(OptionSetter& set, const Settings& settings);
  void SetMessage(OptionSetter& set, const Settings& settings);
  void SetCallbackData(OptionSetter& set);
  bool AddHeader(const std::string& line);
  [[nodiscard]] std::string Cause(CURLcode code) const;
  [[nodiscard]] std::string ConnectCause(CURLcode code) const;

  [[nodiscard]] long BytesSent() const {
    long bytes = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &bytes);
    return bytes;
  }
  // What was sent to a proxy before the request does not count.
  [[nodiscard]] bool MayHaveBeenReceived() const { return sent_before_ >= 0 && BytesSent() > sent_before_; }

  const Request& request_;
  const CallOptions& options_;
  TrustStore& trust_store_;
  std::string url_;
  ParsedUrl parsed_url_;
  ResponseReader reader_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  std::string trust_failure_;
  long sent_before_ = -1;  // CURLINFO_REQUEST_SIZE when the connection stood; -1: it never did
  bool was_repeated_ = false;
  bool header_failed_ = false;
  HeaderList headers_;
  EasyHandle easy_;  // last: it goes first
};

EasyHandle MakeHandle(const Settings& settings, CURLSH* share) {
  EasyHandle handle(curl_easy_init());
  if (!handle) return handle;
  OptionSetter set(handle.get());
  set(CURLOPT_SHARE, share);
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer must not hold up the timeout
  set(CURLOPT_NOPROXY, settings.proxy.except.c_str());
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
  set(CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  set(CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  set(CURLOPT_PREREQFUNCTION, &Transfer::OnBeforeRequest);
  set(CURLOPT_SSL_CTX_FUNCTION, &Transfer::OnTlsContext);
  if (set.result() != CURLE_OK) handle.reset();
  return handle;
}

Result<void> Transfer::Prepare(const Settings& settings) {
  const Error failure{ErrorCode::kInternal, "libcurl could not set up a transfer"};
  if (!easy_) return failure;
  OptionSetter set(easy_.get());
  set(CURLOPT_ERRORBUFFER, detail_.data());
  SetConnection(set, settings);
  SetMessage(set, settings);
  SetCallbackData(set);
  if (set.result() != CURLE_OK || header_failed_) return failure;
  return {};
}

// curl counts the repetitions of a handle over all of its transfers, and gives up at the sixth.
EasyHandle Transfer::TakeHandle() {
  if (was_repeated_) return nullptr;
  curl_easy_setopt(easy_.get(), CURLOPT_ERRORBUFFER, nullptr);  // the only pointer that curl may use between transfers
  return std::move(easy_);
}

// CURLOPT_CONNECT_ONLY would keep the connection for this handle alone, and a callback that aborts would close it. An
// upload that is to go on behind its own end fails, too, before a byte is sent, and the connection is kept (curl 7.88,
// Curl_http_resume; a test holds it).
Result<void> Transfer::OnlyConnect() {
  OptionSetter set(easy_.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, curl_off_t{1});
  set(CURLOPT_RESUME_FROM_LARGE, curl_off_t{1});
  set(
      CURLOPT_SEEKFUNCTION, +[](void*, curl_off_t, int) { return CURL_SEEKFUNC_OK; });
  if (set.result() != CURLE_OK) return Error{ErrorCode::kInternal, "libcurl could not set up a connection"};
  return {};
}

void Transfer::SetConnection(OptionSetter& set, const Settings& settings) {
  const auto milliseconds = [](Milliseconds time) { return static_cast<long>(std::max<int64_t>(time.count(), 1)); };
  const bool use_proxy = options_.proxy == CallOptions::Proxy::kEnvironment && !IsLoopback(request_.origin);
  const std::string& proxy = IsHttps(request_) ? settings.proxy.https : settings.proxy.http;
  // What curl parses itself it also writes out again, character by character.
  if (curl_url_set(parsed_url_.get(), CURLUPART_URL, url_.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK) parsed_url_.reset();
  set(CURLOPT_URL, url_.c_str());
  set(CURLOPT_CURLU, parsed_url_.get());
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options_.connect_timeout));
  set(CURLOPT_TIMEOUT_MS, options_.total_timeout ? milliseconds(*options_.total_timeout) : 0L);
  set(CURLOPT_PROXY, use_proxy ? proxy.c_str() : "");
}

bool Transfer::AddHeader(const std::string& line) {
  curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
  if (longer == nullptr) {
    header_failed_ = true;
    return false;
  }
  static_cast<void>(headers_.release());
  headers_.reset(longer);
  return true;
}

void Transfer::SetMessage(OptionSetter& set, const Settings& settings) {
  const std::string& method = request_.method;
  const bool has_body = !request_.body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
  set(CURLOPT_HTTPGET, 1L);  // neither body nor HEAD, whatever the handle did before
  if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (has_body) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  set(CURLOPT_CUSTOMREQUEST, method.c_str());

  // "Name:" removes what curl would add by itself; "Name;" sends an empty value.
  if (!request_.headers.Get("Accept")) AddHeader("Accept:");
  if (has_body) AddHeader("Expect:");
  if (has_body && !request_.headers.Get("Content-Type")) AddHeader("Content-Type:");
  if (!request_.headers.Get("User-Agent")) AddHeader(Concat("User-Agent: ", settings.user_agent));
  if (!request_.headers.Get("Host")) AddHeader(Concat("Host: ", HostOf(request_.origin)));
  for (const auto& [name, value] : request_.headers.fields()) {
    if (IsFraming(name)) continue;
    AddHeader(Trim(value).empty() ? Concat(name, ";") : Concat(name, ": ", value));
  }
  set(CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::SetCallbackData(OptionSetter& set) {
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
}

size_t Transfer::OnHeader(char* data, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->reader_.AddHeaderLine({data, size * count}) ? size * count : 0;
}

size_t Transfer::OnBody(char* data, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->reader_.AddBody({data, size * count}) ? size * count : 0;
}

// Called when a connection stands and nothing of the request has been sent over it. A second call means that curl
// repeats the request, because a kept connection broke before any answer: then the other side may have acted already,
// and only an idempotent request, or one of which not a byte had left, goes out again.
int Transfer::OnBeforeRequest(void* self, char* /*peer*/, char* /*local*/, int /*peer_port*/, int /*local_port*/) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.was_repeated_ = transfer.sent_before_ >= 0;
  if (transfer.MayHaveBeenReceived()) {
    return IsIdempotent(transfer.request_.method) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
  transfer.sent_before_ = transfer.BytesSent();
  return CURL_PREREQFUNC_OK;
}

CURLcode Transfer::OnTlsContext(CURL* /*easy*/, void* context, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const auto installed = transfer.trust_store_.InstallInto(context);
  if (installed) return CURLE_OK;
  transfer.trust_failure_ = installed.error().message;
  return CURLE_SSL_CACERT_BADFILE;
}

Result<Response> Transfer::Finish(CURLcode code) {
  if (code == CURLE_OK && reader_.has_complete_head()) {
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return reader_.Take(static_cast<int>(status));
  }
  const bool may_have_acted = MayHaveBeenReceived();
  return Error{may_have_acted ? ErrorCode::kOutcomeUnknown : ErrorCode::kUnavailable,
               Concat(HostOf(request_.origin), ": ", may_have_acted ? Cause(code) : ConnectCause(code))};
}

std::string SystemReason(CURL* easy, std::string_view otherwise) {
  long number = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
  return number == 0 ? std::string(otherwise) : std::string(std::strerror(static_cast<int>(number)));
}

std::string Transfer::ConnectCause(CURLcode code) const {
  long proxy_status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status >= 300) return Concat("the proxy refused the connection with status ", proxy_status);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the host name could not be resolved";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "the host name of the proxy could not be resolved";
    case CURLE_COULDNT_CONNECT:
      return Concat("could not connect: ", SystemReason(easy_.get(), "no address answered"));
    case CURLE_OPERATION_TIMEDOUT: {
      const Milliseconds limit =
          std::min(options_.connect_timeout, options_.total_timeout.value_or(Milliseconds::max()));
      return Concat("no connection within ", limit.count(), " ms");
    }
    case CURLE_SSL_CACERT_BADFILE:
      return Concat("the server's certificate cannot be verified: ", trust_failure_);
    case CURLE_PEER_FAILED_VERIFICATION:
      return Concat("the server's certificate was refused: ", detail_.data(), " (authorities of ", trust_store_.path(),
                    "; SSL_CERT_FILE names another file)");
    case CURLE_SSL_CONNECT_ERROR:
      return Concat("the TLS handshake failed: ", detail_.data());
    default:
      return Concat("no connection: ", curl_easy_strerror(code));
  }
}

std::string Transfer::Cause(CURLcode code) const {
  if (reader_.is_too_large()) {
    return Concat("the answer is larger than ", options_.max_response_bytes,
                  " bytes, or its headers are far too large");
  }
  switch (code) {
    case CURLE_OK:
    case CURLE_GOT_NOTHING:
    case CURLE_ABORTED_BY_CALLBACK:
      return "the connection was closed before an answer";
    case CURLE_OPERATION_TIMEDOUT:
      return Concat("no complete answer within ", options_.total_timeout.value_or(Milliseconds::zero()).count(), " ms");
    case CURLE_PARTIAL_FILE:
      return "the connection was closed in the middle of the answer";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return Concat("the connection broke: ", SystemReason(easy_.get(), curl_easy_strerror(code)));
    case CURLE_WRITE_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "the answer is not well-formed HTTP/1.1";
    default:
      return Concat("no usable answer: ", curl_easy_strerror(code));
  }
}

// A connection that is opened before it is needed.
struct WarmUp {
  WarmUp(const std::string& origin, TrustStore& trust_store, EasyHandle easy)
      : request{"PUT", origin, "/", {}, {}}, transfer(request, options, trust_store, std::move(easy)) {}

  Request request;
  CallOptions options;
  Transfer transfer;
};

class CurlClient final : public Client {
 public:
  CurlClient(const Environment& environment, const CurlClientOptions& options)
      : settings_{options.user_agent, ProxySettings(environment)},
        trust_store_(TrustStore::CandidatesFrom(environment)),
        share_(curl_share_init()),
        multi_(curl_multi_init()) {
    if (share_) curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    if (multi_) curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kIdleConnectionsKept);
  }
  ~CurlClient() override {
    while (!warm_ups_.empty()) EndWarmUp(warm_ups_.back()->transfer.handle());
  }

  Result<Response> Send(const Request& request, const CallOptions& options) override {
    return std::move(SendAll({&request, 1}, options).front());
  }

  std::vector<Result<Response>> SendAll(std::span<const Request> requests, const CallOptions& limits) override {
    CallOptions options = limits;
    const Milliseconds waited = WaitForWarmUps(requests, options);
    if (options.total_timeout) options.total_timeout = *options.total_timeout - waited;
    std::vector<std::unique_ptr<Transfer>> transfers(requests.size());
    std::vector<Result<Response>> results(requests.size(),
                                          Error{ErrorCode::kInternal, "libcurl did not finish a transfer"});
    for (size_t i = 0; i < requests.size(); ++i) {
      auto transfer = std::make_unique<Transfer>(requests[i], options, trust_store_, NewHandle());
      if (const auto started = Start(requests[i], options, *transfer); !started) {
        results[i] = started.error();
      } else {
        transfers[i] = std::move(transfer);
        used_.insert(requests[i].origin);
        std::erase(planned_, requests[i].origin);
      }
    }
    Drive(transfers, results);
    return results;
  }

  void Warm(std::span<const std::string> origins) override {
    for (const std::string& origin : origins) {
      if (used_.insert(origin).second) planned_.push_back(origin);
    }
  }

 private:
  enum class Purpose { kRequest, kConnection };

  Result<void> Start(const Request& request, const CallOptions& options, Transfer& transfer,
                     Purpose purpose = Purpose::kRequest) {
    TRY(CheckRequest(request));
    if (options.total_timeout && *options.total_timeout <= Milliseconds::zero()) {
      return Error{ErrorCode::kUnavailable, Concat(HostOf(request.origin), ": not called, there is no time left")};
    }
    TRY(transfer.Prepare(settings_));
    if (purpose == Purpose::kConnection) TRY(transfer.OnlyConnect());
    if (!multi_ || curl_multi_add_handle(multi_.get(), transfer.handle()) != CURLM_OK) {
      return Error{ErrorCode::kInternal, "libcurl could not start a transfer"};
    }
    return {};
  }

  // One that was used before, which saves time, or a new one.
  EasyHandle NewHandle() {
    if (spare_.empty()) return MakeHandle(settings_, share_.get());
    EasyHandle handle = std::move(spare_.back());
    spare_.pop_back();
    return handle;
  }

  void Drive(std::vector<std::unique_ptr<Transfer>>& transfers, std::vector<Result<Response>>& results) {
    const auto is_running = [&] {
      return std::any_of(transfers.begin(), transfers.end(), [](const auto& transfer) { return transfer != nullptr; });
    };
    BeginWarmUps();
    while (is_running() && Step(transfers, results, kPollMilliseconds)) {
    }
    // Only after an error of the multi handle itself is anything left here.
    for (size_t i = 0; i < transfers.size(); ++i) {
      if (!transfers[i]) continue;
      results[i] = transfers[i]->Finish(CURLE_FAILED_INIT);
      curl_multi_remove_handle(multi_.get(), transfers[i]->handle());
    }
  }

  // Only when the call that is to be driven has left, or waits itself.
  void BeginWarmUps() {
    if (planned_.empty()) return;
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    for (const std::string& origin : std::exchange(planned_, {})) {
      auto warm_up = std::make_unique<WarmUp>(origin, trust_store_, MakeHandle(settings_, share_.get()));
      if (!Start(warm_up->request, warm_up->options, warm_up->transfer, Purpose::kConnection)) continue;
      warm_ups_.push_back(std::move(warm_up));
    }
  }

  // Lets everything go on, and waits when something is still unfinished. False after an error of the multi handle.
  bool Step(std::vector<std::unique_ptr<Transfer>>& transfers, std::vector<Result<Response>>& results, int wait_ms) {
    int running = 0;
    const CURLMcode state = curl_multi_perform(multi_.get(), &running);
    const bool finished = Collect(transfers, results);
    if (state != CURLM_OK) return false;
    return finished || curl_multi_poll(multi_.get(), nullptr, 0, wait_ms, nullptr) == CURLM_OK;
  }

  // A call that did not wait would open a second connection beside the first. Returns the time that went by; what is
  // not open then is given up.
  Milliseconds WaitForWarmUps(std::span<const Request> requests, const CallOptions& options) {
    const auto pending = [&]() -> CURL* {
      for (const auto& warm_up : warm_ups_) {
        for (const Request& request : requests) {
          if (request.origin == warm_up->request.origin) return warm_up->transfer.handle();
        }
      }
      return nullptr;
    };
    if (pending() == nullptr) return Milliseconds{0};
    BeginWarmUps();
    const auto begin = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::floor<Milliseconds>(std::chrono::steady_clock::now() - begin); };
    const Milliseconds limit = std::min(options.connect_timeout, options.total_timeout.value_or(Milliseconds::max()));
    std::vector<std::unique_ptr<Transfer>> none;
    std::vector<Result<Response>> nothing;
    while (pending() != nullptr && passed() < limit) {
      const auto left = std::clamp<int64_t>((limit - passed()).count(), 0, kPollMilliseconds);
      if (!Step(none, nothing, static_cast<int>(left))) break;
    }
    while (CURL* const late = pending()) EndWarmUp(late);
    return passed();
  }

  // False when the handle is none of a warm-up.
  bool EndWarmUp(CURL* handle) {
    const auto found = std::find_if(warm_ups_.begin(), warm_ups_.end(),
                                    [&](const auto& each) { return each->transfer.handle() == handle; });
    if (found == warm_ups_.end()) return false;
    curl_multi_remove_handle(multi_.get(), handle);
    warm_ups_.erase(found);
    return true;
  }

  // True when something had finished.
  bool Collect(std::vector<std::unique_ptr<Transfer>>& transfers, std::vector<Result<Response>>& results) {
    int left = 0;
    bool finished = false;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;
      finished = true;
      if (EndWarmUp(handle)) continue;
      const auto transfer = std::find_if(transfers.begin(), transfers.end(),
                                         [&](const auto& each) { return each && each->handle() == handle; });
      if (transfer == transfers.end()) continue;
      results[static_cast<size_t>(transfer - transfers.begin())] = (*transfer)->Finish(code);
      curl_multi_remove_handle(multi_.get(), handle);
      if (EasyHandle spare = (*transfer)->TakeHandle(); spare && spare_.size() < kSpareHandlesKept) {
        spare_.push_back(std::move(spare));
      }
      transfer->reset();
    }
    return finished;
  }

  // In the order in which they depend on each other: destruction goes the other way round.
  CurlLibrary library_;
  Settings settings_;
  TrustStore trust_store_;
  ShareHandle share_;
  MultiHandle multi_;
  std::vector<EasyHandle> spare_;
  std::set<std::string> used_;                     // origins that were called or warmed
  std::vector<std::string> planned_;               // origins to warm beside the next call
  std::vector<std::unique_ptr<WarmUp>> warm_ups_;  // connections that are being opened
};

}  // namespace

std::unique_ptr<Client> MakeCurlClient(const Environment& environment, const CurlClientOptions& options) {
  return std::make_unique<CurlClient>(environment, options);
}

}  // namespace genesys_cfn::http
