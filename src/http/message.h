// SPDX-License-Identifier: Apache-2.0
// An HTTP message as both sides see it: what a client sends is what a handler receives, so a client can be built on a
// handler (http/in_process_client.h) and a test needs no socket.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace genesys_cfn::http {

// In order, as sent; names compare without regard to case, and a name may repeat.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void Add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
  // Removes all fields of that name, then adds one.
  void Set(std::string_view name, std::string_view value);
  // The value of the first field of that name.
  [[nodiscard]] std::optional<std::string> Get(std::string_view name) const;
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

// `origin` + `target` is the URL, byte for byte: nothing decodes, normalises or encodes either. On the server's side
// the origin is empty and the Host header says where the client meant to go.
struct Request {
  std::string method;
  std::string origin;  // "https://api.mypurecloud.com", "http://127.0.0.1:4566"
  std::string target;  // "/api/v2/integrations/actions?pageSize=100"; never empty
  Headers headers;
  std::string body;
};

// What a server does with an answer. All but kSent are for services that fail on purpose:
//   kReset  nothing is sent, the connection is reset
//   kTorn   a part is sent, then the connection ends
//   kHung   nothing is sent, and the connection stays open until the client closes it
enum class Ending { kSent, kReset, kTorn, kHung };

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
  // Of a handler's answer; what a client receives was sent.
  Ending ending = Ending::kSent;
  Milliseconds delay{0};  // before the ending, without holding up other connections

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

struct SplitUrl {
  std::string origin;
  std::string target;
};
// Splits an absolute http or https URL before its path; an empty path becomes "/". Refuses credentials in the URL,
// blanks, control characters, what is not ASCII, and a fragment. The message never repeats the URL: it may be a secret.
Result<SplitUrl> ParseUrl(std::string_view url);

// "api.mypurecloud.com:8443" of an origin: what belongs into the Host header.
std::string_view HostOf(std::string_view origin);

// "http://127.0.0.1:4566", "http://localhost", "http://[::1]:80": on this machine, where no proxy has a part.
bool IsLoopback(std::string_view origin);

struct QueryParameter {
  std::string name;
  std::string value;
};
// The path of a target, still encoded; everything before '?'.
std::string_view PathOf(std::string_view target);
// The decoded parameters after '?', or of a form body; '+' is a blank. Malformed escapes stay as they are.
std::vector<QueryParameter> ParseQuery(std::string_view query);
std::string_view QueryOf(std::string_view target);
// The first parameter of that name.
std::optional<std::string> FindParameter(const std::vector<QueryParameter>& parameters, std::string_view name);

}  // namespace genesys_cfn::http
