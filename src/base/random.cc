// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <sys/random.h>

#include <cstdlib>

namespace genesys_cfn {

uint64_t SystemRandom::Next() {
  uint64_t bits = 0;
  // A read of 8 bytes is never short once the kernel's pool is ready; without a generator no identifier is safe.
  if (getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) std::abort();
  return bits;
}

uint64_t SeededRandom::Next() {
  const std::lock_guard lock(mutex_);
  uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::string RandomUuid(Random& random) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  uint64_t bits = 0;
  int left = 0;
  for (char& c : text) {
    if (c != 'x' && c != 'y') continue;
    if (left == 0) {
      bits = random.Next();
      left = 16;
    }
    const uint64_t digit = bits & 0xf;
    c = kHex[c == 'y' ? (digit & 0x3) | 0x8 : digit];
    bits >>= 4;
    --left;
  }
  return text;
}

std::string RandomText(Random& random, std::string_view alphabet, size_t length) {
  std::string text;
  text.reserve(length);
  while (text.size() < length) text += alphabet[RandomBelow(random, alphabet.size())];
  return text;
}

uint64_t RandomBelow(Random& random, uint64_t bound) {
  if (bound == 0) return 0;
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t bits = random.Next();
  while (bits >= limit) bits = random.Next();
  return bits % bound;
}

}  // namespace genesys_cfn
