// SPDX-License-Identifier: Apache-2.0
#include "json/parse.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::json {
namespace {

using boost::json::error_code;

// Boost.JSON's event interface: builds our value on a stack of open containers. A false return stops the parser; the
// reason is then in `failure_`.
class Builder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool on_document_begin(error_code& /*ec*/) { return true; }
  bool on_document_end(error_code& /*ec*/) { return true; }
  bool on_object_begin(error_code& /*ec*/) { return Open(Object{}); }
  bool on_object_end(std::size_t /*size*/, error_code& ec) { return NamesAreUnique(ec) && Close(); }
  bool on_array_begin(error_code& /*ec*/) { return Open(Array{}); }
  bool on_array_end(std::size_t /*size*/, error_code& /*ec*/) { return Close(); }
  bool on_key_part(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) { return Collect(part); }
  bool on_key(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    Collect(part);
    open_.back().name = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) { return Collect(part); }
  bool on_string(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    Collect(part);
    return Add(Value(TakeText()));
  }
  bool on_number_part(boost::json::string_view part, error_code& /*ec*/) { return Collect(part); }
  bool on_int64(int64_t /*number*/, boost::json::string_view part, error_code& /*ec*/) { return AddNumber(part); }
  bool on_uint64(uint64_t /*number*/, boost::json::string_view part, error_code& /*ec*/) { return AddNumber(part); }
  bool on_double(double /*number*/, boost::json::string_view part, error_code& /*ec*/) { return AddNumber(part); }
  bool on_bool(bool flag, error_code& /*ec*/) { return Add(Value(flag)); }
  bool on_null(error_code& /*ec*/) { return Add(Value()); }
  bool on_comment_part(boost::json::string_view /*part*/, error_code& /*ec*/) { return true; }
  bool on_comment(boost::json::string_view /*part*/, error_code& /*ec*/) { return true; }

  [[nodiscard]] const std::string& failure() const { return failure_; }
  Value Take() { return std::move(root_); }

 private:
  struct Container {
    Value value;
    std::string name;  // of the member whose value is being read
  };

  bool Collect(boost::json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  std::string TakeText() {
    std::string text = std::move(text_);
    text_.clear();
    return text;
  }
  bool AddNumber(boost::json::string_view part) {
    Collect(part);
    return Add(Value(Number{TakeText()}));
  }
  bool Open(Value container) {
    open_.push_back({std::move(container), {}});
    return true;
  }
  bool Close() {
    Value closed = std::move(open_.back().value);
    open_.pop_back();
    return Add(std::move(closed));
  }
  bool Add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Array* array = open_.back().value.AsArray()) {
      array->push_back(std::move(value));
    } else {
      open_.back().value.AsObject()->Append(std::move(open_.back().name), std::move(value));
    }
    return true;
  }
  bool NamesAreUnique(error_code& ec) {
    const Object& object = *open_.back().value.AsObject();
    std::vector<std::string_view> names;
    names.reserve(object.size());
    for (const auto& [name, value] : object) names.emplace_back(name);
    std::sort(names.begin(), names.end());
    const auto duplicate = std::adjacent_find(names.begin(), names.end());
    if (duplicate == names.end()) return true;
    failure_ = Concat("the object that ends here has the name \"", TruncateUtf8(*duplicate, 80), "\" twice");
    ec = boost::json::make_error_code(boost::json::error::extra_data);
    return false;
  }

  std::vector<Container> open_;
  std::string text_;
  std::string failure_;
  Value root_;
};

std::string Reason(const error_code& ec, const ParseOptions& options, std::string_view rest) {
  using boost::json::error;
  if (ec == error::too_deep) return Concat("nested more than ", options.max_depth, " levels deep");
  if (ec == error::expected_hex_digit) return "expected a hexadecimal digit";
  if (ec == error::exponent_overflow) return "the exponent of this number is too large";
  if (ec == error::illegal_leading_surrogate || ec == error::expected_utf16_escape ||
      ec == error::illegal_trailing_surrogate) {
    return "half of a surrogate pair";
  }
  if (ec == error::incomplete || Trim(rest).empty()) return "the text ends in the middle of a value";
  const auto byte = static_cast<unsigned char>(rest.front());
  if (byte < 0x20) return "a control character must be escaped inside a string";
  if (byte >= 0x80) return "malformed UTF-8, or a character that is not JSON outside a string";
  return Concat("unexpected '", rest.front(), "': this is not JSON");
}

Error At(std::string_view text, size_t offset, std::string_view reason) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {ErrorCode::kInvalidInput, Concat("line ", line, ", column ", offset - line_start + 1, ": ", reason)};
}

}  // namespace

Result<Value> Parse(std::string_view text, const ParseOptions& options) {
  boost::json::parse_options parser_options;
  parser_options.max_depth = options.max_depth;
  boost::json::basic_parser<Builder> parser(parser_options);
  error_code ec;
  size_t consumed = parser.write_some(false, text.data(), text.size(), ec);
  const std::string& failure = parser.handler().failure();
  if (!failure.empty()) return At(text, consumed, failure);
  if (ec) {
    consumed = std::min(consumed, text.size());
    return At(text, consumed, Reason(ec, options, text.substr(consumed)));
  }
  consumed = std::min(text.find_first_not_of(" \t\r\n", consumed), text.size());
  if (consumed < text.size()) return At(text, consumed, "there is text after the end of the document");
  return parser.handler().Take();
}

}  // namespace genesys_cfn::json
