// SPDX-License-Identifier: Apache-2.0
// Collects an answer from the pieces that curl hands out: header lines one by one, then the body in parts.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/message.h"

namespace genesys_cfn::http {

class ResponseReader {
 public:
  explicit ResponseReader(size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  // A line of a header block, with its line end: the status line, a field, or the empty line that ends the block. A new
  // block (after "100 Continue") replaces the one before it; trailers, which follow no status line, are left out. False
  // when the headers exceed what any honest server sends.
  [[nodiscard]] bool AddHeaderLine(std::string_view line);
  // False, and nothing added, when the body exceeds the limit.
  [[nodiscard]] bool AddBody(std::string_view part);

  // The header block has been read to its end.
  [[nodiscard]] bool has_complete_head() const { return head_ == Head::kComplete; }
  [[nodiscard]] bool is_too_large() const { return is_too_large_; }
  Response Take(int status);

 private:
  enum class Head { kNone, kOpen, kComplete };

  size_t max_body_bytes_;
  size_t header_bytes_ = 0;
  Head head_ = Head::kNone;
  bool is_too_large_ = false;
  std::vector<Headers::Field> fields_;
  std::string body_;
};

}  // namespace genesys_cfn::http
