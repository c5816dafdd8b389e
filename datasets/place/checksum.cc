#include "datasets/place/checksum.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <vector>

#include "geo/error.h"

namespace placewright::datasets {
namespace {

// Fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
constexpr std::array<std::uint32_t, 64> kRounds{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

class Sha256 {
 public:
  void add(std::string_view bytes) {
    total_ += bytes.size();
    while (!bytes.empty()) {
      const std::size_t part = std::min(bytes.size(), block_.size() - used_);
      std::memcpy(block_.data() + used_, bytes.data(), part);
      used_ += part;
      bytes.remove_prefix(part);
      if (used_ == block_.size()) {
        absorb();
        used_ = 0;
      }
    }
  }

  std::string finish() {
    const std::uint64_t bits = total_ * 8;
    const char one = static_cast<char>(0x80);
    add({&one, 1});
    const char zero = 0;
    while (used_ != 56) add({&zero, 1});
    std::array<char, 8> length{};
    for (std::size_t k = 0; k < 8; ++k) length[k] = static_cast<char>((bits >> (56 - 8 * k)) & 0xFFU);
    add({length.data(), length.size()});
    std::string out;
    for (const auto word : state_) out += fmt::format("{:08x}", word);
    return out;
  }

 private:
  void absorb() {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t k = 0; k < 16; ++k)
      w[k] = (std::uint32_t{block_[4 * k]} << 24U) | (std::uint32_t{block_[4 * k + 1]} << 16U) |
             (std::uint32_t{block_[4 * k + 2]} << 8U) | std::uint32_t{block_[4 * k + 3]};
    for (std::size_t k = 16; k < 64; ++k) {
      const std::uint32_t s0 = std::rotr(w[k - 15], 7) ^ std::rotr(w[k - 15], 18) ^ (w[k - 15] >> 3U);
      const std::uint32_t s1 = std::rotr(w[k - 2], 17) ^ std::rotr(w[k - 2], 19) ^ (w[k - 2] >> 10U);
      w[k] = w[k - 16] + s0 + w[k - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t k = 0; k < 64; ++k) {
      const std::uint32_t t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                               ((e & f) ^ (~e & g)) + kRounds[k] + w[k];
      const std::uint32_t t2 =
          (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> add{a, b, c, d, e, f, g, h};
    for (std::size_t k = 0; k < 8; ++k) state_[k] += add[k];
  }

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::size_t used_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.finish();
}

std::string sha256_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path and that you may read it"}};
  Sha256 sum;
  std::vector<char> part(std::size_t{1} << 20U);
  while (in) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    sum.add({part.data(), static_cast<std::size_t>(in.gcount())});
  }
  return sum.finish();
}

}  // namespace placewright::datasets
