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

// More than these are sorted; fewer are compared one by one, which needs no memory.
constexpr size_t kFewMembers = 16;

// A name that two members have; a null view when there is none.
std::string_view TwiceAmongFew(const std::vector<Object::Member>& members) {
  for (auto member = members.begin(); member != members.end(); ++member) {
    const auto has_its_name = [member](const Object::Member& other) { return other.first == member->first; };
    if (std::any_of(members.begin(), member, has_its_name)) return member->first;
  }
  return {};
}
std::string_view TwiceAmongMany(const std::vector<Object::Member>& members) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const auto& [name, value] : members) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  return twice == names.end() ? std::string_view() : *twice;
}

// Boost.JSON's event interface: builds our value on a stack of open containers. A false return stops the parser; the
// reason is then in `failure_`.
class Builder {
 public:
  Builder() { members_.reserve(kFewMembers); }

  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool on_document_begin(error_code& /*ec*/) { return true; }
  bool on_document_end(error_code& /*ec*/) { return true; }
  bool on_object_begin(error_code& /*ec*/) { return Open(Kind::kObject, members_.size()); }
  bool on_object_end(std::size_t /*size*/, error_code& ec) {
    std::vector<Object::Member> members = TakeFrom(members_, open_.back().start);
    open_.pop_back();
    return NamesAreUnique(members, ec) && Add(Object(std::move(members)));
  }
  bool on_array_begin(error_code& /*ec*/) { return Open(Kind::kArray, items_.size()); }
  bool on_array_end(std::size_t /*size*/, error_code& /*ec*/) {
    Array items = TakeFrom(items_, open_.back().start);
    open_.pop_back();
    return Add(std::move(items));
  }
  bool on_key_part(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) { return Collect(part); }
  bool on_key(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    members_.emplace_back(TakeText(part), Value());
    return true;
  }
  bool on_string_part(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) { return Collect(part); }
  bool on_string(boost::json::string_view part, std::size_t /*size*/, error_code& /*ec*/) {
    return Add(TakeText(part));
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
  enum class Kind { kObject, kArray };
  struct Container {
    Kind kind;
    size_t start;  // of what it has in members_ or items_
  };

  bool Collect(boost::json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  // What was collected, and the last part.
  std::string TakeText(boost::json::string_view part) {
    if (text_.empty()) return std::string(part.data(), part.size());
    Collect(part);
    std::string text = std::move(text_);
    text_.clear();
    return text;
  }
  bool AddNumber(boost::json::string_view part) { return Add(Number{TakeText(part)}); }
  bool Open(Kind kind, size_t start) {
    open_.push_back({kind, start});
    return true;
  }
  bool Add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().kind == Kind::kArray) {
      items_.push_back(std::move(value));
    } else {
      members_.back().second = std::move(value);
    }
    return true;
  }
  template <typename T>
  static std::vector<T> TakeFrom(std::vector<T>& stack, size_t start) {
    const auto first = stack.begin() + static_cast<std::ptrdiff_t>(start);
    std::vector<T> taken(std::make_move_iterator(first), std::make_move_iterator(stack.end()));
    stack.erase(first, stack.end());
    return taken;
  }
  bool NamesAreUnique(const std::vector<Object::Member>& members, error_code& ec) {
    const std::string_view twice = members.size() <= kFewMembers ? TwiceAmongFew(members) : TwiceAmongMany(members);
    if (twice.data() == nullptr) return true;
    failure_ = Concat("the object that ends here has the name \"", TruncateUtf8(twice, 80), "\" twice");
    ec = boost::json::make_error_code(boost::json::error::extra_data);
    return false;
  }

  std::vector<Container> open_;
  // Of all open containers, the innermost last; the last member of an open object waits for its value. So each object
  // and array is made once, with the size that it has.
  std::vector<Object::Member> members_;
  Array items_;
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
