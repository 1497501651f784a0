// SPDX-License-Identifier: Apache-2.0
// Any texts as ids, reason and attributes: the body is valid JSON, complete, and never longer than CloudFormation
// takes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "custom_resource/answer.h"
#include "json/parse.h"

namespace {

// Cuts the input into texts: two bytes of length, then so many bytes, repeated up to 32 times to reach the limits.
class Pieces {
 public:
  Pieces(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  std::string Next() {
    if (rest_.size() < 2) {
      rest_ = {};
      return {};
    }
    const size_t length = static_cast<unsigned char>(rest_[0]);
    const size_t times = 1 + static_cast<unsigned char>(rest_[1]) % 32;
    rest_.remove_prefix(2);
    const std::string_view piece = rest_.substr(0, length);
    rest_.remove_prefix(piece.size());
    std::string text;
    for (size_t i = 0; i < times; ++i) text += piece;
    return text;
  }

 private:
  std::string_view rest_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace genesys_cfn::custom_resource;
  if (size == 0) return 0;
  Pieces pieces(data + 1, size - 1);
  AnswerAddress address;
  address.stack_id = pieces.Next();
  address.request_id = pieces.Next();
  address.logical_id = pieces.Next();
  Answer answer;
  answer.status = data[0] % 2 == 0 ? Status::kSuccess : Status::kFailed;
  answer.physical_id = pieces.Next();
  answer.reason = pieces.Next();
  while (!pieces.empty()) {
    std::string name = pieces.Next();
    answer.attributes.emplace_back(std::move(name), pieces.Next());
  }

  const std::string body = FormatAnswer(address, answer);
  if (body.size() > kMaxAnswerBytes) std::abort();
  const auto parsed = genesys_cfn::json::Parse(body);
  if (!parsed) std::abort();
  for (const char* name : {"Status", "PhysicalResourceId", "StackId", "RequestId", "LogicalResourceId"}) {
    if (!parsed->FindString(name)) std::abort();
  }
  if (parsed->FindString("PhysicalResourceId")->empty()) std::abort();
  if (answer.status == Status::kFailed && parsed->FindString("Reason").value_or("").empty()) std::abort();
  return 0;
}
