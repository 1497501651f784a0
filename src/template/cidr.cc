// SPDX-License-Identifier: Apache-2.0
#include "template/cidr.h"

#include <arpa/inet.h>

#include <array>

#include "base/text.h"
#include "template/messages.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

// Network byte order; IPv4 uses the first four bytes.
struct Block {
  int family = AF_INET;
  std::array<unsigned char, 16> address{};
  int64_t prefix = 0;

  [[nodiscard]] int64_t bits() const { return family == AF_INET ? 32 : 128; }
};

std::optional<Block> Parse(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Block block;
  block.family = text.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
  const auto prefix = ParseInteger<int64_t>(text.substr(slash + 1));
  if (!prefix || *prefix < 0 || *prefix > block.bits()) return std::nullopt;
  block.prefix = *prefix;
  if (inet_pton(block.family, std::string(text.substr(0, slash)).c_str(), block.address.data()) != 1) {
    return std::nullopt;
  }
  // What stands behind the prefix does not count.
  for (int64_t bit = block.prefix; bit < block.bits(); ++bit) {
    block.address[static_cast<size_t>(bit / 8)] &= static_cast<unsigned char>(~(0x80U >> (bit % 8)));
  }
  return block;
}

// Adds 1 to the number that the first `prefix` bits are.
void Advance(Block& block, int64_t prefix) {
  for (int64_t bit = prefix - 1; bit >= 0; --bit) {
    unsigned char& byte = block.address[static_cast<size_t>(bit / 8)];
    const auto mask = static_cast<unsigned char>(0x80U >> (bit % 8));
    byte ^= mask;
    if ((byte & mask) != 0) return;
  }
}

std::string Text(const Block& block, int64_t prefix) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(block.family, block.address.data(), text.data(), static_cast<socklen_t>(text.size()));
  return Concat(text.data(), '/', prefix);
}

}  // namespace

Result<std::vector<std::string>> CidrBlocks(std::string_view block, int64_t count, std::optional<int64_t> subnet_bits) {
  auto at = Parse(block);
  if (!at) return Invalid(Concat("Template error: Fn::Cidr: ", TruncateUtf8(block, 80), " is no IP block"));
  const bool needs_bits = at->family == AF_INET6 && !subnet_bits;
  if (count < 1 || count > 256 || needs_bits) return Invalid(std::string(message::kCidr));
  const int64_t prefix = at->bits() - subnet_bits.value_or(8);
  const bool is_inside = prefix >= at->prefix && prefix <= at->bits();
  const int64_t available_bits = is_inside ? prefix - at->prefix : 0;
  if (!is_inside || (available_bits < 9 && count > (int64_t{1} << available_bits))) {
    return Invalid(Concat("Template error: Fn::Cidr: ", TruncateUtf8(block, 80), " has no room for ", count,
                          " blocks of ", subnet_bits.value_or(8), " bits"));
  }
  std::vector<std::string> blocks;
  for (int64_t i = 0; i < count; ++i) {
    blocks.push_back(Text(*at, prefix));
    Advance(*at, prefix);
  }
  return blocks;
}

}  // namespace genesys_cfn::cloudformation
