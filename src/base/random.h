// SPDX-License-Identifier: Apache-2.0
// Randomness as a dependency: identifiers, jitter and state tokens come from here, so that a test or a simulation can
// replay them from a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace genesys_cfn {

// Safe to use from several threads.
class Random {
 public:
  virtual ~Random() = default;
  // 64 uniformly distributed bits.
  virtual uint64_t Next() = 0;
};

// The operating system's generator: unpredictable, fit for tokens.
class SystemRandom final : public Random {
 public:
  uint64_t Next() override;
};

// splitmix64 from a seed: the same seed, the same sequence. Not for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  uint64_t Next() override;

 private:
  std::mutex mutex_;
  uint64_t state_;
};

// "f81d4fae-7dec-41d0-a765-00a0c91e6bf6": a version 4 UUID.
std::string RandomUuid(Random& random);
// `length` characters, each uniformly one of `alphabet`, which must not be empty.
std::string RandomText(Random& random, std::string_view alphabet, size_t length);
// Uniform in [0, bound); 0 for bound 0.
uint64_t RandomBelow(Random& random, uint64_t bound);

}  // namespace genesys_cfn
