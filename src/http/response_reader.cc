// SPDX-License-Identifier: Apache-2.0
#include "http/response_reader.h"

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

constexpr size_t kMaxHeaderBytes = size_t{256} << 10;

}  // namespace

bool ResponseReader::AddHeaderLine(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > kMaxHeaderBytes) {
    is_too_large_ = true;
    return false;
  }
  if (head_ != Head::kOpen) {
    if (!line.starts_with("HTTP/")) return true;
    fields_.clear();
    head_ = Head::kOpen;
    return true;
  }
  const std::string_view text = Trim(line);
  const size_t colon = text.find(':');
  if (text.empty()) {
    head_ = Head::kComplete;
  } else if ((line.front() == ' ' || line.front() == '\t') && !fields_.empty()) {
    fields_.back().second += Concat(' ', text);  // a folded line continues the field before it
  } else if (colon != std::string_view::npos) {
    fields_.emplace_back(Trim(text.substr(0, colon)), Trim(text.substr(colon + 1)));
  }
  return true;
}

bool ResponseReader::AddBody(std::string_view part) {
  if (part.size() > max_body_bytes_ - body_.size()) {
    is_too_large_ = true;
    return false;
  }
  body_ += part;
  return true;
}

Response ResponseReader::Take(int status) {
  Response response;
  response.status = status;
  for (const auto& [name, value] : fields_) response.headers.Add(name, value);
  response.body = std::move(body_);
  return response;
}

}  // namespace genesys_cfn::http
